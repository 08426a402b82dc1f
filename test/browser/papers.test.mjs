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

/** The dark modules of an SVG's path: "row column". */
function modulesOf(svg) {
  const path = /<path[^>]* d="([^"]*)"/.exec(svg)?.[1] ?? '';
  const dark = new Set();
  for (const [, column, row, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let at = 0; at < Number(width); at++) dark.add(`${row} ${Number(column) + at}`);
  return dark;
}

test('sheet and receipt carry the code that leads to the progress', async () => {
  const number = await take('演示：回执上的二维码（虚构）');
  const page = await pageOf('taker');
  await visit(page, `/admin/orders/${number}`);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '受理回执' }).click();
  assert.equal((await download).suggestedFilename(), `受理回执_${number}.pdf`);
  await close(page);
  const wanted = modulesOf((await bytesOf('taker', `/api/public/hotline/qr?number=${number}`)).toString());
  assert.ok(wanted.size > 200);
  for (const paper of ['receipt', 'print']) {
    const html = (await bytesOf('taker', `/api/hotline/orders/${number}/${paper}.html`)).toString();
    assert.deepEqual([...modulesOf(html)].sort(), [...wanted].sort(), paper);
    assert.match(html, /来电号码后四位/);
    assert.ok(!html.includes(PHONE));
  }
});

test('a list is printed without menu and controls, with its head on each page', async () => {
  const page = await pageOf('dispatcher');
  await take('演示：打印的列表（虚构）');
  await visit(page, '/admin/orders');
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.getByRole('navigation', { name: '主菜单' }).isVisible(), false);
  assert.equal(await page.getByRole('button', { name: '导出 Excel' }).isVisible(), false);
  const head = page.locator('main thead');
  assert.equal(await head.evaluate((one) => getComputedStyle(one).display), 'table-header-group');
  // A control would be left out of the head that is repeated.
  assert.equal(await head.locator('button').first().evaluate((one) => getComputedStyle(one).display), 'contents');
  await close(page);
});

test('ticked orders are exported alone; what looks like a formula stays text, Chinese opens right', async () => {
  const [one, other] = [await take('=1+1演示：选中导出（虚构）'), await take('演示：没有选中（虚构）')];
  const page = await pageOf('dispatcher');
  await visit(page, '/admin/orders');
  await page.getByRole('checkbox', { name: `选中 ${one}` }).check();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: '选中导出' }).click();
  assert.match((await download).suggestedFilename(), /^12345工单_\d{8}_\d{4}\.xlsx$/);
  await close(page);
  const csv = await people.dispatcher.ask('/api/hotline/orders.csv', { method: 'POST', body: { numbers: [one] } });
  const bytes = Buffer.from(await csv.arrayBuffer());
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  const text = bytes.toString();
  assert.match(text, /工单号/);
  assert.ok(text.includes(one) && !text.includes(other) && !text.includes(PHONE));
  assert.ok(!/(^|,)"?=1/m.test(text), text);
});

test('an export behind the page is counted, done and fetched', async () => {
  await take('演示：后台导出（虚构）');
  const page = await pageOf('dispatcher');
  await tell('dispatcher', '/api/hotline/exports?format=csv', {});
  await visit(page, '/admin/downloads');
  await page.getByText('已完成').waitFor({ timeout: 60_000 });
  const count = (await tell('dispatcher', '/api/hotline/orders')).total;
  await page.getByText(`${count} / ${count}`, { exact: true }).waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /^下载 / }).click();
  assert.ok(readFileSync(await (await download).path()).length > 100);
  await close(page);
});

test('a file with 37 wrong rows is looked at, its good rows taken; mended it changes those alone', async () => {
  const rows = (wrong) =>
    Array.from({ length: 400 }, (_, i) => {
      const bad = wrong && i % 10 === 3 && i < 370;
      return `PAPER-${i},2022-03-${String((i % 28) + 1).padStart(2, '0')} 10:00,${bad ? '投拆' : '投诉'},${STREET}`;
    });
  const file = (name, wrong) => ({
    name,
    mimeType: 'text/csv',
    buffer: Buffer.from(`\ufeff工单编号,受理时间,类型,承办单位\r\n${rows(wrong).join('\r\n')}\r\n`),
  });
  const page = await pageOf('dispatcher');
  await visit(page, '/admin/order-imports');
  const input = page.getByLabel('要导入的文件');
  const preview = page.getByRole('region', { name: '预览' });
  await input.setInputFiles(file('有错.csv', true));
  await preview.getByText('共 400 行').waitFor();
  assert.match((await preview.innerText()).replace(/\s+/g, ' '), /363 件新增 0 件变更 0 件相同 37 行有错误/);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载错误文件' }).click();
  const errors = readFileSync(await (await download).path(), 'utf8');
  assert.match(errors, /错误原因/);
  assert.equal(errors.trim().split('\n').length, 38);
  await page.getByRole('button', { name: '仅导入正确行' }).click();
  await page.getByText(/已导入，编号 \d+/).waitFor();
  await input.setInputFiles(file('改好.csv', false));
  await preview.getByText('改好.csv，共 400 行').waitFor();
  assert.match((await preview.innerText()).replace(/\s+/g, ' '), /37 件新增 0 件变更 363 件相同 0 行有错误/);
  assert.deepEqual(await tell('dispatcher', '/api/hotline/imports/progress'), { running: false, done: 0, total: 0 });
  assert.equal((await people.dispatcher.ask('/api/hotline/imports/cancel', { method: 'POST' })).status, 409);
  await close(page);
});

