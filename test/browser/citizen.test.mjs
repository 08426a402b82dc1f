// The citizen's pages as a citizen meets them: a telephone of 360 px, thumbs, a connection that goes
// away, a keyboard, large letters.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessProblems, openPage, pageWidth, startBrowser, startServer } from './kit.mjs';

const PHONE = { width: 360, height: 740 };
const TARGET_PX = 44;
const ELDER_TARGET_PX = 60;
// A red picture of 8 by 8, as a camera would give one.
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGM4oKCAFTEMLQkAKj9AAXjm1WMAAAAASUVORK5CYII=',
  'base64',
);

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

const openCitizen = (options = {}) => openPage(browser, server.url, { as: null, viewport: PHONE, ...options });
const next = (page) => page.getByRole('button', { name: '下一步' }).click();
const at = (page, title) => page.getByRole('heading', { level: 1, name: title }).waitFor();

/** From the first page to the one to check, as the brief of a test wants it. */
async function write(page, { words, photo = false, confidential = false } = {}) {
  await page.goto('/12345/');
  await page.getByRole('link', { name: /反映诉求/ }).click();
  await page.getByRole('radio', { name: /投诉/ }).check();
  await next(page);
  await at(page, '发生了什么？');
  await page.getByLabel(/写明时间/).fill(words);
  if (photo) {
    await page.locator('#photos').setInputFiles({ name: '现场.png', mimeType: 'image/png', buffer: PHOTO });
    await page.getByRole('button', { name: '删除照片 1' }).waitFor();
  }
  await next(page);
  await at(page, '在哪里？');
  await page.getByLabel(/地址/).fill('演示路1号');
  await next(page);
  await at(page, '怎么联系您？');
  await page.getByLabel('电话', { exact: true }).fill('13800001234');
  if (confidential) await page.getByRole('checkbox', { name: /保密/ }).check();
  await next(page);
  await at(page, '提交前请核对');
}

/** A person takes longer than the program to fill in a form; the clock of the page is moved on. */
async function takeTime(page) {
  await page.clock.install();
  return () => page.clock.fastForward(10_000);
}

async function ordersLike(words) {
  const answer = await server.admin.ask(`/api/hotline/orders?q=${encodeURIComponent(words)}`);
  assert.equal(answer.status, 200);
  return (await answer.json()).rows;
}

function assertClean(page) {
  assert.deepEqual(page.strayRequests, []);
  assert.deepEqual(page.complaints, []);
}

