// Signing in, losing the session, locking: by keyboard, and nothing that was typed is lost.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { accessProblems, ADMIN, go, openPage, pageWidth, settle, signIn, startBrowser, startServer, tabTo, visit } from './kit.mjs';

let server;
let browser;
/** The demo's open accounts: name → {name, password, title}. */
let people;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
  const page = await (await fetch(`${server.url}/api/sign-in`)).json();
  people = Object.fromEntries(page.accounts.map((one) => [one.name, one]));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const PASSWORD = 'Lingshi-2026-x';
let made = 0;
/** An account of its own for a test that spoils it: signed in once, with a password of its own. */
async function makePerson(role, posts = 1) {
  const name = `tester${++made}`;
  const { admin } = server;
  const tell = async (answer) => {
    assert.ok(answer.ok, `${answer.status} ${await answer.clone().text()}`);
    return answer.json().catch(() => undefined);
  };
  const { units } = await tell(await admin.ask('/api/access/units'));
  const { roles } = await tell(await admin.ask('/api/access/roles'));
  const wanted = roles.find((one) => one.code === role);
  const places = wanted.scope === 'all' ? [{ id: 0 }] : units.filter((one) => !one.ended).slice(0, posts);
  const created = await tell(
    await admin.ask('/api/access/users', { method: 'POST', body: { name, person: `测试·${made}`, phone: '', unit_id: places[0].id } }),
  );
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  for (const unit of places) {
    const post = await tell(
      await admin.ask('/api/access/posts', { method: 'POST', body: { unit_id: unit.id, title: `试岗${made}`, role_id: wanted.id, why: '测试' } }),
    );
    await tell(
      await admin.ask(`/api/access/posts/${post.id}/holders`, { method: 'POST', body: { account_id: created.id, since: today, why: '测试' } }),
    );
  }
  const fresh = await signIn(server.url, { name, password: created.password });
  await tell(await fresh.ask('/api/account/password', { method: 'POST', body: { before: created.password, after: PASSWORD } }));
  return { name, password: PASSWORD, units: places };
}

/** A session that is ended behind the page's back, as by another device. */
async function kick(person) {
  const other = await signIn(server.url, person);
  const { devices } = await (await other.ask('/api/account/devices')).json();
  for (const device of devices.filter((one) => !one.current)) {
    const ended = await other.ask(`/api/account/devices/${device.id}`, { method: 'DELETE' });
    assert.ok(ended.ok, await ended.text());
  }
  return other;
}

const dialogOf = (page) => page.getByRole('dialog', { name: /请重新登录|已锁屏|须先修改密码|账号换了|岗位换了/ });
/** The browser notes every refused request; those are the point here. */
const complaintsOf = (page) => page.complaints.filter((text) => !/status of (401|403|422|429|503)/.test(text));

async function open(path, options = {}) {
  const page = await openPage(browser, server.url, { as: null, ...options });
  await go(page, path);
  return page;
}

async function close(page) {
  assert.deepEqual(complaintsOf(page), []);
  assert.deepEqual(page.strayRequests, []);
  await page.context().close();
}

