// An order's way through the pages, each step by the one whose work it is, by keyboard.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessProblems, keysOf, openPage, pageWidth, signIn, startBrowser, startServer, visit } from './kit.mjs';

const STREET = '赤岗街';
const PHONE = '020-80009876';

let server;
let browser;
/** The demo's people by their work: signed in, and a page of each. */
const people = {};
let keys = 0;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
  const { accounts } = await (await fetch(`${server.url}/api/sign-in`)).json();
  const named = (title) => accounts.find((one) => one.title === title);
  for (const [who, title] of Object.entries({ taker: '话务员', dispatcher: '派单员', handler: `${STREET}单位经办人`, reviewer: '审核员' }))
    people[who] = await signIn(server.url, named(title));
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
/** An order that waits to be dispatched. */
async function take(content) {
  keys += 1;
  const { number } = await tell('taker', '/api/hotline/orders', {
    kind: '投诉', title: '', content, address: `${STREET}演示路${keys}号`, caller: { name: '演示', phone: '13800000000' },
    channel: '电话', idempotency_key: `browser-${keys}`, level: '一般', category: 'noise_site',
  });
  return number;
}
const move = (who, number, code, deed = {}) => tell(who, `/api/hotline/orders/${number}/moves/${code}`, deed);
const pageOf = (who, options = {}) => openPage(browser, server.url, { as: people[who], reducedMotion: 'reduce', ...options });
const stands = (page, name) => page.locator('main h1').getByText(name, { exact: true }).waitFor();
/** The form of a move is open and one types in it. */
const formOf = (page, name) => page.getByRole('form', { name, exact: true });
async function close(page) {
  assert.deepEqual(page.complaints, []);
  assert.deepEqual(page.strayRequests, []);
  await page.context().close();
}

describe('an order, from the call to the release', () => {
  let number;

  test('is taken by keyboard alone, and who calls again is known', async () => {
    const page = await pageOf('taker');
    const { reach } = keysOf(page);
    await visit(page, '/admin/take');
    await page.waitForFunction(() => document.activeElement?.id === 'take-phone');
    await page.keyboard.type(PHONE);
    await page.getByText('首次来电').waitFor();
    await reach('咨询');
    await page.keyboard.press('ArrowRight');
    await reach('分类');
    await page.keyboard.type('施工');
    await page.getByRole('option', { name: /施工噪声/ }).waitFor();
    await page.keyboard.press('Enter');
    await reach('内容');
    await page.keyboard.type('演示：夜间施工噪声扰民（虚构）');
    await reach('发生地址');
    await page.keyboard.type(`${STREET}虚构路1号`);
    await page.keyboard.press('Control+Enter');
    await page.getByText('工单编号').waitFor();
    number = (await page.locator('main .big').innerText()).trim();
    assert.match(number, /\d{8}-\d{5}/);
    assert.match(await page.locator('main .receipt').innerText(), /办结期限\s*(\d{4}-\d{2}-\d{2} 24:00前|期限待定（缺\d{4}年日历）)/);
    assert.deepEqual(await accessProblems(page), []);

    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'take-phone');
    await page.keyboard.type(PHONE);
    await page.getByRole('region', { name: '来电记录' }).getByRole('link', { name: /夜间施工噪声/ }).waitFor();
    await page.getByRole('region', { name: '可能重复' }).getByText(/同一电话/).waitFor();
    const { order } = await tell('taker', `/api/hotline/orders/${number}`);
    assert.deepEqual([order.kind, order.category, order.state], ['投诉', 'noise_site', 'pending']);
    await page.context().close();
  });

  test('lacks are told on top, each leading to its field', async () => {
    const page = await pageOf('taker');
    await visit(page, '/admin/take');
    await page.waitForFunction(() => document.activeElement?.id === 'take-phone');
    await page.keyboard.press('Control+Enter');
    const summary = page.getByRole('alert');
    await summary.getByText('还没有填来电号码').waitFor();
    assert.equal(await summary.evaluate((box) => box === document.activeElement), true);
    await summary.getByRole('link', { name: '还没有写诉求内容' }).press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'take-content');
    await close(page);
  });

  test('is dispatched on the board to a unit that is offered with its reason', async () => {
    const page = await pageOf('dispatcher');
    await visit(page, `/admin/dispatch?order=${number}`);
    const offer = page.getByRole('button', { name: new RegExp(`派给\\s*${STREET}`) });
    await offer.waitFor();
    assert.match(await offer.innerText(), /在办 \d+ 件/);
    assert.deepEqual(await accessProblems(page), []);
    await offer.press('Enter');
    await page.getByText(`${number} 已派给${STREET}`).waitFor();
    const { order } = await tell('dispatcher', `/api/hotline/orders/${number}`);
    assert.equal(order.state, 'dispatched');
    await close(page);
  });

  test('is signed and answered by its unit with the keys a and r, and released by the reviewer', async () => {
    let page = await pageOf('handler');
    await visit(page, `/admin/orders/${number}`);
    await stands(page, '待签收');
    await page.keyboard.press('a');
    await formOf(page, '签收').waitFor();
    await page.keyboard.press('Control+Enter');
    await stands(page, '办理中');
    await formOf(page, '签收').waitFor({ state: 'hidden' });
    await page.keyboard.press('r');
    const words = formOf(page, '提交答复').getByLabel('答复内容');
    await words.waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    assert.deepEqual(await accessProblems(page), []);
    await page.keyboard.press('Control+Enter');
    await page.getByText('请写内容').waitFor();
    await words.fill('您好，工地已停止夜间施工（虚构）。');
    await page.keyboard.press('Control+Enter');
    await stands(page, '待审核');
    await close(page);

    page = await pageOf('reviewer', { colorScheme: 'dark' });
    await visit(page, `/admin/orders/${number}?tab=course`);
    await stands(page, '待审核');
    assert.match(await page.locator('main .events').innerText(), /签收[\s\S]*提交答复/);
    assert.deepEqual(await accessProblems(page), []);
    await page.keyboard.press('a');
    await formOf(page, '审核通过并发布').waitFor();
    await page.keyboard.press('Control+Enter');
    await stands(page, '已办结待回访');
    await close(page);
  });

  test('shows its clocks each by itself, with the arithmetic of the light on focus', async () => {
    const other = await take('演示：人行道破损（虚构）');
    await move('dispatcher', other, 'dispatch', { unit: STREET });
    const page = await pageOf('dispatcher');
    await visit(page, `/admin/orders/${other}`);
    const clocks = await page.getByRole('region', { name: '时限' }).innerText();
    assert.match(clocks, /办结[\s\S]*15 个工作日[\s\S]*签收[\s\S]*1 个工作日/);
    await page.locator('main h1 button.light').focus();
    await page.getByRole('tooltip').getByText(/第15个工作日/).waitFor();
    await close(page);
  });
});

