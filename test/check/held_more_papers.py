"""Eight more true papers that those who write the checks do not read (see held_papers.py)."""
from fractions import Fraction
from random import Random

from open_papers import ranks
from paper import (NamesLaw, Paper, RankLaw, RowLaw, ShareLaw, Table, TotalLaw, change_law, heading,
                   number, para, percent, ratio_law, rounded, sum_law)
from plants import figure
from sentences import cell, how_many, listed, ratio, which

DISTRICTS = ["临溪区", "东岳区", "白沙区", "青浦坝区", "安澜县", "永丰县", "长宁坪县", "沙洲市", "枣林市"]


def changed(now, before, places=1):
    return rounded(Fraction(now - before) * 100 / Fraction(before), places)


def rounded_ranks(values, descending=True):
    """Ranks by the figures as printed; what is not printed has none."""
    known = iter(ranks([number(text) for text in values if number(text) is not None], descending))
    return [next(known) if number(text) is not None else "—" for text in values]


# ---- 17: housing funds, a sheet with formulas, two kinds of rates --------------------------------

def fund():
    rng = Random(171)
    table = Table("2024年10月住房公积金归集情况表", [
        ("管理部",), ("当月归集", "金额(万元)"), ("当月归集", "上月(万元)"), ("当月归集", "环比(%)"),
        ("累计归集", "年度计划(万元)"), ("累计归集", "累计完成(万元)"), ("累计归集", "完成率(%)"),
        ("累计归集", "占比(%)"), ("完成率排名",)])
    data = []
    for _ in DISTRICTS:
        month, plan = Fraction(rng.randint(90000, 990000), 100), 500 * rng.randint(40, 190)
        data.append([month, number(rounded(month * rng.randint(820, 1190) / 1000, 2)), plan,
                     number(rounded(Fraction(plan) * rng.randint(7200, 10400) / 10000, 2))])
    data[6][2:] = [2 * one for one in data[2][2:]]  # two are as far as each other
    sums = [sum(column) for column in zip(*data)]
    places = rounded_ranks([ratio(row[3], row[2], 2) for row in data])
    for name, row, rank in zip([name[:-1] + "管理部" for name in DISTRICTS] + ["合计"],
                               [*data, sums], [*places, ""]):
        month, before, plan, done = row
        table.add([name, rounded(month, 2), rounded(before, 2), changed(month, before, 2),
                   int(plan), rounded(done, 2), ratio(done, plan, 2), ratio(done, sums[3], 2),
                   rank], "entry" if name != "合计" else "total")
        at = len(table.rows) - 1
        table.exact[at, 6] = (table.rows[at][6], done * 100 / plan, "F{row}/E{row}*100")
    last = len(data)
    table.laws = [change_law("环比(%)", "当月归集/金额", "当月归集/上月"),
                  ratio_law("完成率(%)", "累计完成", "年度计划"), ShareLaw("占比(%)", "累计完成"),
                  RankLaw("完成率排名", "完成率(%)"), NamesLaw(),
                  TotalLaw(last, ["当月归集/金额", "当月归集/上月", "年度计划", "累计完成"], range(last))]

    def falling(table_, row):
        return table_.value(row, "环比(%)") < 0
    word = "增长" if sums[0] > sums[1] else "下降"
    return Paper("fund", "xlsx", [
        para("10月，全市归集住房公积金", cell(last, "当月归集/金额"), f"万元，环比{word}",
             cell(last, "环比(%)", "prose_change", limit=100), "%；1—10月累计归集",
             cell(last, "累计完成"), "万元，完成年度计划的",
             cell(last, "完成率(%)", "prose_share", limit=200), "%。"),
        para("当月归集额环比下降的管理部共", how_many(falling), "个：", which(falling),
             "。累计归集额前3位的是", listed(table, "累计完成", 3), "。"), table])


# ---- 18: fitness of pupils, the whole on top, two stages with their own sums and ranks -----------

