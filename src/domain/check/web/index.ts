import { Finished } from '@element-plus/icons-vue';
import type { PagesOfModule } from '@/shell/modules';

export default {
  title: '文件',
  order: 200,
  menu: [{ to: '/check', title: '核对', icon: Finished, about: '核对一份文件：合计、排名、比率、名单、环比是否自洽', key: 'c', needs: ['POST /api/check'] }],
  routes: [{ path: '/check', component: () => import('./Check.vue'), meta: { title: '核对' } }],
} satisfies PagesOfModule;
