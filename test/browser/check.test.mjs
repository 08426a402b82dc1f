// A file is dropped, and what does not hold in it is told with its place; what holds is said calmly.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { accessProblems, openPage, pageWidth, startBrowser, startServer, tabTo, visit } from './kit.mjs';

let server;
let browser;
let page;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
  page = await openPage(browser, server.url);
  await visit(page, '/admin/check');
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const ROWS = ['东街,10.50,8.20,18.70,1', '西街,10.10,7.90,18.00,2', '南街,9.80,7.60,17.40,3', '北街,9.50,7.40,16.90,4', '中街,9.10,7.30,16.40,5', '前街,8.80,7.10,15.90,6'];
const csvFile = (name, rows) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(`单位,甲项得分,乙项得分,合计得分,排名\n${rows.join('\n')}\n`) });
const GOOD = csvFile('好.csv', ROWS);
const BAD = csvFile('错.csv', ROWS.map((row) => row.replace('16.90', '16.70')));
const OLD = { name: '旧.xls', mimeType: 'application/vnd.ms-excel', buffer: Buffer.from('x') };

const panel = (name) => page.getByRole('region', { name, exact: true }).first();

test('files are picked by keys; one that holds says so, one that does not says where', async () => {
  await tabTo(page, '要核对的文件');
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles([GOOD, BAD]);
  await panel('好.csv').getByText('全部成立').waitFor();
  const finding = panel('错.csv').getByRole('listitem');
  await finding.first().waitFor();
  assert.equal(await finding.count(), 1);
  assert.match(await finding.innerText(), /分项与合计不符[\s\S]*北街[\s\S]*16\.70[\s\S]*16\.90/);
  await panel('错.csv').getByText('共 1 处不符').waitFor();
});

test('what cannot be read is refused in its place, before it is sent', async () => {
  const sent = [];
  page.on('request', (request) => sent.push(request.url()));
  await page.locator('input[type=file]').setInputFiles(OLD);
  assert.match(await panel('旧.xls').getByRole('alert').innerText(), /旧格式[\s\S]*\.xlsx/);
  assert.deepEqual(sent.filter((url) => url.includes('/api/check')), []);
  await page.getByRole('button', { name: '移去 旧.xls' }).click();
  await panel('旧.xls').waitFor({ state: 'detached' });
});

test('a refusal of the server is shown with its hint', async () => {
  await page.locator('input[type=file]').setInputFiles({ name: '通报.txt', mimeType: 'text/plain', buffer: Buffer.from('%PDF-1.4\n') });
  assert.match(await panel('通报.txt').getByRole('alert').innerText(), /怎么办/);
  page.complaints.length = 0; // the browser notes every answer of 400
  await page.getByRole('button', { name: '移去 通报.txt' }).click();
});

test('the findings come down as a table', async () => {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载结果（CSV）' }).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  assert.match(text, /^\ufeff"文件","位置"/);
  assert.match(text, /"错\.csv",.*"分项与合计不符","北街","16\.70","16\.90"/);
});

test('results can be read by all, in both themes, and fit a phone', async () => {
  for (const theme of ['light', 'dark']) {
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
      document.documentElement.classList.toggle('dark', name === 'dark');
    }, theme);
    assert.deepEqual(await accessProblems(page), [], theme);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  assert.ok((await pageWidth(page)) <= 390);
});

test('nothing of this made the page complain', () => {
  assert.deepEqual(page.complaints, []);
  assert.deepEqual(page.strayRequests, []);
});