describe('the list of orders', () => {
  test('keeps what is searched for in the address: reload, back and forward show the same', async () => {
    await take('演示：查找用的瑶柱井盖（虚构）');
    const page = await pageOf('dispatcher');
    await visit(page, '/admin/orders');
    const words = page.getByRole('textbox', { name: '编号、标题、内容、地址' });
    await words.fill('瑶柱井盖');
    await words.press('Enter');
    await page.waitForURL(/q=/);
    const rows = page.locator('main tbody tr');
    await page.waitForFunction(() => document.querySelectorAll('main tbody tr').length === 1);
    assert.match(await rows.first().innerText(), /瑶柱井盖/);
    await page.getByRole('combobox', { name: '类型' }).selectOption('咨询');
    await page.getByText('没有符合条件的工单').waitFor();
    assert.match(decodeURIComponent(page.url()), /kind=咨询/);
    await page.goBack();
    await page.waitForFunction(() => document.querySelectorAll('main tbody tr').length === 1);
    assert.equal(await page.getByRole('combobox', { name: '类型' }).inputValue(), '');
    await page.goForward();
    await page.getByText('没有符合条件的工单').waitFor();
    await page.reload();
    await page.getByText('没有符合条件的工单').waitFor();
    assert.equal(await words.inputValue(), '瑶柱井盖');
    assert.equal(await page.getByRole('combobox', { name: '类型' }).inputValue(), '咨询');
    await close(page);
  });

  test('leads through its rows with j and o, and from order to order with j and k', async () => {
    const page = await pageOf('dispatcher');
    await visit(page, '/admin/orders?sort=received_at&descending=true');
    const numbers = await page.locator('main [data-row]').allInnerTexts();
    assert.ok(numbers.length >= 3, numbers.join());
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('o');
    await page.getByRole('heading', { level: 1, name: numbers[1] }).waitFor();
    await page.getByText(/第 2 \/ \d+ 件/).waitFor();
    await page.keyboard.press('j');
    await page.getByRole('heading', { level: 1, name: numbers[2] }).waitFor();
    await page.getByText(/第 3 \/ \d+ 件/).waitFor();
    await page.keyboard.press('k');
    await page.getByRole('heading', { level: 1, name: numbers[1] }).waitFor();
    await page.goBack();
    await page.goBack();
    await page.goBack();
    await page.waitForURL(/\/admin\/orders\?sort=received_at&descending=true/);
    await close(page);
  });

  test('dispatches many at once and tells which were not done, and why', async () => {
    const numbers = [await take('演示：成批之甲（虚构）'), await take('演示：成批之乙（虚构）'), await take('演示：成批之丙（虚构）')];
    const page = await pageOf('dispatcher');
    await visit(page, '/admin/orders?state=pending&q=成批之');
    for (const number of numbers) await page.getByRole('checkbox', { name: `选中 ${number}` }).check();
    await page.getByText('已选 3 件').waitFor();
    // Somebody else is faster with one of them.
    await move('dispatcher', numbers[1], 'dispatch', { unit: STREET });
    await page.getByRole('button', { name: '批量派单' }).click();
    const dialog = page.getByRole('dialog', { name: '批量派单', exact: true });
    await dialog.getByRole('combobox', { name: '单位' }).fill(STREET);
    await dialog.getByRole('option', { name: STREET }).first().click();
    await dialog.getByRole('button', { name: '派单 3 件' }).click();
    const report = page.getByRole('dialog', { name: '批量派单结果' });
    await report.getByText('2 成功，1 失败').waitFor();
    assert.match(await report.innerText(), new RegExp(`${numbers[1]}[\\s\\S]*\\S`));
    for (const number of numbers) assert.equal((await tell('dispatcher', `/api/hotline/orders/${number}`)).order.state, 'dispatched');
    await report.getByRole('button', { name: '知道了' }).click();
    await close(page);
  });

  test('is usable at 360 px, in light and dark', async () => {
    for (const colorScheme of ['light', 'dark']) {
      const page = await pageOf('dispatcher', { viewport: { width: 360, height: 740 }, colorScheme });
      for (const path of ['/admin/desk', '/admin/orders', '/admin/take', '/admin/dispatch', '/admin/supervision']) {
        await visit(page, path);
        assert.ok((await pageWidth(page)) <= 360, `${path} is ${await pageWidth(page)} wide`);
        assert.deepEqual(await accessProblems(page), [], path);
      }
      await close(page);
    }
  });
});