describe('sending', () => {
  test('an order with a photograph, from the front page to the number', async () => {
    const page = await openCitizen();
    const wait = await takeTime(page);
    await write(page, { words: '演示甲：工地夜间施工', photo: true, confidential: true });
    assert.match(await page.locator('.answers').innerText(), /演示甲：工地夜间施工[^]*1 张[^]*演示路1号/);
    await wait();
    await page.getByRole('button', { name: '提交' }).click();
    await at(page, '已收到');
    const number = (await page.locator('.number').innerText()).trim();
    await page.getByRole('button', { name: '再反映一件' }).waitFor(); // the photograph is there too
    assert.match(await page.locator('main').innerText(), /办结期限：\d{4}-\d\d-\d\d 24:00前/);
    assert.ok(await page.locator('img.qr').evaluate((image) => image.complete && image.naturalWidth > 0));
    const order = await (await server.admin.ask(`/api/hotline/orders/${number}`)).json();
    assert.equal(order.attachments.length, 1);
    assert.equal(order.attachments[0].name, '照片.jpg'); // people name files after themselves
    assert.equal(order.order.confidential, true);
    assert.deepEqual(await accessProblems(page), []);
    assertClean(page);
    await page.context().close();
  });

  test('without a network it waits in the browser, over a new page too, and goes exactly once', async () => {
    const page = await openCitizen();
    const wait = await takeTime(page);
    await write(page, { words: '演示乙：离线时写的' });
    await wait();
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '提交' }).click();
    await at(page, '等待提交');
    assert.equal((await ordersLike('演示乙')).length, 0);
    // The first answer is lost on its way back: the browser cannot know that the order is there.
    let lost = 0;
    await page.route('**/api/public/hotline/orders', async (route) => {
      if (lost++) return route.continue();
      await route.fetch();
      return route.abort('connectionreset');
    });
    await page.context().setOffline(false);
    await page.getByText('网络不通').waitFor();
    assert.equal((await ordersLike('演示乙')).length, 1);
    await page.getByRole('button', { name: '现在提交' }).click();
    await at(page, '已收到');
    const number = (await page.locator('.number').innerText()).trim();
    const rows = await ordersLike('演示乙');
    assert.deepEqual(rows.map((row) => row.number), [number]);
    await page.reload();
    await at(page, '已收到');
    assert.equal((await ordersLike('演示乙')).length, 1);
    assert.deepEqual(page.strayRequests, []);
    await page.context().close();
  });

  test('the pages open without a network, and what is written in them goes once', async () => {
    const page = await openCitizen({ serviceWorkers: 'allow' });
    const context = page.context();
    await page.goto('/12345/');
    await page.waitForFunction(() => navigator.serviceWorker.controller);
    await page.waitForFunction(() => localStorage.getItem('tongban-12345-form'));
    await context.setOffline(true);
    const wait = await takeTime(page);
    await write(page, { words: '演示庚：飞行模式里写的' });
    await wait();
    await page.getByRole('button', { name: '提交' }).click();
    await at(page, '等待提交');
    await page.goto('/12345/sent'); // loaded anew, from what is kept
    await at(page, '等待提交');
    assert.equal((await ordersLike('演示庚')).length, 0);
    await context.setOffline(false);
    await at(page, '已收到');
    const number = (await page.locator('.number').innerText()).trim();
    await page.reload();
    await at(page, '已收到');
    assert.deepEqual((await ordersLike('演示庚')).map((row) => row.number), [number]);

    // Files of the build and the empty page, nothing that the server said or the person wrote.
    const kept = await page.evaluate(async () => {
      const found = [];
      for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys()) found.push(`${name} ${new URL(request.url).pathname}`);
      return found;
    });
    assert.ok(kept.length > 2);
    for (const one of kept) assert.match(one, /^tongban-12345-[0-9a-f]{16} \/(12345\/|assets\/[\w.-]+)$/);
    assert.deepEqual(page.strayRequests, []);
    await context.close();
  });

  test('a new build\'s worker throws away what the one before kept, and nothing else', async () => {
    const before = await openCitizen({ serviceWorkers: 'allow' });
    await before.goto('/12345/');
    await before.waitForFunction(() => navigator.serviceWorker.controller);
    await before.evaluate(async () => {
      await (await caches.open('tongban-12345-before')).put('/12345/', new Response('old'));
      await (await caches.open('another')).put('/x', new Response('not ours'));
      await (await navigator.serviceWorker.getRegistration('/12345/')).unregister();
    });
    const page = await before.context().newPage();
    await before.close(); // a worker goes with the last page that it serves
    await page.goto('/12345/');
    await page.waitForFunction(() => navigator.serviceWorker.controller);
    // What it takes over, it takes over when it has cleared up.
    const names = await page.evaluate(() => caches.keys());
    assert.deepEqual(names.filter((name) => !/^tongban-12345-[0-9a-f]{16}$/.test(name)), ['another']);
    assert.equal(names.length, 2);
    const worker = await fetch(`${server.url}/12345/sw.js`);
    assert.equal(worker.headers.get('content-type'), 'text/javascript; charset=utf-8');
    assert.equal(worker.headers.get('cache-control'), 'no-cache');
    await page.context().close();
  });

  test('a report of a unit says that it is kept from it', async () => {
    const page = await openCitizen();
    const wait = await takeTime(page);
    await page.goto('/12345/report/1');
    await page.getByRole('radio', { name: /举报/ }).check();
    await next(page);
    await page.getByLabel(/写明时间/).fill('演示辛：收受礼品');
    await page.getByLabel(/哪个单位或个人/).fill('赤岗街');
    assert.deepEqual(await accessProblems(page), []);
    await next(page);
    await at(page, '在哪里？');
    await next(page);
    await page.getByLabel('电话', { exact: true }).fill('13800001234');
    await next(page);
    await at(page, '提交前请核对');
    assert.match(await page.locator('.answers').innerText(), /举报对象\s*赤岗街/);
    await wait();
    await page.getByRole('button', { name: '提交' }).click();
    await at(page, '已收到');
    const number = (await page.locator('.number').innerText()).trim();
    const order = await (await server.admin.ask(`/api/hotline/orders/${number}`)).json();
    assert.equal(order.reported_unit, '赤岗街');
    assertClean(page);
    await page.context().close();
  });

  test('a draft is there again when the page is opened anew', async () => {
    const page = await openCitizen();
    await page.goto('/12345/report/2');
    await page.getByLabel(/写明时间/).fill('演示丙：写到一半');
    await page.getByText(/保存在本机/).waitFor();
    await page.goto('/12345/');
    await page.getByRole('link', { name: '继续写' }).click();
    await next(page);
    assert.equal(await page.locator('#kind-0').count(), 1);
    await page.goto('/12345/report/2');
    assert.equal(await page.getByLabel(/写明时间/).inputValue(), '演示丙：写到一半');
    await page.context().close();
  });

  test('what lacks is told on top, in focus, and leads to its field', async () => {
    const page = await openCitizen();
    await page.goto('/12345/report/4');
    await next(page);
    const summary = page.getByRole('alert');
    await summary.waitFor();
    assert.ok(await summary.evaluate((box) => box === document.activeElement));
    assert.match(await page.title(), /^错误：/);
    await summary.getByRole('link', { name: /请填写电话/ }).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'phone');
    assert.deepEqual(await accessProblems(page), []);
    await page.context().close();
  });
});

