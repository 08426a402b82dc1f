// The administration pages by keyboard: a user made, seated and signed in, a role changed, a unit
// renamed from a day on, a day of the bureau's own, a notice - and all of it in the trail.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessProblems, go, keysOf, openPage, signIn, startBrowser, startServer, visit } from './kit.mjs';

let server;
let browser;
let page;
let reach, press, type, choose;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
  page = await openPage(browser, server.url, { reducedMotion: 'reduce' });
  ({ reach, press, type, choose } = keysOf(page));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const PERSON = { name: 'jian.pan', person: '测试·键盘', phone: '13800004321', password: 'Jianpan-2026-x' };
const SLIDE_MS = 400;

const dialog = (name) => page.getByRole('dialog', { name });
const focused = () => page.evaluate(() => (document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim());

/** The first street of the demo that a clerk holds a post of. */
async function clerkPost() {
  const { posts } = await (await server.admin.ask('/api/access/posts')).json();
  return posts.find((post) => post.role === '单位经办人');
}

test('a user is made by keyboard; the password is shown once, and copied', async () => {
  await visit(page, '/admin/users');
  await press('新建用户');
  await dialog('新建用户').waitFor();
  await page.keyboard.press('Escape');
  await dialog('新建用户').waitFor({ state: 'hidden' });
  assert.equal(await focused(), '新建用户');
  await page.keyboard.press('Enter');
  await dialog('新建用户').waitFor();
  await type('用户名', PERSON.name);
  await type('姓名', PERSON.person);
  await type('电话', PERSON.phone);
  await choose('所属单位', (await clerkPost()).unit);
  await press('新建');
  const secret = dialog(`${PERSON.name} 的初始密码`);
  await secret.waitFor();
  PERSON.first = await secret.getByLabel('初始密码').inputValue();
  assert.match(PERSON.first, /^\S{12,}$/);
  assert.deepEqual(await accessProblems(page), []);
  await press('复制');
  await secret.getByText(/已复制|Ctrl\+C/).waitFor();
  await press('已记下');
  await secret.waitFor({ state: 'hidden' });
  assert.equal((await page.content()).includes(PERSON.first), false);
  assert.equal(await focused(), '新建用户');
  await page.getByRole('cell', { name: PERSON.name }).waitFor();
});

test('a name that is taken is refused in the words of the server, and what was typed stays', async () => {
  await press('新建用户');
  await dialog('新建用户').waitFor();
  await type('用户名', PERSON.name);
  await type('姓名', '测试·重名');
  await press('新建');
  const box = dialog('新建用户').getByRole('alert');
  await box.waitFor();
  assert.match(await box.innerText(), new RegExp(PERSON.name));
  assert.equal(await dialog('新建用户').getByLabel('姓名').inputValue(), '测试·重名');
  await page.keyboard.press('Escape');
  await dialog('填写的内容还没有保存').waitFor();
  await press('不保存，离开');
  await dialog('新建用户').waitFor({ state: 'hidden' });
});

test('search, sort and page of the users are in the address', async () => {
  await visit(page, '/admin/users');
  await type('姓名或用户名', PERSON.name);
  await page.keyboard.press('Enter');
  await page.waitForURL(/words=jian\.pan/);
  await page.getByText('共 1 位用户').waitFor();
  await press('用户名');
  await page.waitForURL(/sort=-name/);
  await page.goBack();
  await page.goBack();
  await page.waitForURL((url) => !url.search.includes('words'));
  await visit(page, '/admin/users?words=no-such-user');
  await page.getByText('没有符合条件的用户').waitFor();
});

test('he is given a post', async () => {
  const post = await clerkPost();
  await visit(page, `/admin/posts?unit=${post.unit_id}`);
  await press(`${post.title}：安排任职`);
  const form = dialog(new RegExp(`安排任职.*${post.title}`));
  await form.waitFor();
  await reach('用户');
  await page.keyboard.type(PERSON.name);
  await page.getByRole('option', { name: PERSON.name }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await press('安排');
  await form.getByText('请写明原因').waitFor();
  await page.keyboard.type('新到任');
  await press('安排');
  await form.waitFor({ state: 'hidden' });
  await page.getByText(PERSON.name).first().waitFor();
});

test('he signs in with the password that was shown, and must change it', async () => {
  const own = await openPage(browser, server.url, { as: null });
  await go(own, '/admin/sign-in');
  // A slow machine draws the page, and puts the focus, after the network has gone quiet.
  await own.waitForFunction(() => document.activeElement?.getAttribute('autocomplete') === 'username');
  await own.keyboard.type(PERSON.name);
  await own.keyboard.press('Tab');
  await own.keyboard.type(PERSON.first);
  await own.keyboard.press('Enter');
  await own.getByText(/必须修改密码|须先修改密码|修改密码/).first().waitFor();
  await own.context().close();
  const fresh = await signIn(server.url, { name: PERSON.name, password: PERSON.first });
  const changed = await fresh.ask('/api/account/password', { method: 'POST', body: { before: PERSON.first, after: PERSON.password } });
  assert.ok(changed.ok, await changed.text());
  const { view } = await signIn(server.url, PERSON);
  assert.equal(view.unit, (await clerkPost()).unit);
});

test('his telephone number is masked until a reason is given; his device is shown and ended', async () => {
  await visit(page, `/admin/users?words=${PERSON.name}`);
  await press(PERSON.person);
  const sheet = dialog(new RegExp(`用户 ${PERSON.person}`));
  await sheet.waitFor();
  await page.waitForTimeout(SLIDE_MS);
  assert.match(await sheet.innerText(), /138\*+4321/);
  assert.deepEqual(await accessProblems(page), []);
  await press('查看完整号码');
  await dialog(/完整电话/).waitFor();
  await type('用途', '核对值班表');
  await press('查看');
  await sheet.getByText(PERSON.phone).waitFor();
  await sheet.getByRole('button', { name: /^让 .* 退出$/ }).first().waitFor();
  const before = await sheet.getByRole('button', { name: /^让 .* 退出$/ }).count();
  await press('让 ');
  await dialog('让这台设备退出').waitFor();
  await press('退出');
  await dialog('让这台设备退出').waitFor({ state: 'hidden' });
  await page.waitForFunction((count) => document.querySelectorAll('[aria-label^="让 "]').length < count, before);
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
});

test('a role is changed: the differences are shown before, the matrix tells it after', async () => {
  await visit(page, '/admin/roles');
  await press('单位经办人');
  const editor = page.getByRole('region', { name: '角色：单位经办人' });
  await editor.waitFor();
  await reach('冻结');
  await page.keyboard.press('Space');
  await editor.getByText('数据范围不是“全部”，不起作用').waitFor();
  assert.deepEqual(await accessProblems(page), []);
  await editor.getByRole('button', { name: '保存……' }).focus();
  await page.keyboard.press('Enter');
  const form = dialog(/保存角色/);
  await form.waitFor();
  assert.match(await form.innerText(), /权限：[^\n]*冻结[\s\S]*没有[\s\S]*给予/);
  await type('原因', '试行');
  await press('保存');
  await form.waitFor({ state: 'hidden' });
  const row = page.getByRole('row').filter({ hasText: '冻结' });
  await row.getByText('不起作用').waitFor({ state: 'attached' });
});

test('a unit found in the tree by arrow keys is renamed from a day on; the old name stays', async () => {
  await visit(page, '/admin/organisation');
  const tree = page.getByRole('tree', { name: '单位' });
  await tree.getByRole('treeitem').first().waitFor();
  const names = (await tree.getByRole('treeitem').allInnerTexts()).map((text) => text.trim());
  await reach(names[0]);
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const old = names[1];
  await page.getByRole('region', { name: old }).first().waitFor();
  await press('更名');
  const form = dialog(`“${old}”更名`);
  await form.waitFor();
  await type('新名称', '测试改名局');
  await form.getByLabel('从哪天起').fill('2026-03-01');
  assert.match(await form.innerText(), new RegExp(`2026年3月1日起用新名`));
  await type('原因或依据的文件', '机构改革方案');
  await press('更名');
  await form.waitFor({ state: 'hidden' });
  await page.getByRole('heading', { name: '测试改名局' }).waitFor();
  await page.getByRole('row').filter({ hasText: old }).getByText('用到 2026年2月28日').waitFor();
  await type('名称或曾用名', old);
  await page.keyboard.press('Enter');
  await tree.getByRole('treeitem', { name: '测试改名局' }).waitFor();
});

test('a day of the bureau’s own is picked in the year by arrow keys, and told in words', async () => {
  await visit(page, '/admin/calendar?year=2025');
  await reach('1月1日');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const form = dialog('添加本局的日子');
  await form.waitFor();
  assert.equal(await form.getByLabel('日期').inputValue(), '2025-01-09');
  await type('名称', '台风停工');
  await type('原因或依据的文件', '区三防办通知');
  await press('添加');
  await form.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: '1月9日 星期四，台风停工，本局的日子，休息' }).waitFor();
  await page.getByRole('row').filter({ hasText: '2025-01-09' }).getByText('休 放假').waitFor();
  await press('取消 2025-01-09');
  await dialog(/取消/).waitFor();
  await type('原因', '照常上班');
  await press('取消安排');
  await page.getByText('2025年没有本局的日子').waitFor();
});