test('who comes second is told, and keeps what he typed', async () => {
  const number = await take('演示：两人同时办（虚构）');
  await move('dispatcher', number, 'dispatch', { unit: STREET });
  const page = await pageOf('handler');
  await visit(page, `/admin/orders/${number}`);
  await page.getByRole('button', { name: '退单' }).click();
  const form = formOf(page, '退单');
  await form.getByLabel('原因').fill('不属于本街道辖区（虚构）');
  await form.getByLabel('依据').fill('辖区划分表（虚构）');
  await move('handler', number, 'sign');
  await form.getByRole('button', { name: '退单' }).click();
  await form.getByText(/他人已处理。您填写的内容都还在/).waitFor();
  await stands(page, '办理中');
  assert.equal(await form.getByLabel('原因').inputValue(), '不属于本街道辖区（虚构）');
  assert.equal(await form.getByLabel('依据').inputValue(), '辖区划分表（虚构）');
  await form.getByRole('button', { name: '退单' }).click();
  await stands(page, '退单待审');
  await page.context().close();
});

test('what is typed is not lost without a question', async () => {
  const page = await pageOf('taker');
  page.on('dialog', (dialog) => dialog.accept());
  await visit(page, '/admin/take');
  await page.getByLabel('内容', { exact: true }).fill('演示：写了一半（虚构）');
  await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '工单列表' }).click();
  await page.getByRole('dialog', { name: '填写的内容还没有保存' }).getByRole('button', { name: '继续填写' }).click();
  assert.equal(await page.getByLabel('内容', { exact: true }).inputValue(), '演示：写了一半（虚构）');
  await page.waitForFunction(() => Object.keys(sessionStorage).some((key) => key.startsWith('tongban.taking')));
  await page.reload();
  await page.getByText(/已恢复 .* 没有提交的内容/).waitFor();
  assert.equal(await page.getByLabel('内容', { exact: true }).inputValue(), '演示：写了一半（虚构）');
  await page.context().close();
});

test('a new order is on the desk of another within seconds, without a reload', async () => {
  const page = await pageOf('dispatcher');
  await visit(page, '/admin/desk');
  await take('演示：工作台上的新工单（虚构）');
  await page.getByRole('list', { name: '最新受理的工单' }).getByRole('link', { name: /工作台上的新工单/ }).waitFor();
  const box = page.getByRole('link', { name: /^待派单/ });
  const { boxes } = await tell('dispatcher', '/api/hotline/desk');
  const { count } = boxes.find((one) => one.code === 'to_dispatch');
  await box.getByText(String(count), { exact: true }).waitFor();
  await box.click();
  await page.getByText(`共 ${count} 件工单`).waitFor();
  await close(page);
});
