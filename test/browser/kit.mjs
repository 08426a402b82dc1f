// What every browser test needs: the real program serving the demo district from a folder of its
// own, a browser, and checks that hold on every page.
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

/** Every page of the console, as one would type it. */
export const pages = [
  { path: '/admin/overview?month=2023-02&scheme=hotline', title: '总览' },
  { path: '/admin/overview?month=2023-02&scheme=rating', title: '总览' },
  { path: '/admin/units', title: '单位' },
  { path: '/admin/units/赤岗街?month=2023-02&scheme=hotline', title: '赤岗街' },
  { path: '/admin/units/赤岗街?month=2023-02&scheme=hotline&why=efficiency', title: '赤岗街' },
  { path: '/admin/schemes?scheme=hotline', title: '考核方案' },
  { path: '/admin/schemes?scheme=efficiency', title: '考核方案' },
  { path: '/admin/imports?month=2023-02', title: '数据导入' },
  { path: '/admin/months?month=2023-02', title: '月份与年度' },
  { path: '/admin/bulletin?month=2023-02', title: '通报' },
  { path: '/admin/check', title: '核对' },
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

/** A fresh demo district being served. TONGBAN_URL names a server that runs already instead. */
export async function startServer() {
  if (process.env.TONGBAN_URL) return { url: process.env.TONGBAN_URL, stop: async () => {} };
  if (!existsSync(program)) throw new Error(`no program at ${program}: build it, or set TONGBAN_BIN`);
  const folder = mkdtempSync(join(tmpdir(), 'tongban-browser-'));
  const data = join(folder, 'data');
  const env = { ...process.env, TONGBAN_DATA: data };
  const made = spawnSync(program, ['init', '--demo'], { env, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`tongban init --demo failed: ${made.stderr}`);

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
    if (up) return { url, stop };
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

/** A page that remembers what it complained about and whatever it asked of another origin. */
export async function openPage(browser, url, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    baseURL: url,
    ...options,
  });
  const page = await context.newPage();
  page.complaints = [];
  page.strayRequests = [];
  page.on('console', (message) => {
    if (message.type() === 'error') page.complaints.push(message.text());
  });
  page.on('pageerror', (error) => page.complaints.push(error.message));
  // With a listener the browser keeps its own dialog closed from the first time on.
  page.on('filechooser', () => {});
  page.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(`${url}/`) && !/^(data|blob|about):/.test(address)) page.strayRequests.push(address);
  });
  return page;
}

/** Goes to a page and waits until it has what it asked for. */
export async function visit(page, path) {
  await page.goto(path, { waitUntil: 'networkidle' });
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

/** What the page wants, which is more than its window when it scrolls sideways. */
export const pageWidth = (page) => page.evaluate(() => document.documentElement.scrollWidth);
