"""More true papers of other shapes, which those who write the checks may read too."""
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from open_papers import change, distinct, ranks, rest, top
from paper import (DateLaw, MaximumLaw, NamesLaw, Paper, RankLaw, RowLaw, ShareLaw, Table, TotalLaw,
                   change_law, heading, number, para, percent, ratio_law, rounded, sum_law)
from plants import bound, figure, names

BUREAUS = ["市发展改革委", "市科技局", "市公安局", "市自然资源局", "市生态环境局", "市交通局", "市商务局",
           "市退役军人局", "市国资委", "市医保局", "市信访局", "市机关事务中心", "市文广旅体局（市文物局）",
           "市林业和园林局", "市城管执法局", "市地方金融办（市金融工作局）"]
TOWNS = ["青石镇", "白石镇", "榆林乡", "双河镇", "三汊镇", "大圩镇", "小圩镇", "临江街道", "滨江东街道",
         "滨江西街道", "鹿鸣街道", "麒麟镇", "沙洲镇", "红旗街道", "永丰镇", "永安镇"]


# ---- 1: a yearly score by weights, grades -----------------------------------------------------------

def annual():
    rng = Random(31)
    table = Table("附件 2023年度行政效能考评结果表", [
        ("名次",), ("单位名称",), ("综合评分(100分)",), ("主动好评率得分(10分)",), ("第三方评分(100分)",),
        ("专项得分(100分)",), ("考评总得分",), ("等次",)], label=1)
    data = []
    for name in BUREAUS:
        values = [Fraction(rng.randint(7900, 10000), 100), Fraction(rng.randint(600, 1000), 100),
                  Fraction(rng.randint(7900, 9900), 100), Fraction(rng.randint(60, 100))]
        data.append((number(rounded(annual_score(*values), 2)), name, values))
    data.sort(key=lambda row: -row[0])
    for rank, (score, name, values) in zip(ranks([row[0] for row in data]), data):
        grade = "优秀" if score >= 90 else "良好" if score >= 80 else "合格"
        table.add([rank, name, *(rounded(value, 2) for value in values[:3]), values[3],
                   rounded(score, 2), grade])
    table.notes = ["注：考评总得分=(综合评分*90%+主动好评率得分*10*10%)*50%+(第三方评分*90%+专项得分*10%)*50%。"]
    table.laws = [RowLaw("ratio", "考评总得分",
                         ["综合评分", "主动好评率得分", "第三方评分", "专项得分"], annual_score),
                  RankLaw("名次", "考评总得分"), NamesLaw(),
                  MaximumLaw({"综合评分": 100, "主动好评率得分": 10, "第三方评分": 100, "专项得分": 100})]

    def graded(paper, grade, yes=True):
        table_ = paper.tables[0]
        return [table_.name(row) for row in table_.entries()
                if (table_.text(row, "等次") == grade) == yes]
    return Paper("annual", "docx", [
        heading("关于2023年度行政效能考评结果的通报"),
        para("经自评、第三方评分和考评工作小组评议，评定为优秀的单位共",
             figure("count", lambda paper: str(len(graded(paper, "优秀")))), "个：",
             names(lambda paper: "、".join(graded(paper, "优秀")),
                   lambda paper: graded(paper, "优秀", False)), "。"),
        para("总得分排名前三位的单位是", names(top("考评总得分", 3), rest("考评总得分", 3)),
             "，排名后三位的单位是", names(top("考评总得分", 3, descending=False),
                                           rest("考评总得分", 3, descending=False)), "。"),
        table])


def annual_score(composite, active, third, special):
    return ((composite * 90 + active * 10 * 10) * 50 + (third * 90 + special * 10) * 50) / 10000


# ---- 2: a self-assessment by sections ----------------------------------------------------------------

