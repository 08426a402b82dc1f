import { Calendar, DataLine, Odometer, DocumentChecked, Files, OfficeBuilding, Upload } from '@element-plus/icons-vue';
import { api } from '@/api/client';
import type { PagesOfModule } from '@/shell/modules';
import { may } from '@/use/session';
import { NEED } from './outlook';

const UNITS = { title: '单位', to: '/units' };

export default {
  title: '考核通报',
  order: 100,
  keeps: ['month', 'scheme'],
  menu: [
    { to: '/overview', title: '总览', icon: DataLine, about: '排名、等次、得分矩阵、雷达图和各指标扣分', key: 'm', needs: ['GET /api/months/{period}/scores/{scheme}'] },
    { to: '/outlook', title: '本月预估', icon: Odometer, about: '假如月份现在结束的热线得分和名次，扣分的工单，试算', key: 'y', needs: [NEED.preview] },
    { to: '/bulletin', title: '通报', icon: DocumentChecked, about: '预览通报，下载 Word、PDF、Excel 和网页', key: 'b', needs: ['GET /api/months/{period}/bulletin.{format}'] },
    { to: '/imports', title: '数据导入', icon: Upload, about: '导入数据表，预览变更，撤销一次导入', key: 'i', needs: ['POST /api/imports'] },
    { to: '/months', title: '月份与年度', icon: Calendar, about: '冻结、公布、重新打开，查看各版本差异', key: 'v', needs: ['GET /api/months/{period}/versions'] },
    { to: '/schemes', title: '考核方案', icon: Files, about: '指标、公式、取整、目标值和依据', key: 's', needs: ['GET /api/schemes'] },
    { ...UNITS, icon: OfficeBuilding, about: '参评的部门和街道，曾用名', key: 'u', needs: ['GET /api/units'] },
  ],
  routes: [
    { path: '/overview', component: () => import('./Overview.vue'), meta: { title: '总览' } },
    { path: '/outlook', component: () => import('./Outlook.vue'), meta: { title: '本月预估' } },
    { path: '/units', component: () => import('./Units.vue'), meta: { title: '单位' } },
    {
      path: '/units/:unit',
      component: () => import('./UnitSheet.vue'),
      meta: { title: '单位成绩单', parent: UNITS, param: 'unit', needs: ['GET /api/months/{period}/scores/{scheme}'] },
    },
    { path: '/schemes', component: () => import('./Schemes.vue'), meta: { title: '考核方案' } },
    { path: '/imports', component: () => import('./Imports.vue'), meta: { title: '数据导入' } },
    { path: '/months', component: () => import('./Months.vue'), meta: { title: '月份与年度' } },
    { path: '/bulletin', component: () => import('./Bulletin.vue'), meta: { title: '通报' } },
  ],
  async find(words: string) {
    if (!may('GET /api/units')) return [];
    const units = await api.units();
    return units
      .filter((unit) => [unit.name, ...unit.aliases.map((alias) => alias.name)].some((name) => name.includes(words)))
      .map((unit) => ({
        title: unit.name,
        about: `${unit.group_name}成绩单`,
        to: `/units/${encodeURIComponent(unit.name)}`,
      }));
  },
} satisfies PagesOfModule;
