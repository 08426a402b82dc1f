// What a lost session does to a request in hand: it waits, and goes out once more as it was.
import { beforeEach, expect, test, vi } from 'vitest';
import type { SessionView } from '@/api/types';
import { passwordChecks } from '@/use/password';
import { spanName } from '@/use/until';

const FREEZE = 'POST /api/months/{period}/freeze';

function view(over: Partial<SessionView> = {}): SessionView {
  return {
    account_id: 7,
    name: 'jia',
    person: '演示甲',
    post_id: 1,
    post: '经办人',
    unit: '东街',
    standing_in_for: null,
    scope_label: '东街及以下',
    csrf: 'first',
    password_due: false,
    idle_minutes: 30,
    permissions: [],
    routes: ['GET /api/months'],
    posts: [1, 2].map((id) => ({ id, unit: '东街', title: '经办人', role: '单位经办人', standing_in_for: null })),
    second_factor: false,
    unread: 0,
    ...over,
  };
}

interface Sent {
  method: string;
  path: string;
  csrf: string | null;
  body: string;
}

/** The server of one test: answers in turn, by method and path. */
function serve(answers: Record<string, [number, unknown][]>): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    const method = init.method ?? 'GET';
    sent.push({ method, path, csrf: new Headers(init.headers).get('X-CSRF-Token'), body: String(init.body ?? '') });
    const answer = answers[`${method} ${path}`]?.shift();
    if (!answer) throw new Error(`nobody expected ${method} ${path}`);
    const [status, body] = answer;
    return new Response(status === 204 ? null : JSON.stringify(body), { status });
  });
  return sent;
}
const refusal = (code: string) => ({ error: { code, title: '', message: code } });
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

async function fresh() {
  vi.resetModules();
  const store = await import('@/use/session');
  const { api } = await import('@/api/client');
  const { account } = await import('@/api/account');
  return { ...store, api, account };
}

beforeEach(() => vi.unstubAllGlobals());

test('a right is a row of the router, word for word', async () => {
  const { may, mayAll, session } = await fresh();
  expect(may('GET /api/months')).toBe(false);
  session.value = view();
  expect(may('GET /api/months')).toBe(true);
  expect(may('POST /api/months')).toBe(false);
  expect(mayAll(['GET /api/months', FREEZE])).toBe(false);
  expect(mayAll([])).toBe(true);
});

test('a refused change waits for the sign-in, and is sent once more with the new csrf text', async () => {
  const { api, asked, enter, session } = await fresh();
  session.value = view();
  const sent = serve({
    'POST /api/months/2023-02/reopen': [
      [401, refusal('UNAUTHENTICATED')],
      [200, { period: '2023-02', state: 'draft', version: 1 }],
    ],
  });
  const moved = api.reopen('2023-02', '更正');
  await settle();
  expect(asked.value).toBe('lost');
  await enter(view({ csrf: 'second' }));
  expect(asked.value).toBeNull();
  expect((await moved).state).toBe('draft');
  expect(sent.map((one) => one.csrf)).toEqual(['first', 'second']);
  expect(sent[1]?.body).toBe(sent[0]?.body);
});