def fitness():
    rng = Random(182)
    levels = ["优秀(人)", "良好(人)", "及格(人)", "不及格(人)"]
    table = Table("2024年国家学生体质健康标准测试结果", [
        ("学校",), ("学段",), ("参测人数",), *((name,) for name in levels), ("优良率",), ("合格率",),
        ("学段排名",)])
    schools = {"小学": ["启明小学", "育红小学", "东湖小学", "河西小学", "松林小学", "百花小学", "新苑小学(东校区)",
                      "新苑小学(西校区)"],
               "初中": ["第一初级中学", "第二初级中学", "江滨中学", "民主路中学", "石门中学", "育才中学"]}
    data = {stage: [[rng.randint(10, 70), rng.randint(60, 260), rng.randint(150, 480),
                     rng.randint(3, 60)] for _ in names] for stage, names in schools.items()}
    data["小学"][5] = [2 * count for count in data["小学"][1]]  # a tie
    sums = {stage: [sum(column) for column in zip(*rows)] for stage, rows in data.items()}
    fitness_row(table, ["全县", ""], [sum(column) for column in zip(*sums.values())], "", "total", 9)
    counts, laws, subs = ["参测人数", "优秀", "良好", "及格", "不及格"], [], []
    for group, (stage, names) in enumerate(schools.items()):
        first = len(table.rows)
        places = rounded_ranks([percent(row[0] + row[1], sum(row)) for row in data[stage]])
        for name, row, rank in zip(names, data[stage], places):
            fitness_row(table, [name, stage], row, rank, "entry", group)
        subs.append(len(table.rows))
        fitness_row(table, [stage + "小计", ""], sums[stage], "", "sub", group)
        laws.append(TotalLaw(subs[-1], counts, range(first, subs[-1])))
    table.laws = [*laws, TotalLaw(0, counts, subs), sum_law("参测人数", counts[1:]),
                  RowLaw("ratio", "优良率", ["优秀", "良好", "参测人数"],
                         lambda one, two, whole: (one + two) * 100 / whole),
                  RowLaw("ratio", "合格率", ["不及格", "参测人数"],
                         lambda bad, whole: 100 - bad * 100 / whole),
                  RankLaw("学段排名", "优良率"), NamesLaw()]

    def weak(table_, row):
        return table_.value(row, "合格率") < 95
    return Paper("fitness", "docx", [
        heading("关于学生体质健康测试情况的通报"),
        para("全县共有", cell(0, "参测人数", "parts"), "名学生参加测试，其中小学生",
             cell(subs[0], "参测人数", "parts"), "名、初中生", cell(subs[1], "参测人数", "parts"),
             "名；优良率", cell(0, "优良率", "prose_share", limit=100), "，合格率",
             cell(0, "合格率", "prose_share", limit=100), "。"),
        para("合格率低于95%的学校有", how_many(weak), "所，分别是", which(weak), "。小学优良率最高的是",
             listed(table, "优良率", 1, rows=lambda table_: table_.entries(0)), "，初中优良率最高的是",
             listed(table, "优良率", 1, rows=lambda table_: table_.entries(1)), "。"),
        table, para("注：优良率为优秀、良好人数之和占参测人数的比例，排名按优良率在同学段内进行。")])


def fitness_row(table, labels, row, rank, kind, group):
    whole = sum(row)
    table.add([*labels, whole, *row, percent(row[0] + row[1], whole),
               percent(whole - row[3], whole), rank], kind, group)


# ---- 19: markets, penalties of three sorts, a mean below, ties -----------------------------------

