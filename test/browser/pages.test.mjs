// Every page opens clean, shows the right figures, and keeps its state in the address.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openPage, pages, pageWidth, reload, startBrowser, startServer, visit } from './kit.mjs';

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

const rankRows = (page) => page.locator('[aria-label$="排名"] tbody tr');

describe('every page', () => {
  for (const { path, title } of pages) {
    test(`${path} opens without a complaint and stays on its origin`, async () => {
      const page = await openPage(browser, server.url);
      await visit(page, path);
      assert.match(await page.locator('main h1').innerText(), new RegExp(title));
      assert.deepEqual(page.complaints, []);
      assert.deepEqual(page.strayRequests, []);
      assert.ok((await pageWidth(page)) <= 1366);
      await page.context().close();
    });
  }

  test('is served under a policy that allows no inline script, inline style or eval', async () => {
    const answer = await fetch(`${server.url}/admin/`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'self'/);
    assert.doesNotMatch(policy, /unsafe/);
  });

  test('the root leads to the console and to the pages of citizens', async () => {
    const page = await openPage(browser, server.url);
    await page.goto('/');
    await page.getByRole('link', { name: /12345/ }).waitFor();
    await page.getByRole('link', { name: /工作台/ }).click();
    await page.waitForURL(/\/admin\//);
    await page.locator('main h1').waitFor();
    await page.context().close();
  });
});

describe('the month overview', () => {
  test('ranks 赤岗街 first with 102.50 among 18 streets', async () => {
    const page = await openPage(browser, server.url);
    await visit(page, '/admin/overview?month=2023-02&scheme=hotline&group=street');
    assert.equal(await rankRows(page).count(), 18);
    const first = await rankRows(page).first().innerText();
    assert.match(first, /^1\s/);
    assert.match(first, /赤岗街/);
    assert.match(first, /102\.50/);
    assert.match(await rankRows(page).last().innerText(), /官洲街[\s\S]*93\.73/);
    await page.context().close();
  });

  test('says movement in words, not only in arrows and colour', async () => {
    const page = await openPage(browser, server.url);
    await visit(page, '/admin/overview?month=2023-02&scheme=hotline&group=street');
    const words = await rankRows(page).locator('.movement .spoken').allInnerTexts();
    assert.equal(words.length, 18);
    for (const word of words) assert.match(word, /上升 \d+ 位|下降 \d+ 位|名次不变|无上月名次/);
    await page.context().close();
  });

  test('keeps the scheme and the sort in the address; Back undoes them', async () => {
    const page = await openPage(browser, server.url);
    await visit(page, '/admin/overview?month=2023-02&scheme=hotline&group=street');
    await page.getByRole('button', { name: '好差评' }).click();
    await page.waitForURL(/scheme=rating/);
    await page.goBack();
    await page.waitForURL(/scheme=hotline/);
    const sort = page.locator('[aria-label$="排名"] thead').getByRole('button', { name: '总分' });
    await sort.click();
    await sort.click();
    await page.waitForURL(/sort=total/);
    assert.match(await rankRows(page).first().innerText(), /官洲街/);
    await reload(page);
    assert.match(await rankRows(page).first().innerText(), /官洲街/);
    await page.context().close();
  });

  test('writes the month into the address, so that a copied link keeps its meaning', async () => {
    const page = await openPage(browser, server.url);
    await page.goto('/admin/overview');
    await page.waitForURL(/month=2023-02/);
    await page.context().close();
  });

  test('offers the radar as a table with the same figures', async () => {
    const page = await openPage(browser, server.url);
    await visit(page, '/admin/overview?month=2023-02&scheme=hotline&group=street&unit=官洲街');
    await page.getByRole('button', { name: '查看数据表' }).click();
    const table = page.getByRole('region', { name: '雷达图的数据' });
    assert.match(await table.innerText(), /满意度[\s\S]*19\.00/);
    await page.context().close();
  });
});

describe('the unit sheet', () => {
  test('explains a deduction down to the row of the file', async () => {
    const page = await openPage(browser, server.url);
    await visit(page, '/admin/units/赤岗街?month=2023-02&scheme=hotline');
    await page.getByRole('button', { name: '办理效率怎么算的' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('数据出处').first().waitFor();
    const text = await drawer.innerText();
    assert.match(text, /办理效率/);
    assert.match(text, /−1\.00|-1/);
    assert.match(text, /\.csv/);
    assert.match(text, /第 \d+ 行/);
    await page.context().close();
  });

  test('never puts 环比 and 同比 into one column', async () => {
    const page = await openPage(browser, server.url);
    await visit(page, '/admin/units/赤岗街?month=2023-02&scheme=hotline');
    const facts = await page.locator('main .facts li').allInnerTexts();
    assert.equal(facts.filter((text) => /环比/.test(text)).length, 1);
    assert.equal(facts.filter((text) => /同比/.test(text)).length, 1);
    assert.ok(!facts.some((text) => /环比[\s\S]*同比/.test(text)));
    await page.context().close();
  });

  test('says what to do when the unit does not exist', async () => {
    const page = await openPage(browser, server.url);
    await visit(page, '/admin/units/没有这个街?month=2023-02&scheme=hotline');
    assert.match(await page.locator('main').innerText(), /没有列入/);
    await page.context().close();
  });
});

describe('when something is missing', () => {
  test('an empty district says why and leads to the import', async () => {
    const page = await openPage(browser, server.url);
    await page.route('**/api/months', (route) => route.fulfill({ json: { months: [] } }));
    await visit(page, '/admin/overview');
    assert.match(await page.locator('main').innerText(), /还没有数据/);
    await page.getByRole('link', { name: '去导入数据' }).click();
    await page.waitForURL(/\/admin\/imports/);
    await page.context().close();
  });

  test('a refusal is shown with its detail and hint, and can be tried again', async () => {
    const page = await openPage(browser, server.url);
    let refuse = true;
    await page.route('**/api/doctor', (route) =>
      refuse
        ? route.fulfill({
            status: 409,
            json: { error: { code: 'state', title: '当前状态不允许', message: '数据库正在升级', detail: '第 3 步', hint: '等一分钟再试' } },
          })
        : route.continue(),
    );
    await page.goto('/admin/doctor');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    for (const words of ['当前状态不允许', '数据库正在升级', '第 3 步', '等一分钟再试']) {
      assert.match(await alert.innerText(), new RegExp(words));
    }
    refuse = false;
    await alert.getByRole('button', { name: '重试' }).click();
    await page.getByRole('heading', { name: '检查结果' }).waitFor();
    await page.context().close();
  });

  test('a server that has gone is named as such', async () => {
    const page = await openPage(browser, server.url);
    await page.route('**/api/units', (route) => route.abort());
    await page.goto('/admin/units');
    assert.match(await page.getByRole('alert').innerText(), /连不上服务[\s\S]*tongban serve/);
    await page.context().close();
  });
});