test('a year whose notice is not there is said so plainly', async () => {
  await visit(page, '/admin/calendar?year=2031');
  await page.getByText('2031年的放假安排没有载入').waitFor();
});

test('a notice is published, and the one it is for reads it', async () => {
  await visit(page, '/admin/notices');
  await press('发布通知');
  const form = dialog('发布通知');
  await form.waitFor();
  await type('标题', '键盘发的通知');
  await type('内容', '请核对十月数据');
  await press('发布');
  await form.waitFor({ state: 'hidden' });
  await page.getByRole('heading', { name: /键盘发的通知/ }).waitFor();
  const { ask } = await signIn(server.url, PERSON);
  const { notices } = await (await ask('/api/account/notices')).json();
  const mine = notices.find((one) => one.title === '键盘发的通知');
  assert.ok((await ask(`/api/account/notices/${mine.id}/read`, { method: 'POST', body: {} })).ok);
  await visit(page, '/admin/notices');
  await press('1 人读过');
  await page.getByText(PERSON.name).waitFor();
});

test('a value of a dictionary is added and disabled, and stays readable', async () => {
  await visit(page, '/admin/dictionaries?dictionary=unit_kind');
  await press('添加一项');
  await dialog(/添加一项/).waitFor();
  await type('代码', 'park');
  await type('显示为', '园区');
  await type('原因', '新设园区');
  await press('保存');
  await press('修改 园区');
  await dialog('修改“园区”').waitFor();
  await reach('停用');
  await page.keyboard.press('Space');
  await type('原因', '不设了');
  await press('保存');
  await page.getByRole('row').filter({ hasText: '园区' }).getByText('已停用').waitFor();
});