/** RFC 6238, SHA-1, 6 digits, of this step. */
function codeOf(secret, step) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/[\s=]/g, '')].map((char) => alphabet.indexOf(char).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', key).update(counter).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
const stepNow = () => Math.floor(Date.now() / 30_000);

describe('signing in', () => {
  test('a page asked for without a session is shown after signing in by keyboard', async () => {
    const page = await open('/admin/months?month=2023-02');
    await page.waitForURL(/\/admin\/sign-in\?to=/);
    await page.keyboard.type(ADMIN.name);
    await page.keyboard.press('Tab');
    await page.keyboard.type(ADMIN.password);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/admin\/months\?month=2023-02/);
    await page.getByRole('heading', { name: '月份与年度', level: 1 }).waitFor();
    await close(page);
  });

  test('a wrong password keeps the name, selects the password and puts the summary in focus', async () => {
    const page = await open('/admin/sign-in');
    await page.getByLabel('账号', { exact: true }).fill(ADMIN.name);
    await page.getByLabel('密码', { exact: true }).fill('not-the-password');
    await page.keyboard.press('Enter');
    const summary = page.getByRole('alert');
    await summary.waitFor();
    assert.equal(await summary.evaluate((box) => box === document.activeElement), true);
    assert.equal(await page.getByLabel('账号', { exact: true }).inputValue(), ADMIN.name);
    const password = page.getByLabel('密码', { exact: true });
    assert.equal(await password.inputValue(), 'not-the-password');
    assert.deepEqual(await password.evaluate((input) => [input.selectionStart, input.selectionEnd]), [0, 'not-the-password'.length]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await password.evaluate((input) => input === document.activeElement), true);
    await page.keyboard.type(ADMIN.password);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/admin\/desk/);
    await close(page);
  });

  test('what is not filled in is told before anything is sent', async () => {
    const page = await open('/admin/sign-in');
    const sent = [];
    page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
    await page.getByRole('button', { name: '登录' }).click();
    assert.match(await page.getByRole('alert').innerText(), /请输入账号[\s\S]*请输入密码/);
    assert.deepEqual(sent, []);
    await close(page);
  });

  test('an unknown name is refused in the same words as a wrong password', async () => {
    const page = await open('/admin/sign-in');
    const words = [];
    for (const name of [ADMIN.name, 'nobody-of-this-name']) {
      await page.getByLabel('账号', { exact: true }).fill(name);
      await page.getByLabel('密码', { exact: true }).fill('wrong-password');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: '登录' }).and(page.locator(':not(.is-loading)')).waitFor();
      await page.getByRole('alert').waitFor();
      words.push(await page.getByRole('alert').innerText());
    }
    assert.equal(words[0], words[1]);
    await close(page);
  });

  test('Caps Lock is said, and the password can be shown', async () => {
    const page = await open('/admin/sign-in');
    const password = page.getByLabel('密码', { exact: true });
    await password.fill('abc');
    await page.getByRole('button', { name: '显示密码' }).click();
    assert.equal(await password.getAttribute('type'), 'text');
    await password.evaluate((input) => input.dispatchEvent(new KeyboardEvent('keydown', { key: 'A', modifierCapsLock: true, bubbles: true })));
    await page.getByText('大写锁定（Caps Lock）开着').waitFor();
    await close(page);
  });

  test('a demo shows its open accounts, filled in by one click', async () => {
    const page = await open('/admin/sign-in');
    const shown = page.getByRole('region', { name: '演示账号' });
    const groups = [...new Set(Object.values(people).map((one) => one.group))];
    assert.deepEqual(await shown.getByRole('heading', { level: 3 }).allInnerTexts(), groups);
    for (const { title, name, duty } of Object.values(people))
      assert.match(await shown.getByRole('button', { name: `${title} ${name}` }).first().innerText(), new RegExp(duty));
    await page.getByRole('button', { name: people['demo-leader'].title }).click();
    assert.equal(await page.getByLabel('账号', { exact: true }).inputValue(), 'demo-leader');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/admin\/desk/);
    await close(page);
  });

  test('a full house is waited for, and said', async () => {
    const page = await open('/admin/sign-in');
    let refusals = 2;
    await page.route('**/api/session', (route) =>
      route.request().method() === 'POST' && refusals-- > 0
        ? route.fulfill({ status: 503, headers: { 'Retry-After': '1' }, json: { error: { code: 'BUSY', title: '', message: '登录的人多' } } })
        : route.continue(),
    );
    await page.getByLabel('账号', { exact: true }).fill(ADMIN.name);
    await page.getByLabel('密码', { exact: true }).fill(ADMIN.password);
    await page.keyboard.press('Enter');
    await page.getByText('正在排队').waitFor();
    await page.waitForURL(/\/admin\/desk/);
    await close(page);
  });

  test('a lock says until when', async () => {
    const page = await open('/admin/sign-in');
    await page.route('**/api/session', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({ status: 429, headers: { 'Retry-After': '270' }, json: { error: { code: 'LIMITED', title: '', message: '暂时锁定' } } })
        : route.continue(),
    );
    await page.getByLabel('账号', { exact: true }).fill('someone');
    await page.getByLabel('密码', { exact: true }).fill('x');
    await page.keyboard.press('Enter');
    await page.getByText(/\d\d:\d\d 以后再试，还有 4 分 \d+ 秒/).waitFor();
    await close(page);
  });

  test('five wrong passwords lock the name, whether there is one or not, and the page says until when', async () => {
    const page = await open('/admin/sign-in');
    await page.getByLabel('账号', { exact: true }).fill('nobody-at-all');
    for (let times = 0; times < 6; times++) {
      const answered = page.waitForResponse((response) => response.url().endsWith('/api/session') && response.request().method() === 'POST');
      await page.getByLabel('密码', { exact: true }).fill(`wrong-${times}`);
      await page.keyboard.press('Enter');
      await answered;
    }
    await page.getByText(/\d\d:\d\d 以后再试/).waitFor();
    await close(page);
  });

  test('a password that came from another is changed before anything else, with the rules in sight', async () => {
    const { admin } = server;
    const name = `due${Date.now() % 100_000}`;
    const created = await (await admin.ask('/api/access/users', { method: 'POST', body: { name, person: '测试·到期', phone: '', unit_id: 0 } })).json();
    const page = await open('/admin/sign-in?to=/account');
    await page.getByLabel('账号', { exact: true }).fill(name);
    await page.getByLabel('密码', { exact: true }).fill(created.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '先换一个自己的密码' }).waitFor();
    assert.deepEqual(await accessProblems(page), []);
    const rules = page.getByRole('list', { name: '新密码的要求' });
    assert.match(await rules.innerText(), /还没有满足/);
    await page.getByLabel('新密码', { exact: true }).fill(PASSWORD);
    assert.doesNotMatch(await rules.innerText(), /还没有满足/);
    await page.getByLabel('再输入一次新密码', { exact: true }).fill(`${PASSWORD}y`);
    await page.keyboard.press('Enter');
    assert.match(await page.getByRole('alert').innerText(), /两次输入的新密码不一样/);
    await page.getByLabel('再输入一次新密码', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '我的账号', level: 1 }).waitFor();
    await close(page);
  });
});

