// What is shown may be called, and what may not be called is refused: for each role of the demo.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { accessProblems, go, openPage, root, signIn, startBrowser, startServer, visit } from './kit.mjs';

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

/** The sources of the pages: [path, text]. */
function sources() {
  const found = [];
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && entry.name !== 'node_modules') walk(path);
      else if (/\.(vue|ts)$/.test(entry.name) && !/\.test\.ts$/.test(entry.name)) found.push([path, readFileSync(path, 'utf8')]);
    }
  };
  walk(join(root, 'web/src'));
  for (const name of readdirSync(join(root, 'src/domain'))) {
    const folder = join(root, 'src/domain', name, 'web');
    if (existsSync(folder)) walk(folder);
  }
  return found;
}

/** Every route that a page names: may('…'), needs: ['…'], needs="…", and the table of the administration. */
function namedRoutes() {
  const found = new Map();
  for (const [path, source] of sources()) {
    const text = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
    for (const [, route] of text.matchAll(/['"`]((?:GET|POST|DELETE) \/api\/[^'"`]*)['"`]/g)) found.set(route, path);
  }
  return found;
}

test('what stands on a page by a right says by which, so that it is counted below', () => {
  const plain = sources().flatMap(([path, text]) =>
    [...text.matchAll(/<(?!template)\w+[^<]*? v-(?:else-)?if="(?:[^"]*[^\w"])?may\([^<]*/g)]
      .filter(([tag]) => !tag.includes('data-needs'))
      .map(([tag]) => `${path}: ${tag.slice(0, 80)}`),
  );
  assert.deepEqual(plain, []);
});

test('every route that the pages ask for is in the router', async () => {
  const { routes } = await (await server.admin.ask('/api/session')).json();
  const named = namedRoutes();
  assert.ok(named.size > 15, `${named.size} routes named`);
  assert.deepEqual([...named].filter(([route]) => !routes.includes(route)), []);
});

test('a clerk has no button to freeze, and the API refuses the same', async () => {
  const clerk = await signIn(server.url, people['demo-clerk']);
  const page = await openPage(browser, server.url, { as: clerk });
  await visit(page, '/admin/months?month=2023-02');
  assert.equal(await page.getByRole('button', { name: /^(冻结|公布|重新打开)/ }).count(), 0);
  for (const act of ['freeze', 'publish', 'reopen']) {
    const answer = await clerk.ask(`/api/months/2023-02/${act}`, { method: 'POST', body: { reason: '试', despite: '试' } });
    assert.equal(answer.status, 403, act);
    assert.equal((await answer.json()).error.code, 'DENIED');
  }
  await page.context().close();
});

test('for each role of the demo: what is shown may be called, what may not be called is refused', async () => {
  const { routes: all } = await (await server.admin.ask('/api/session')).json();
  // One of each; who may do everything is the administrator of the other tests.
  const roles = Object.values(people).filter((one) => !/-\d$|administrator/.test(one.name));
  assert.ok(roles.length >= 5, roles.map((one) => one.name).join());
  for (const person of roles) {
    const own = await signIn(server.url, person);
    const allowed = new Set(own.view.routes);
    const page = await openPage(browser, server.url, { as: own });
    const refused = [];
    page.on('response', (response) => response.status() === 403 && refused.push(`${page.url()} asks ${response.url()}`));
    await visit(page, '/admin/account');
    const menu = page.getByRole('navigation', { name: '主菜单' }).getByRole('link');
    const entries = await menu.evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    assert.ok(entries.length > 0, `${person.name} has a menu`);
    for (const path of entries) {
      await visit(page, path);
      const shown = await page.locator('[data-needs]').evaluateAll((all) => all.map((one) => one.dataset.needs));
      assert.deepEqual(shown.filter((route) => !allowed.has(route)), [], `${person.name} ${path}`);
    }
    assert.deepEqual(refused, [], `${person.name}: a page asks for what is refused`);
    await page.context().close();
    for (const route of all.filter((one) => !allowed.has(one))) {
      const [method, pattern] = route.split(' ');
      const address = pattern.replaceAll(/\{\w+\}/g, '1');
      const answer = await own.ask(address, { method, body: method === 'POST' ? {} : undefined });
      assert.equal(answer.status, 403, `${person.name}: ${route} → ${answer.status}`);
    }
  }
});

test('a page opened by its address without the right says which one, and who has it', async () => {
  const page = await openPage(browser, server.url, { as: await signIn(server.url, people['demo-clerk']) });
  await go(page, '/admin/doctor');
  await page.getByRole('heading', { name: '没有权限', level: 1 }).waitFor();
  const text = await page.locator('main').innerText();
  assert.match(text, /要有的权限\s+\S+/);
  assert.match(text, /有它的角色\s+[^\n]*系统管理员/);
  assert.deepEqual(await accessProblems(page), []);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
