"""True papers that those who write the checks do not read (see open_papers.py)."""
from fractions import Fraction
from random import Random

from open_papers import ranks
from paper import (NamesLaw, Paper, RankLaw, RowLaw, ShareLaw, Table, TotalLaw, change_law, heading,
                   number, para, percent, ratio_law, rounded, sum_law)
from plants import bound, figure
from sentences import cell, how_many, listed, ratio, which

COUNTIES = ["云台区", "北固区", "南徐新区", "丹阳湖区", "扬溪县", "句曲县", "宝堰市", "高资市", "上党县", "谏壁区"]
QUARTERS = ["桃园街道", "梨园街道", "杏园街道", "棠湖街道", "锦屏街道", "花桥街道", "新桥街道", "老桥街道",
            "柳营街道", "校场街道", "书院街道", "鼓楼街道", "钟楼街道", "双塔街道", "石狮街道", "金牛街道",
            "铁心桥街道", "板桥街道", "沙河镇", "大湖镇", "茶亭镇", "枫林镇"]


# ---- 9: community correction, few rows, the total on top ------------------------------------------

def correction():
    rng = Random(61)
    table = Table("2024年4月社区矫正对象情况", [
        ("司法所",), ("期初在册",), ("本月入矫",), ("本月解矫",), ("期末在册",), ("走访(人次)",), ("人均走访",)])
    data = []
    for _ in range(5):
        start, come, gone = rng.randint(14, 60), rng.randint(1, 9), rng.randint(1, 8)
        data.append([start, come, gone, start + come - gone, rng.randint(30, 160)])
    sums = [sum(row[at] for row in data) for at in range(5)]
    for name, row in zip(["全区", "云台所", "北固所", "丹阳湖所", "谏壁所", "宝堰所"], [sums, *data]):
        table.add([name, *row, rounded(Fraction(row[4], row[3]), 2)],
                  "total" if name == "全区" else "entry")
    table.laws = [RowLaw("sum", "期末在册", ["期初在册", "本月入矫", "本月解矫"],
                         lambda start, come, gone: start + come - gone, plant_inputs=True),
                  RowLaw("ratio", "人均走访", ["走访", "期末在册"], lambda a, b: a / b), NamesLaw(),
                  TotalLaw(0, ["期初在册", "本月入矫", "本月解矫", "期末在册", "走访"], range(1, 6))]
    return Paper("correction", "tsv", [
        para("4月末，全区在册社区矫正对象", cell(0, "期末在册"), "人，当月新入矫", cell(0, "本月入矫"),
             "人，解除矫正", cell(0, "本月解矫"), "人；工作人员走访", cell(0, "走访"), "人次，人均",
             cell(0, "人均走访"), "次。在册人数最多的是", listed(table, "期末在册", 1), "。"),
        table, para("说明：人均走访为走访人次与期末在册人数之比。")])


# ---- 10: petitions of a month, changes on two bases ---------------------------------------------------

