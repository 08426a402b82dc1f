// What administrators do to users, posts and units, by keyboard, and what becomes of those it is
// done to: they sign in, see more or less, or are out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { keysOf, openPage, signIn, startBrowser, startServer, visit } from './kit.mjs';

let server;
let browser;
let page;
let reach, press, type, choose;
/** The first unit with a clerk; its worker, and who stands in for him. */
let clerk;
let worker;
let deputy;

const PASSWORD = 'Banshi-2026-x';
const DAY_MS = 86_400_000;
const dayFromNow = (days) => new Date(Date.now() + 8 * 3_600_000 + days * DAY_MS).toISOString().slice(0, 10);
const dialog = (name) => page.getByRole('dialog', { name });
const closed = (name) => dialog(name).waitFor({ state: 'hidden' });

async function tell(path, body) {
  const answer = await server.admin.ask(path, body ? { method: 'POST', body } : {});
  assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json().catch(() => undefined);
}
/** An account with a password of its own. */
async function makeUser(name, unit_id = clerk.unit_id) {
  const made = await tell('/api/access/users', { name, person: `测试·${name}`, phone: '13800001234', unit_id });
  const fresh = await signIn(server.url, { name, password: made.password });
  const changed = await fresh.ask('/api/account/password', { method: 'POST', body: { before: made.password, after: PASSWORD } });
  assert.ok(changed.ok, await changed.text());
  return { id: made.id, name, person: `测试·${name}`, password: PASSWORD };
}
const seat = (post, user) => tell(`/api/access/posts/${post}/holders`, { account_id: user.id, since: dayFromNow(0), why: '测试' });
async function makePost(unit_id, title, role_id, user) {
  const { id } = await tell('/api/access/posts', { unit_id, title, role_id, why: '测试' });
  await seat(id, user);
  return id;
}
const unitsOf = async (session) => (await (await session.ask('/api/units')).json()).units.map((unit) => unit.name);

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  page = await openPage(browser, server.url, { reducedMotion: 'reduce' });
  ({ reach, press, type, choose } = keysOf(page));
  const { posts } = await tell('/api/access/posts');
  clerk = posts.find((post) => post.role === '单位经办人');
  [worker, deputy] = [await makeUser('worker'), await makeUser('deputy')];
  await seat(clerk.id, worker);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('leave is noted by an administrator, and the deputy acts for the absent one', async () => {
  // Opened by his address, though the list has others.
  await visit(page, `/admin/users?words=admin&user=${worker.id}`);
  await dialog(`用户 ${worker.person}`).waitFor();
  await press('登记请假');
  const form = dialog(`登记 ${worker.person} 请假`);
  await form.waitFor();
  await reach('代理人');
  await page.keyboard.type(deputy.name);
  await page.getByRole('option', { name: deputy.person }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await form.getByLabel('到（含当天）').fill(dayFromNow(9));
  await type('事由', '休假');
  await press('登记');
  await closed(/^登记 /);
  const { view } = await signIn(server.url, deputy);
  assert.equal(view.standing_in_for, worker.person);
  assert.equal(view.unit, clerk.unit);
});

test('one’s own leave; what is half filled in is asked about before the page is left', async () => {
  const other = await makeUser('other');
  const own = await openPage(browser, server.url, { as: await signIn(server.url, worker), reducedMotion: 'reduce' });
  const keys = keysOf(own);
  await visit(own, '/admin/units');
  await own.getByRole('button', { name: /账号菜单/ }).click();
  await own.getByRole('link', { name: '我的账号' }).click();
  await own.getByLabel('代理人的账号').fill(other.name);
  const asks = own.getByRole('dialog', { name: '填写的内容还没有保存' });
  await own.getByRole('navigation', { name: '主菜单' }).getByRole('link').first().click();
  await asks.waitFor();
  await own.keyboard.press('Escape');
  await asks.waitFor({ state: 'hidden' });
  await own.evaluate(() => history.back());
  await asks.waitFor();
  await keys.press('继续填写');
  await asks.waitFor({ state: 'hidden' });
  assert.match(own.url(), /\/admin\/account/);
  assert.equal(await own.getByLabel('代理人的账号').inputValue(), other.name);
  await own.getByLabel('从').fill(dayFromNow(0));
  await own.getByLabel('到（含当天）').fill(dayFromNow(3));
  await keys.type('事由', '培训');
  await keys.press('登记');
  await own.getByText(`由 ${other.name} 代理`).waitFor();
  const { view } = await signIn(server.url, other);
  assert.equal(view.standing_in_for, worker.person);
  await own.context().close();

  const his = await openPage(browser, server.url, { as: await signIn(server.url, other) });
  await visit(his, '/admin/account');
  await his.locator('main').getByText(`代${worker.person}`).first().waitFor();
  await his.context().close();
});

test('a holding is ended with its last day', async () => {
  await visit(page, `/admin/posts?unit=${clerk.unit_id}`);
  await press(`结束任职：${deputy.person}`);
  await dialog(/^结束任职/).waitFor();
  await type('原因', '提前回来');
  await press('结束任职');
  await closed(/^结束任职/);
  await page.getByRole('listitem').filter({ hasText: deputy.name }).getByText(`${dayFromNow(0)} 至 ${dayFromNow(0)}`).first().waitFor();
});

test('a post that is ended takes its rights along, and stays in sight among the past', async () => {
  const guest = await makeUser('guest');
  await makePost(clerk.unit_id, '临时岗', clerk.role_id, guest);
  const his = await signIn(server.url, guest);
  assert.equal((await his.ask('/api/months')).status, 200);
  await visit(page, `/admin/posts?unit=${clerk.unit_id}`);
  await press('撤销岗位 临时岗');
  await dialog('撤销岗位“临时岗”').waitFor();
  await type('原因', '事情办完');
  await press('撤销');
  await closed('撤销岗位“临时岗”');
  await page.getByRole('heading', { name: /临时岗/ }).waitFor({ state: 'hidden' });
  assert.ok([401, 403].includes((await his.ask('/api/months')).status));
  await page.getByLabel('含已撤销的岗位和过去的任职').check();
  await page.getByRole('heading', { name: /临时岗.*已撤销/ }).waitFor();
});

test('a role of one’s own units; a half-edited role is not left unasked', async () => {
  await visit(page, '/admin/roles');
  await press('新建角色');
  await type('名称', '查阅员');
  await type('代码', 'reader');
  await choose('数据范围', '自定义');
  const items = await page.getByRole('tree', { name: '自定义的单位' }).getByRole('treeitem').allInnerTexts();
  const second = items[1].replace('☐', '').trim();
  await reach('☐');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await reach('看本单位成绩和数据');
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: '收起' }).focus();
  await page.keyboard.press('Enter');
  await dialog('填写的内容还没有保存').waitFor();
  await page.keyboard.press('Escape');
  await closed('填写的内容还没有保存');
  await page.getByRole('button', { name: '保存……' }).focus();
  await page.keyboard.press('Enter');
  await dialog('新建角色').waitFor();
  await type('原因', '设查阅岗');
  await press('保存');
  await closed('新建角色');
  await page.getByRole('region', { name: '角色：查阅员' }).waitFor();
  const { roles } = await tell('/api/access/roles');
  const reader = await makeUser('reader', 0);
  await makePost(0, '查阅', roles.find((role) => role.code === 'reader').id, reader);
  const { view, ask } = await signIn(server.url, reader);
  assert.match(view.scope_label, /自定义/);
  assert.deepEqual(await unitsOf({ ask }), [second]);

  // In words in the trail, without the numbers and codes behind them.
  await visit(page, '/admin/audit?words=设查阅岗');
  const told = await page.locator('main ol').innerText();
  assert.match(told, new RegExp(`看本单位成绩和数据[\\s\\S]*${second}`));
  assert.doesNotMatch(told, /assessment\.read|编号/);
});