test('a token is shown once and can be revoked', async () => {
  await visit(page, '/admin/tokens');
  await press('新建令牌');
  await dialog('新建令牌').waitFor();
  await type('用途', '每日取数');
  await type('用户名', PERSON.name);
  await press('新建');
  await dialog('新令牌').waitFor();
  assert.match(await dialog('新令牌').getByLabel('令牌').inputValue(), /^tb_\S{40,}$/);
  await press('已记下');
  await dialog('新令牌').waitFor({ state: 'hidden' });
  await press('作废令牌 每日取数');
  await dialog(/作废令牌/).waitFor();
  await type('原因', '试过了');
  await press('作废');
  await page.getByRole('row').filter({ hasText: '每日取数' }).getByText('已作废').waitFor();
});

test('a rule file is read with the numbers of its lines and searched', async () => {
  await visit(page, '/admin/packs?kind=access');
  await press('access/roles.yaml');
  await page.waitForURL(/name=access/);
  await page.getByRole('region', { name: 'access/roles.yaml 的全文' }).waitFor();
  await type('在文件里找', 'CLERK');
  await page.getByText(/第 1 \/ \d+ 处/).waitFor();
  assert.equal((await page.locator('mark').first().innerText()).toLowerCase(), 'clerk');
});

describe('the trail', () => {
  for (const [what, words, wanted] of [
    ['the user', PERSON.name, /新建用户|新建账号/],
    ['the reveal', '核对值班表', /核对值班表/],
    ['the role', '试行', /单位经办人/],
    ['the renaming', '机构改革方案', /测试改名局/],
    ['the day of the calendar', '区三防办通知', /台风停工/],
    ['the notice', '键盘发的通知', /键盘发的通知/],
  ]) {
    test(`has ${what}`, async () => {
      await visit(page, '/admin/audit');
      await type('对象、人、原因', words);
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.searchParams.get('words') === words);
      await page.locator('main ol > li').first().waitFor();
      assert.match(await page.locator('main ol').innerText(), wanted);
    });
  }

  test('shows before and after, is whole and signed, and is taken away as a workbook', async () => {
    await visit(page, '/admin/audit?words=机构改革方案');
    assert.match(await page.locator('main ol').innerText(), /→\s*测试改名局/);
    await page.getByText(/链完整，已签名到第 \d+ 条/).waitFor();
    const download = page.waitForEvent('download');
    await press('导出 Excel');
    assert.match((await download).suggestedFilename(), /\.xlsx$/);
  });

  test('of one user is a link away from him, and the link can be copied', async () => {
    await visit(page, `/admin/users?words=${PERSON.name}`);
    await press(PERSON.person);
    await press('改动他的记录');
    await page.waitForURL(/object=account&key=\d+/);
    await page.getByText(`只看用户“${PERSON.name}”的记录`).waitFor();
    assert.match(await page.locator('main ol').innerText(), /jian\.pan/);
  });
});

test('nothing of this made the page complain or ask elsewhere', () => {
  // The browser notes a refused request itself: the name that was taken.
  assert.deepEqual(page.complaints.filter((text) => !/status of (409|422)/.test(text)), []);
  assert.deepEqual(page.strayRequests, []);
});
