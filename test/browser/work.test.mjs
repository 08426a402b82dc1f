// The month's work by keyboard alone: import, freeze, reopen, download.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { openPage, startBrowser, startServer, tabTo, visit } from './kit.mjs';

let server;
let browser;
let page;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const BOM = '\ufeff';
const csvFile = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(BOM + text) });
const GOOD = csvFile('更正.csv', 'unit,satisfaction\r\n官洲街,19.25\r\n瑞宝街,19.19\r\n');
const BAD = csvFile('有错.csv', 'unit,satisfaction,备注2\r\n官洲街,19.5O\r\n凤凰街,20.00\r\n瑞宝街,19.20\r\n');

/** The import page reached and filled by keys, the file given to the dialog that Enter opens. */
// The page may still show the preview of the file before, so what this one must hold is waited for.
async function pickByKeys(file, held) {
  await page.keyboard.press('/');
  await page.keyboard.type('数据导入');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/admin\/imports/);
  await page.getByRole('heading', { name: '数据导入', level: 1 }).waitFor();
  if (!/table=hotline-items/.test(page.url())) {
    await tabTo(page, '数据表');
    await page.keyboard.press('Enter');
    const wanted = page.getByRole('option', { name: /热线/ });
    await wanted.waitFor();
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('ArrowDown');
      if (await wanted.evaluate((option) => option.classList.contains('is-hovering'))) break;
    }
    await page.keyboard.press('Enter');
    await page.waitForURL(/table=hotline-items/);
  }
  await tabTo(page, '要导入的文件');
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(file);
  await page.getByRole('region', { name: '预览' }).filter({ hasText: held }).first().waitFor();
}

test('a file with wrong cells is previewed with row, reason and hint, and given back with reasons', async () => {
  page = await openPage(browser, server.url);
  await visit(page, '/admin/overview?month=2023-02&scheme=hotline');
  await pickByKeys(BAD, '19.5O');
  const preview = page.getByRole('region', { name: '预览' }).first();
  const text = await preview.innerText();
  assert.match(text, /2\s*行有错误/);
  assert.match(text, /备注2/);
  assert.match(text, /19\.5O/);
  assert.match(text, /凤凰街[\s\S]*凤阳街/);
  const download = page.waitForEvent('download');
  await tabTo(page, '下载错误文件');
  await page.keyboard.press('Enter');
  const path = await (await download).path();
  const given = readFileSync(path);
  assert.ok(given.length > 0);
  assert.match(given.toString('utf8'), /错误原因|PK/);
});

test('a right file is previewed with its changes, confirmed, and changes the score', async () => {
  await pickByKeys(GOOD, '19.25');
  const text = await page.getByRole('region', { name: '预览' }).first().innerText();
  assert.match(text, /1\s*项变更/);
  assert.match(text, /官洲街\s+满意度\s+19(\.00)?\s+19\.25/);
  await tabTo(page, '确认导入');
  await page.keyboard.press('Enter');
  await page.getByText(/已导入，编号 \d+/).waitFor();
  await page.getByRole('region', { name: '导入历史' }).first().getByText('更正.csv').waitFor();
  await visit(page, '/admin/units/官洲街?month=2023-02&scheme=hotline');
  assert.match(await page.locator('main .facts').innerText(), /93\.98/);
});

test('an import is undone by its number', async () => {
  await visit(page, '/admin/imports?month=2023-02');
  await tabTo(page, '撤销导入');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo(page, '撤销');
  await page.keyboard.press('Enter');
  await page.getByText(/已撤销导入 \d+ 号/).waitFor();
  await visit(page, '/admin/units/官洲街?month=2023-02&scheme=hotline');
  assert.match(await page.locator('main .facts').innerText(), /93\.73/);
});

test('the month is frozen, refuses figures, and reopens only with a reason', async () => {
  await page.keyboard.press('g');
  await page.keyboard.press('v');
  await page.waitForURL(/\/admin\/months/);
  await page.getByRole('heading', { name: '全部月份和年度' }).waitFor();
  await tabTo(page, '冻结 2023年2月');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo(page, '冻结');
  await page.keyboard.press('Enter');
  const row = page.getByRole('row').filter({ hasText: '2023年2月' });
  await row.getByText('已冻结').waitFor();

  await visit(page, '/admin/imports?month=2023-02&table=hotline-items');
  assert.match(await page.locator('main').innerText(), /已冻结，不能改数/);

  await visit(page, '/admin/months?month=2023-02');
  await tabTo(page, '重新打开 2023年2月');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo(page, '重新打开');
  await page.keyboard.press('Enter');
  await page.getByText('请写明原因').waitFor();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.type('更正官洲街满意度');
  await tabTo(page, '重新打开');
  await page.keyboard.press('Enter');
  await row.getByText('草稿').waitFor();
  await page.getByText('原因：更正官洲街满意度').waitFor();
});

test('the bulletin is previewed and all four files come down with a progress count', async () => {
  await visit(page, '/admin/bulletin?month=2023-02');
  const frame = page.frameLocator('iframe');
  await frame.getByText(/通报/).first().waitFor();
  assert.match(await frame.locator('body').innerText(), /赤岗街/);

  const names = [];
  page.on('download', (download) => names.push(download.suggestedFilename()));
  await page.getByRole('button', { name: '全部下载' }).click();
  await page.getByText(/\d\/4/).waitFor();
  await page.getByText('4 个文件已下载').waitFor({ timeout: 120_000 });
  assert.deepEqual(names.map((name) => name.split('.').pop()).sort(), ['docx', 'html', 'pdf', 'xlsx']);
});

test('the keys are listed under ?, and can be turned off', async () => {
  await visit(page, '/admin/doctor');
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: '快捷键' });
  await sheet.waitFor();
  await sheet.getByRole('switch').press('Space');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  await page.keyboard.press('?');
  await page.waitForTimeout(300);
  assert.equal(await sheet.isVisible(), false);
});

test('nothing of this made the page complain', () => {
  assert.deepEqual(page.complaints, []);
  assert.deepEqual(page.strayRequests, []);
});
