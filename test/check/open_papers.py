"""True papers of eleven shapes, all names and figures invented. Those who write the checks may read
these, more_papers.py and third_papers.py; held_papers.py has as many that they may not."""
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from paper import (DateLaw, MaximumLaw, NamesLaw, Paper, RankLaw, RowLaw, ShareLaw, Table, TotalLaw,
                   change_law, heading, number, para, percent, ratio_law, rounded, sum_law)
from plants import figure, names

STREETS = ["云栖街", "松涛街", "石桥街", "望江街", "柳浦街", "金沙街", "桂湖街", "长堤街", "东栅街",
           "西栅街", "北塘街", "南塘街", "南塘中街", "青榕街", "白鹭街", "古渡街", "盐仓街", "明珠街",
           "凤岗街", "龙岗街"]
OFFICES = ["区教育局", "区民政局", "区司法局", "区财政局", "区水务局", "区统计局", "区审计局",
           "区档案局", "区住建局", "区文旅局(区体育局)", "区农业农村局", "区卫健局",
           "区市场监管局(区知识产权局)", "区应急局", "区人社局", "市规划局柳江分局"]


def ranks(values, descending=True):
    return [1 + sum(other > value if descending else other < value for other in values)
            for value in values]


def distinct(rng, low, high, count):
    return sorted(rng.sample(range(low, high), count), reverse=True)


def top(column, count, table=0, descending=True, rows=None):
    """The names of the first `count` by a column, from the printed table."""
    return lambda paper: "、".join(
        paper.tables[table].order(column, descending, rows and rows(paper.tables[table]))[:count])


def rest(column, count, table=0, descending=True, rows=None):
    return lambda paper: paper.tables[table].order(
        column, descending, rows and rows(paper.tables[table]))[count + 1:]


# ---- 1: a monthly score with bonus and penalty ---------------------------------------------------

def hotline():
    rng = Random(11)
    limits = {"按时率": 15, "通过率": 20, "退单率": 20, "响应率": 20, "满意度": 25, "质量": 2,
              "时长": 2, "疑难": 7}
    basic, bonus = "基础考核事项(100分)", "附加考核-加分项(11分)"
    minus = "附加考核-减分项(10分)"
    table = Table("2024年5月份各街道热线工单考核情况表", [
        ("排名",), ("街道名称",), ("总分",), (basic, "按时率(15分)"), (basic, "通过率(20分)"),
        (basic, "退单率(20分)"), (basic, "响应率(20分)"), (basic, "满意度(25分)"),
        (bonus, "质量(2分)"), (bonus, "时长(2分)"), (bonus, "疑难(7分)"), (minus, "效率(6分)"),
        (minus, "采编(2分)"), (minus, "联动(2分)")], label=1)
    rows, satisfied = [], distinct(rng, 1850, 2500, len(STREETS))
    rng.shuffle(satisfied)
    for place, name in enumerate(STREETS):
        items = ["15", rounded(Fraction(rng.randint(1920, 2000), 100), 2),
                 rounded(Fraction(rng.randint(1840, 2000), 100), 2), "20",
                 rounded(Fraction(satisfied[place], 100), 2), str(rng.randint(0, 2)),
                 str(rng.randint(0, 2)), rng.choice(["0", "0", "0", "1", "3"]),
                 {2: "-1", 7: "-0.5", 11: "-0.5", 16: "-1", 4: "-0.2"}.get(place, "0"),
                 {5: "-0.5", 14: "-1"}.get(place, "0"), {9: "-0.5"}.get(place, "0")]
        rows.append((sum(number(item) for item in items), name, items))
    rows.sort(key=lambda row: -row[0])
    for rank, (total, name, items) in zip(ranks([row[0] for row in rows]), rows):
        table.add([rank, name, rounded(total, 2), *items])
    table.laws = [sum_law("总分", ["按时率", "通过率", "退单率", "响应率", "满意度", "质量", "时长",
                                 "疑难", "效率", "采编", "联动"]),
                  RankLaw("排名", "总分"), MaximumLaw(limits), NamesLaw()]
    parts = {"咨询类": 1203, "投诉类": 3790, "求助类": 2261, "举报类": 1044, "建议类": 97, "表扬类": 17}
    total = sum(parts.values())
    sentence = ["5月份，全区热线承办工单共", figure("parts", lambda _: str(total)), "件，其中"]
    for place, (name, count) in enumerate(parts.items()):
        sentence += ["、" if place else "", name, figure("parts", lambda _, count=count: str(count)),
                     "件"]
    return Paper("hotline", "tsv", [
        heading("关于2024年5月份政务服务热线工作情况的通报"),
        para("各街道办事处，区直有关单位："),
        heading("一、总体情况", 2),
        para(*sentence, "。投诉类占全部工单的",
             figure("prose_share", lambda _: percent(parts["投诉类"], total)), "。"),
        para("5月份考核分数前三位的街道是", names(top("总分", 3), rest("总分", 3)),
             "，后三位的街道是", names(top("总分", 3, descending=False),
                                       rest("总分", 3, descending=False)), "。"),
        para("退单率扣分较多的情况另行通报；满意度得分后三位的街道是",
             names(top("满意度", 3, descending=False), rest("满意度", 3, descending=False)),
             "。（详见附件）"),
        table, para("特此通报。")])