def petitions():
    rng = Random(62)
    table = Table("2024年7月各地信访事项情况表", [
        ("地区",), ("总量(件次)", "7月"), ("总量(件次)", "6月"), ("总量(件次)", "环比(%)"),
        ("总量(件次)", "去年7月"), ("总量(件次)", "同比(%)"), ("及时受理率(%)",), ("群众满意率(%)",)])
    data = [[rng.randint(60, 700) for _ in range(3)] for _ in COUNTIES]
    for row in data:
        row[1:] = [max(20, row[0] + rng.randint(-150, 150)) for _ in range(2)]
    data[2][2] = 0
    sums = [sum(row[at] for row in data) for at in range(3)]
    rates = [[Fraction(rng.randint(*ends), 100) for _ in COUNTIES] for ends in
             ((9900, 10000), (9100, 9990))]
    rates = [[sum(rate * row[0] for rate, row in zip(column, data)) / sums[0], *column]
             for column in rates]  # of the whole: by the weight of the petitions
    for name, (now, month, year), *both in zip(["全市", *COUNTIES], [sums, *data], *rates):
        table.add([name, now, month, moved(now, month), year or "—", moved(now, year),
                   *(rounded(rate, 2) for rate in both)],
                  "total" if name == "全市" else "entry")
    table.laws = [change_law("环比(%)", "7月", "6月"), change_law("同比(%)", "7月", "去年7月"),
                  TotalLaw(0, ["7月", "6月", "去年7月"], range(1, 11)), NamesLaw()]

    def rising(table_, row):
        return table_.value(row, "环比(%)") > 0

    def weak(table_, row):
        return table_.value(row, "群众满意率") < 95
    word = "上升" if sums[0] > sums[1] else "下降"
    return Paper("petitions", "html", [
        heading("7月份信访情况分析"),
        para("7月，全市信访系统受理群众信访", cell(0, "7月"), f"件次，环比{word}",
             cell(0, "环比(%)", "prose_change", limit=100), "%。信访量居前三位的地区是",
             listed(table, "7月", 3), "，信访量环比上升的地区有", how_many(rising), "个，分别为", which(rising),
             "。"),
        para("群众满意率低于95%的有", how_many(weak), "个地区；满意率最高的是",
             listed(table, "群众满意率", 1), "，最低的是", listed(table, "群众满意率", 1, last=True), "。"),
        table, para("注：南徐新区去年8月设立，无同期数据。")])


def moved(now, before):
    return rounded(Fraction((now - before) * 100, before), 1) if before else "—"


# ---- 11: the air, the lowest is the best, an index by a formula in the note ------------------------------

def air():
    rng = Random(71)
    table = Table("2024年2月各区县环境空气质量状况", [
        ("排名",), ("区县",), ("综合指数",), ("SO2",), ("NO2",), ("PM10",), ("PM2.5",), ("CO",), ("O3",),
        ("优良天数",), ("有效天数",), ("优良率",)], label=1)
    data = []
    for name in [*COUNTIES, "姚桥县", "茅山区"]:
        values = [Fraction(rng.randint(*ends)) for ends in ((5, 14), (16, 44), (38, 96), (20, 66))]
        values += [Fraction(rng.randint(6, 14), 10), Fraction(rng.randint(88, 142))]
        days = rng.choice([29, 29, 28])
        data.append((number(rounded(air_index(*values), 2)), name, values,
                     days - rng.randint(0, 9), days))
    data.sort(key=lambda row: row[0])
    for rank, (index, name, values, good, days) in zip(
            ranks([row[0] for row in data], descending=False), data):
        table.add([rank, name, rounded(index, 2), *(rounded(value, int(at == 4))
                                                  for at, value in enumerate(values)),
                   good, days, percent(good, days, 1)])
        row = len(table.rows) - 1
        table.exact[row, 11] = (table.rows[row][11], Fraction(good, days), "J{row}/K{row}")
    table.notes = ["注：1.综合指数=SO2/60+NO2/40+PM10/70+PM2.5/35+CO/4+O3/160，按综合指数由小到大排名；"
                   "2.CO单位为毫克/立方米，其他为微克/立方米。"]
    table.laws = [RowLaw("ratio", "综合指数", ["SO2", "NO2", "PM10", "PM2.5", "CO", "O3"], air_index),
                  ratio_law("优良率", "优良天数", "有效天数"),
                  RankLaw("排名", "综合指数", descending=False), NamesLaw()]
    return Paper("air", "xlsx", [
        para("2月，空气质量较好的前三位依次是", listed(table, "综合指数", 3, last=True), "；PM2.5浓度最高的是",
             listed(table, "PM2.5", 1), "。"), table])


def air_index(sulphur, nitrogen, coarse, fine, carbon, ozone):
    return sulphur / 60 + nitrogen / 40 + coarse / 70 + fine / 35 + carbon / 4 + ozone / 160


# ---- 12: taxes and fees by numbered sections, the sum before its parts -----------------------------------

