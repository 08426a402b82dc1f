import { shallowRef } from 'vue';
import { createRouter, createWebHistory, type LocationQuery } from 'vue-router';
import { Failure } from './api/failure';
import { keptNames, menuOf, modules } from './shell/modules';
import { mayLose } from './use/draft';
import { asked, session, startSession } from './use/session';

export const SIGN_IN = '/sign-in';

/** The first page that one may see. */
export const firstPage = (): string => modules.flatMap(menuOf)[0]?.to ?? '/account';

export const router = createRouter({
  history: createWebHistory('/admin/'),
  routes: [
    // Not a redirect: those are followed before anything is known about the session.
    { path: '/', component: { render: () => null }, beforeEnter: (to) => ({ path: firstPage(), query: to.query }) },
    {
      path: SIGN_IN,
      component: () => import('./pages/SignIn.vue'),
      // Without the frame: there is nobody yet whose menu it would be.
      meta: { title: '登录', bare: true },
    },
    ...modules.flatMap((module) => module.routes),
    {
      path: '/:rest(.*)*',
      component: () => import('./pages/Missing.vue'),
      meta: { title: '没有这一页' },
    },
  ],
  scrollBehavior(to, from, saved) {
    if (saved) return saved;
    return to.path === from.path ? undefined : { top: 0 };
  },
});

/** Why the console could not start. */
export const startFailure = shallowRef<Failure | null>(null);

/** Where the sign-in page leads to, as its address says. */
export const targetOf = (query: LocationQuery): string =>
  typeof query.to === 'string' && /^\/(?!\/)/.test(query.to) ? query.to : '/';

router.beforeEach(() => mayLose());

router.beforeEach(async (to) => {
  const signsIn = to.path === SIGN_IN;
  // Sent there by the lines below: it is known that nobody is signed in.
  if (signsIn && to.redirectedFrom) return true;
  try {
    startFailure.value = null;
    const isIn = (await startSession()) && !session.value?.password_due;
    if (signsIn) return isIn ? targetOf(to.query) : true;
    if (isIn || asked.value) return true;
  } catch (thrown) {
    startFailure.value = Failure.from(thrown);
    return signsIn;
  }
  return { path: SIGN_IN, query: to.path === '/' ? {} : { to: to.fullPath } };
});

/** The query that goes along to another page. */
export function keptQuery(query: Record<string, unknown>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of keptNames) {
    const value = query[name];
    if (typeof value === 'string') kept[name] = value;
  }
  return kept;
}
