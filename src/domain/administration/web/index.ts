import {
  Bell, Calendar, Collection, Connection, Document, Key, List, OfficeBuilding, Postcard, Promotion, User,
} from '@element-plus/icons-vue';
import { may } from '@/use/session';
import type { PagesOfModule } from '@/shell/modules';
import { access } from './api';
import { NEED } from './rights';

export default {
  title: '系统管理',
  order: 800,
  menu: [
    { to: '/users', title: '用户', icon: User, about: '新建用户，停用，重置密码，查看设备，登记请假', needs: [NEED.users] },
    { to: '/posts', title: '岗位', icon: Postcard, about: '各单位有哪些岗位，谁任职，谁代理', needs: [NEED.posts] },
    { to: '/roles', title: '角色', icon: Key, about: '每个角色能做什么，看到哪些单位的数据', needs: [NEED.roles, NEED.putRole] },
    { to: '/organisation', title: '组织机构', icon: OfficeBuilding, about: '单位的上下级，更名、合并、曾用名', needs: [NEED.units, NEED.createUnit] },
    { to: '/dictionaries', title: '字典', icon: Collection, about: '选项的名称、颜色和次序', needs: [NEED.dictionaries, NEED.putValue] },
    { to: '/calendar', title: '工作日历', icon: Calendar, about: '法定节假日、调休上班日和本局的日子', needs: [NEED.calendar] },
    { to: '/packs', title: '规则包', icon: Document, about: '规则文件的出处、施行日期和全文', needs: [NEED.packs] },
    { to: '/audit', title: '审计', icon: List, about: '谁在何时把什么从什么改成了什么', needs: [NEED.audit] },
    { to: '/tokens', title: '令牌', icon: Connection, about: '给其他程序用的接口令牌', needs: [NEED.tokens] },
    { to: '/notices', title: '通知', icon: Bell, about: '向各单位发布通知，看谁读过', needs: [NEED.notices] },
    { to: '/receivers', title: '外发接收方', icon: Promotion, about: '把事项的变动推送给其他系统和邮箱，看谁收到了', needs: [NEED.receivers] },
  ],
  routes: [
    { path: '/users', component: () => import('./Users.vue'), meta: { title: '用户' } },
    { path: '/posts', component: () => import('./Posts.vue'), meta: { title: '岗位' } },
    { path: '/roles', component: () => import('./Roles.vue'), meta: { title: '角色' } },
    { path: '/organisation', component: () => import('./Organisation.vue'), meta: { title: '组织机构' } },
    { path: '/dictionaries', component: () => import('./Dictionaries.vue'), meta: { title: '字典' } },
    { path: '/calendar', component: () => import('./Calendar.vue'), meta: { title: '工作日历' } },
    { path: '/packs', component: () => import('./Packs.vue'), meta: { title: '规则包' } },
    { path: '/audit', component: () => import('./Audit.vue'), meta: { title: '审计' } },
    { path: '/tokens', component: () => import('./Tokens.vue'), meta: { title: '令牌' } },
    { path: '/receivers', component: () => import('./Receivers.vue'), meta: { title: '外发接收方' } },
    { path: '/notices', component: () => import('./Notices.vue'), meta: { title: '通知' } },
  ],
  async find(words: string) {
    if (!may(NEED.users)) return [];
    const { users } = await access.users({ words });
    return users.map((user) => ({ title: user.person, about: `用户 ${user.name}`, to: `/users?user=${user.id}` }));
  },
} satisfies PagesOfModule;
