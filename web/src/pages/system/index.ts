import { Monitor } from '@element-plus/icons-vue';
import type { PagesOfModule } from '@/shell/modules';

export default {
  title: '系统',
  order: 900,
  menu: [
    { to: '/doctor', title: '系统自检', icon: Monitor, about: '数据库、字体、目录等是否完好，坏了怎么修', key: 'd', needs: ['GET /api/doctor'] },
  ],
  routes: [{ path: '/doctor', component: () => import('./Doctor.vue'), meta: { title: '系统自检' } }],
} satisfies PagesOfModule;
