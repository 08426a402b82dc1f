// What every browser test needs: the real program serving the demo district from a folder of its
// own, a browser, an administrator signed in, and checks that hold on every page.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const packages = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = packages('playwright-core');
const axeSource = readFileSync(packages.resolve('axe-core/axe.min.js'), 'utf8');

const program = process.env.TONGBAN_BIN ?? join(root, 'build/asan/bin/tongban');
const browserProgram = process.env.CHROMIUM ?? '/usr/bin/chromium';
const START_TRIES = 200;
const START_PAUSE_MS = 50;
const QUIET_MS = 500;
const LOOK_MS = 50;

/** Of the administrator, once he has changed the one that init printed. */
export const ADMIN = { name: 'admin', password: 'Guanli-2026-kit' };
const COOKIE = 'tongban_session';

/** Every page of the console, as one would type it. */
export const pages = [
  { path: '/admin/overview?month=2023-02&scheme=hotline', title: '总览' },
  { path: '/admin/overview?month=2023-02&scheme=rating', title: '总览' },
  { path: '/admin/outlook', title: '本月预估' },
  { path: '/admin/outlook?at=2023-01', title: '本月预估' },
  { path: '/admin/units', title: '单位' },
  { path: '/admin/units/赤岗街?month=2023-02&scheme=hotline', title: '赤岗街' },
  { path: '/admin/units/赤岗街?month=2023-02&scheme=hotline&why=efficiency', title: '赤岗街' },
  { path: '/admin/schemes?scheme=hotline', title: '考核方案' },
  { path: '/admin/schemes?scheme=efficiency', title: '考核方案' },
  { path: '/admin/imports?month=2023-02', title: '数据导入' },
  { path: '/admin/months?month=2023-02', title: '月份与年度' },
  { path: '/admin/bulletin?month=2023-02', title: '通报' },
  { path: '/admin/check', title: '核对' },
  { path: '/admin/desk', title: '工作台' },
  { path: '/admin/orders', title: '工单列表' },
  { path: '/admin/take', title: '登记工单' },
  { path: '/admin/dispatch', title: '派单台' },
  { path: '/admin/supervision', title: '督办台' },
  { path: '/admin/statistics?from=2022-01-01&to=2023-02-28', title: '工单统计' },
  { path: '/admin/statistics?by=unit&from=2023-02-01&to=2023-02-28', title: '工单统计' },
  { path: '/admin/statistics?by=trend&from=2023-01-01&to=2023-02-28', title: '工单统计' },
  { path: '/admin/statistics?by=calendar&from=2023-01-01&to=2023-02-28', title: '工单统计' },
  { path: '/admin/statistics?by=heat&from=2023-01-01&to=2023-02-28', title: '工单统计' },
  { path: '/admin/order-imports', title: '导入工单' },
  { path: '/admin/downloads', title: '下载中心' },
  { path: '/admin/users', title: '用户' },
  { path: '/admin/posts', title: '岗位' },
  { path: '/admin/roles?role=6', title: '角色' },
  { path: '/admin/organisation?unit=1', title: '组织机构' },
  { path: '/admin/dictionaries', title: '字典' },
  { path: '/admin/calendar?year=2025', title: '工作日历' },
  { path: '/admin/calendar?year=2025&view=table', title: '工作日历' },
  { path: '/admin/packs', title: '规则包' },
  { path: '/admin/packs?name=access/roles.yaml', title: '规则包' },
  { path: '/admin/audit', title: '审计' },
  { path: '/admin/tokens', title: '令牌' },
  { path: '/admin/notices', title: '通知' },
  { path: '/admin/account', title: '我的账号' },
  { path: '/admin/doctor', title: '系统自检' },
  { path: '/admin/no-such-page', title: '没有这一页' },
];

async function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Signs in over the API: what is sent with the answer's cookie and csrf text is of this account. */
export async function signIn(url, { name, password, code }) {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name, password, code }),
  });
  if (!answer.ok) throw new Error(`${name} cannot sign in: ${answer.status} ${await answer.text()}`);
  const view = await answer.json();
  const token = new RegExp(`${COOKIE}=([^;]+)`).exec(answer.headers.get('set-cookie') ?? '')?.[1];
  const ask = (path, { method = 'GET', body, headers = {} } = {}) =>
    fetch(`${url}${path}`, {
      method,
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
      headers: {
        Cookie: `${COOKIE}=${token}`,
        ...(method === 'GET' ? {} : { 'X-CSRF-Token': view.csrf }),
        ...(typeof body === 'object' ? { 'Content-Type': 'application/json' } : {}),
        ...headers,
      },
    });
  return { view, token, ask };
}

/** The administrator of each server that was started: pages open as him unless told otherwise. */
const admins = new Map();

/** `first` is the password that init printed: it has to be changed before anything else. */
async function signInAdmin(url, first) {
  if (first !== ADMIN.password) {
    const fresh = await signIn(url, { name: ADMIN.name, password: first });
    const changed = await fresh.ask('/api/account/password', { method: 'POST', body: { before: first, after: ADMIN.password } });
    if (!changed.ok) throw new Error(`the first password cannot be changed: ${await changed.text()}`);
  }
  const admin = await signIn(url, ADMIN);
  admins.set(url, admin);
  return admin;
}

/** A fresh demo district being served; `admin` is signed in. TONGBAN_URL names a server that runs
 * already instead, and TONGBAN_ADMIN_PASSWORD its administrator's password. */