test('a merge is undone from the page', async () => {
  const [kept, merged] = [await take('演示：并单之甲（虚构）'), await take('演示：并单之乙（虚构）')];
  const page = await pageOf('dispatcher');
  await visit(page, `/admin/orders/${merged}`);
  await page.getByRole('button', { name: '并单', exact: true }).click();
  const form = page.getByRole('form', { name: '并单', exact: true });
  await form.getByLabel('并入的工单编号').fill(kept);
  await form.getByRole('button', { name: '并单' }).click();
  await page.locator('main h1').getByText('已并单').waitFor();
  await page.getByRole('button', { name: '撤销并单' }).click();
  const undo = page.getByRole('form', { name: '撤销并单' });
  await undo.getByLabel('原因').fill('不是同一件事（虚构）');
  await undo.getByRole('button', { name: '撤销并单' }).click();
  await page.locator('main h1').getByText('待派单').waitFor();
  assert.equal((await tell('dispatcher', `/api/hotline/orders/${merged}`)).order.merged_into, 0);
  await close(page);
});

test('a masked phone is seen whole for a reason, and the trail tells who, why and from where', async () => {
  const number = await take('演示：查看完整电话（虚构）');
  await move('dispatcher', number, 'dispatch', { unit: STREET });
  const page = await pageOf('handler');
  await visit(page, `/admin/orders/${number}`);
  await page.locator('main').getByText('138****0013').waitFor();
  await page.getByRole('button', { name: '查看完整电话' }).click();
  const ask = page.getByRole('dialog', { name: '查看完整电话' });
  await ask.getByRole('button', { name: '查看' }).click();
  await ask.getByText('请写明原因').waitFor();
  await ask.getByLabel('查看的原因').fill('联系反映人核实（虚构）');
  await ask.getByRole('button', { name: '查看' }).click();
  await page.waitForFunction((phone) => [...document.querySelectorAll('main input')].some((one) => one.value === phone), PHONE);
  await close(page);

  const reviewer = await pageOf('reviewer');
  await visit(reviewer, `/admin/orders/${number}`);
  assert.equal(await reviewer.getByRole('button', { name: '查看完整电话' }).count(), 0);
  const refused = await people.reviewer.ask(`/api/hotline/orders/${number}/reveal`, { method: 'POST', body: { field: 'phone', reason: '演示' } });
  assert.equal(refused.status, 403);
  await close(reviewer);

  const auditor = await pageOf('auditor');
  await visit(auditor, `/admin/audit?object=order&words=${number}`);
  const entry = auditor.getByRole('listitem').filter({ hasText: '联系反映人核实（虚构）' });
  await entry.waitFor();
  assert.match(await entry.innerText(), /127\.0\.0\.1/);
  assert.ok(!(await auditor.locator('main').innerText()).includes(PHONE));
  await close(auditor);
});

test('a label of the dictionary is changed, and shown so where it is used', async () => {
  const page = await openPage(browser, server.url, { reducedMotion: 'reduce' });
  await visit(page, '/admin/dictionaries?dictionary=unit_kind');
  await page.getByRole('button', { name: '修改 街道' }).click();
  const form = page.getByRole('dialog', { name: '修改“街道”' });
  await form.getByLabel('显示为').fill('街道办');
  await form.getByLabel('原因').fill('演示（虚构）');
  await form.getByRole('button', { name: '保存' }).click();
  await page.getByRole('row', { name: /街道办/ }).waitFor();
  const { posts } = await (await server.admin.ask('/api/access/posts')).json();
  const { unit_id } = posts.find((post) => post.unit === STREET);
  await visit(page, `/admin/organisation?unit=${unit_id}`);
  await page.locator('main').getByText('街道办').first().waitFor();
  await close(page);
});
