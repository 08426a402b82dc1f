/** The kinds of things that entries are about, as people call them. */
export const OBJECTS: Record<string, string> = {
  account: '用户',
  post: '岗位',
  role: '角色',
  unit: '单位',
  session: '登录',
  token: '令牌',
  dictionary: '字典',
  calendar_day: '日历',
  notice: '通知',
  audit: '审计',
  order: '工单',
  matter: '工单流转',
  hotline_import: '工单导入',
  measures: '指标计数',
  appeal: '申诉',
  receiver: '通知接收方',
  month: '月份',
  import: '导入',
  district: '区',
  route: '接口',
};

/** One that this version does not know keeps its code. */
export const objectName = (object: string): string => OBJECTS[object] ?? object;