# ---- 2: ratings with a 全区 row on top and the formula in a note -----------------------------------

def rating():
    rng = Random(12)
    group = "好差评"
    table = Table("各街道2024年5月份“好差评”指标数据情况表", [
        ("序号",), ("街道",), ("服务人数(人次)",), ("受理量(件)",), (group, "主动评价率(%)"),
        (group, "评价占申办比例(%)"), (group, "好评率(%)"), (group, "好评率得分(满分10分)"),
        ("有效投诉(宗)",), ("表扬(封)",)], label=1)
    data = []
    for name, served in zip(STREETS[:18], distinct(rng, 300, 5200, 18)):
        data.append([name, served, served * rng.randint(10, 45) // 100 + 3,
                     rng.choice([1000, 1000, 1000, 999, 998]), rng.randint(10200, 20480),
                     rng.randint(9920, 10000), rng.choice([0, 0, 0, 1]), rng.choice([0, 0, 1, 2])])
    best = max(row[4] for row in data)
    table.add(["", "全区", sum(row[1] for row in data), sum(row[2] for row in data), "99.9%",
               "171.13%", "99.71%", "9.98", sum(row[6] for row in data),
               sum(row[7] for row in data)], "total")
    for place, (name, served, accepted, active, share, good, complaints, praise) in enumerate(data):
        score = (Fraction(active, 1000) * 5 + Fraction(share, best) * 5) * Fraction(good, 10000)
        table.add([place + 1, name, served, accepted, rounded(Fraction(active, 10), 1) + "%",
                   rounded(Fraction(share, 100), 2) + "%", rounded(Fraction(good, 100), 2) + "%",
                   rounded(score, 2), complaints, praise])
    table.notes = [
        "说明：", "1. 数据统计区间为2024年5月1日至2024年5月31日；",
        "2. 好评率得分=(主动评价率得分+评价占申办比例得分)*好评率；主动评价率得分=主动评价率*5；"
        "评价占申办比例得分=某街道的评价占申办比例/所有街道中评价占申办比例的最高值*5。"]
    table.laws = [
        RowLaw("ratio", "好评率得分", ["主动评价率", "评价占申办比例", "好评率"],
               lambda active, share, good, top_: (active / 20 + share / top_ * 5) * good / 100,
               kinds=("entry",), over=("评价占申办比例",)),
        TotalLaw(0, ["服务人数", "受理量", "有效投诉", "表扬"], range(1, 19)),
        MaximumLaw({"好评率得分": 10}), NamesLaw()]
    return Paper("rating", "html", [
        heading("政务服务“好差评”情况"),
        para("5月份，各街道便民服务中心服务群众",
             figure("value", lambda paper: paper.tables[0].text(0, "服务人数")),
             "人次，受理量", figure("value", lambda paper: paper.tables[0].text(0, "受理量")),
             "件，受理量排名前三位的街道是", names(top("受理量", 3), rest("受理量", 3)),
             "，服务人数排名后三位的街道是",
             names(top("服务人数", 3, descending=False), rest("服务人数", 3, descending=False)),
             "。"), table])


