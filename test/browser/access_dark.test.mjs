// For everyone: axe in the dark theme.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessProblems, openPage, pages, startBrowser, startServer, visit } from './kit.mjs';

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

describe('axe finds nothing serious, dark', () => {
  // One context for all: what the pages share is fetched once.
  let page;
  before(async () => {
    page = await openPage(browser, server.url, { colorScheme: 'dark', reducedMotion: 'reduce' });
  });
  after(() => page.context().close());
  for (const { path } of pages) {
    test(path, async () => {
      await visit(page, path);
      if (path.includes('why=')) await page.getByRole('dialog').getByText('怎么算的').first().waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
      assert.deepEqual(await accessProblems(page), []);
    });
  }
});