def taxes():
    rng = Random(64)
    table = Table("2024年1-8月一般公共预算收入完成情况", [
        ("项目",), ("8月(万元)",), ("累计(万元)",), ("上年同期(万元)",), ("增减额(万元)",), ("增减(%)",),
        ("占收入总额(%)",)])
    sections = {"一、税收收入": ["（一）增值税", "（二）企业所得税", "（三）个人所得税", "（四）城建税", "（五）房产税",
                           "（六）契税"],
                "二、非税收入": ["（一）专项收入", "（二）行政事业性收费", "（三）罚没收入", "（四）国有资源有偿使用收入"]}
    data = {section: [[rng.randint(300, 3000), rng.randint(4000, 60000)] for _ in items]
            for section, items in sections.items()}
    sums = {}
    for section, rows in data.items():
        for row in rows:
            row.append(row[1] + rng.randint(-900, 1500) * 2)
        sums[section] = [sum(row[at] for row in rows) for at in range(3)]
    whole = [sum(column) for column in zip(*sums.values())]
    tax_row(table, "收入合计", whole, whole[1], "total", 9)
    counts, laws, heads = ["8月", "累计", "上年同期", "增减额"], [], []
    for group, (section, items) in enumerate(sections.items()):
        heads.append(len(table.rows))
        tax_row(table, section, sums[section], whole[1], "sub", group)
        for item, row in zip(items, data[section]):
            tax_row(table, item, row, whole[1], "entry", group)
        laws.append(TotalLaw(heads[-1], counts, range(heads[-1] + 1, len(table.rows))))
    table.laws = [*laws, TotalLaw(0, counts, heads), NamesLaw(), ShareLaw("占收入总额", "累计"),
                  RowLaw("sum", "增减额", ["累计", "上年同期"], lambda now, old: now - old),
                  change_law("增减(%)", "累计", "上年同期")]
    return Paper("taxes", "pipe", [
        heading("1-8月收入完成情况"),
        para("1-8月，全区一般公共预算收入", cell(0, "累计", "parts"), "万元，",
             "增长" if whole[1] > whole[2] else "下降", cell(0, "增减(%)", "prose_change", limit=100),
             "%。其中税收收入", cell(heads[0], "累计", "parts"), "万元，非税收入",
             cell(heads[1], "累计", "parts"), "万元。税收收入占收入总额的",
             cell(heads[0], "占收入总额", "prose_share", limit=100), "%。"), table])


def tax_row(table, name, row, whole, kind, group):
    month, now, old = row
    table.add([name, month, now, old, now - old, moved(now, old), ratio(now, whole, 2)], kind, group)


# ---- 13: help to find work, targets that are surpassed, ties ---------------------------------------------