test('a unit has an alias, goes under another, and is merged into it; its successor’s people see it', async () => {
  const { units } = await tell('/api/access/units');
  const [moved, into] = [units.find((unit) => unit.id !== clerk.unit_id), units.find((unit) => unit.id === clerk.unit_id)];
  const his = await signIn(server.url, worker);
  assert.equal((await unitsOf(his)).includes(moved.name), false);
  await visit(page, `/admin/organisation?unit=${moved.id}`);
  const facts = page.getByRole('region', { name: moved.name }).first();
  await press('添加别名');
  await dialog(/添加别名/).waitFor();
  await type('别名', '测试别名局');
  await type('原因或依据的文件', '常见写法');
  await press('添加');
  await closed(/添加别名/);
  await facts.getByRole('row').filter({ hasText: '测试别名局' }).getByText('导入时认得').waitFor();

  await press('调整上级或类别');
  await dialog(/^调整/).waitFor();
  await choose('上级', into.name);
  await type('原因或依据的文件', '归口管理');
  await press('调整');
  await closed(/^调整/);
  await facts.getByText(into.name).waitFor();
  assert.ok((await unitsOf(await signIn(server.url, worker))).includes(moved.name));

  await press('并入其他单位');
  await dialog(/并入其他单位/).waitFor();
  await choose('并入', into.name);
  await type('原因或依据的文件', '机构合并');
  await press('并入');
  await closed(/并入其他单位/);
  await page.getByRole('region', { name: into.name }).first().waitFor();
  const tree = page.getByRole('tree', { name: '单位' });
  assert.equal(await tree.getByRole('treeitem', { name: moved.name }).count(), 0);
  await page.getByLabel(/含已撤并的/).check();
  await tree.getByRole('treeitem', { name: new RegExp(`${moved.name.replaceAll(/[()（）]/g, '.')}.*已撤并`) }).waitFor();
  await visit(page, `/admin/organisation?unit=${moved.id}&ended=1`);
  await page.getByText(`并入“${into.name}”`).waitFor();
  assert.equal(await page.getByRole('button', { name: '更名' }).count(), 0);
  // What it did stays its own; whoever sees the successor sees that.
  const sheet = await (await signIn(server.url, worker)).ask(`/api/units/${encodeURIComponent(moved.name)}`);
  assert.notEqual(sheet.status, 403);
});

