/* The shapes of a matter and of what hangs on it; how it is printed. */
#include "engine/flow/flow.h"

static const Field matter_fields[] = {
    FIELD(Matter, id, "编号", 0),
    FIELD(Matter, lifecycle, "流程", 0),
    FIELD(Matter, version, "流程版本", 0),
    FIELD(Matter, number, "单号", 0),
    FIELD(Matter, class_code, "类别", 0),
    FIELD(Matter, level, "等级", 0),
    FIELD(Matter, unit_id, "单位编号", 0),
    FIELD(Matter, opener_id, "登记账号", 0),
    FIELD(Matter, state, "状态", 0),
    FIELD(Matter, revision, "修订", 0),
    FIELD(Matter, opened_at, "收件时间", 0),
    FIELD_MAYBE(Matter, due_at, "到期时间", 0),
    FIELD_MAYBE(Matter, due_day, "到期日", 0),
    FIELD(Matter, due_days, "办理期限", 0),
    FIELD(Matter, extension_days, "延期", 0),
    FIELD(Matter, pause_days, "挂起的工作日", 0),
    FIELD(Matter, missing_year, "缺日历的年份", 0),
    FIELD_MAYBE(Matter, near_at, "临期时间", 0),
    FIELD_MAYBE(Matter, warn_at, "预警时间", 0),
    FIELD_MAYBE(Matter, paused_at, "挂起时间", 0),
    FIELD(Matter, step, "当前步骤", 0),
    FIELD_MAYBE(Matter, step_due_at, "步骤到期时间", 0),
    FIELD_MAYBE(Matter, closed_at, "办结时间", 0),
    FIELD(Matter, requests, "在审申请", 0),
    FIELD(Matter, moved_at, "最近动作时间", 0),
};
const Shape matter_shape = SHAPE(Matter, matter_fields);

static const Field event_fields[] = {
    FIELD(MatterEvent, id, "编号", 0),
    FIELD(MatterEvent, matter_id, "事项", 0),
    FIELD(MatterEvent, move, "动作", 0),
    FIELD(MatterEvent, from_state, "原状态", 0),
    FIELD(MatterEvent, to_state, "新状态", 0),
    FIELD(MatterEvent, at, "时间", 0),
    FIELD(MatterEvent, account_id, "账号", 0),
    FIELD(MatterEvent, actor, "经手人", 0),
    FIELD(MatterEvent, from_unit_id, "原单位", 0),
    FIELD(MatterEvent, to_unit_id, "新单位", 0),
    FIELD(MatterEvent, branch_id, "协办", 0),
    FIELD(MatterEvent, reason, "理由", 0),
    FIELD(MatterEvent, basis, "依据", 0),
    FIELD(MatterEvent, words, "内容", 0, .max_runes = FLOW_WORDS_RUNES_MAX),
    FIELD(MatterEvent, fields, "其他", 0),
    FIELD(MatterEvent, clock, "计时", 0),
    FIELD(MatterEvent, days, "天数", 0),
    FIELD(MatterEvent, waiting, "等待会签", 0),
    FIELD_MAYBE(MatterEvent, due_at, "到期时间", 0),
};
const Shape matter_event_shape = SHAPE(MatterEvent, event_fields);

static const Field clock_fields[] = {
    FIELD(MatterClock, id, "编号", 0),
    FIELD(MatterClock, matter_id, "事项", 0),
    FIELD(MatterClock, branch_id, "协办", 0),
    FIELD(MatterClock, code, "期限", 0),
    FIELD(MatterClock, started_at, "起算时间", 0),
    FIELD(MatterClock, days, "工作日", 0),
    FIELD(MatterClock, minutes, "工作分钟", 0),
    FIELD(MatterClock, around, "昼夜计时", 0),
    FIELD(MatterClock, pause_days, "挂起的工作日", 0),
    FIELD(MatterClock, hop_unit_id, "起算时的单位", 0),
    FIELD_MAYBE(MatterClock, due_at, "到期时间", 0),
    FIELD(MatterClock, missing_year, "缺日历的年份", 0),
    FIELD_MAYBE(MatterClock, stopped_at, "停止时间", 0),
};
const Shape matter_clock_shape = SHAPE(MatterClock, clock_fields);

static const Field branch_fields[] = {
    FIELD(MatterBranch, id, "编号", 0),
    FIELD(MatterBranch, matter_id, "事项", 0),
    FIELD(MatterBranch, unit_id, "协办单位", 0),
    FIELD(MatterBranch, state, "状态", 0),
    FIELD(MatterBranch, started_at, "开始时间", 0),
    FIELD_MAYBE(MatterBranch, due_at, "到期时间", 0),
    FIELD_MAYBE(MatterBranch, done_at, "完成时间", 0),
    FIELD(MatterBranch, words, "内容", 0, .max_runes = FLOW_WORDS_RUNES_MAX),
};
const Shape matter_branch_shape = SHAPE(MatterBranch, branch_fields);
