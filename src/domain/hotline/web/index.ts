import { DataAnalysis, Download, Edit, Monitor, Position, Tickets, Upload, Warning } from '@element-plus/icons-vue';
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
    { to: '/dispatch', title: '派单台', icon: Position, about: '待派工单和推荐的承办单位', key: 'p', needs: [NEED.candidates] },
    { to: '/supervision', title: '督办台', icon: Warning, about: '预警、临期、超期、反复退单和督办中的工单', key: 'w', needs: [NEED.orders, NEED.desk] },
    { to: '/statistics', title: '工单统计', icon: DataAnalysis, about: '按类型、分类、街道、单位、时段统计，点开看工单', key: 't', needs: [NEED.statistics] },
    { to: '/order-imports', title: '导入工单', icon: Upload, about: '导入市平台导出的工单，预览，撤销', needs: [NEED.imports] },
    { to: '/downloads', title: '下载中心', icon: Download, about: '导出的文件和进度', needs: [NEED.exports] },
  ],
  routes: [
    { path: '/desk', component: () => import('./Desk.vue'), meta: { title: '工作台' } },
    { path: '/orders', component: () => import('./Orders.vue'), meta: { title: '工单列表' } },
    { path: '/orders/:number', component: () => import('./OrderSheet.vue'), meta: { title: '工单', parent: ORDERS, param: 'number', needs: [NEED.order] } },
    { path: '/take', component: () => import('./Take.vue'), meta: { title: '登记工单' } },
    { path: '/dispatch', component: () => import('./DispatchBoard.vue'), meta: { title: '派单台' } },
    { path: '/supervision', component: () => import('./SupervisionBoard.vue'), meta: { title: '督办台' } },
    { path: '/statistics', component: () => import('./Statistics.vue'), meta: { title: '工单统计' } },
    { path: '/order-imports', component: () => import('./OrderImports.vue'), meta: { title: '导入工单' } },
    { path: '/downloads', component: () => import('./Downloads.vue'), meta: { title: '下载中心' } },
  ],
  matter: (number: string) => (may(NEED.order) ? `/orders/${encodeURIComponent(number)}` : null),
  async find(words: string) {
    if (!may(NEED.orders) || words.length < 2) return [];
    const { rows } = await hotline.orders({ q: words, size: '5' });
    return rows.map((row) => ({
      title: `${row.number} ${row.title}`,
      about: `${row.kind}工单${row.unit ? `，${row.unit}` : ''}`,
      to: `/orders/${encodeURIComponent(row.number)}`,
    }));
  },
} satisfies PagesOfModule;