def work():
    rng = Random(81)
    new, hard = "城镇新增就业", "困难人员就业"
    table = Table("附表  2024年1-9月就业目标任务完成情况", [
        ("镇街",), *((what, how) for what in (new, hard)
                   for how in ("年度目标(人)", "已完成(人)", "完成率")), ("技能培训(人次)",), ("排名",)])
    data = []
    for place, name in enumerate(QUARTERS[:13]):
        goals = [rng.choice([400, 500, 600, 800, 1000]), rng.choice([40, 50, 60, 80])]
        done = [goals[0] * rng.randint(700, 1180) // 1000, goals[1] * rng.randint(70, 130) // 100]
        if place == 5:  # as far as another
            goals[0], done[0] = data[3][0][0], data[3][1][0]
        data.append((goals, done, rng.randint(60, 900)))
    places = ranks([Fraction(done[0], goals[0]) for goals, done, _ in data])
    for name, (goals, done, trained), place in zip(QUARTERS, data, places):
        table.add([name, goals[0], done[0], percent(done[0], goals[0]), goals[1], done[1],
                   percent(done[1], goals[1]), trained, place])
    sums = [sum(row[kind][at] for row in data) for kind, at in ((0, 0), (1, 0), (0, 1), (1, 1))]
    table.add(["合计", sums[0], sums[1], percent(sums[1], sums[0]), sums[2], sums[3],
               percent(sums[3], sums[2]), sum(row[2] for row in data), ""], "total")
    rate = new + "/完成率"
    table.laws = [ratio_law(what + "/完成率", what + "/已完成", what + "/年度目标") for what in (new, hard)]
    table.laws += [RankLaw("排名", rate), NamesLaw(), TotalLaw(13, [
        what + how for what in (new, hard) for how in ("/年度目标", "/已完成")] + ["技能培训"], range(13))]
    table.notes = ["注：按城镇新增就业完成率排名。"]

    def reached(table_, row):
        return table_.value(row, rate) >= 100
    return Paper("work", "tsv", [
        heading("就业帮扶工作进展"),
        para("1-9月，全市城镇新增就业", cell(13, new + "/已完成"), "人，完成年度目标的",
             cell(13, rate, "prose_share"), "；困难人员就业", cell(13, hard + "/已完成"), "人，完成年度目标的",
             cell(13, hard + "/完成率", "prose_share"), "。"),
        para("城镇新增就业已完成全年目标的镇街共", how_many(reached), "个：", which(reached),
             "。完成率后三位的镇街是", listed(table, rate, 3, last=True), "。"), table])


# ---- 14: fire checks over three pages ---------------------------------------------------------------------

def fire():
    rng = Random(66)
    table = Table("消防安全大检查周报（4月15日—4月21日）", [
        ("序号",), ("村居",), ("检查单位(家)",), ("隐患情况", "发现(处)"), ("隐患情况", "当场整改(处)"),
        ("隐患情况", "限期整改(处)"), ("当场整改率",), ("罚款(万元)",), ("临时查封(处)",)], label=1,
        page_rows=13)
    villages = [name.rstrip("街道镇") + end for name in QUARTERS[:17] for end in ("第一村", "第二村")]
    sums = [Fraction(0)] * 6
    for place, name in enumerate(villages):
        found = 0 if place == 20 else rng.randint(3, 48)
        late = rng.randint(0, found // 3)
        row = [rng.randint(10, 90), found, found - late, late,
               Fraction(rng.choice([0, 0, 0, 5, 12, 30]), 10), rng.choice([0, 0, 0, 1])]
        sums = [one + two for one, two in zip(sums, row)]
        table.add(fire_row(place + 1, name, row))
    table.add(fire_row("", "合计", sums), "total")
    counts = ["检查单位", "发现", "当场整改", "限期整改", "罚款", "临时查封"]
    table.laws = [sum_law("发现", ["当场整改", "限期整改"]), ratio_law("当场整改率", "当场整改", "发现"),
                  TotalLaw(34, counts, range(34)), NamesLaw()]

    def sealed(table_, row):
        return table_.value(row, "临时查封") > 0
    return Paper("fire", "html", [
        heading("消防安全大检查情况"),
        para("本周共检查社会单位", cell(34, "检查单位"), "家，发现火灾隐患", cell(34, "发现", "parts"),
             "处，其中当场整改", cell(34, "当场整改", "parts"), "处，限期整改", cell(34, "限期整改", "parts"),
             "处；罚款", cell(34, "罚款"), "万元，临时查封", cell(34, "临时查封"), "处，涉及", how_many(sealed),
             "个村居。"), table])


def fire_row(serial, name, row):
    units, found, done, late, fine, closed = row
    rate = percent(done, found, 1) if found else "/"
    return [serial, name, int(units), int(found), int(done), int(late), rate, rounded(fine, 1),
            int(closed)]


# ---- 15: sorting of waste, weights in the heads, penalties, grades, two pages ----------------------------------

def waste():
    rng = Random(67)
    parts = "分项得分（百分制）"
    table = Table("第一季度生活垃圾分类考核得分表", [
        ("名次",), ("街镇",), (parts, "居住区(权重40%)"), (parts, "单位(权重30%)"),
        (parts, "公共区域(权重20%)"), (parts, "宣传发动(权重10%)"), ("加权得分",), ("扣分",), ("最终得分",),
        ("等级",)], label=1, page_rows=12)
    data = []
    for place, name in enumerate(QUARTERS):
        low = 640 if place % 7 == 3 else 780 if place % 3 == 1 else 880
        scores = [Fraction(rng.randint(low, min(low + 120, 1000)), 10) for _ in range(4)]
        mean = number(rounded(weighted(*scores), 2))
        less = -Fraction({2: 10, 5: 5, 8: 15, 11: 5, 13: 20, 19: 10}.get(place, 0), 10)
        data.append((mean + less, name, scores, mean, less))
    data.sort(key=lambda row: -row[0])
    for rank, (total, name, scores, mean, less) in zip(ranks([row[0] for row in data]), data):
        table.add([rank, name, *(rounded(score, 1) for score in scores), rounded(mean, 2),
                   rounded(less, 1), rounded(total, 2),
                   "优秀" if total >= 90 else "良好" if total >= 80 else "达标" if total >= 70
                   else "不达标"])
    table.laws = [RowLaw("ratio", "加权得分", ["居住区", "单位", "公共区域", "宣传发动"], weighted),
                  sum_law("最终得分", ["加权得分", "扣分"]), RankLaw("名次", "最终得分"), NamesLaw()]

    def graded(grade):
        return lambda table_, row: table_.text(row, "等级") == grade
    return Paper("waste", "docx", [
        heading("第一季度生活垃圾分类考核通报"),
        para("考核等级按最终得分划分：优秀（", bound("90", True, 100), "分及以上）、良好（",
             bound("80", True, 90), "分及以上、", bound("90", False, 80), "分以下）、达标（",
             bound("70", True, 80), "分及以上、", bound("80", False, 70), "分以下）、不达标（",
             bound("70", False, 0), "分以下）。"),
        para("本季度评为优秀的街镇", how_many(graded("优秀")), "个，分别是", which(graded("优秀")),
             "。得分前5名的街镇为", listed(table, "最终得分", 5), "；得分后5名的街镇为",
             listed(table, "最终得分", 5, last=True), "。"), table, para("以上情况，特此通报。")])


def weighted(homes, firms, public, campaign):
    return (homes * 40 + firms * 30 + public * 20 + campaign * 10) / 100


# ---- 16: public bicycles, 150 rows without a total ------------------------------------------------------------

def bicycles():
    rng = Random(68)
    table = Table("", [("站点编号",), ("站点名称",), ("桩位(个)",), ("借车(次)",), ("还车(次)",), ("借还合计(次)",),
                       ("净流入(次)",), ("周转率(次/桩)",), ("排名",)], label=1, page_rows=50)
    first, second = "东西南北中新老大小长", ["门", "湖", "山", "桥", "市口", "码头", "公园", "医院", "车站", "广场",
                                          "花园", "书店", "菜场", "学堂", "影院"]
    stops = [one + two for one in first for two in second]
    rng.shuffle(stops)
    data = [(rng.randint(15, 60), rng.randint(20, 4000), rng.randint(20, 4000)) for _ in stops]
    places = ranks([out + back for _, out, back in data])
    for at, (name, (docks, out, back), place) in enumerate(zip(stops, data, places)):
        table.add([f"ZD{101 + at * 3}", name, docks, out, back, out + back, back - out,
                   rounded(Fraction(out + back, docks), 2), place])
    table.laws = [sum_law("借还合计", ["借车", "还车"]), RankLaw("排名", "借还合计"), NamesLaw(),
                  RowLaw("sum", "净流入", ["还车", "借车"], lambda back, out: back - out),
                  RowLaw("ratio", "周转率", ["借还合计", "桩位"], lambda a, b: a / b)]
    return Paper("bicycles", "csv", [
        para("公共自行车站点运行数据（2024年5月）"), para("本月纳入统计的站点共", figure("count", lambda paper: str(
            len(paper.tables[0].entries()))), "个，借还量前三位的站点是", listed(table, "借还合计", 3), "。"), table])


def papers():
    return [correction(), petitions(), air(), taxes(), work(), fire(), waste(), bicycles()]