export async function startServer() {
  if (process.env.TONGBAN_URL) {
    const url = process.env.TONGBAN_URL;
    return { url, admin: await signInAdmin(url, process.env.TONGBAN_ADMIN_PASSWORD ?? ADMIN.password), stop: async () => {} };
  }
  if (!existsSync(program)) throw new Error(`no program at ${program}: build it, or set TONGBAN_BIN`);
  const folder = mkdtempSync(join(tmpdir(), 'tongban-browser-'));
  const data = join(folder, 'data');
  const env = { ...process.env, TONGBAN_DATA: data };
  const made = spawnSync(program, ['init', '--demo', '--scale', '0'], { env, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`tongban init --demo failed: ${made.stderr}`);
  const first = /admin 的初始密码[^：]*：(\S+)/.exec(made.stdout + made.stderr)?.[1];
  if (!first) throw new Error(`tongban init printed no password: ${made.stdout}`);

  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(program, ['serve', '--listen', `127.0.0.1:${port}`], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  server.stderr.on('data', (text) => (said += text));
  const ended = new Promise((resolve) => server.once('exit', (code) => resolve(code)));
  const stop = async () => {
    server.kill('SIGTERM');
    const code = await ended;
    rmSync(folder, { recursive: true, force: true });
    // A finding of the sanitizers ends the program with another code.
    if (code) throw new Error(`tongban serve ended with ${code}: ${said.slice(-2000)}`);
  };
  for (let tries = 0; tries < START_TRIES; tries++) {
    const up = await fetch(`${url}/healthz`).then((answer) => answer.ok, () => false);
    if (up) return { url, stop, admin: await signInAdmin(url, first) };
    if (server.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, START_PAUSE_MS));
  }
  server.kill('SIGKILL');
  throw new Error(`tongban serve did not start: ${said}`);
}

export async function startBrowser() {
  return chromium.launch({
    executablePath: browserProgram,
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });
}

/** A page that remembers what it complained about and whatever it asked of another origin. It is
 * the administrator's; `as` is another who has signed in, null nobody. */
export async function openPage(browser, url, { as = admins.get(url), ...options } = {}) {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    baseURL: url,
    // What a service worker answers cannot be watched here; a test of it says 'allow'.
    serviceWorkers: 'block',
    ...options,
  });
  if (as) await context.addCookies([{ name: COOKIE, value: as.token, url, httpOnly: true, sameSite: 'Strict' }]);
  const page = await context.newPage();
  page.complaints = [];
  page.strayRequests = [];
  page.on('console', (message) => {
    if (message.type() === 'error') page.complaints.push(message.text());
  });
  page.on('pageerror', (error) => page.complaints.push(error.message));
  // The stream of changes (web/src/use/stream.ts) never ends: what waits for silence passes it over.
  page.underWay = new Set();
  page.on('request', (request) => !/\/api\/stream|stream\.worker/.test(request.url()) && page.underWay.add(request));
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => page.underWay.delete(request));
  // With a listener the browser keeps its own dialog closed from the first time on.
  page.on('filechooser', () => {});
  page.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(`${url}/`) && !/^(data|blob|about):/.test(address)) page.strayRequests.push(address);
  });
  return page;
}

/** Nothing has been asked of the server for a while, and nothing is waited for. */
export async function settle(page) {
  for (let quiet = 0; quiet < QUIET_MS; ) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    quiet = page.underWay.size === 0 ? quiet + LOOK_MS : 0;
  }
}

/** Goes to an address, whatever is shown there. */
export async function go(page, path) {
  page.underWay.clear();
  await page.goto(path);
  await settle(page);
}

export async function reload(page) {
  page.underWay.clear();
  await page.reload();
  await settle(page);
}

/** Goes to a page and waits until it has what it asked for. */
export async function visit(page, path) {
  await go(page, path);
  await page.locator('main h1').waitFor();
  await page.waitForFunction(() => !document.querySelector('main .el-skeleton'));
}

/** Serious findings of axe on the page as it stands: "rule: where". */
export async function accessProblems(page) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, impact, nodes }) => ({ id, impact, at: nodes.map((node) => node.target.join(' ')) }));
  });
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, at }) => `${id}: ${at.slice(0, 4).join(' | ')}`);
}

/** Presses Tab until the element in focus has this accessible name (the start of it is enough). */
export async function tabTo(page, name, steps = 120) {
  for (let step = 0; step < steps; step++) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate((wanted) => {
      const at = document.activeElement;
      const said = at?.getAttribute('aria-label') ?? at?.textContent ?? '';
      return said.trim().startsWith(wanted);
    }, name);
    if (found) return;
  }
  throw new Error(`Tab never reached “${name}”`);
}

/** The page by keyboard: what one looks for is called by its label, or by what stands in it. */
export function keysOf(page) {
  async function reach(name, steps = 150) {
    for (let step = 0; step < steps; step++) {
      const found = await page.evaluate((wanted) => {
        const at = document.activeElement;
        const said = at?.getAttribute('aria-label') ?? at?.labels?.[0]?.textContent ?? at?.textContent ?? '';
        return said.trim().startsWith(wanted);
      }, name);
      if (found && step > 0) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab never reached “${name}”`);
  }
  async function press(name) {
    await reach(name);
    await page.keyboard.press('Enter');
  }
  async function type(name, text) {
    await reach(name);
    await page.keyboard.press('Control+a');
    await page.keyboard.type(text);
  }
  /** A choice of the list in focus, walked to by arrows. */
  async function choose(name, wanted) {
    await reach(name);
    await page.keyboard.press('Home');
    const now = () => page.evaluate(() => document.activeElement.selectedOptions[0].textContent.trim());
    for (let step = 0; step < 200 && (await now()) !== wanted; step++) await page.keyboard.press('ArrowDown');
    if ((await now()) !== wanted) throw new Error(`“${name}” does not offer “${wanted}”`);
  }
  return { reach, press, type, choose };
}

/** What the page wants, which is more than its window when it scrolls sideways. */
export const pageWidth = (page) => page.evaluate(() => document.documentElement.scrollWidth);
