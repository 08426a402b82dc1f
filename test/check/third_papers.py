"""True papers of further shapes; they were held back once (see held_papers.py)."""
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from open_papers import ranks
from paper import (DateLaw, MaximumLaw, NamesLaw, Paper, RankLaw, RowLaw, ShareLaw, Table, TotalLaw,
                   heading, number, para, percent, ratio_law, rounded, span, sum_law)
from plants import bound, figure
from sentences import cell, how_many, listed, ratio, which

TOWNSHIPS = ["梅溪镇", "兰溪镇", "上梅镇", "石鼓乡", "铜锣乡", "渡口镇", "大垭镇", "小垭乡", "黄泥铺镇",
             "九曲河镇", "马鞍乡", "云盖寺镇", "龙潭镇", "回龙乡"]


# ---- 1: patrols of rivers, a head of three levels -------------------------------------------------

def rivers():
    rng = Random(51)
    walks, mends = "巡河情况", "问题整改情况"
    table = Table("2024年3月各乡镇河长制工作落实情况表", [
        ("乡镇",), *((walks, level, what) for level in ("镇级河长", "村级河长")
                     for what in ("应巡(次)", "实巡(次)", "完成率(%)")),
        *((mends, what) for what in ("发现问题(个)", "完成整改(个)", "整改率(%)"))])
    data = []
    for place, name in enumerate(TOWNSHIPS):
        due = 0 if place == 6 else 4 * rng.randint(3, 12)
        small, found = 4 * rng.randint(20, 70), rng.randint(6, 60)
        counts = [due, due - (rng.choice([0, 0, 1, 2]) if due else 0), small,
                  small - rng.randint(0, 9), found, found if place in (2, 9) else
                  found - rng.randint(1, 5)]
        data.append(counts)
        table.add(river_row(name, counts))
    table.add(river_row("全县", [sum(row[at] for row in data) for at in range(6)]), "total")
    last = len(data)
    pairs = [("镇级河长/完成率", "镇级河长/实巡", "镇级河长/应巡"),
             ("村级河长/完成率", "村级河长/实巡", "村级河长/应巡"), ("整改率", "完成整改", "发现问题")]
    table.laws = [*(ratio_law(*three) for three in pairs),
                  TotalLaw(last, [name for three in pairs for name in three[1:]], range(last)),
                  NamesLaw()]

    def below(table_, row):
        return table_.value(row, "村级河长/完成率") < table_.value(last, "村级河长/完成率")

    def all_mended(table_, row):
        return table_.value(row, "整改率") == 100
    return Paper("rivers", "docx", [
        heading("全县河长制工作3月份通报"),
        heading("一、巡河履职情况", 2),
        para("3月份，全县镇、村两级河长共巡河", figure("parts", lambda paper: str(int(
            paper.tables[0].value(last, "镇级河长/实巡") + paper.tables[0].value(
                last, "村级河长/实巡")))), "次，其中镇级河长", cell(last, "镇级河长/实巡", "parts"),
             "次、村级河长", cell(last, "村级河长/实巡", "parts"), "次。村级河长巡河完成率低于全县平均水平的乡镇有",
             how_many(below), "个，分别是", which(below), "。"),
        heading("二、问题整改情况", 2),
        para("当月发现问题", cell(last, "发现问题"), "个，完成整改", cell(last, "完成整改"), "个，整改率",
             cell(last, "整改率", "prose_share"), "%。仅", which(all_mended), "整改率达到100%。"),
        table, para("注：大垭镇无镇级河长管辖河段。")])


def river_row(name, counts):
    cells = [name]
    for done, due in ((1, 0), (3, 2), (5, 4)):
        cells += [counts[due] or "—", counts[done] if counts[due] else "—",
                  ratio(counts[done], counts[due])]
    return cells


# ---- 2: medical insurance by kinds of care, a sheet with formulas ----------------------------------