describe('the second factor', () => {
  test('is set up from a picture or its text, asked for at sign-in without losing the password, and ended', async () => {
    const person = await makePerson('clerk');
    const page = await openPage(browser, server.url, { as: await signIn(server.url, person) });
    await visit(page, '/admin/account');
    await page.getByRole('button', { name: '开启动态口令' }).click();
    const picture = page.getByRole('img', { name: /二维码/ });
    await picture.waitFor();
    assert.ok(await picture.evaluate((image) => image.complete && image.naturalWidth > 0), 'the picture is drawn');
    const secret = await page.locator('code.secret').innerText();
    const field = page.getByLabel('验证器上的 6 位数字');
    await field.fill('000000');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    assert.deepEqual(await accessProblems(page), []);
    const step = stepNow();
    await field.fill(codeOf(secret, step - 1));
    await page.keyboard.press('Enter');
    await page.getByText('已开启', { exact: true }).waitFor();

    const other = await open('/admin/sign-in?to=/account');
    await other.getByLabel('账号', { exact: true }).fill(person.name);
    await other.getByLabel('密码', { exact: true }).fill(person.password);
    assert.equal(await other.getByLabel('动态口令', { exact: true }).count(), 0);
    await other.keyboard.press('Enter');
    const code = other.getByLabel('动态口令', { exact: true });
    await code.waitFor();
    assert.equal(await code.evaluate((input) => input === document.activeElement), true);
    assert.equal(await other.getByLabel('密码', { exact: true }).inputValue(), person.password);
    await code.fill('000000');
    await other.keyboard.press('Enter');
    await other.getByRole('alert').waitFor();
    await code.fill(codeOf(secret, step));
    await other.keyboard.press('Enter');
    await other.getByRole('heading', { name: '我的账号', level: 1 }).waitFor();
    await close(other);

    await page.getByRole('button', { name: '关闭动态口令' }).click();
    await page.getByLabel('密码', { exact: true }).fill(person.password);
    await page.keyboard.press('Enter');
    await page.getByText('未开启', { exact: true }).waitFor();
    await close(page);
  });
});