describe('asking', () => {
  async function made(words) {
    const answer = await fetch(`${server.url}/api/public/hotline/orders`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        kind: '咨询', content: words, phone: '13800004321', idempotency_key: `key-of-${words}-0123456789`, seconds: 30,
      }),
    });
    assert.equal(answer.status, 201);
    return (await answer.json()).number;
  }

  test('progress, rating and complaint', async () => {
    const number = await made('演示丁：怎么办理');
    const done = await server.admin.ask(`/api/hotline/orders/${number}/moves/answer`, {
      method: 'POST', body: { words: '演示答复：带身份证到窗口' },
    });
    assert.equal(done.status, 200);
    const page = await openCitizen();
    await page.goto(`/12345/progress?number=${number}`);
    await page.getByLabel('电话后四位').fill('4321');
    await page.getByRole('button', { name: '查询' }).click();
    await at(page, '已办结待回访');
    assert.match(await page.locator('main').innerText(), /演示答复：带身份证到窗口[^]*已受理[^]*已即时答复/);
    await page.getByRole('radio', { name: '非常满意' }).check();
    await page.getByRole('button', { name: '提交评价' }).click();
    await page.getByText('您的评价：非常满意').waitFor();
    await page.getByText('对办理过程不满意').click();
    await page.getByLabel(/哪里不满意/).fill('演示：等得太久');
    await page.getByRole('button', { name: '提交投诉' }).click();
    await page.getByText('已收到，将由热线管理部门核实').waitFor();
    assert.deepEqual(await accessProblems(page), []);
    assertClean(page);
    await page.context().close();
  });

  test('wrong digits and a number that is not there get the same words', async () => {
    const number = await made('演示戊：办事时间');
    const page = await openCitizen();
    const words = [];
    for (const asked of [number, 'HZ19990101-00001']) {
      await page.goto(`/12345/progress?number=${asked}`);
      await page.getByLabel('电话后四位').fill('0000');
      await page.getByRole('button', { name: '查询' }).click();
      words.push(await page.getByRole('alert').innerText());
    }
    assert.equal(words[0], words[1]);
    await page.context().close();
  });
});

describe('every page', () => {
  const paths = ['', 'report/1', 'report/2', 'report/3', 'report/4', 'report/check', 'progress'];

  for (const elder of [false, true]) {
    test(`is clean, narrow and easy to hit${elder ? ' in the elder view' : ''}`, async () => {
      const page = await openCitizen();
      await page.goto('/12345/');
      if (elder) await page.getByRole('button', { name: '长辈版' }).click();
      for (const path of paths) {
        await page.goto(`/12345/${path}`, { waitUntil: 'networkidle' });
        await page.locator('main h1').waitFor();
        assert.ok((await pageWidth(page)) <= PHONE.width, `${path} is wider than ${PHONE.width} px`);
        const small = await page.evaluate((least) => {
          const hit = (element) => (element.closest('label') ?? element).getBoundingClientRect();
          return [...document.querySelectorAll('main button, main input, main select, main textarea, main a, .reading button')]
            .filter((element) => element.getClientRects().length && hit(element).height < least - 0.5)
            .map((element) => element.outerHTML.slice(0, 80));
        }, elder ? ELDER_TARGET_PX : TARGET_PX);
        assert.deepEqual(small, [], path);
        if (elder) {
          const least = await page.evaluate(() => Math.min(...[...document.querySelectorAll('main *')]
            .filter((element) => element.innerText?.trim() && !element.closest('.unseen'))
            .map((element) => parseFloat(getComputedStyle(element).fontSize))));
          assert.ok(least >= 18, `${path}: text of ${least} px`);
        }
        assert.deepEqual(await accessProblems(page), [], path);
      }
      assertClean(page);
      await page.context().close();
    });
  }

  test('does not scroll sideways when magnified four times', async () => {
    const page = await openCitizen({ viewport: { width: 320, height: 256 } });
    for (const path of paths) {
      await page.goto(`/12345/${path}`, { waitUntil: 'networkidle' });
      await page.locator('main h1').waitFor();
      assert.ok((await pageWidth(page)) <= 320, path);
    }
    await page.context().close();
  });

  test('is read in high contrast without a finding', async () => {
    const page = await openCitizen();
    await page.goto('/12345/report/2');
    await page.getByRole('button', { name: '高对比' }).click();
    await page.locator('main h1').waitFor();
    assert.deepEqual(await accessProblems(page), []);
    await page.context().close();
  });

  test('works by keyboard alone', async () => {
    const page = await openCitizen();
    await page.goto('/12345/report/1', { waitUntil: 'networkidle' });
    await page.getByRole('radio', { name: /咨询/ }).focus();
    await page.keyboard.press('ArrowDown');
    assert.ok(await page.getByRole('radio', { name: /求助/ }).isChecked());
    await page.keyboard.press('Enter');
    await at(page, '发生了什么？');
    // A new page begins at its heading, so that the first Tab leads into the form.
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
    await page.context().close();
  });
});
