// What a demanding user of the staff console tries (its checklist, items 1 to 12), where no other
// file does: hotline.test.mjs has the desk that follows, two people at one order, and what is typed
// while an order is taken.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage, reload, settle, signIn, startBrowser, startServer, visit } from './kit.mjs';

const STREET = '赤岗街';
const OTHER = '区公安分局';

let server;
let browser;
const people = {};
let accounts;
let keys = 0;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
  ({ accounts } = await (await fetch(`${server.url}/api/sign-in`)).json());
  const titles = { taker: '话务员', dispatcher: '派单员', handler: `${STREET}单位经办人`, other: `${OTHER}单位经办人`, reviewer: '审核员', supervisor: '督办员' };
  for (const [who, title] of Object.entries(titles)) people[who] = await signIn(server.url, account(title));
  people.admin = server.admin;
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const account = (title) => accounts.find((one) => one.title === title);
const ask = (who, path, body) => people[who].ask(path, body ? { method: 'POST', body } : {});
async function tell(who, path, body) {
  const answer = await ask(who, path, body);
  const text = await answer.text();
  assert.ok(answer.ok, `${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}
async function take(content, kind = '咨询') {
  keys += 1;
  const { number } = await tell('taker', '/api/hotline/orders', {
    kind, title: '', content: `${content}（虚构）`, address: `${STREET}演示路${keys}号`, caller: { name: '演示', phone: '13800000000' },
    channel: '电话', idempotency_key: `checklist-${keys}`, level: '一般', category: 'noise_site',
  });
  return number;
}
const move = (who, number, code, deed = {}) => tell(who, `/api/hotline/orders/${number}/moves/${code}`, deed);
async function takeFor(unit, content, kind) {
  const number = await take(content, kind);
  await move('dispatcher', number, 'dispatch', { unit });
  return number;
}
const sheet = (who, number) => tell(who, `/api/hotline/orders/${number}`);
const pageOf = (who, options = {}) => openPage(browser, server.url, { as: people[who], reducedMotion: 'reduce', ...options });
const stands = (page, name) => page.locator('main h1').getByText(name, { exact: true }).waitFor();
const formOf = (page, name) => page.getByRole('form', { name, exact: true });
const numbersOf = (page) => page.locator('main [data-row]').allInnerTexts();
const asks = (page) => page.getByRole('dialog', { name: '填写的内容还没有保存' });
async function close(page) {
  assert.deepEqual(page.complaints, []);
  assert.deepEqual(page.strayRequests, []);
  await page.context().close();
}

test('1: what a card of the desk counts are the rows of its list, for everybody', async () => {
  await takeFor(STREET, '演示：工作台之一');
  await takeFor(OTHER, '演示：工作台之二');
  await take('演示：工作台之三');
  for (const who of ['dispatcher', 'handler', 'supervisor']) {
    const { boxes } = await tell(who, '/api/hotline/desk');
    for (const { code, count } of boxes) {
      const { total } = await tell(who, `/api/hotline/orders?box=${code}`);
      assert.equal(total, count, `${who}: ${code}`);
    }
  }
  const page = await pageOf('supervisor');
  await visit(page, '/admin/desk');
  const { boxes } = await tell('supervisor', '/api/hotline/desk');
  const cards = await page.getByRole('list', { name: '我的工单' }).getByRole('link').allInnerTexts();
  assert.deepEqual(cards.map((text) => text.replace(/\s+/g, ' ')), boxes.map(({ name, count }) => `${name} ${count}`));
  await close(page);
});

test('2: the address of a filtered, sorted third page shows a colleague the same, within his scope', async () => {
  for (let count = 0; count < 6; count++) await takeFor(count % 2 ? STREET : OTHER, '演示：深链', '求助');
  const page = await pageOf('dispatcher');
  await visit(page, '/admin/orders?size=2');
  await page.getByRole('combobox', { name: '类型' }).selectOption('求助');
  await page.waitForURL(/kind=/);
  await page.getByText('共 6 件工单').waitFor();
  await page.getByRole('button', { name: '受理时间' }).click();
  await page.waitForURL(/sort=received_at/);
  await settle(page);
  for (const leaf of [2, 3]) {
    await page.getByRole('button', { name: '下一页' }).click();
    await page.waitForURL(new RegExp(`page=${leaf}`));
    await settle(page);
  }
  const address = page.url().slice(server.url.length);
  const mine = await numbersOf(page);
  assert.equal(mine.length, 2);
  const colleague = await pageOf('supervisor');
  await visit(colleague, address);
  assert.deepEqual(await numbersOf(colleague), mine);
  assert.equal(await colleague.getByRole('combobox', { name: '类型' }).inputValue(), '求助');
  await close(colleague);
  const clerk = await pageOf('handler');
  await visit(clerk, address.replace('page=3', 'page=1'));
  await clerk.getByText('共 3 件工单').waitFor();
  await close(clerk);
  await close(page);
});

test('3: a form with something in it is not left unasked: by menu, by Back, by closing the tab', async () => {
  const number = await takeFor(STREET, '演示：写了一半');
  const page = await pageOf('handler');
  await visit(page, '/admin/orders');
  await page.getByRole('link', { name: number }).click();
  await page.getByRole('button', { name: '退单' }).click();
  const reason = formOf(page, '退单').getByLabel('原因');
  await reason.fill('写了一半');
  await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '工作台' }).click();
  await asks(page).getByRole('button', { name: '继续填写' }).click();
  await asks(page).waitFor({ state: 'hidden' });
  await page.evaluate(() => history.back());
  await asks(page).waitFor();
  await page.keyboard.press('Escape');
  await asks(page).waitFor({ state: 'hidden' });
  assert.equal(await reason.inputValue(), '写了一半');
  assert.match(page.url(), new RegExp(number));
  const warned = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await warned;
  assert.equal(dialog.type(), 'beforeunload');
  await dialog.accept();
  await page.context().close();
});

test('4: columns that were hidden, widened and moved are so at the next sign-in, on another machine', async () => {
  const page = await pageOf('supervisor');
  const heads = (of) => of.locator('main thead th').evaluateAll((all) => all.map((one) => one.textContent.replace(/[▲▼↕]/g, '').trim()));
  await visit(page, '/admin/orders');
  const before = await heads(page);
  assert.ok(before.includes('类型') && before.indexOf('标题') < before.indexOf('状态'));
  await page.getByRole('button', { name: '列设置' }).click();
  const dialog = page.getByRole('dialog', { name: '列设置' });
  // Kept a moment after the last change, maybe between two of them as well.
  const kept = page.waitForResponse((answer) => {
    if (!/\/api\/hotline\/columns$/.test(answer.url()) || answer.request().method() !== 'POST') return false;
    const { columns } = answer.request().postDataJSON();
    const place = (code) => columns.findIndex((column) => column.code === code);
    return place('unit') < place('state') && columns[place('title')].width === 420;
  });
  await dialog.getByLabel('类型', { exact: true }).uncheck();
  await dialog.getByLabel('紧急程度', { exact: true }).uncheck();
  await dialog.getByLabel('标题列的宽度').fill('420');
  await dialog.getByRole('button', { name: '承办单位上移' }).click();
  await dialog.getByRole('button', { name: '完成' }).click();
  await kept;
  const here = await heads(page);
  assert.equal(here.length, before.length - 2);
  const again = await openPage(browser, server.url, { as: await signIn(server.url, account('督办员')) });
  await visit(again, '/admin/orders');
  await again.waitForFunction((count) => document.querySelectorAll('main thead th').length === count, here.length);
  assert.deepEqual(await heads(again), here);
  assert.ok(here.indexOf('承办单位') < here.indexOf('状态'));
  assert.equal(await again.locator('main thead th', { hasText: '标题' }).evaluate((head) => head.offsetWidth), 420);
  await close(again);
  await close(page);
});

test('5: another unit’s order is not seen, counted, exported, printed or opened, and the try is in the trail', async () => {
  const number = await takeFor(OTHER, '演示：别单位的石榴树');
  const words = encodeURIComponent('石榴树');
  assert.equal((await tell('other', `/api/hotline/orders?q=${words}`)).total, 1);
  assert.equal((await tell('handler', `/api/hotline/orders?q=${words}`)).total, 0);
  assert.deepEqual((await tell('handler', '/api/hotline/statistics?by=unit')).rows.map((row) => row.name), [STREET]);
  const exported = await ask('handler', `/api/hotline/orders.csv?q=${words}`);
  assert.equal((await exported.text()).includes(number), false);
  for (const tail of ['', '/print.pdf', '/urging.pdf', '/notice.pdf'])
    assert.equal((await ask('handler', `/api/hotline/orders/${number}${tail}`)).status, 404, tail);
  assert.equal((await ask('handler', `/api/hotline/orders/${number}/moves/sign`, {})).status, 404);
  const page = await pageOf('handler');
  await page.goto(`/admin/orders/${number}`);
  await page.getByText(`没有找到工单「${number}」`).waitFor();
  await page.context().close();
  const { entries } = await tell('admin', `/api/access/audit?refused=true&words=${number}`);
  assert.ok(entries.some((entry) => entry.title === number && /经办人/.test(entry.actor)), JSON.stringify(entries));
});

const DAY_MS = 86_400_000;
const here = () => Date.now() + 8 * 3_600_000;
const dayFromNow = (days) => new Date(here() + days * DAY_MS).toISOString().slice(0, 10);
/** What begins on one day has to end on it. */
async function notAtMidnight() {
  const left = DAY_MS - (here() % DAY_MS);
  if (left < 60_000) await new Promise((resolve) => setTimeout(resolve, left));
}

test('6, 11: due tomorrow is yellow, with tomorrow off it is green, and says why; too late for an extension', async () => {
  await notAtMidnight();
  // Worked days, whatever day of the week it is: two from yesterday end tomorrow.
  for (const days of [0, 1]) await tell('admin', '/api/access/calendar/days', { date: dayFromNow(days), off: false, name: '演示上班', why: '测试' });
  const file = `order_no,received_at,kind,unit,title\nT-1,${dayFromNow(-1)} 09:00,咨询,${STREET},演示明天到期\nT-2,${dayFromNow(-40)} 09:00,咨询,${STREET},演示早已到期\n`;
  const taken = await people.dispatcher.ask('/api/hotline/imports?name=orders.csv', { method: 'POST', body: file, headers: { 'Content-Type': 'text/csv' } });
  assert.ok(taken.ok, await taken.text());
  const page = await pageOf('handler');
  await visit(page, '/admin/orders/T-1');
  const light = page.locator('main h1 button.light');
  assert.match(await light.innerText(), /▲[\s\S]*临期[\s\S]*剩 /);

  const admin = await pageOf('admin');
  await visit(admin, `/admin/calendar?year=${dayFromNow(1).slice(0, 4)}`);
  await admin.getByRole('button', { name: '添加本局的日子' }).click();
  const form = admin.getByRole('dialog', { name: '添加本局的日子' });
  await form.getByLabel('日期').fill(dayFromNow(1));
  await form.getByLabel('名称').fill('台风停工');
  await form.getByLabel('原因或依据的文件').fill('演示通知');
  await form.getByRole('button', { name: '添加' }).click();
  await form.waitFor({ state: 'hidden' });
  await close(admin);

  await reload(page);
  assert.match(await light.innerText(), /●[\s\S]*正常[\s\S]*剩 /);
  await light.hover();
  await page.getByRole('tooltip').getByText(/第2个工作日.*跳过.*（台风停工）/).waitFor();
  await visit(page, '/admin/orders?q=演示明天到期');
  await page.locator('main tbody button.light').focus();
  await page.getByRole('tooltip').getByText(/第2个工作日.*跳过.*（台风停工）/).waitFor();
  await close(page);

  const late = await ask('handler', '/api/hotline/orders/T-2/moves/ask_extension', { reason: '来不及', days: 3 });
  assert.equal(late.status, 409);
  assert.match(await late.text(), /期限已过，不能再申请延期/);
  assert.equal((await sheet('handler', 'T-2')).moves.some((one) => one.code === 'ask_extension'), false);
});

test('7: fifty are dispatched, two of which somebody else has: 48 are done once, and two told why', async () => {
  const numbers = [];
  for (let count = 0; count < 50; count++) numbers.push(await take('演示：成批的枇杷'));
  const page = await pageOf('dispatcher');
  await visit(page, '/admin/orders?state=pending&q=枇杷&size=50');
  await page.getByRole('checkbox', { name: '选中本页' }).check();
  await page.getByText('已选 50 件').waitFor();
  const quicker = [numbers[3], numbers[30]];
  for (const number of quicker) await move('dispatcher', number, 'dispatch', { unit: OTHER });
  await page.getByRole('button', { name: '批量派单' }).click();
  const dialog = page.getByRole('dialog', { name: '批量派单', exact: true });
  await dialog.getByRole('combobox', { name: '单位' }).fill(STREET);
  await dialog.getByRole('option', { name: STREET }).first().click();
  await dialog.getByRole('button', { name: '派单 50 件' }).click();
  const report = page.getByRole('dialog', { name: '批量派单结果' });
  await report.getByText('48 成功，2 失败').waitFor();
  for (const number of quicker) await report.getByRole('row').filter({ hasText: number }).getByText(/现在是待签收/).waitFor();
  const { rows } = await tell('dispatcher', '/api/hotline/orders?q=枇杷&size=50');
  assert.equal(rows.filter((row) => row.unit === STREET).length, 48);
  assert.equal(rows.filter((row) => row.unit === OTHER).length, 2);
  const { events } = await sheet('dispatcher', numbers[0]);
  assert.equal(events.filter((event) => event.move === 'dispatch').length, 1);
  await close(page);
});

test('9: found, opened and answered by keys alone, with a phrase; ? tells the keys of the page', async () => {
  const number = await takeFor(STREET, '演示：只用键盘的杨桃');
  await move('handler', number, 'sign');
  const page = await pageOf('handler');
  await visit(page, '/admin/desk');
  await page.keyboard.press('/');
  await page.keyboard.type('杨桃');
  await page.getByRole('option', { name: new RegExp(number) }).waitFor();
  await page.keyboard.press('Escape');
  await visit(page, '/admin/orders?q=杨桃');
  await page.keyboard.press('j');
  await page.keyboard.press('o');
  await stands(page, '办理中');
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: '快捷键' });
  await list.waitFor();
  assert.match(await list.innerText(), /列表中的下一件[\s\S]*提交答复[\s\S]*搜索/);
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'hidden' });
  await page.keyboard.press('r');
  const words = formOf(page, '提交答复').getByLabel('答复内容');
  await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
  for (const name of ['模板', '已整改']) {
    await page.waitForFunction(
      (wanted) => [...document.querySelectorAll('form.deed summary, form.deed button')].some((found) => found.textContent.trim().startsWith(wanted) && found.checkVisibility()),
      name,
    );
    for (let steps = 0; steps < 40 && !(await page.evaluate((wanted) => document.activeElement.textContent.trim().startsWith(wanted), name)); steps++)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
  }
  await page.waitForFunction(() => /现已整改完毕/.test(document.querySelector('form.deed textarea')?.value ?? ''));
  assert.match(await words.inputValue(), /现已整改完毕/);
  await page.keyboard.press('Control+Enter');
  await stands(page, '待审核');
  await close(page);
});

test('10: a return needs a reason, the third goes to the final ruling, and the whole way is told', async () => {
  const number = await takeFor(STREET, '演示：来回退的黄皮');
  for (const times of [1, 2]) {
    assert.equal((await move('handler', number, 'return', { reason: `不属辖区，第${times}次`, basis: '辖区划分表' })).state, 'returning');
    await move('reviewer', number, 'refuse_return', { reason: '属你辖区' });
  }
  let page = await pageOf('handler');
  await visit(page, `/admin/orders/${number}`);
  await page.getByRole('button', { name: '退单' }).click();
  const form = formOf(page, '退单');
  await form.getByRole('button', { name: '退单' }).click();
  await form.getByText('请写明原因').waitFor();
  await form.getByText('请写明依据').waitFor();
  await form.getByLabel('原因').fill('不属辖区，第3次');
  await form.getByLabel('依据').fill('辖区划分表');
  await form.getByRole('button', { name: '退单' }).click();
  await stands(page, '待终审');
  await close(page);

  page = await pageOf('supervisor');
  await visit(page, `/admin/orders/${number}?tab=course`);
  await page.getByRole('button', { name: '终审裁定' }).click();
  const ruling = formOf(page, '终审裁定');
  await ruling.getByRole('combobox', { name: '单位' }).fill(STREET);
  await ruling.getByRole('option', { name: STREET }).first().click();
  await ruling.getByLabel('原因').fill('依职责清单，由你街办理');
  await ruling.getByRole('button', { name: '终审裁定' }).click();
  await ruling.getByText('请认定退单是否正确').waitFor();
  await ruling.getByLabel('退单认定').selectOption('incorrect');
  await ruling.getByRole('button', { name: '终审裁定' }).click();
  await stands(page, '待签收');
  assert.match((await page.locator('main dl.facts').innerText()).replace(/\s+/g, ' '), /总历时 .*退单 3 次 其中认定不正确 3 次 流转 8 步/);
  await close(page);
  const again = await ask('handler', `/api/hotline/orders/${number}/moves/return`, { reason: '再退', basis: '无' });
  assert.match(await again.text(), /已经终审裁定，不能再退单/);
});

test('11: an extension that is granted moves the light and stays in sight', async () => {
  const number = await takeFor(STREET, '演示：延期的番荔枝');
  const before = await sheet('handler', number);
  await move('handler', number, 'ask_extension', { reason: '要检测', days: 5 });
  const reviewer = await pageOf('reviewer');
  await visit(reviewer, `/admin/orders/${number}`);
  await reviewer.getByRole('button', { name: '同意延期' }).click();
  const form = formOf(reviewer, '同意延期');
  await form.getByLabel('延长的工作日数').fill('5');
  await form.getByRole('button', { name: '同意延期' }).click();
  await form.waitFor({ state: 'hidden' });
  await close(reviewer);
  const later = await sheet('handler', number);
  assert.ok(Date.parse(later.order.due_at) > Date.parse(before.order.due_at));
  const page = await pageOf('handler');
  await visit(page, `/admin/orders/${number}?tab=course`);
  await page.locator('main h1 button.light').hover();
  await page.getByRole('tooltip').getByText(/期限2 \+ 延期5/).waitFor();
  assert.match((await page.locator('main dl.facts').innerText()).replace(/\s+/g, ' '), /延期 5 个工作日/);
  assert.match(await page.locator('main .events').innerText(), /申请延期[\s\S]*要检测[\s\S]*同意延期/);
  await close(page);
});

/** Its stream is open: what happens from now on is told. */
async function hears(page) {
  for (let tries = 0; tries < 10; tries++) {
    await takeFor(STREET, '演示：听得到');
    const heard = await page.getByRole('button', { name: /^通知.*件新到/ }).waitFor({ timeout: 3_000 }).then(() => true, () => false);
    if (heard) return;
  }
  throw new Error('the page hears of nothing');
}

test('12: urging and supervision, by the lot: the unit sees it, the papers say it, the counts agree', async () => {
  const numbers = [await takeFor(STREET, '演示：催督的荔枝甲'), await takeFor(STREET, '演示：催督的荔枝乙')];
  const page = await pageOf('supervisor');
  const handler = await pageOf('handler');
  await visit(handler, `/admin/orders/${numbers[0]}`);
  await hears(handler);
  const all = async (name, fill) => {
    await visit(page, '/admin/orders?q=催督的荔枝');
    await page.getByRole('checkbox', { name: '选中本页' }).check();
    await page.getByRole('button', { name: `批量${name}` }).click();
    const dialog = page.getByRole('dialog', { name: `批量${name}`, exact: true });
    await fill(dialog);
    await dialog.getByRole('button', { name: `${name} 2 件` }).click();
    await page.getByRole('dialog', { name: `批量${name}结果` }).getByText('2 成功，0 失败').waitFor();
    await page.getByRole('dialog', { name: `批量${name}结果` }).getByRole('button', { name: '知道了' }).click();
  };
  await all('催办', (dialog) => dialog.getByLabel('原因').fill('快到期了'));
  await move('supervisor', numbers[0], 'urge', { reason: '再催一次' });
  await all('督办', async (dialog) => {
    await dialog.getByLabel('督办级别').selectOption('2');
    await dialog.getByLabel('原因').fill('久拖不办');
  });
  // The page of the unit, open all the while, is told: three urgings, two supervisions.
  await handler.getByRole('button', { name: /^通知.*，5 条提醒/ }).click();
  const told = handler.getByRole('region', { name: '提醒' });
  assert.match(await told.innerText(), new RegExp(`${numbers[0]}\\s*督办[\\s\\S]*${numbers[0]}\\s*催办`));
  await told.getByRole('button', { name: '清空' }).click();
  await handler.keyboard.press('Escape');
  await handler.getByText('工单刚刚有了新情况').waitFor();
  await handler.getByRole('button', { name: '载入最新' }).click();
  await handler.locator('main h1').locator('..').getByText('催办 2 次').waitFor();
  await handler.locator('main h1').locator('..').getByText('2 级督办').waitFor();
  for (const [name, format] of [['催办通知单', 'PDF'], ['催办通知单', 'Word'], ['督办通知单', 'PDF'], ['督办通知单', 'Word']]) {
    const [file] = await Promise.all([handler.waitForEvent('download'), handler.getByRole('link', { name: `${name} ${format}` }).click()]);
    assert.equal(file.suggestedFilename(), `${name}_${numbers[0]}.${format === 'PDF' ? 'pdf' : 'docx'}`);
    assert.equal(await file.failure(), null);
  }
  await close(handler);
  const paper = async (notice) => (await (await ask('handler', `/api/hotline/orders/${numbers[0]}/${notice}.html`)).text()).replace(/<[^>]+>/g, '');
  assert.match(await paper('urging'), /催办通知单[\s\S]*现予催办（第2次）[\s\S]*催办原因：再催一次/);
  assert.match(await paper('notice'), /重点督办通知单[\s\S]*现列入重点督办[\s\S]*督办原因：久拖不办/);
  const never = await takeFor(STREET, '演示：没有催过');
  assert.equal((await ask('handler', `/api/hotline/orders/${never}/urging.pdf`)).status, 409);

  // The month's figures, and the rows behind each.
  const month = new Date(here()).toISOString().slice(0, 7);
  const range = `from=${month}-01&to=${dayFromNow(0)}`;
  const { rows } = await tell('supervisor', `/api/hotline/statistics?by=unit&${range}`);
  const figures = rows.find((row) => row.name === STREET);
  assert.deepEqual([figures.urged, figures.urges, figures.supervised], [2, 3, 2]);
  await visit(page, `/admin/statistics?by=unit&${range}`);
  await page.getByRole('link', { name: `${STREET}催办工单 2 件，看工单` }).click();
  await page.getByText('共 2 件工单').waitFor();
  assert.deepEqual((await numbersOf(page)).sort(), [...numbers].sort());
  await visit(page, '/admin/supervision?watch=urged');
  assert.deepEqual((await numbersOf(page)).filter((one) => numbers.includes(one)).sort(), [...numbers].sort());
  await close(page);
});