describe('a lost session', () => {
  test('asks for the password over the page; what was typed stays and the request goes through', async () => {
    const person = await makePerson('assessor');
    const page = await openPage(browser, server.url, { as: await signIn(server.url, person) });
    await visit(page, '/admin/months?month=2023-02');
    await page.getByRole('button', { name: '冻结 2023年2月' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '冻结' }).click();
    await page.getByRole('row').filter({ hasText: '2023年2月' }).getByText('已冻结').waitFor();
    await page.getByRole('button', { name: '重新打开 2023年2月' }).click();
    const asks = page.getByRole('dialog', { name: '重新打开 2023年2月' });
    await asks.getByRole('textbox').fill('更正一处数据');

    await kick(person);
    await asks.getByRole('button', { name: '重新打开' }).click();
    const dialog = dialogOf(page);
    await dialog.waitFor();
    assert.match(await dialog.innerText(), /请重新登录/);
    assert.equal(await dialog.getByLabel('账号', { exact: true }).inputValue(), person.name);
    assert.equal(await page.locator('textarea').inputValue(), '更正一处数据');
    assert.deepEqual(await accessProblems(page), []);

    // The dialog holds the focus, and does not close.
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('Tab');
      assert.ok(await page.evaluate(() => document.activeElement === document.body || !!document.activeElement.closest('dialog')));
    }
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await dialog.waitFor();

    const sent = [];
    page.on('request', (request) => /reopen$/.test(request.url()) && sent.push(request.postDataJSON()));
    await dialog.getByLabel('密码', { exact: true }).fill('wrong');
    await page.keyboard.press('Enter');
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('密码', { exact: true }).fill(person.password);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('原因：更正一处数据').waitFor();
    assert.deepEqual(sent, [{ reason: '更正一处数据' }]);
    await close(page);
  });

  test('another account takes nothing over: it is asked, and the page reloads', async () => {
    const person = await makePerson('assessor');
    const page = await openPage(browser, server.url, { as: await signIn(server.url, person) });
    await visit(page, '/admin/months?month=2023-02');
    await kick(person);
    await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '单位' }).click();
    const dialog = dialogOf(page);
    await dialog.waitFor();
    await dialog.getByLabel('账号', { exact: true }).fill(people['demo-clerk'].name);
    await dialog.getByLabel('密码', { exact: true }).fill(people['demo-clerk'].password);
    await page.keyboard.press('Enter');
    await dialog.getByText('账号换了').waitFor();
    assert.deepEqual(await accessProblems(page), []);
    await Promise.all([page.waitForEvent('load'), dialog.getByRole('button', { name: /重新载入/ }).click()]);
    await page.getByRole('button', { name: /演示·单位经办人.*账号菜单/ }).waitFor();
    await close(page);
  });

  test('a sign-in in another window of the same browser closes the dialog here too', async () => {
    const person = await makePerson('clerk');
    const page = await openPage(browser, server.url, { as: await signIn(server.url, person) });
    await visit(page, '/admin/units');
    await kick(person);
    await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '总览' }).click();
    await dialogOf(page).waitFor();
    const fresh = await signIn(server.url, person);
    await page.context().addCookies([{ name: 'tongban_session', value: fresh.token, url: server.url, httpOnly: true, sameSite: 'Strict' }]);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await dialogOf(page).waitFor({ state: 'hidden' });
    await page.getByRole('heading', { name: '总览', level: 1 }).waitFor();
    await close(page);
  });
});

describe('the lock', () => {
  test('after the idle minutes the page locks, keeps what is typed, and opens again', async () => {
    const person = await makePerson('clerk');
    const page = await openPage(browser, server.url, { as: await signIn(server.url, person) });
    await page.clock.install();
    await visit(page, '/admin/account');
    await page.getByLabel('事由').fill('写到一半');
    const { view } = await signIn(server.url, person);
    await page.clock.fastForward((view.idle_minutes - 1) * 60_000);
    assert.equal(await dialogOf(page).count(), 0);
    await page.clock.fastForward(2 * 60_000);
    const dialog = dialogOf(page);
    await dialog.waitFor();
    assert.match(await dialog.innerText(), new RegExp(`已锁屏[\\s\\S]*${view.idle_minutes} 分钟没有操作`));
    assert.deepEqual(await accessProblems(page), []);
    await dialog.getByLabel('密码', { exact: true }).fill(person.password);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(await page.getByLabel('事由').inputValue(), '写到一半');
    await close(page);
  });

  test('locking by hand ends the session on the server', async () => {
    const person = await makePerson('clerk');
    const own = await signIn(server.url, person);
    const page = await openPage(browser, server.url, { as: own });
    await visit(page, '/admin/account');
    await page.getByRole('button', { name: /账号菜单/ }).click();
    await page.getByRole('button', { name: '锁屏' }).click();
    await dialogOf(page).waitFor();
    await settle(page);
    assert.equal((await own.ask('/api/session')).status, 401);
    await close(page);
  });

  test('signing out leads to the sign-in page, and Back shows nothing', async () => {
    const person = await makePerson('clerk');
    const page = await openPage(browser, server.url, { as: await signIn(server.url, person) });
    await visit(page, '/admin/account');
    await page.getByRole('button', { name: /账号菜单/ }).click();
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.waitForURL(/\/admin\/sign-in/);
    // Not until it has loaded: the page that is gone back to leads away at once.
    await page.goBack({ waitUntil: 'commit' });
    await page.waitForURL(/\/admin\/sign-in\?to=/);
    await page.getByRole('button', { name: '登录' }).waitFor();
    await close(page);
  });
});

