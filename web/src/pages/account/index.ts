import type { PagesOfModule } from '@/shell/modules';

// Without an entry in the menu: it opens from the account's own, at the top right.
export default {
  title: '我的账号',
  order: 950,
  menu: [],
  routes: [{ path: '/account', component: () => import('./Account.vue'), meta: { title: '我的账号' } }],
} satisfies PagesOfModule;