def market():
    rng = Random(194)
    items = ["环境卫生(30分)", "经营秩序(30分)", "计量价格(20分)", "食品安全(20分)"]
    less = ["媒体曝光", "投诉未结", "整改逾期"]
    table = Table("2024年6月农贸市场检查评分表", [
        ("序号",), ("市场名称",), *(("检查得分", name) for name in items),
        *(("扣分项", name) for name in less), ("总得分",), ("排名",)], label=1)
    markets = [name + "市场" for name in ("柳巷", "文庙", "三元里", "北关", "翠屏", "竹园", "五一", "小南门",
                                        "红旗", "水井坊", "新民", "跃进", "大同", "西津", "双桥", "康乐")]
    lost = {(1, 0): 3, (4, 1): 4, (6, 1): 1, (8, 2): 2, (8, 1): 2, (11, 0): 5,
            (13, 2): 1, (14, 0): 3}
    data = []
    for place in range(len(markets)):
        scores = [Fraction(rng.randint(3 * top, 4 * top), 4) for top in (30, 30, 20, 20)]
        data.append(scores + [-Fraction(lost.get((place, at), 0)) for at in range(3)])
    data[9] = [*data[3][1::-1], *data[3][2:]]  # a tie, by other parts
    totals = [sum(row) for row in data]
    for at, (name, row, whole, rank) in enumerate(zip(markets, data, totals, ranks(totals)), 1):
        table.add([at, name, *(rounded(score, 2) for score in row[:4]),
                   *(rounded(one, 0) for one in row[4:]), rounded(whole, 2), rank])
    size = len(data)
    means = [sum(row[at] for row in data) / size for at in range(7)]
    table.add(["", "平均分", *(rounded(mean, 2) for mean in means),
               rounded(sum(totals) / size, 2), ""], "mean")
    heads = ["环境卫生", "经营秩序", "计量价格", "食品安全"]
    table.laws = [sum_law("总得分", heads + less, kinds=("entry",)), RankLaw("排名", "总得分"), NamesLaw(),
                  TotalLaw(size, [*heads, *less, "总得分"], range(size), mean=True)]

    def low(table_, row):
        return table_.value(row, "总得分") < 85
    return Paper("market", "html", [
        heading("6月份农贸市场检查情况通报"),
        para("6月，检查组对", figure("count", lambda paper: str(len(paper.tables[0].entries()))),
             "家农贸市场进行了检查，平均得分", cell(size, "总得分"), "分。总得分前三位的市场是",
             listed(table, "总得分", 3), "；后三位的市场是", listed(table, "总得分", 3, last=True), "。"),
        para("总得分低于85分的市场有", how_many(low), "家，分别为", which(low), "。"), table])


# ---- 20: lifts, no total, the lowest first, a place without any ----------------------------------

def lifts():
    rng = Random(204)
    table = Table("", [("镇街",), ("在用电梯(台)",), ("应检(台)",), ("已检(台)",), ("未检(台)",), ("定检率",),
                       ("困人(起)",), ("百台困人率",), ("排名",)])
    towns = ["河沿街道", "城隍街道", "南营街道", "北营街道", "丁字街道", "望海街道", "滨河新区", "泉山镇", "曲塘镇",
             "小洋镇", "罗家镇", "官渡镇", "葛村镇"]
    data = []
    for _ in towns:
        lifts_, due = rng.randint(120, 1900), rng.randint(50, 110)
        data.append([lifts_, due, due - rng.choice([0, 0, 1, 2, 4, 7]), rng.randint(1, 30)])
    data[8] = [2 * count for count in data[2]]
    data[10] = [0, 0, 0, 0]
    rates = [ratio(row[3], row[0], 2) for row in data]
    for name, row, rate, rank in zip(towns, data, rates, rounded_ranks(rates, descending=False)):
        all_, due, done, stuck = row
        table.add([name, *([all_, due, done, due - done, percent(done, due), stuck] if all_ else
                           ["—"] * 6), rate, rank])
    table.laws = [RowLaw("sum", "未检", ["应检", "已检"], lambda due, done: due - done),
                  ratio_law("定检率", "已检", "应检"), ratio_law("百台困人率", "困人", "在用电梯"),
                  RankLaw("排名", "百台困人率", descending=False), NamesLaw()]

    def all_done(table_, row):
        return table_.value(row, "定检率") == 100

    def whole(name):
        return figure("prose_sum", lambda paper: str(int(paper.tables[0].sum(name))))
    return Paper("lifts", "csv", [
        para("2024年11月电梯安全监管数据"),
        para("全区在用电梯共", whole("在用电梯"), "台，本月发生困人", whole("困人"), "起。定检率达到100%的镇街共",
             how_many(all_done), "个：", which(all_done), "。百台困人率最高的镇街是",
             listed(table, "百台困人率", 1), "。"),
        table, para("注：百台困人率=困人起数/在用电梯台数×100，由低到高排名；罗家镇无在用电梯。")], {"bom": True})


# ---- 21: legal aid, the cases by places, those of a kind by causes -------------------------------

