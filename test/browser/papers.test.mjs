// Papers of orders: attachments looked at and pasted, prints, exports, imports, and who saw what.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { accessProblems, openPage, settle, signIn, startBrowser, startServer, visit } from './kit.mjs';

const STREET = '赤岗街';
const PHONE = '13800000013';

let server;
let browser;
/** The demo's people by their work. */
const people = {};
let keys = 0;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
  const { accounts } = await (await fetch(`${server.url}/api/sign-in`)).json();
  for (const [who, title] of Object.entries({ taker: '话务员', dispatcher: '派单员', handler: `${STREET}单位经办人`, reviewer: '审核员', auditor: '审计员' }))
    people[who] = await signIn(server.url, accounts.find((one) => one.title === title));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function tell(who, path, body) {
  const answer = await people[who].ask(path, body ? { method: 'POST', body } : {});
  assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}
async function take(content, facts = {}) {
  keys += 1;
  const { number } = await tell('taker', '/api/hotline/orders', {
    kind: '投诉', title: '', content, address: `${STREET}演示路${keys}号`, caller: { name: '演示', phone: PHONE },
    channel: '电话', idempotency_key: `papers-${keys}`, level: '一般', category: 'noise_site', ...facts,
  });
  return number;
}
const move = (who, number, code, deed = {}) => tell(who, `/api/hotline/orders/${number}/moves/${code}`, deed);
const pageOf = (who, options = {}) => openPage(browser, server.url, { as: people[who], reducedMotion: 'reduce', ...options });
async function close(page) {
  assert.deepEqual(page.complaints, []);
  assert.deepEqual(page.strayRequests, []);
  await page.context().close();
}
async function bytesOf(who, path) {
  const answer = await people[who].ask(path);
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}
/** As the browser would send the file. */
const attach = (who, number, name, bytes) =>
  fetch(`${server.url}/api/hotline/orders/${number}/attachments?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    body: bytes,
    headers: { Cookie: `tongban_session=${people[who].token}`, 'X-CSRF-Token': people[who].view.csrf },
  });
/** A JPEG twice as wide as high whose EXIF says: turn me by a quarter. */
async function sidewaysPhoto(page) {
  const text = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [400, 200];
    canvas.getContext('2d').fillRect(0, 0, 200, 200);
    return canvas.toDataURL('image/jpeg').split(',')[1];
  });
  const photo = Buffer.from(text, 'base64');
  const exif = Buffer.concat([
    Buffer.from([0xff, 0xe1, 0, 34]),
    Buffer.from('Exif\0\0MM\0*', 'latin1'),
    Buffer.from([0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]),
  ]);
  return Buffer.concat([photo.subarray(0, 2), exif, photo.subarray(2)]);
}

test('attachments are looked at without saving them, and nothing in them runs', async () => {
  const number = await take('演示：附件的预览（虚构）');
  const page = await pageOf('taker');
  await visit(page, `/admin/orders/${number}?tab=files`);
  const files = {
    '手机.jpg': await sidewaysPhoto(page),
    '说明.txt': Buffer.from('演示文本（虚构）\n<script>window.ran = true</script>'),
    '报告.docx': await bytesOf('taker', `/api/hotline/orders/${number}/print.docx`),
    '回执.pdf': await bytesOf('taker', `/api/hotline/orders/${number}/print.pdf`),
  };
  for (const [name, bytes] of Object.entries(files)) assert.equal((await attach('taker', number, name, bytes)).status, 200, name);
  const { attachments } = await tell('taker', `/api/hotline/orders/${number}`);
  const photo = attachments.find((one) => one.name === '手机.jpg');
  assert.deepEqual([photo.width, photo.height], [200, 400], 'the photo stands upright');

  await page.reload();
  await page.getByRole('button', { name: '查看 手机.jpg' }).click();
  const picture = page.getByRole('dialog', { name: '手机.jpg' });
  await picture.getByRole('img', { name: '手机.jpg' }).waitFor();
  await picture.getByRole('button', { name: '放大' }).click();
  await picture.getByRole('button', { name: '右转' }).click();
  await picture.getByText('125%，转 90°').waitFor();
  assert.match(await picture.getByRole('img', { name: '手机.jpg' }).getAttribute('style'), /rotate\(90deg\)/);
  assert.deepEqual(await accessProblems(page), []);

  // The focus does not go with the buttons of the picture.
  await page.keyboard.press('PageDown');
  const text = page.getByRole('dialog', { name: '说明.txt' });
  await text.getByText('<script>window.ran = true</script>').waitFor();
  await page.keyboard.press('PageDown');
  const words = page.getByRole('dialog', { name: '报告.docx' });
  await words.getByRole('cell', { name: number }).first().waitFor();
  assert.deepEqual(await accessProblems(page), []);
  await page.keyboard.press('PageDown');
  const frame = page.getByRole('dialog', { name: '回执.pdf' }).locator('iframe');
  const view = await frame.getAttribute('src');
  assert.equal(await frame.getAttribute('title'), '回执.pdf');
  const { headers } = await people.taker.ask(view);
  assert.equal(headers.get('content-type'), 'application/pdf');
  assert.match(headers.get('content-disposition'), /^inline/);
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.match(headers.get('content-security-policy'), /default-src 'none'/);
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => window.ran), undefined);
  // The browser's own viewer is made of parts of its own.
  page.strayRequests = page.strayRequests.filter((address) => !/^chrome(-extension)?:/.test(address));
  // Whatever is no PDF is only saved.
  const refused = await people.taker.ask(`/api/hotline/orders/${number}/attachments/${photo.id}/view`);
  assert.equal(refused.status, 422);
  await close(page);
});

test('a screenshot is pasted; what is no paper is refused with what to do', async () => {
  const number = await take('演示：粘贴截图（虚构）');
  const page = await pageOf('taker');
  await visit(page, `/admin/orders/${number}?tab=files`);
  await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    canvas.getContext('2d').fillRect(0, 0, 10, 10);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([blob], 'image.png', { type: 'image/png' }));
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await page.getByRole('button', { name: /^查看 截图_\d{8}_\d{6}\.png/ }).waitFor();

  const refusals = [
    ['照片.heic', Buffer.concat([Buffer.from([0, 0, 0, 0x18]), Buffer.from('ftypheic'), Buffer.alloc(200)]), /HEIC[\s\S]*兼容性最佳/],
    ['程序.jpg', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(300, 1)]), /不认识这种文件[\s\S]*改文件名没有用/],
  ];
  for (const [name, buffer, told] of refusals) {
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
    await page.locator('main').getByText(told).first().waitFor();
  }
  assert.equal((await attach('taker', number, '很大.txt', Buffer.alloc(21 * 1024 * 1024, 65))).status, 413);
  const kept = await attach('taker', number, '..\\..\\etc/<passwd>.txt', Buffer.from('演示（虚构）'));
  assert.equal((await kept.json()).name, 'passwd.txt');
  page.complaints = page.complaints.filter((text) => !/422/.test(text));
  await close(page);
});
