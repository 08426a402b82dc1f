import { createRouter, createWebHistory } from 'vue-router';
import { keptNames, modules } from './shell/modules';

const first = modules.flatMap((module) => module.menu)[0]?.to ?? '/missing';

export const router = createRouter({
  history: createWebHistory('/admin/'),
  routes: [
    { path: '/', redirect: (to) => ({ path: first, query: to.query }) },
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

/** The query that goes along to another page. */
export function keptQuery(query: Record<string, unknown>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of keptNames) {
    const value = query[name];
    if (typeof value === 'string') kept[name] = value;
  }
  return kept;
}