def aid():
    rng = Random(215)
    first = Table("表一 各区县法律援助案件情况", [
        ("区县",), ("刑事(件)",), ("民事(件)",), ("行政(件)",), ("案件合计(件)",), ("上年同期(件)",), ("同比(%)",),
        ("占比(%)",)])
    data = [[rng.randint(40, 400), rng.randint(60, 700), rng.randint(0, 12)] for _ in DISTRICTS]
    for row in data:
        row.append(sum(row) * rng.randint(820, 1240) // 1000)
    sums = [sum(column) for column in zip(*data)]
    for name, row in zip(["全市", *DISTRICTS], [sums, *data]):
        whole = sum(row[:3])
        first.add([name, *row[:3], whole, row[3], changed(whole, row[3]),
                   ratio(whole, sum(sums[:3]), 1)], "total" if name == "全市" else "entry")
    first.laws = [sum_law("案件合计", ["刑事", "民事", "行政"]), NamesLaw(), ShareLaw("占比", "案件合计"),
                  change_law("同比(%)", "案件合计", "上年同期"),
                  TotalLaw(0, ["刑事", "民事", "行政", "案件合计", "上年同期"], range(1, 10))]
    second = Table("表二 民事案件案由", [("案由",), ("件数",), ("比重",), ("受援人(人)",), ("挽回损失(万元)",)])
    causes = ["劳动报酬", "婚姻家庭", "交通事故", "工伤赔偿", "赡养抚养", "其他民事"]
    weights = [rng.randint(20, 240) for _ in causes]
    counts = [sums[1] * weight // sum(weights) for weight in weights]
    counts[0] += sums[1] - sum(counts)
    people = [count + rng.randint(0, 90) for count in counts]
    money = [Fraction(count * rng.randint(90, 300), 100) for count in counts]
    for name, count, persons, saved in zip(causes, counts, people, money):
        second.add([name, count, percent(count, sums[1]), persons, rounded(saved, 2)])
    second.add(["合计", sums[1], "100.00%", sum(people), rounded(sum(money), 2)], "total")
    second.laws = [ShareLaw("比重", "件数"), TotalLaw(6, ["件数", "受援人", "挽回损失"], range(6)),
                   NamesLaw()]
    word = "增长" if sum(sums[:3]) > sums[3] else "下降"

    def falling(table, row):
        return table.value(row, "同比(%)") < 0
    return Paper("aid", "pipe", [
        heading("前三季度法律援助工作分析"),
        para("前三季度，全市办理法律援助案件", cell(0, "案件合计", "parts"), "件，其中刑事案件",
             cell(0, "刑事", "parts"), "件、民事案件", cell(0, "民事", "parts"), "件、行政案件",
             cell(0, "行政", "parts"), f"件；案件总量同比{word}",
             cell(0, "同比(%)", "prose_change", limit=100), "%，同比下降的区县有", how_many(falling),
             "个，分别是", which(falling), "。"), first,
        para("民事案件中，受援人", cell(6, "受援人", at=1), "人，挽回损失", cell(6, "挽回损失", at=1),
             "万元；件数前两位的案由是", listed(second, "件数", 2, at=1), "。"), second])


# ---- 22: old quarters, numbered sections before their parts, the whole below ---------------------

def quarters():
    rng = Random(226)
    money = "投资(万元)"
    table = Table("附件  老旧小区改造项目进度表（截至2024年8月底）", [
        ("序号",), ("项目",), ("楼栋(栋)",), ("户数(户)",), (money, "计划投资"), (money, "完成投资"),
        (money, "剩余投资"), ("投资完成率",), ("户均投资(万元)",)], label=1)
    areas = {"云塔街道": ["机床厂宿舍", "和平里小区", "粮食局家属院", "兴业新村"],
             "汇丰街道": ["棉纺二厂宿舍", "供电公司家属院", "光华里小区", "友谊新村", "教师公寓"],
             "澄湖街道": ["水泥厂宿舍", "渔港新村", "交通局家属院"]}
    data = {area: [quarter(rng) for _ in names] for area, names in areas.items()}
    sums = {area: [sum(column) for column in zip(*rows)] for area, rows in data.items()}
    heads, laws, counts = [], [], ["楼栋", "户数", "计划投资", "完成投资", "剩余投资"]
    for group, (area, names) in enumerate(areas.items()):
        heads.append(len(table.rows))
        quarter_row(table, ["一二三"[group], area], sums[area], "sub", group)
        for at, (name, row) in enumerate(zip(names, data[area]), 1):
            quarter_row(table, [at, name], row, "entry", group)
        laws.append(TotalLaw(heads[-1], counts, range(heads[-1] + 1, len(table.rows))))
    last = len(table.rows)
    quarter_row(table, ["", "合计"], [sum(column) for column in zip(*sums.values())], "total", 9)
    table.laws = [*laws, TotalLaw(last, counts, heads), NamesLaw(),
                  RowLaw("sum", "剩余投资", ["计划投资", "完成投资"], lambda plan, done: plan - done),
                  ratio_law("投资完成率", "完成投资", "计划投资"),
                  RowLaw("ratio", "户均投资", ["计划投资", "户数"], lambda plan, homes: plan / homes)]

    def slow(table_, row):
        return table_.value(row, "投资完成率") < 60
    return Paper("quarters", "tsv", [
        heading("老旧小区改造工作进展情况"),
        para("今年全区实施老旧小区改造项目", figure("count", lambda paper: str(len(
            paper.tables[0].entries()))), "个，惠及居民", cell(last, "户数", "parts"), "户，其中云塔街道",
             cell(heads[0], "户数", "parts"), "户、汇丰街道", cell(heads[1], "户数", "parts"),
             "户、澄湖街道", cell(heads[2], "户数", "parts"), "户。截至8月底，完成投资",
             cell(last, "完成投资"), "万元，占计划投资的",
             cell(last, "投资完成率", "prose_share", limit=100), "。"),
        para("投资完成率低于60%的项目有", how_many(slow), "个，分别是", which(slow), "。"), table])


def quarter(rng):
    homes = rng.randint(80, 640)
    plan = Fraction(homes * rng.randint(180, 420), 100)
    return [homes // 36 + 1, homes, number(rounded(plan, 1)),
            number(rounded(plan * rng.randint(450, 990) / 1000, 1))]


def quarter_row(table, labels, row, kind, group):
    blocks, homes, plan, done = row
    table.add([*labels, blocks, homes, rounded(plan, 1), rounded(done, 1), rounded(plan - done, 1),
               percent(done, plan, 1), rounded(Fraction(plan, homes), 2)], kind, group)


# ---- 23: canteens, an index by weights in the note, points against the last quarter --------------

def canteen():
    rng = Random(237)
    answers = ["很满意", "满意", "一般", "不满意"]
    table = Table("第二季度机关食堂满意度测评结果", [
        ("食堂",), ("有效问卷(份)",), *((name,) for name in answers), ("满意率(%)",), ("上季度满意率(%)",),
        ("升降(百分点)",), ("满意度指数",), ("名次",)])
    names = ["政务中心食堂", "行政一号楼食堂", "行政二号楼食堂", "公安大院食堂", "税务大楼食堂", "法院食堂", "检察院食堂",
             "市民之家食堂", "会展中心食堂", "党校食堂"]
    data = [[rng.randint(*ends) for ends in ((60, 220), (40, 160), (5, 48), (0, 22))]
            for _ in names]
    data[7] = [2 * count for count in data[1]]  # a tie
    before = [Fraction(rng.randint(7600, 9600), 100) for _ in names]
    sizes = [sum(row) for row in data]
    before.append(sum(one * size for one, size in zip(before, sizes)) / sum(sizes))
    places = rounded_ranks([rounded(pleased(*row, sum(row)), 2) for row in data])
    for name, row, old, rank in zip([*names, "总体"], [*data, [sum(column) for column in zip(*data)]],
                                    before, [*places, "—"]):
        now, old = ratio(row[0] + row[1], sum(row), 2), rounded(old, 2)
        table.add([name, sum(row), *row, now, old, rounded(number(now) - number(old), 2),
                   rounded(pleased(*row, sum(row)), 2), rank],
                  "total" if name == "总体" else "entry")
    table.notes = ["注：满意度指数=（很满意×100+满意×80+一般×60）/有效问卷；满意率=（很满意+满意）/有效问卷。"]
    last, counts = len(names), ["有效问卷", *answers]
    table.laws = [sum_law("有效问卷", answers), TotalLaw(last, counts, range(last)), NamesLaw(),
                  RowLaw("ratio", "满意率(%)", ["很满意", "满意", "有效问卷"],
                         lambda one, two, whole: (one + two) * 100 / whole),
                  RowLaw("sum", "升降", ["满意率(%)", "上季度满意率(%)"], lambda now, old: now - old),
                  RowLaw("ratio", "满意度指数", [*answers, "有效问卷"], pleased),
                  RankLaw("名次", "满意度指数")]

    def worse(table_, row):
        return table_.value(row, "升降") < 0
    return Paper("canteen", "html", [
        heading("机关食堂满意度测评通报"),
        para("本次测评共收回有效问卷", cell(last, "有效问卷", "parts"), "份，其中很满意",
             cell(last, "很满意", "parts"), "份、满意", cell(last, "满意", "parts"), "份、一般",
             cell(last, "一般", "parts"), "份、不满意", cell(last, "不满意", "parts"), "份，总体满意率",
             cell(last, "满意率(%)", "prose_share", limit=100), "%。"),
        para("与上季度相比，满意率下降的食堂有", how_many(worse), "个，分别是", which(worse),
             "；满意度指数最低的是", listed(table, "满意度指数", 1, last=True), "。"), table])


def pleased(best, good, fair, bad, whole):
    del bad
    return Fraction(best * 100 + good * 80 + fair * 60) / whole


# ---- 24: spots of land to be mended, scores with penalties, some without a spot ------------------

def spots():
    rng = Random(248)
    table = Table("2024年第三季度卫片执法图斑整改情况及得分", [
        ("乡镇",), ("图斑(个)", "下发"), ("图斑(个)", "合法"), ("图斑(个)", "违法"), ("违法图斑整改", "已整改(个)"),
        ("违法图斑整改", "整改率"), ("得分", "整改分(80)"), ("得分", "巡查分(20)"), ("得分", "迟报扣分"),
        ("得分", "新增违法扣分"), ("得分", "综合得分"), ("位次",)], page_rows=10)
    towns = ["汤池镇", "牛角镇", "银杏乡", "大坪乡", "青杠镇", "马嘶镇", "天堂乡", "茶店镇", "木瓜乡", "红岩镇",
             "花石镇", "观音镇", "清江渡镇", "桐子乡", "白果乡", "高洞镇", "三汇镇", "新店乡"]
    data = []
    for place, name in enumerate(towns):
        lawful, wrong = rng.randint(4, 40), 0 if place in (6, 14) else rng.randint(5, 36)
        done = wrong - rng.randint(0, wrong // 3)
        scores = [number(rounded(Fraction(done * 80, wrong), 2)) if wrong else Fraction(80),
                  Fraction(rng.randint(140, 200), 10),
                  -Fraction({1: 5, 5: 10, 9: 5, 13: 15}.get(place, 0), 10),
                  -Fraction({3: 2, 5: 1, 11: 3, 16: 2}.get(place, 0))]
        data.append((sum(scores), name, [lawful + wrong, lawful, wrong, done], scores))
    data.sort(key=lambda row: -row[0])
    for rank, (whole, name, counts, scores) in zip(ranks([row[0] for row in data]), data):
        spots_row(table, name, counts, [*map(rounded, scores, (2, 1, 1, 0)), rounded(whole, 2)],
                  rank, "entry")
    last = len(data)
    spots_row(table, "合计", [sum(row[2][at] for row in data) for at in range(4)], [""] * 5, "",
              "total")
    scores = ["整改分", "巡查分", "迟报扣分", "新增违法扣分"]
    table.laws = [sum_law("下发", ["合法", "违法"]), ratio_law("整改率", "已整改", "违法"), NamesLaw(),
                  sum_law("综合得分", scores), RankLaw("位次", "综合得分"),
                  TotalLaw(last, ["下发", "合法", "违法", "已整改"], range(last))]

    def low(table_, row):
        return (table_.value(row, "整改率") or 100) < 80
    return Paper("spots", "xlsx", [
        para("三季度共下发图斑", cell(last, "下发", "parts"), "个，其中合法图斑", cell(last, "合法", "parts"),
             "个、违法图斑", cell(last, "违法", "parts"), "个；违法图斑已整改", cell(last, "已整改"),
             "个，整改率", cell(last, "整改率", "prose_share", limit=100), "。"),
        para("整改率低于80%的有", how_many(low), "个乡镇，分别是", which(low), "。综合得分前3位的乡镇是",
             listed(table, "综合得分", 3), "，后3位的是", listed(table, "综合得分", 3, last=True), "。"),
        table, para("注：无违法图斑的乡镇，整改率以“/”表示，整改分计满分。")])


def spots_row(table, name, counts, scores, rank, kind):
    wrong, done = counts[2:]
    table.add([name, *counts, percent(done, wrong, 1) if wrong else "/", *scores, rank], kind)


def papers():
    return [fund(), fitness(), market(), lifts(), aid(), quarters(), canteen(), spots()]
