// For everyone: axe in the light theme, the phone, print, less motion.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessProblems, openPage, pages, reload, startBrowser, startServer, visit } from './kit.mjs';

let server;
let browser;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

describe('axe finds nothing serious, light', () => {
  // One context for all: what the pages share is fetched once.
  let page;
  before(async () => {
    page = await openPage(browser, server.url, { colorScheme: 'light', reducedMotion: 'reduce' });
  });
  after(() => page.context().close());
  for (const { path } of pages) {
    test(path, async () => {
      await visit(page, path);
      if (path.includes('why=')) await page.getByRole('dialog').getByText('怎么算的').first().waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
      assert.deepEqual(await accessProblems(page), []);
    });
  }
});

test('on a phone the menu opens, leads on, and closes by itself', async () => {
  const page = await openPage(browser, server.url, { viewport: { width: 390, height: 844 } });
  await visit(page, '/admin/overview');
  const menu = page.getByRole('navigation', { name: '主菜单' });
  await menu.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: '菜单', exact: true }).click();
  await menu.getByRole('link', { name: '月份与年度' }).click();
  await page.waitForURL(/\/admin\/months/);
  await menu.waitFor({ state: 'hidden' });
  await page.context().close();
});

test('prints without menu and buttons, and with the whole table', async () => {
  const page = await openPage(browser, server.url);
  await visit(page, '/admin/overview?month=2023-02&scheme=hotline&group=street');
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.getByRole('navigation', { name: '主菜单' }).isVisible(), false);
  assert.equal(await page.getByRole('search').isVisible(), false);
  const clipped = await page.evaluate(() =>
    [...document.querySelectorAll('main [role="region"]')].filter((region) => getComputedStyle(region).overflow !== 'visible').length,
  );
  assert.equal(clipped, 0);
  const pdf = await page.pdf({ format: 'A4' });
  assert.ok(pdf.length > 10_000);
  await page.context().close();
});

test('the theme that a user has chosen stays', async () => {
  const page = await openPage(browser, server.url, { colorScheme: 'light' });
  await visit(page, '/admin/doctor');
  await page.getByRole('button', { name: '换成深色' }).click();
  await reload(page);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await page.context().close();
});

test('asked for less motion, nothing moves', async () => {
  const page = await openPage(browser, server.url, { viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
  await visit(page, '/admin/overview');
  const longest = await page.evaluate(() =>
    Math.max(
      ...[...document.querySelectorAll('*')].map((element) =>
        Math.max(...getComputedStyle(element).transitionDuration.split(',').map((text) => parseFloat(text))),
      ),
    ),
  );
  assert.ok(longest < 0.001);
  await page.context().close();
});