def self_assessment():
    table = Table("部门整体支出绩效自评表", [
        ("一级指标",), ("二级指标",), ("分值",), ("自评得分",), ("扣分",), ("得分率",)], label=1)
    sections = {"履职效能": [("重点工作完成", "20", "19.5"), ("办件时效", "12", "12"),
                           ("服务满意", "10", "9.2"), ("数据归集", "8", "7.6")],
                "管理效率": [("预算编制", "6", "6"), ("预算执行", "14", "12.8"), ("资产管理", "10", "10"),
                           ("采购管理", "9", "8.5"), ("信息公开", "11", "11")]}
    whole, laws, score_of = [Fraction(0)] * 2, [], {}
    for group, (section, items) in enumerate(sections.items()):
        first = len(table.rows)
        for place, (name, points, score) in enumerate(items):
            table.add(self_row(section if place == 0 else "", name, points, score), group=group)
        sums = [table.sum(name, range(first, len(table.rows))) for name in ("分值", "自评得分")]
        table.add(self_row("", "小计", rounded(sums[0], 0), rounded(sums[1], 1)), "sub", group)
        score_of[section] = len(table.rows) - 1
        laws.append(TotalLaw(len(table.rows) - 1, ["分值", "自评得分", "扣分"],
                             range(first, len(table.rows) - 1)))
        whole = [one + two for one, two in zip(whole, sums)]
    table.add(self_row("合计", "", rounded(whole[0], 0), rounded(whole[1], 1)), "total", 9)
    last = len(table.rows) - 1
    laws.append(TotalLaw(last, ["分值", "自评得分", "扣分"], list(score_of.values())))
    table.laws = [*laws, RowLaw("sum", "扣分", ["分值", "自评得分"], lambda one, two: one - two),
                  ratio_law("得分率", "自评得分", "分值"), NamesLaw()]
    parts = []
    for place, (section, row) in enumerate(score_of.items()):
        parts += ["、" if place else "", section,
                  figure("parts", lambda paper, row=row: paper.tables[0].text(row, "自评得分")), "分"]
    return Paper("self", "html", [
        heading("整体支出绩效自评报告"),
        para("本部门整体支出绩效自评总得分",
             figure("parts", lambda paper: paper.tables[0].text(last, "自评得分")), "分，其中",
             *parts, "。"), table])


def self_row(section, name, points, score):
    lost = number(points) - number(score)
    return [section, name, points, score, rounded(lost, 1 if lost.denominator > 1 else 0),
            percent(number(score), number(points), 1)]


# ---- 3: two groups in a table, each with its own ranks ------------------------------------------------

def groups():
    rng = Random(33)
    table = Table("2024年前三季度政务公开考核情况", [
        ("排名",), ("单位",), ("季度得分", "一季度"), ("季度得分", "二季度"), ("季度得分", "三季度"),
        ("平均分",), ("加分(5分)",), ("减分",), ("最终得分",)], label=1)
    for group, (title, members) in enumerate((("市直部门", BUREAUS[:12]), ("镇街", TOWNS[:14]))):
        data = []
        for place, name in enumerate(members):
            scores = [Fraction(rng.randint(780, 1000), 10) for _ in range(3)]
            mean = number(rounded(sum(scores) / 3, 2))
            more = Fraction(rng.choice([0, 0, 1, 2, 3]), 2)
            less = -Fraction({1: 1, 4: 4, 6: 2, 9: 1, 11: 3}.get(place, 0), 2)
            data.append((mean + more + less, name, scores, mean, more, less))
        data.sort(key=lambda row: -row[0])
        table.add(["", title, *[""] * 7], "other", group)
        for rank, (total, name, scores, mean, more, less) in zip(ranks([row[0] for row in data]),
                                                                data):
            table.add([rank, name, *(rounded(score, 1) for score in scores), rounded(mean, 2),
                       rounded(more, 1), rounded(less, 1), rounded(total, 2)], group=group)
    table.laws = [RowLaw("ratio", "平均分", ["一季度", "二季度", "三季度"],
                         lambda one, two, three: (one + two + three) / 3),
                  sum_law("最终得分", ["平均分", "加分", "减分"]), RankLaw("排名", "最终得分"),
                  MaximumLaw({"加分": 5}), NamesLaw()]

    def of(group):
        return lambda table_: table_.entries(group)
    return Paper("groups", "tsv", [
        heading("政务公开考核情况通报"),
        para("前三季度，得分前三位的部门是", names(top("最终得分", 3, rows=of(0)),
                                                  rest("最终得分", 3, rows=of(0))),
             "；得分前三位的镇街是", names(top("最终得分", 3, rows=of(1)),
                                           rest("最终得分", 3, rows=of(1))), "。"), table])