def insurance():
    rng = Random(52)
    table = Table("2024年1—5月基本医疗保险待遇支付情况", [
        ("险种",), ("待遇类型",), ("享受待遇(人次)",), ("医疗总费用(万元)",), ("基金支付(万元)",),
        ("个人负担(万元)",), ("基金支付比例",), ("次均费用(元)",)], label=1)
    sections = {"职工医保": ["职工普通门诊", "职工门诊慢特病", "职工住院", "生育医疗"],
                "居民医保": ["居民普通门诊", "居民门诊慢特病", "居民住院", "大病保险"]}
    subs, laws = [], []
    for group, (section, items) in enumerate(sections.items()):
        first, whole = len(table.rows), [Fraction(0)] * 3
        for place, item in enumerate(items):
            people = rng.randint(2000, 90000) // (1 if "普通" in item else 6)
            cost = Fraction(people * rng.randint(150, 400) * (1 if "普通" in item else 20), 10000)
            cost = number(rounded(cost, 2))
            fund = number(rounded(cost * rng.randint(480, 880) / 1000, 2))
            whole = [a + b for a, b in zip(whole, (people, cost, fund))]
            insurance_row(table, [section if place == 0 else "", item], people, cost, fund,
                          group=group)
        insurance_row(table, ["", "小计"], *whole, kind="sub", group=group)
        laws.append(TotalLaw(len(table.rows) - 1, INSURANCE, range(first, len(table.rows) - 1)))
        subs.append(whole)
    insurance_row(table, ["合计", ""], *map(sum, zip(*subs)), kind="total", group=9)
    last = len(table.rows) - 1
    table.laws = [*laws, TotalLaw(last, INSURANCE, [law.row for law in laws]),
                  RowLaw("sum", "个人负担", ["医疗总费用", "基金支付"], lambda a, b: a - b),
                  ratio_law("基金支付比例", "基金支付", "医疗总费用"),
                  RowLaw("ratio", "次均费用", ["医疗总费用", "享受待遇"], lambda a, b: a * 10000 / b),
                  NamesLaw()]
    sub = [law.row for law in laws]
    return Paper("insurance", "xlsx", [
        para("1—5月，全市基本医疗保险基金支付", cell(last, "基金支付", "parts"), "万元，其中职工医保",
             cell(sub[0], "基金支付", "parts"), "万元、居民医保", cell(sub[1], "基金支付", "parts"),
             "万元；参保人员享受待遇", cell(last, "享受待遇"), "人次，次均费用", cell(last, "次均费用"), "元。"),
        table, para("注：次均费用=医疗总费用/享受待遇人次。")])


INSURANCE = ["享受待遇", "医疗总费用", "基金支付", "个人负担"]


def insurance_row(table, labels, people, cost, fund, kind="entry", group=0):
    row = len(table.rows)
    table.add([*labels, int(people), rounded(cost, 2), rounded(fund, 2), rounded(cost - fund, 2),
               percent(fund, cost, 1), rounded(cost * 10000 / people, 2)], kind, group)
    texts = table.rows[row]
    table.exact[row, 5] = (texts[5], cost - fund, "D{row}-E{row}")
    table.exact[row, 6] = (texts[6], Fraction(fund) / cost, "E{row}/D{row}")
    table.exact[row, 7] = (texts[7], cost * 10000 / people, "D{row}*10000/C{row}")


# ---- 3: samples of food, two tables of which one details a figure of the other ------------------------