test('a user who is disabled is out at once; enabled again, he signs in', async () => {
  const his = await signIn(server.url, worker);
  await visit(page, `/admin/users?user=${worker.id}`);
  await press('停用');
  await dialog(`停用 ${worker.person}`).waitFor();
  await type('原因', '调离');
  await press('停用');
  await closed(`停用 ${worker.person}`);
  await dialog(`用户 ${worker.person}`).getByText('不能登录').waitFor();
  assert.equal((await his.ask('/api/session')).status, 401);
  await assert.rejects(signIn(server.url, worker));
  await press('启用');
  await dialog(`启用 ${worker.person}`).waitFor();
  await type('原因', '调回');
  await press('启用');
  await closed(`启用 ${worker.person}`);
  await signIn(server.url, worker);
});

test('a password that is reset is shown once; the old one is void', async () => {
  await visit(page, `/admin/users?user=${worker.id}`);
  await press('重置密码');
  await dialog(`重置 ${worker.person} 的密码`).waitFor();
  await type('原因', '忘记密码');
  await press('重置密码');
  const secret = dialog(`${worker.name} 的初始密码`);
  await secret.waitFor();
  const password = await secret.getByLabel('初始密码').inputValue();
  await press('已记下');
  await secret.waitFor({ state: 'hidden' });
  await assert.rejects(signIn(server.url, worker));
  const { view } = await signIn(server.url, { name: worker.name, password });
  assert.equal(view.password_due, true);
});