test('what fails again after the sign-in is told, not tried for ever', async () => {
  const { api, enter, session } = await fresh();
  session.value = view();
  serve({ 'GET /api/months': [[401, refusal('UNAUTHENTICATED')], [401, refusal('UNAUTHENTICATED')]] });
  const months = expect(api.months()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await settle();
  await enter(view());
  await months;
});

test('all that waits goes on after one sign-in', async () => {
  const { api, enter, session } = await fresh();
  session.value = view();
  serve({
    'GET /api/months': [[401, refusal('UNAUTHENTICATED')], [200, { months: [] }]],
    'GET /api/units': [[401, refusal('UNAUTHENTICATED')], [200, { units: [] }]],
  });
  const both = Promise.all([api.months(), api.units()]);
  await settle();
  await enter(view());
  expect(await both).toEqual([[], []]);
});

test('the work goes on in the post that it was begun in', async () => {
  const { api, enter, session } = await fresh();
  session.value = view({ post_id: 2 });
  const sent = serve({
    'POST /api/months/2023-02/freeze': [[401, refusal('UNAUTHENTICATED')], [200, {}]],
    'POST /api/session/post': [[200, view({ post_id: 2, csrf: 'second' })]],
  });
  const moved = api.freeze('2023-02');
  await settle();
  await enter(view({ post_id: 1, csrf: 'second' }));
  await moved;
  expect(sent.map((one) => one.path)).toEqual(['/api/months/2023-02/freeze', '/api/session/post', '/api/months/2023-02/freeze']);
  expect(session.value.post_id).toBe(2);
});

test('another account takes nothing over: nothing is sent, and he is asked', async () => {
  const { api, asked, enter, session, stranger } = await fresh();
  session.value = view();
  const sent = serve({ 'POST /api/months/2023-02/freeze': [[401, refusal('UNAUTHENTICATED')]] });
  void api.freeze('2023-02');
  await settle();
  await enter(view({ account_id: 8, name: 'yi' }));
  expect(stranger.value?.name).toBe('yi');
  expect(asked.value).toBe('lost');
  expect(session.value.name).toBe('jia');
  expect(sent).toHaveLength(1);
});

test('a password that is due is changed before the request goes on', async () => {
  const { account, api, asked, passwordChanged, session } = await fresh();
  session.value = view();
  serve({
    'GET /api/months': [[403, refusal('PASSWORD_DUE')], [200, { months: [] }]],
    'POST /api/account/password': [[204, null]],
    'GET /api/session': [[200, view()]],
  });
  const months = api.months();
  await settle();
  expect(asked.value).toBe('password');
  await account.changePassword('a', 'b', true);
  await passwordChanged();
  expect(await months).toEqual([]);
});

test('a sign-in in another window changes the csrf text: the change is sent again with it', async () => {
  const { api, session } = await fresh();
  session.value = view();
  const sent = serve({
    'POST /api/months/2023-02/freeze': [[403, refusal('DENIED')], [200, {}]],
    'GET /api/session': [[200, view({ csrf: 'second' })]],
  });
  await api.freeze('2023-02');
  expect(sent.map((one) => one.csrf)).toEqual(['first', null, 'second']);
});

test('a right that lacks is told at once', async () => {
  const { api, session } = await fresh();
  session.value = view();
  serve({ 'POST /api/months/2023-02/freeze': [[403, refusal('DENIED')]], 'GET /api/session': [[200, view()]] });
  await expect(api.freeze('2023-02')).rejects.toMatchObject({ code: 'DENIED' });
});

test('another post in another window is noticed before the page acts as it', async () => {
  const { asked, backToPost, lookAgain, session, stranger } = await fresh();
  session.value = view();
  serve({
    'GET /api/session': [[200, view({ post_id: 2 })]],
    'POST /api/session/post': [[200, view({ post_id: 1 })]],
  });
  await lookAgain();
  expect(stranger.value?.post_id).toBe(2);
  expect(session.value.post_id).toBe(1);
  await backToPost();
  expect(stranger.value).toBeNull();
  expect(asked.value).toBeNull();
});

test('a wrong password at the door is told there, not taken for a lost session', async () => {
  const { account, asked, session } = await fresh();
  session.value = view();
  serve({ 'POST /api/session': [[401, refusal('UNAUTHENTICATED')]] });
  await expect(account.signIn('jia', 'b', '')).rejects.toMatchObject({ status: 401 });
  expect(asked.value).toBeNull();
});

test('the rules of passwords are ticked one by one', () => {
  const rules = { runes_min: 10, classes_min: 3, history: 5, days_max: 90 };
  const met = (password: string) => passwordChecks(rules, password, ['jia', '演示甲']).map((check) => check.isMet);
  expect(met('')).toEqual([false, false, false]);
  expect(met('abcdefghij')).toEqual([true, false, true]);
  expect(met('Abcdefghi1')).toEqual([true, true, true]);
  expect(met('Abc1')).toEqual([false, true, true]);
  expect(met('My-JIA-is-1')).toEqual([true, true, false]);
  expect(met('汉字也算字的十个呀')).toEqual([false, false, true]);
});

test('how long to wait is said in minutes and seconds', () => {
  expect(spanName(270)).toBe('4 分 30 秒');
  expect(spanName(60)).toBe('1 分');
  expect(spanName(9)).toBe('9 秒');
});