def samples():
    rng = Random(53)
    foods = ["粮食加工品", "食用油、油脂及其制品", "调味品", "肉制品", "乳制品", "饮料", "方便食品", "糕点", "酒类",
             "蔬菜制品", "豆制品", "食用农产品", "餐饮食品", "特殊膳食食品"]
    first = Table("表1 食品安全监督抽检情况（按食品类别）", [
        ("序号",), ("食品类别",), ("抽检(批次)",), ("合格(批次)",), ("不合格(批次)",), ("合格率(%)",),
        ("占抽检总量(%)",)], label=1)
    data = [(name, rng.randint(12, 320), rng.randint(0, 7)) for name in foods]
    data[13] = (foods[13], 0, 0)
    whole, bad = sum(row[1] for row in data), sum(row[2] for row in data)
    for place, (name, count, wrong) in enumerate(data):
        first.add([place + 1, name, count, count - wrong, wrong, ratio(count - wrong, count, 2),
                   ratio(count, whole, 2)])
    first.add(["", "总计", whole, whole - bad, bad, ratio(whole - bad, whole, 2), "100.00"], "total")
    first.laws = [sum_law("抽检", ["合格", "不合格"]), ratio_law("合格率", "合格", "抽检"),
                  ShareLaw("占抽检总量", "抽检"), NamesLaw(),
                  TotalLaw(14, ["抽检", "合格", "不合格"], range(14))]
    second = Table("表2 不合格样品原因", [("不合格原因",), ("批次",), ("比例",)])
    cuts = sorted(rng.sample(range(2, bad - 1), 4))
    for name, count in zip(["微生物污染", "食品添加剂超限量", "农兽药残留超标", "质量指标不达标", "重金属污染"],
                           [high - low for low, high in zip([0, *cuts], [*cuts, bad])]):
        second.add([name, count, percent(count, bad, 1)])
    second.add(["小计", bad, "100.0%"], "total")
    second.laws = [ShareLaw("比例", "批次"), TotalLaw(5, ["批次"], range(5)), NamesLaw()]

    def perfect(table, row):
        return table.value(row, "合格率") == 100
    return Paper("samples", "html", [
        heading("2024年第二季度食品安全监督抽检情况公告"),
        para("第二季度共完成食品监督抽检", cell(14, "抽检", "parts"), "批次，其中合格",
             cell(14, "合格", "parts"), "批次，不合格", cell(14, "不合格", "parts"), "批次，总体合格率为",
             cell(14, "合格率", "prose_share", limit=100), "%。合格率为100%的食品类别有", how_many(perfect), "类。"),
        first, para("从不合格原因看，微生物污染", cell(0, "批次", at=1), "批次，占不合格样品的",
                    cell(0, "比例", "prose_share", at=1), "，详见表2。"), second])


# ---- 4: proposals, subtotals among the columns ---------------------------------------------------------