# ---- 4: a patrol, with a total and a mean row ------------------------------------------------------------

def patrol():
    rng = Random(34)
    table = Table("附表：2024年4月网格巡查情况", [
        ("镇街",), ("巡查次数",), ("发现问题(宗)",), ("已处置(宗)",), ("未处置(宗)",), ("处置率(%)",)])
    data = []
    for name in TOWNS[:9]:
        found, left = rng.randint(30, 260), rng.randint(0, 12)
        data.append([rng.randint(40, 200), found, found - left, left])
        table.add([name, *data[-1], rounded(Fraction(found - left) * 100 / found, 2)])
    sums = [sum(row[place] for row in data) for place in range(4)]
    table.add(["合计", *sums, rounded(Fraction(sums[2]) * 100 / sums[1], 2)], "total", 1)
    table.add(["平均", *(rounded(Fraction(one, 9), 1) for one in sums), ""], "mean", 1)
    columns = ["巡查次数", "发现问题", "已处置", "未处置"]
    table.laws = [sum_law("发现问题", ["已处置", "未处置"], kinds=("entry", "total")),
                  ratio_law("处置率", "已处置", "发现问题", kinds=("entry", "total")),
                  TotalLaw(9, columns, range(9)), TotalLaw(10, columns, range(9), mean=True),
                  NamesLaw()]

    def cell(name):
        return lambda paper: paper.tables[0].text(9, name)
    return Paper("patrol", "pipe", [
        heading("网格巡查工作通报"),
        para("4月，各镇街共巡查", figure("value", cell("巡查次数")), "次，发现问题",
             figure("parts", cell("发现问题")), "宗，其中已处置", figure("parts", cell("已处置")),
             "宗，未处置", figure("parts", cell("未处置")), "宗，处置率为",
             figure("prose_share", cell("处置率")), "%。"),
        para("发现问题最多的三个镇街是", names(top("发现问题", 3), rest("发现问题", 3)), "。"), table])


# ---- 5: dates --------------------------------------------------------------------------------------------

def dates():
    rng = Random(35)
    table = Table("督办工单办理台账", [("序号",), ("工单编号",), ("承办单位",), ("受理日期",), ("办结日期",),
                                    ("用时(天)",), ("延期次数",), ("回访结果",)], label=1)
    for place in range(40):
        first = date(2024, 3, 1) + timedelta(days=rng.randint(0, 40))
        days = rng.randint(1, 25)
        table.add([place + 1, f"GD2024-{3000 + place * 13}", rng.choice(BUREAUS), first,
                   first + timedelta(days=days), days, rng.choice([0, 0, 0, 1]),
                   rng.choice(["满意", "基本满意"])])
    table.laws = [DateLaw(["受理日期", "办结日期"], "用时"), NamesLaw()]
    return Paper("dates", "csv", [table])


# ---- 6: two tables that share a quantity ------------------------------------------------------------------

