import { Edit, Monitor, Tickets } from '@element-plus/icons-vue';
import type { PagesOfModule } from '@/shell/modules';
import { may } from '@/use/session';
import { hotline } from './api';
import { NEED } from './rights';

const ORDERS = { title: '工单列表', to: '/orders' };

export default {
  title: '12345热线',
  order: 50,
  menu: [
    { to: '/desk', title: '工作台', icon: Monitor, about: '待办、临期、督办的工单，最近的动态', key: 'd', needs: [NEED.desk] },
    { ...ORDERS, icon: Tickets, about: '查找、筛选、批量办理、导出和打印工单', key: 'l', needs: [NEED.orders] },
    { to: '/take', title: '登记工单', icon: Edit, about: '接听来电，登记一件新工单', key: 'n', needs: [NEED.take] },
  ],
  routes: [
    { path: '/desk', component: () => import('./Desk.vue'), meta: { title: '工作台' } },
    { path: '/orders', component: () => import('./Orders.vue'), meta: { title: '工单列表' } },
    { path: '/orders/:number', component: () => import('./OrderSheet.vue'), meta: { title: '工单', parent: ORDERS, param: 'number', needs: [NEED.order] } },
    { path: '/take', component: () => import('./Take.vue'), meta: { title: '登记工单' } },
  ],
  async find(words: string) {
    if (!may(NEED.orders) || words.length < 2) return [];
    const { rows } = await hotline.orders({ q: words, size: '5' });
    return rows.map((row) => ({
      title: `${row.number} ${row.title}`,
      about: `${row.kind}工单，${row.state_name}${row.unit ? `，${row.unit}` : ''}`,
      to: `/orders/${encodeURIComponent(row.number)}`,
    }));
  },
} satisfies PagesOfModule;