def proposals():
    rng = Random(54)
    offices = ["县发改局", "县教育局", "县工信局", "县公安局", "县民政局", "县财政局", "县人社局", "县自然资源局",
               "县住建局", "县交通运输局", "县水利局", "县农业农村局", "县文旅局", "县卫健局", "县林业局"]
    table = Table("2024年人大代表建议和政协提案办理情况统计表", [
        ("序号",), ("承办单位",), *((what, how) for what in ("建议(件)", "提案(件)")
                                  for how in ("主办", "会办", "小计")), ("总计",), ("已办结",), ("办结率",),
        *(("办理结果", kind) for kind in ("A类", "B类", "C类"))], label=1)
    data = []
    for _ in offices:
        counts = [rng.randint(0, 14), rng.randint(0, 9), rng.randint(1, 18), rng.randint(0, 9)]
        done = sum(counts) - rng.choice([0, 0, 0, 1, 2])
        second = rng.randint(0, done // 3)
        third = rng.randint(0, (done - second) // 5)
        data.append([*counts, done, done - second - third, second, third])
    data.append([sum(row[at] for row in data) for at in range(8)])
    for place, (name, row) in enumerate(zip([*offices, "合计"], data)):
        one, two, three, four, done, *results = row
        whole = one + two + three + four
        table.add([place + 1 if name != "合计" else "", name, one, two, one + two, three, four,
                   three + four, whole, done, percent(done, whole), *results],
                  "total" if name == "合计" else "entry")
    counts = ["建议/主办", "建议/会办", "建议/小计", "提案/主办", "提案/会办", "提案/小计", "总计", "已办结", "A类",
              "B类", "C类"]
    table.laws = [sum_law("建议/小计", ["建议/主办", "建议/会办"]), sum_law("提案/小计", ["提案/主办", "提案/会办"]),
                  sum_law("总计", ["建议/小计", "提案/小计"]), sum_law("已办结", ["A类", "B类", "C类"]),
                  ratio_law("办结率", "已办结", "总计"), TotalLaw(15, counts, range(15)), NamesLaw()]

    def unfinished(table_, row):
        return table_.value(row, "已办结") < table_.value(row, "总计")
    return Paper("proposals", "pipe", [
        heading("建议提案办理情况"),
        para("今年，县政府系统共承办人大代表建议和政协提案", cell(15, "总计", "parts"), "件，其中人大代表建议",
             cell(15, "建议/小计", "parts"), "件，政协提案", cell(15, "提案/小计", "parts"), "件。截至10月底，已办结",
             cell(15, "已办结"), "件，办结率", cell(15, "办结率", "prose_share", limit=100),
             "。按办理结果分，A类", cell(15, "A类"), "件、B类", cell(15, "B类"), "件、C类", cell(15, "C类"),
             "件。"),
        para("尚有未办结件的单位共", how_many(unfinished), "个。"), table])


# ---- 5: roads, kilometres with three decimals, a mean by weights ----------------------------------------

class WeightedMean:
    """A total row's mean by the weights of another column; planted nowhere."""
    kind = "mean"

    def __init__(self, row, name, weight):
        self.row, self.name, self.weight = row, name, weight

    def breaches(self, table):
        rows = table.entries()
        whole = table.sum(self.weight, rows)
        low, high = (sum(table.value(row, self.weight) * span(table.text(row, self.name))[end]
                         for row in rows) / whole for end in (0, 1))
        start, end = span(table.text(self.row, self.name))
        if not low - (end - start) / 2 <= table.value(self.row, self.name) <= high + (
                end - start) / 2:
            yield self.row, self.name, self.kind


def roads():
    rng = Random(55)
    table = Table("农村公路养护考核情况（上半年）", [
        ("乡镇",), *(("养护里程(公里)", kind) for kind in ("县道", "乡道", "村道", "合计")),
        ("优良路里程(公里)",), ("优良路率(%)",), ("路况指数MQI",)])
    data, weighted = [], Fraction(0)
    for name in TOWNSHIPS[:10]:
        lengths = [Fraction(rng.randint(*ends), 1000) for ends in
                   ((4000, 32000), (9000, 60000), (20000, 140000))]
        good = Fraction(int(sum(lengths) * rng.randint(760, 985)), 1000)
        index = Fraction(rng.randint(7900, 9450), 100)
        weighted += sum(lengths) * index
        data.append([*lengths, sum(lengths), good])
        table.add([name, *(rounded(one, 3) for one in data[-1]),
                   rounded(good * 100 / sum(lengths), 1), rounded(index, 2)])
    sums = [sum(row[at] for row in data) for at in range(5)]
    table.add(["全县", *(rounded(one, 3) for one in sums), rounded(sums[4] * 100 / sums[3], 1),
               rounded(weighted / sums[3], 2)], "total")
    table.notes = ["注：1.全县路况指数按各乡镇养护里程加权平均；2.优良路率=优良路里程/养护里程合计×100%。"]
    table.laws = [sum_law("合计", ["县道", "乡道", "村道"]), ratio_law("优良路率", "优良路里程", "合计"),
                  TotalLaw(10, ["县道", "乡道", "村道", "合计", "优良路里程"], range(10)),
                  WeightedMean(10, "路况指数MQI", "合计"), NamesLaw()]

    def below(table_, row):
        return table_.value(row, "优良路率") < 85
    return Paper("roads", "aligned", [
        para("上半年，全县列养农村公路", cell(10, "合计", "parts"), "公里，其中县道", cell(10, "县道", "parts"),
             "公里、乡道", cell(10, "乡道", "parts"), "公里、村道", cell(10, "村道", "parts"),
             "公里，优良路率", cell(10, "优良路率", limit=100), "%。"),
        para("路况指数最高的是", listed(table, "路况指数MQI", 1), "，最低的是",
             listed(table, "路况指数MQI", 1, last=True), "；优良路率低于85%的乡镇", how_many(below), "个：",
             which(below), "。"), table])


# ---- 6: schools, ranks within each kind of school, named by a column --------------------------------------

def schools():
    rng = Random(56)
    table = Table("2024年春季学期校园安全检查得分情况", [
        ("学校",), ("类别",), ("消防安全(25分)",), ("食品卫生(25分)",), ("门卫管理(20分)",), ("校车管理(15分)",),
        ("应急演练(15分)",), ("得分",), ("同类排名",), ("等级",)])
    stems = ["育才", "新华", "实验", "向阳", "沿江", "城北", "桥头", "朝晖", "文昌", "河西"]
    for group, (kind, count) in enumerate((("中学", 7), ("小学", 10), ("幼儿园", 8))):
        data = []
        for place, stem in enumerate(stems[:count]):
            loss = rng.choice([1, 2, 4, 8]) if place else 1
            scores = [Fraction(2 * most - rng.randint(0, loss * 2), 2) for most in (25, 25, 20, 15, 15)]
            data.append((sum(scores), stem + kind, scores))
        for rank, (total, name, scores) in zip(ranks([row[0] for row in data]), data):
            table.add([name, kind, *(rounded(one, 1) for one in scores), rounded(total, 1), rank,
                       "A" if total >= 90 else "B" if total >= 75 else "C"], group=group)
    items = ["消防安全", "食品卫生", "门卫管理", "校车管理", "应急演练"]
    table.laws = [sum_law("得分", items), RankLaw("同类排名", "得分"), NamesLaw(),
                  MaximumLaw(dict(zip(items, (25, 25, 20, 15, 15))))]

    def graded(grade):
        return lambda table_, row: table_.text(row, "等级") == grade
    return Paper("schools", "tsv", [
        heading("校园安全专项检查情况通报"),
        para("本次共检查学校（幼儿园）", figure("count", lambda paper: str(len(
            paper.tables[0].entries()))), "所，评为A级的", how_many(graded("A")), "所，评为B级的",
             how_many(graded("B")), "所。"),
        para("分级标准：", bound("90", True, 100), "分以上（含本数，下同）为A级，", bound("75", True, 90),
             "分以上不足", bound("90", False, 75), "分为B级，", bound("60", True, 75), "分以上不足",
             bound("75", False, 60), "分为C级，不足", bound("60", False, 0), "分为D级。"),
        table])


# ---- 7: a library by months, with quarters among them -----------------------------------------------------

def library():
    rng = Random(57)
    counts = ["开放天数", "到馆人次", "外借册次", "归还册次", "新增读者", "读者活动(场)"]
    table = Table("", [("月份",), *((name,) for name in counts), ("日均到馆(人次)",), ("人均外借(册)",)])
    subs, laws = [], []
    for quarter, word in enumerate("一二三四"):
        data = []
        for month in range(3):
            days, people = rng.randint(24, 30), rng.randint(9000, 42000)
            lent = people * rng.randint(40, 90) // 100
            data.append([days, people, lent, lent + rng.randint(-900, 700), rng.randint(80, 900),
                         rng.randint(3, 25)])
            library_row(table, f"{quarter * 3 + month + 1}月", data[-1])
        subs.append([sum(row[at] for row in data) for at in range(6)])
        library_row(table, f"{word}季度小计", subs[-1], "sub")
        laws.append(TotalLaw(len(table.rows) - 1, counts, range(quarter * 4, quarter * 4 + 3)))
    library_row(table, "全年合计", [sum(row[at] for row in subs) for at in range(6)], "total")
    table.laws = [*laws, TotalLaw(16, counts, [law.row for law in laws]), NamesLaw(),
                  RowLaw("ratio", "日均到馆", ["到馆人次", "开放天数"], lambda a, b: a / b),
                  RowLaw("ratio", "人均外借", ["外借册次", "到馆人次"], lambda a, b: a / b)]
    return Paper("library", "csv", [
        para("市图书馆2023年读者服务情况"),
        para("全年接待读者", cell(16, "到馆人次"), "人次，外借图书", cell(16, "外借册次"), "册次，到馆人次最多的月份为",
             listed(table, "到馆人次", 1), "。"), table], {"bom": True})


def library_row(table, name, counts, kind="entry"):
    days, people, lent, *_ = counts
    table.add([name, *counts, rounded(Fraction(people, days), 1), rounded(Fraction(lent, people), 2)],
              kind)


# ---- 8: bidding, dates, groups, thousands -------------------------------------------------------------------

def bidding():
    rng = Random(58)
    table = Table("附件2 政府采购及招标项目节约资金情况", [
        ("类别",), ("项目名称",), ("公告日期",), ("开标日期",), ("合同签订日期",), ("控制价(万元)",), ("中标价(万元)",),
        ("节约额(万元)",), ("节约率",)], label=1)
    sections = {"工程": ["城东排水管网改造", "中心小学扩建", "滨河步道二期", "老旧小区改造三标段", "乡镇卫生院迁建"],
                "货物": ["环卫车辆采购", "课桌椅采购", "执法记录仪采购", "消防器材采购"],
                "服务": ["物业服务", "信息系统运维", "国土调查", "垃圾清运服务"]}
    subs, laws, money = [], [], ["控制价", "中标价", "节约额"]
    for group, (section, items) in enumerate(sections.items()):
        first, whole = len(table.rows), [Fraction(0)] * 2
        for place, item in enumerate(items):
            day = date(2024, 1, 8) + timedelta(days=rng.randint(0, 110))
            days = [day, day + timedelta(days=rng.randint(20, 32))]
            days.append(days[1] + timedelta(days=rng.randint(5, 28)))
            limit = Fraction(rng.randint(9000, 390000) * (2 if group == 0 else 1), 100)
            price = number(rounded(limit * rng.randint(820, 995) / 1000, 2))
            whole = [whole[0] + limit, whole[1] + price]
            table.add([section if place == 0 else "", item, *days, *bid_money(limit, price)],
                      group=group)
        table.add(["", section + "类小计", "", "", "", *bid_money(*whole)], "sub", group)
        laws.append(TotalLaw(len(table.rows) - 1, money, range(first, len(table.rows) - 1)))
        subs.append(whole)
    table.add(["", "合计", "", "", "", *bid_money(*map(sum, zip(*subs)))], "total", 9)
    last = len(table.rows) - 1
    table.laws = [*laws, TotalLaw(last, money, [law.row for law in laws]), NamesLaw(),
                  DateLaw(["公告日期", "开标日期", "合同签订日期"]),
                  RowLaw("sum", "节约额", ["控制价", "中标价"], lambda a, b: a - b),
                  ratio_law("节约率", "节约额", "控制价")]
    rows = [law.row for law in laws]
    return Paper("bidding", "docx", [
        heading("1—6月招标采购情况"),
        para("1—6月，全县共完成招标采购项目", figure("count", lambda paper: str(len(
            paper.tables[0].entries()))), "个，控制价合计", cell(last, "控制价"), "万元，中标价合计",
             cell(last, "中标价"), "万元，节约资金", cell(last, "节约额", "parts"), "万元（工程类",
             cell(rows[0], "节约额", "parts"), "万元、货物类", cell(rows[1], "节约额", "parts"), "万元、服务类",
             cell(rows[2], "节约额", "parts"), "万元），节约率", cell(last, "节约率", "prose_share", limit=100),
             "。"), table])


def bid_money(limit, price):
    return [*(f"{float(value):,.2f}" for value in (limit, price, limit - price)),
            percent(limit - price, limit)]


def papers():
    return [rivers(), insurance(), samples(), proposals(), roads(), schools(), library(), bidding()]