def two_tables():
    rng = Random(36)
    counts = distinct(rng, 60, 900, 12)
    total = sum(counts)
    first = Table("表1 各镇街工单受理情况", [("序号",), ("镇街",), ("工单量(件)",), ("占比",),
                                         ("按时办结(件)",), ("按时办结率",)], label=1)
    done = [count - rng.choice([0, 0, 1, 3, 6]) for count in counts]
    for place, (name, count, on_time) in enumerate(zip(TOWNS, counts, done)):
        first.add([place + 1, name, count, percent(count, total, 1), on_time,
                   percent(on_time, count)])
    first.add(["", "合计", total, "100.0%", sum(done), percent(sum(done), total)], "total")
    first.laws = [ShareLaw("占比", "工单量"), ratio_law("按时办结率", "按时办结", "工单量"),
                  TotalLaw(12, ["工单量", "按时办结"], range(12)), NamesLaw()]
    second = Table("表2 工单类型情况", [("类型",), ("工单量(件)",), ("上月(件)",), ("环比",)])
    cuts = sorted(rng.sample(range(80, total - 80), 5))
    kinds = [high - low for low, high in zip([0, *cuts], [*cuts, total])]
    before = [max(5, count + rng.randint(-60, 60)) for count in kinds]
    for name, count, old in zip(["咨询", "求助", "投诉", "举报", "意见建议", "表扬"], kinds, before):
        second.add([name, count, old, change(count, old)])
    second.add(["合计", total, sum(before), change(total, sum(before))], "total")
    second.laws = [change_law("环比", "工单量", "上月"),
                   TotalLaw(6, ["工单量", "上月"], range(6)), NamesLaw()]

    def whole(paper):
        return paper.tables[0].text(12, "工单量")
    word = "上升" if total > sum(before) else "下降"
    return Paper("two", "docx", [
        heading("6月份工单情况"),
        para("6月份共受理工单", figure("value", whole), f"件，环比{word}",
             figure("prose_change", lambda paper: paper.tables[1].text(6, "环比").lstrip("-"),
                    limit=100), "。工单量前三位的镇街是", names(top("工单量", 3), rest("工单量", 3)),
             "，3个镇街合计受理", figure("value", lambda paper: str(int(sum(
                 paper.tables[0].values("工单量", range(3)))))), "件。"),
        first,
        para("按类型分，", "投诉类工单",
             figure("value", lambda paper: paper.tables[1].text(2, "工单量")), "件，占",
             figure("prose_share", lambda paper: percent(
                 paper.tables[1].value(2, "工单量"), number(whole(paper)), 1)),
             "；按时办结率为", figure("value", lambda paper: paper.tables[0].text(12, "按时办结率")),
             "。"),
        second])


# ---- 7: this year and last year, the total on top -------------------------------------------------------------