test('a token has the permissions picked for it, and no others', async () => {
  await visit(page, '/admin/tokens');
  await press('新建令牌');
  await dialog('新建令牌').waitFor();
  await type('用途', '每日取数');
  await type('用户名', 'admin');
  await reach('岗位能做的一切');
  await page.keyboard.press('ArrowDown');
  await reach('看本单位成绩和数据');
  await page.keyboard.press('Space');
  await press('新建');
  await dialog('新令牌').waitFor();
  const token = await dialog('新令牌').getByLabel('令牌').inputValue();
  await press('已记下');
  await closed('新令牌');
  await page.getByRole('row').filter({ hasText: '每日取数' }).getByText('看本单位成绩和数据').waitFor();
  const status = async (path) => (await fetch(`${server.url}${path}`, { headers: { Authorization: `Bearer ${token}` } })).status;
  assert.equal(await status('/api/months'), 200);
  assert.equal(await status('/api/access/users'), 403);
});

test('filters of the trail are in the address, and Back undoes them', async () => {
  await visit(page, '/admin/audit');
  await type('对象、人、原因', worker.name);
  await choose('对象', '用户');
  await reach('只看被拒的');
  await page.keyboard.press('Space');
  await press('搜索');
  await page.waitForURL((url) => url.searchParams.get('object') === 'account' && url.searchParams.get('refused') === 'true');
  await page.getByLabel('只看被拒的').uncheck();
  await press('搜索');
  await page.waitForURL((url) => !url.searchParams.has('refused'));
  await page.locator('main ol > li').first().waitFor();
  await page.goBack();
  await page.waitForURL(/refused=true/);
  assert.equal(await page.getByLabel('只看被拒的').isChecked(), true);
  await page.goBack();
  await page.waitForURL((url) => url.search === '');
  assert.equal(await page.getByLabel('对象、人、原因').inputValue(), '');
});

test('a value that is disabled is offered no more, and stays on what has it', async () => {
  await tell('/api/access/dictionaries/unit_kind/values', { code: 'park', label: '园区', tone: 'green', listing: 30, disabled: false, why: '新设' });
  const { id } = await tell('/api/access/units', { name: '测试园区管委会', kind: 'park', parent_id: 0, why: '新设' });
  await tell('/api/access/dictionaries/unit_kind/values', { code: 'park', label: '园区', tone: 'green', listing: 30, disabled: true, why: '不设了' });
  await visit(page, `/admin/organisation?unit=${id}`);
  await page.getByRole('region', { name: '测试园区管委会' }).first().getByText('园区', { exact: true }).waitFor();
  await press('新建单位');
  await dialog('新建单位').waitFor();
  const offered = await dialog('新建单位').getByLabel('类别').locator('option').allInnerTexts();
  assert.equal(offered.some((text) => text.includes('园区')), false);
  await page.keyboard.press('Escape');
  await closed('新建单位');
});

test('who has used up the reveals of the day is told so, and what he typed stays', async () => {
  let status = 200;
  for (let times = 0; times < 100 && status === 200; times++) {
    const body = { field: 'phone', reason: '核对名册' };
    status = (await server.admin.ask(`/api/access/users/${deputy.id}/reveal`, { method: 'POST', body })).status;
  }
  assert.equal(status, 429);
  await visit(page, `/admin/users?user=${deputy.id}`);
  await press('查看完整号码');
  const form = dialog(/完整电话/);
  await form.waitFor();
  await type('用途', '再核对一次');
  await press('查看');
  await form.getByRole('alert').getByText(/次数已到 \d+ 次/).waitFor();
  assert.equal(await form.getByLabel('用途').inputValue(), '再核对一次');
});

test('nothing of this made the page complain or ask elsewhere', () => {
  assert.deepEqual(page.complaints.filter((text) => !/status of 429/.test(text)), []);
  assert.deepEqual(page.strayRequests, []);
});