describe('posts', () => {
  test('another post shows another data scope, and the lost session comes back in it', async () => {
    const person = await makePerson('clerk', 2);
    const page = await openPage(browser, server.url, { as: await signIn(server.url, person) });
    await visit(page, '/admin/units');
    const chip = page.getByRole('button', { name: /^数据范围：/ });
    const before = await chip.innerText();
    const acting = (await (await signIn(server.url, person)).ask('/api/session').then((answer) => answer.json())).unit;
    const other = person.units.find((unit) => unit.name !== acting).name;
    assert.match(before, new RegExp(acting));
    await page.getByRole('button', { name: /账号菜单/ }).click();
    await page.getByRole('button', { name: new RegExp(`^${other}`) }).click();
    await page.getByRole('button', { name: new RegExp(`^数据范围：${other}`) }).waitFor();
    await page.getByRole('link', { name: other }).waitFor();
    assert.equal(await page.getByRole('link', { name: acting }).count(), 0);

    await kick(person);
    await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '总览' }).click();
    await dialogOf(page).getByLabel('密码', { exact: true }).fill(person.password);
    await page.keyboard.press('Enter');
    await dialogOf(page).waitFor({ state: 'hidden' });
    assert.match(await chip.innerText(), new RegExp(other));
    await close(page);
  });

  test('the chip explains why rows may be missing, by keyboard', async () => {
    const page = await openPage(browser, server.url, { as: await signIn(server.url, people['demo-clerk']) });
    await visit(page, '/admin/units');
    await tabTo(page, '数据范围：');
    await page.keyboard.press('Enter');
    await page.getByText(/只有这个范围内的内容/).waitFor();
    assert.deepEqual(await accessProblems(page), []);
    await page.keyboard.press('Escape');
    await page.getByText(/只有这个范围内的内容/).waitFor({ state: 'hidden' });
    await close(page);
  });
});

describe('notices', () => {
  test('the bell counts what is unread, and reading takes it away', async () => {
    const title = `通知${Date.now()}`;
    const added = await server.admin.ask('/api/access/notices', { method: 'POST', body: { title, words: '月底前\n报齐数据', units: [] } });
    assert.ok(added.ok, await added.clone().text());
    const page = await openPage(browser, server.url, { as: await signIn(server.url, people['demo-leader']) });
    await visit(page, '/admin/account');
    await page.getByRole('button', { name: /^通知，\d+ 条未读/ }).click();
    const drawer = page.getByRole('dialog', { name: '通知' });
    await drawer.getByText(title).waitFor();
    await page.waitForTimeout(400); // the drawer slides in
    assert.deepEqual(await accessProblems(page), []);
    await drawer.getByRole('button', { name: `知道了：${title}` }).click();
    await drawer.getByRole('button', { name: `知道了：${title}` }).waitFor({ state: 'detached' });
    await close(page);
  });
});

describe('for everyone', () => {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing serious on the sign-in page, the dialog and the account, ${colorScheme}`, async () => {
      const options = { colorScheme, reducedMotion: 'reduce' };
      const door = await open('/admin/sign-in', options);
      assert.deepEqual(await accessProblems(door), []);
      await door.getByRole('button', { name: '登录' }).click();
      assert.deepEqual(await accessProblems(door), []);
      await close(door);

      const person = await makePerson('clerk', 2);
      const page = await openPage(browser, server.url, { as: await signIn(server.url, person), ...options });
      await visit(page, '/admin/account');
      assert.deepEqual(await accessProblems(page), []);
      await page.getByRole('button', { name: /账号菜单/ }).click();
      assert.deepEqual(await accessProblems(page), []);
      await page.getByRole('button', { name: '锁屏' }).click();
      await dialogOf(page).waitFor();
      assert.deepEqual(await accessProblems(page), []);
      await close(page);
    });
  }

  test('nothing scrolls sideways on a phone', async () => {
    const options = { viewport: { width: 390, height: 844 } };
    const door = await open('/admin/sign-in', options);
    assert.ok((await pageWidth(door)) <= 390);
    await close(door);
    const page = await openPage(browser, server.url, { as: await signIn(server.url, people['demo-clerk']), ...options });
    await visit(page, '/admin/account');
    assert.ok((await pageWidth(page)) <= 390);
    await page.getByRole('button', { name: /账号菜单/ }).click();
    assert.ok((await pageWidth(page)) <= 390);
    await close(page);
  });
});