def year_on_year():
    rng = Random(37)
    table = Table("2024年1-6月政务服务主要指标", [
        ("地区",), ("办件量(件)", "本年累计"), ("办件量(件)", "上年同期"), ("办件量(件)", "同比(%)"),
        ("网上办件(件)", "网办件"), ("网上办件(件)", "网办率(%)")])
    data = [(name, rng.randint(3000, 80000), rng.randint(3000, 80000)) for name in
            ["东湖区", "西湖区", "北湖区", "南湖新区", "青云县", "白云岭县", "临港区", "高新区"]]
    online = [now * rng.randint(35, 97) // 100 for _, now, _ in data]
    whole = ("全市", sum(row[1] for row in data), sum(row[2] for row in data))
    for place, ((name, now, before), net) in enumerate(zip([whole, *data],
                                                           [sum(online), *online])):
        table.add([name, now, before, rounded(Fraction(now - before) * 100 / before, 1), net,
                   rounded(Fraction(net * 100, now), 1)], "entry" if place else "total")
    table.laws = [change_law("同比(%)", "本年累计", "上年同期"),
                  ratio_law("网办率", "网办件", "本年累计"),
                  TotalLaw(0, ["本年累计", "上年同期", "网办件"], range(1, 9)), NamesLaw()]
    word = "增长" if whole[1] > whole[2] else "下降"
    return Paper("yoy", "xlsx", [
        para("上半年全市累计办件", figure("value", lambda paper: paper.tables[0].text(0, "本年累计")),
             f"件，同比{word}", figure("prose_change", lambda paper: paper.tables[0].text(
                 0, "同比(%)").lstrip("-"), limit=100), "%，办件量居前三位的是",
             names(top("本年累计", 3), rest("本年累计", 3)), "。"),
        table, para("注：网办率=网办件/本年累计×100%。")])


# ---- 8: over three pages, with ties and units without business ---------------------------------------------------

def pages():
    rng = Random(38)
    table = Table("社区（村）便民服务站季度评分表", [
        ("名次",), ("站点",), ("环境(30分)",), ("效率(40分)",), ("评价(30分)",), ("扣分",), ("得分",)],
        label=1, page_rows=22)
    stations = [town.rstrip("街道镇乡") + end for town in TOWNS[:12] for end in
                ("一社区站", "二社区站", "三社区站", "新村站", "老街站")]
    data = []
    for place, name in enumerate(stations):
        values = [Fraction(rng.randint(48, 60), 2), Fraction(rng.randint(60, 80), 2),
                  Fraction(rng.randint(44, 60), 2)]
        minus = -Fraction(rng.choice([0, 0, 0, 0, 1, 2, 4]), 2)
        data.append((None if place in (17, 40) else sum(values) + minus, name, values, minus))
    scored = sorted((row for row in data if row[0] is not None), key=lambda row: -row[0])
    for rank, (score, name, values, minus) in zip(ranks([row[0] for row in scored]), scored):
        table.add([rank, name, *(rounded(value, 1) for value in values), rounded(minus, 1),
                   rounded(score, 1)])
    for _, name, _, _ in (row for row in data if row[0] is None):
        table.add(["-", name, "-", "-", "-", "-", "-"])
    table.laws = [sum_law("得分", ["环境", "效率", "评价", "扣分"]), RankLaw("名次", "得分"),
                  MaximumLaw({"环境": 30, "效率": 40, "评价": 30}), NamesLaw()]
    count = len(scored)
    return Paper("pages", "aligned", [
        para("本季度参加评分的站点共", figure("count", lambda _: str(count)), "个，2个站点因装修未参加。"),
        table])


# ---- 9: 200 rows, shares with three decimals ---------------------------------------------------------------------

def big():
    rng = Random(39)
    quarters = ["一季度", "二季度", "三季度", "四季度"]
    table = Table("2023年各村（社区）办件量统计", [
        ("编号",), ("村（社区）",), *(("办件量", name) for name in quarters), ("全年",),
        ("占全镇比重(%)",), ("位次",)], label=1)
    first, second = "东西南北上下前后大小新老", "塘沙岗坪湾桥井庙树坡"
    villages = rng.sample([one + two + end for one in first for two in second
                           for end in ("村", "社区")], 200)
    data = [[rng.randint(20, 4000) for _ in quarters] for _ in villages]
    whole, places = sum(map(sum, data)), ranks([sum(row) for row in data])
    table.add(["", "总计", *(sum(row[at] for row in data) for at in range(4)), whole, "100.000", ""],
              "total")
    for at, (name, row, place) in enumerate(zip(villages, data, places)):
        table.add([f"C{at + 1:03}", name, *row, sum(row),
                   rounded(Fraction(sum(row) * 100, whole), 3), place])
    table.laws = [sum_law("全年", quarters), ShareLaw("占全镇比重", "全年"), RankLaw("位次", "全年"),
                  TotalLaw(0, [*quarters, "全年"], range(1, 201)), NamesLaw()]
    table.notes = ["注：占全镇比重=全年办件量/全镇办件总量×100%"]
    return Paper("big", "csv", [table])


# ---- 10: a small table in a long sentence -----------------------------------------------------------------------

def small():
    data = [("当场办结", 412, 377), ("承诺办结", 268, 301), ("转外单位", 51, 44), ("不予受理", 9, 12),
            ("补正材料", 73, 61)]
    total, before = sum(row[1] for row in data), sum(row[2] for row in data)
    table = Table("表1 窗口办件情况", [("办理方式",), ("件数",), ("占比(%)",), ("去年同期",), ("同比增减",),
                                    ("同比",)])
    for name, count, old in [*data, ("总计", total, before)]:
        table.add([name, count, rounded(Fraction(count * 100, total), 1), old, count - old,
                   change(count, old)], "total" if name == "总计" else "entry")
    table.laws = [ShareLaw("占比", "件数"), change_law("同比", "件数", "去年同期"),
                  RowLaw("sum", "同比增减", ["件数", "去年同期"], lambda now, old: now - old),
                  TotalLaw(5, ["件数", "去年同期", "同比增减"], range(5)), NamesLaw()]
    sentence = ["一季度，窗口共办件", figure("parts", lambda paper: paper.tables[0].text(5, "件数")),
                "件，其中"]
    for place, (name, _, _) in enumerate(data):
        sentence += ["，" if place else "", name,
                     figure("parts", lambda paper, place=place: paper.tables[0].text(
                         place, "件数")), "件"]
    return Paper("small", "html", [
        para(*sentence, "。与去年同期相比", "增长" if total > before else "下降",
             figure("prose_change", lambda paper: paper.tables[0].text(5, "同比").lstrip("-"),
                    limit=100), "。当场办结件占全部办件的",
             figure("prose_share", lambda paper: paper.tables[0].text(0, "占比")), "%。"), table])


# ---- 11: grades by bands --------------------------------------------------------------------------------

def grades():
    rng = Random(41)
    table = Table("附件1 窗口单位季度评议结果", [
        ("窗口单位",), ("服务态度(40分)",), ("办事效率(40分)",), ("现场秩序(20分)",), ("得分",), ("评议等次",)])
    for place, bureau in enumerate(BUREAUS[:11]):
        low = [36, 32, 28, 22][place % 4]
        scores = [rng.randint(low, low + 3), rng.randint(low, low + 3), low // 2]
        total = sum(scores)
        grade = "优秀" if total >= 90 else "良好" if total >= 80 else "合格" if total >= 60 else "不合格"
        table.add([bureau[1:] + "窗口", *scores, total, grade])
    table.laws = [sum_law("得分", ["服务态度", "办事效率", "现场秩序"]), NamesLaw(),
                  MaximumLaw({"服务态度": 40, "办事效率": 40, "现场秩序": 20})]

    def counted(grade):
        return figure("count", lambda paper: str(sum(row[5] == grade for row in
                                                     paper.tables[0].rows)))
    return Paper("grades", "tsv", [
        heading("窗口单位季度评议办法及结果"),
        para("评议得分在", bound("90", True, 100), "分（含）以上的为优秀，", bound("80", True, 90),
             "分（含）至", bound("90", False, 80), "分（不含）的为良好，", bound("60", True, 80),
             "分（含）至", bound("80", False, 60), "分（不含）的为合格，",
             bound("60", False, 0), "分（不含）以下的为不合格。"),
        para("本季度评议为优秀的窗口单位", counted("优秀"), "个，良好", counted("良好"), "个，合格",
             counted("合格"), "个，不合格", counted("不合格"), "个。"), table])


# ---- 12: two pages of counts in a document --------------------------------------------------------------

def paged():
    rng = Random(42)
    kinds = ["居住类", "出行类", "教育类", "医疗类"]
    table = Table("附件 各村诉求办理情况", [
        ("序号",), ("村（社区）",), *(("诉求量(件)", kind) for kind in kinds), ("诉求量(件)", "小计"),
        ("办结(件)",), ("办结率(%)",)], label=1, page_rows=16)
    names_ = [town.rstrip("街道镇乡") + end for town in TOWNS[:14] for end in ("东村", "西村")]
    data = [[rng.randint(3, 160) for _ in kinds] for _ in names_]
    done = [sum(row) - rng.choice([0, 0, 1, 2, 4]) for row in data]
    for place, (name, row, ended) in enumerate(zip(names_, data, done)):
        table.add([place + 1, name, *row, sum(row), ended, rounded(Fraction(ended * 100, sum(row)), 1)])
    sums = [sum(row[at] for row in data) for at in range(4)]
    table.add(["", "合计", *sums, sum(sums), sum(done),
               rounded(Fraction(sum(done) * 100, sum(sums)), 1)], "total")
    table.laws = [sum_law("小计", kinds), ratio_law("办结率", "办结", "小计"),
                  TotalLaw(28, [*kinds, "小计", "办结"], range(28)), NamesLaw()]
    return Paper("paged", "docx", [heading("群众诉求办理情况"), table, para("特此通报。")])


def papers():
    return [annual(), self_assessment(), groups(), patrol(), dates(), two_tables(), year_on_year(),
            pages(), big(), small(), grades(), paged()]
