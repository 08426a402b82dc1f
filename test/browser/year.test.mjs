// A year's assessment on the pages: grades, and no word of months where there are none.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage, startBrowser, startServer, visit } from './kit.mjs';

const ANNUAL = `unit,rating_composite,active_good_score,third_party,special_adjustment
赤岗街,95,9.5,95,95
新港街,94,9.4,94,94
滨江街,93,9.3,93,93
素社街,92,9.2,92,92
海幢街,91,9.1,91,91
南华西街,90,9,90,90
龙凤街,85,8.5,85,85
沙园街,79.5,7.95,79.5,79.5
凤阳街,60,6,60,60
江海街,90,9,90,
`;

let server, browser, page;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
  page = await openPage(browser, server.url);
  const answer = await server.admin.ask('/api/imports?table=annual&period=2024&name=annual.csv', { method: 'POST', body: ANNUAL });
  assert.ok(answer.ok, await answer.text());
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('the overview of a year shows the grade of every unit and how many have each', async () => {
  await visit(page, '/admin/overview?month=2024&scheme=annual');
  const table = page.getByRole('table').first();
  const heads = await table.getByRole('columnheader').allInnerTexts();
  assert.ok(heads.some((head) => head.includes('等次')), heads.join());
  assert.ok(!heads.some((head) => head.includes('升降')), heads.join());
  const gradeOf = async (unit) => table.getByRole('row').filter({ hasText: unit }).innerText();
  assert.match(await gradeOf('赤岗街'), /优秀/);
  assert.match(await gradeOf('龙凤街'), /良好/);
  assert.match(await gradeOf('沙园街'), /(?<!不)合格/);
  assert.match(await gradeOf('凤阳街'), /不合格/);
  assert.doesNotMatch(await gradeOf('江海街'), /优秀|良好|合格/);
  const facts = await page.locator('main .facts').innerText();
  assert.match(facts, /优秀\s+6\s+等次/);
  assert.match(facts, /不合格\s+1\s+等次/);
});

test('a unit has its grade on its own page', async () => {
  await visit(page, '/admin/units/龙凤街?month=2024&scheme=annual');
  assert.match(await page.locator('main .facts').innerText(), /等次\s+良好/);
});

test('who is assessed alone is not compared with himself', async () => {
  await visit(page, '/admin/overview?month=2023&scheme=self_assessment');
  const text = await page.locator('main').innerText();
  assert.match(text, /自评总分/);
  assert.doesNotMatch(text, /均值/);
});

test('the pages of a year do not speak of months', async () => {
  for (const path of ['/admin/overview', '/admin/units/赤岗街', '/admin/bulletin']) {
    await visit(page, `${path}?month=2024&scheme=annual`);
    assert.doesNotMatch(await page.locator('main').innerText(), /上月|当月|环比|上年同月|个月|月份(?!与年度)/, path);
  }
});

test('the overview of a month has no column of grades', async () => {
  await visit(page, '/admin/overview?month=2023-02&scheme=hotline');
  const heads = await page.getByRole('table').first().getByRole('columnheader').allInnerTexts();
  assert.ok(!heads.some((head) => head.includes('等次')), heads.join());
});
