// For everyone: no page scrolls sideways on a phone.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openPage, pages, pageWidth, startBrowser, startServer, visit } from './kit.mjs';

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

describe('no page scrolls sideways on a phone', () => {
  let page;
  before(async () => {
    page = await openPage(browser, server.url, { viewport: { width: 390, height: 844 } });
  });
  after(() => page.context().close());
  for (const { path } of pages) {
    test(path, async () => {
      await visit(page, path);
      assert.ok((await pageWidth(page)) <= 390);
    });
  }
});