# ---- 3: counts and ratios, targets in the heads ---------------------------------------------------

def efficiency():
    rng = Random(13)
    less, online, cert = "减材料情况", "网办情况", "电子证照情况"
    table = Table("附件2 各部门政务服务效能通报表", [
        ("序号",), ("部门",), (less, "材料总数"), (less, "减免数"), (less, "减材料比例"),
        (online, "业务总量"), (online, "网办量"), (online, "网办比例(40%)"), (cert, "用证事项"),
        (cert, "已应用"), (cert, "应用比例(100%)"), ("按时办结率",)], label=1)
    sums = [0] * 6
    for place, name in enumerate(OFFICES):
        materials, cases, certs = (rng.randint(*ends) for ends in ((90, 900), (40, 9000), (3, 40)))
        counts = [materials, materials * rng.randint(45, 98) // 100, cases,
                  cases * (rng.randint(46, 90) if place in (1, 4, 6, 12) else rng.randint(3, 37))
                  // 100, certs, certs if place in (0, 7, 9, 13) else rng.randrange(1, certs)]
        if place == 7:
            counts[2], counts[3] = 0, 0
        sums = [one + two for one, two in zip(sums, counts)]
        table.add(efficiency_row(str(place + 1), name, counts,
                                 "100.00%" if place % 5 else "99.87%"))
    table.add(efficiency_row("", "合计", sums, "99.98%"), "total")
    table.laws = [ratio_law("减材料比例", "减免数", "材料总数"),
                  ratio_law("网办比例", "网办量", "业务总量"),
                  ratio_law("应用比例", "已应用", "用证事项"),
                  TotalLaw(16, ["材料总数", "减免数", "业务总量", "网办量", "用证事项", "已应用"],
                           range(16)), NamesLaw()]

    def reaching(paper, reached=True):
        table_ = paper.tables[0]
        return [table_.name(row) for row in table_.entries()
                if table_.value(row, "网办比例") is not None
                and (table_.value(row, "网办比例") >= 40) == reached]
    return Paper("efficiency", "docx", [
        heading("政务服务效能情况"),
        para("5月份，全区减材料比例为", figure("value", lambda paper: paper.tables[0].text(
            16, "减材料比例")), "；网办比例为",
             figure("value", lambda paper: paper.tables[0].text(16, "网办比例")), "，仅",
             names(lambda paper: "、".join(reaching(paper)), lambda paper: reaching(paper, False),
                   size_may_change=True),
             "网办比例达到市考核要求的40%；电子证照应用比例为",
             figure("value", lambda paper: paper.tables[0].text(16, "应用比例")),
             "，按时办结率为99.98%。（详见附件2）"), table,
        para("说明：没有业务的部门不计算比例。")])


def efficiency_row(serial, name, counts, on_time):
    def ratio(part, whole):
        return percent(part, whole) if whole else "/"
    return [serial, name, counts[0], counts[1], ratio(counts[1], counts[0]), counts[2], counts[3],
            ratio(counts[3], counts[2]), counts[4], counts[5], ratio(counts[5], counts[4]), on_time]


# ---- 4: kinds of orders with shares and change ----------------------------------------------------

def kinds_of_orders():
    rng = Random(14)
    table = Table("", [("类别",), ("本月件数",), ("占比",), ("上月件数",), ("环比",)])
    data = [(name, rng.randint(40, 900), rng.randint(40, 900)) for name in
            ["市容环境", "噪声扰民", "劳动纠纷", "房屋质量", "供水供电", "交通出行", "消费维权", "社会保障",
             "教育教学", "医疗卫生"]]
    total, before = sum(row[1] for row in data), sum(row[2] for row in data)
    for name, count, old in data:
        table.add([name, count, percent(count, total), old, change(count, old)])
    table.add(["合计", total, "100.00%", before, change(total, before)], "total")
    table.laws = [ShareLaw("占比", "本月件数"), change_law("环比", "本月件数", "上月件数"),
                  TotalLaw(10, ["本月件数", "上月件数"], range(10)), NamesLaw()]
    return Paper("kinds", "csv", [table], {"bom": True})


def change(now, before):
    return rounded(Fraction(now - before) * 100 / before, 2) + "%"


# ---- 5: this month and last month, as a sheet with formulas ----------------------------------------

def months():
    rng = Random(15)
    table = Table("各政务大厅业务量环比情况表", [
        ("大厅",), ("业务量(件)", "本月"), ("业务量(件)", "上月"), ("业务量(件)", "增减"), ("环比",),
        ("接待(人次)",), ("人均办件",)])
    data = [(name, rng.randint(900, 9000), rng.randint(900, 9000), rng.randint(500, 5000))
            for name in ["区政务中心", "不动产大厅", "办税大厅", "出入境大厅", "交警大厅", "公积金大厅", "社保大厅",
                         "车管所大厅", "婚姻登记处", "法律服务中心", "市场准入大厅", "公共资源大厅"]]
    data.append(("合计", *(sum(row[place] for row in data) for place in (1, 2, 3))))
    for row, (name, now, before, people) in enumerate(data):
        table.add([name, f"{now}", before, now - before, change(now, before), people,
                   rounded(Fraction(now, people), 2)], "total" if name == "合计" else "entry")
        at = "{row}"
        table.exact[row, 3] = (table.rows[row][3], now - before, f"B{at}-C{at}")
        table.exact[row, 4] = (table.rows[row][4], Fraction(now - before, before),
                               f"(B{at}-C{at})/C{at}")
        table.exact[row, 6] = (table.rows[row][6], Fraction(now, people), f"B{at}/F{at}")
    table.laws = [RowLaw("sum", "增减", ["本月", "上月"], lambda now, before: now - before),
                  change_law("环比", "本月", "上月"),
                  RowLaw("ratio", "人均办件", ["本月", "接待"], lambda a, b: a / b),
                  TotalLaw(12, ["本月", "上月", "增减", "接待"], range(12)), NamesLaw()]

    def total_change(paper):
        return paper.tables[0].text(12, "环比").lstrip("-")
    word = "上升" if data[-1][1] > data[-1][2] else "下降"
    return Paper("months", "xlsx", [
        table, para("5月份各大厅共办理业务", figure("value", lambda paper: paper.tables[0].text(
            12, "本月")), f"件，环比{word}", figure("prose_change", total_change, limit=100),
            "，业务量最多的大厅是", names(top("本月", 1), rest("本月", 1)), "。")])


# ---- 6: a budget with 小计 and 合计 ----------------------------------------------------------------

def budget():
    rng = Random(16)
    table = Table("2024年部门项目预算执行情况表（单位：万元）", [
        ("类别",), ("项目",), ("年初预算",), ("调整数",), ("预算数",), ("执行数",), ("结余",),
        ("执行率",)], label=1)
    sections = {"政务服务类": ["大厅运行维护", "窗口人员服务", "自助终端", "好差评系统"],
                "数据管理类": ["政务云租用", "数据共享平台", "网络安全", "视频会议", "数据治理"],
                "综合保障类": ["物业管理", "宣传培训", "审计评估", "档案整理"]}
    subtotals, laws = [], []
    for group, (section, items) in enumerate(sections.items()):
        first, whole = len(table.rows), [Fraction(0)] * 3
        for place, item in enumerate(items):
            start, moved = Fraction(rng.randint(1000, 90000), 100), Fraction(
                rng.choice([0, rng.randint(100, 2000), rng.randint(-900, -100)]), 100)
            spent = rounded((start + moved) * rng.randint(550, 1000) / 1000, 2)
            whole = [one + two for one, two in zip(whole, (start, moved, number(spent)))]
            table.add([section if place == 0 else "", *budget_row(item, start, moved,
                                                                  number(spent))], group=group)
        table.add(["", *budget_row("小计", *whole)], "sub", group)
        subtotals.append(whole)
        laws.append(TotalLaw(len(table.rows) - 1, ["年初预算", "调整数", "预算数", "执行数", "结余"],
                             range(first, len(table.rows) - 1)))
    table.add(["合计", *budget_row("", *map(sum, zip(*subtotals)))], "total", 9)
    laws.append(TotalLaw(len(table.rows) - 1, ["年初预算", "调整数", "预算数", "执行数", "结余"],
                         [law.row for law in laws]))
    table.laws = laws + [
        sum_law("预算数", ["年初预算", "调整数"]),
        RowLaw("sum", "结余", ["预算数", "执行数"], lambda plan, spent: plan - spent),
        ratio_law("执行率", "执行数", "预算数"), NamesLaw()]
    last = len(table.rows) - 1
    return Paper("budget", "pipe", [
        heading("预算执行情况"),
        para("全年预算数", figure("value", lambda paper: paper.tables[0].text(last, "预算数")),
             "万元，执行数", figure("value", lambda paper: paper.tables[0].text(last, "执行数")),
             "万元，执行率", figure("value", lambda paper: paper.tables[0].text(last, "执行率")), "。"),
        table])


def budget_row(name, start, moved, spent):
    plan = start + moved
    return [name, *(rounded(value, 2) for value in (start, moved, plan, spent, plan - spent)),
            percent(spent, plan)]


# ---- 7: visitors by month ---------------------------------------------------------------------------

def matrix():
    rng = Random(17)
    month_names = [f"{month}月" for month in range(1, 13)]
    table = Table("2023年各大厅服务人数统计表", [("大厅",), *((name,) for name in month_names),
                                                ("合计",)])
    halls = [name[:2] + "便民中心" for name in STREETS[:11]]
    sums = [0] * 12
    for place, name in enumerate(halls):
        counts = [rng.randint(80, 2400) for _ in month_names]
        if place in (3, 8):
            counts[1] = None
        sums = [one + (two or 0) for one, two in zip(sums, counts)]
        table.add([name, *("" if count is None else count for count in counts),
                   sum(count or 0 for count in counts)])
    table.add(["合计", *sums, sum(sums)], "total")
    table.laws = [sum_law("合计", month_names),
                  TotalLaw(11, [*month_names, "合计"], range(11)), NamesLaw()]
    for row in range(12):
        table.exact[row, 13] = (table.rows[row][13], number(table.rows[row][13]),
                                "SUM(B{row}:M{row})")
    return Paper("matrix", "xlsx", [para("单位：人次"), table,
                                    para("注：空格为当月未开放。")])


# ---- 8: a survey -----------------------------------------------------------------------------------

def survey():
    rng = Random(18)
    table = Table("群众满意度回访情况", [
        ("序号",), ("单位",), ("回访数",), ("满意",), ("基本满意",), ("不满意",), ("满意率",),
        ("排名",)], label=1)
    rates = []
    data = []
    for name in OFFICES[:12]:
        counts = [rng.randint(40, 380), rng.randint(5, 60), rng.randint(0, 25)]
        data.append((name, counts))
        rates.append(number(rounded(Fraction(counts[0] + counts[1]) * 100 / sum(counts), 1)))
    for place, ((name, counts), rank) in enumerate(zip(data, ranks(rates))):
        table.add([place + 1, name, sum(counts), *counts, rounded(rates[place], 1) + "%", rank])
    sums = [sum(counts[kind] for _, counts in data) for kind in range(3)]
    table.add(["", "总计", sum(sums), *sums, percent(sums[0] + sums[1], sum(sums), 1), ""], "total")
    table.laws = [sum_law("回访数", ["满意", "基本满意", "不满意"]),
                  RowLaw("ratio", "满意率", ["满意", "基本满意", "回访数"],
                         lambda good, fair, all_: (good + fair) * 100 / all_),
                  RankLaw("排名", "满意率"),
                  TotalLaw(12, ["回访数", "满意", "基本满意", "不满意"], range(12)), NamesLaw()]
    table.notes = ["注：满意率=(满意+基本满意)/回访数*100%。"]

    def below(paper, yes=True):
        table_ = paper.tables[0]
        return [table_.name(row) for row in table_.entries()
                if (table_.value(row, "满意率") < 95) == yes]
    return Paper("survey", "aligned", [
        para("本次共回访群众", figure("value", lambda paper: paper.tables[0].text(12, "回访数")),
             "人，总体满意率", figure("value", lambda paper: paper.tables[0].text(12, "满意率")),
             "。满意率低于95%的有", figure("count", lambda paper: str(len(below(paper)))), "个单位：",
             names(lambda paper: "、".join(below(paper)), lambda paper: below(paper, False)), "。"),
        table])


# ---- 9: price x quantity, 200 rows -------------------------------------------------------------------

def prices():
    rng = Random(19)
    table = Table("", [("序号",), ("物品编号",), ("规格",), ("单价(元)",), ("数量",), ("金额(元)",),
                       ("税额(元)",), ("价税合计(元)",)], label=1)
    total = [Fraction(0)] * 4
    for place in range(200):
        price, count = Fraction(rng.randint(150, 99999), 100), rng.randint(1, 240)
        amount = price * count
        tax = number(rounded(amount * Fraction(6, 100), 2))
        total = [one + two for one, two in zip(total, (count, amount, tax, amount + tax))]
        table.add([place + 1, f"A{4000 + place * 7}", rng.choice(["箱", "台", "套", "个"]),
                   rounded(price, 2), count, rounded(amount, 2), rounded(tax, 2),
                   rounded(amount + tax, 2)])
    table.add(["", "合计", "", "", int(total[0]), *(rounded(value, 2) for value in total[1:])],
              "total")
    table.laws = [RowLaw("product", "金额", ["单价", "数量"], lambda a, b: a * b,
                         kinds=("entry",)),
                  sum_law("价税合计", ["金额", "税额"]),
                  TotalLaw(200, ["数量", "金额", "税额", "价税合计"], range(200)), NamesLaw()]
    return Paper("prices", "csv", [table])


# ---- 10: complaints of the offices, with thousands and shared ranks ------------------------------------

def shared_ranks():
    rng = Random(20)
    table = Table("表3 各部门信访件办理情况", [
        ("名次",), ("部门",), ("来信",), ("来访",), ("网上",), ("合计",), ("按期办结",), ("办结率",)],
        label=1)
    data = []
    for place, name in enumerate(OFFICES):
        counts = [rng.randint(20, 900), rng.randint(20, 900), rng.randint(300, 2400)]
        if place in (5, 11):  # as many as another
            counts = data[place - 2][1][::-1]
        data.append((name, counts, sum(counts) - rng.choice([0, 0, 1, 2, 5, 11])))
    data.sort(key=lambda row: -sum(row[1]))
    for rank, (name, counts, done) in zip(ranks([sum(row[1]) for row in data]), data):
        table.add([rank, name, *(f"{count:,}" for count in (*counts, sum(counts), done)),
                   percent(done, sum(counts))])
    table.laws = [sum_law("合计", ["来信", "来访", "网上"]),
                  ratio_law("办结率", "按期办结", "合计"), RankLaw("名次", "合计"), NamesLaw()]

    def all_(column):
        return lambda paper: str(int(paper.tables[0].sum(column)))
    parts = [figure("parts", all_(column)) for column in ("来信", "来访", "网上")]
    return Paper("shared", "html", [
        heading("信访件办理情况"),
        para("各部门共收到信访件", figure("parts", all_("合计")), "件，其中来信", parts[0], "件、来访",
             parts[1], "件、网上", parts[2], "件。信访件最多的三个部门是",
             names(top("合计", 3), rest("合计", 3)), "。"), table])


# ---- 11: a register with dates -------------------------------------------------------------------------

def register():
    rng = Random(21)
    table = Table("建设项目联合验收情况", [("项目名称",), ("受理时间",), ("办结时间",), ("验收部门",),
                                         ("整改次数",), ("材料份数",)])
    for name in STREETS[:15]:
        first = date(2024, 1, 3) + timedelta(days=rng.randint(0, 90))
        table.add([name[:2] + rng.choice(["小区", "学校", "医院", "厂房"]), first,
                   first + timedelta(days=rng.randint(0, 30)), rng.choice(OFFICES[:6]),
                   rng.randint(0, 3), rng.randint(8, 40)])
    table.laws = [DateLaw(["受理时间", "办结时间"]), NamesLaw()]
    return Paper("register", "tsv", [
        heading("联合验收情况"),
        para("一季度共办理联合验收", figure("count", lambda paper: str(len(
            paper.tables[0].entries()))), "个项目，情况如下："), table])


def papers():
    return [hotline(), rating(), efficiency(), kinds_of_orders(), months(), budget(), matrix(),
            survey(), prices(), shared_ranks(), register()]
