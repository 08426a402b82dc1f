"""Real tables as published, and an invented department table with two slips at once.

The street tables come from the data folder beside the repository (SHARED); where it is absent
nothing of it is tested.
"""
import csv
import pathlib
from fractions import Fraction
from random import Random

from open_papers import OFFICES, distinct, ranks
from paper import Paper, Table, heading, number, para, rounded

SHARED = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data" / "haizhu-2023-02"
FORMS = ("csv", "tsv", "docx")
BASIC, BONUS = "基础考核事项(100分)", "附加考核-加分项(15分)"
PENALTY = "附加考核-减分项(10分)"
ITEMS = [(BASIC, "按时办理率(15分)"), (BASIC, "办理通过率(20分)"), (BASIC, "退单通过率(20分)"),
         (BASIC, "知识点响应率(20分)"), (BASIC, "满意度(25分)"), (BONUS, "办理质量(2分)"),
         (BONUS, "办理时长(2分)"), (BONUS, "处置疑难复杂事项(7分)"), (BONUS, "宣传报道(2分)"),
         (BONUS, "专家坐席(2分)"), (PENALTY, "办理效率(6分)"), (PENALTY, "知识点采编和反馈(2分)"),
         (PENALTY, "政策信息联动(2分)")]
ACTIVE, TO_CASES = "主动评价率(%)", "主动评价占业务申办比例(%)"
NOTE = ("政务服务主动好评率得分=(主动评价率得分+主动评价占业务申办比例得分)*好评率; "
        "主动评价率得分=主动评价数/全部评价数*100%*5; 主动评价占业务申办比例得分="
        "某街道的主动评价占业务申办比例/所有街道中主动评价占业务申办的最高值*5; "
        "主动评价占业务申办比例=主动评价数/总办件数; 好评率=好评数/主动评价数。")


def read(name):
    with open(SHARED / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def hotline(form, ranked):
    title = "海珠区2023年2月份各街道12345热线工单考核情况表"
    table = Table(title, [*([("排名",)] if ranked else []), ("街道名称",),
                          *([("总分",)] if ranked else []), *ITEMS], label=int(ranked))
    items = {row["unit"]: list(row.values())[1:] for row in read("hotline-items-streets.csv")}
    for row in read("hotline-published-streets.csv"):
        before, after = ([row["rank"]], [row["total"]]) if ranked else ([], [])
        table.add([*before, row["unit"], *after, *items[row["unit"]]])
    return Paper(f"published-hotline-{form}-{'ranked' if ranked else 'items'}", form,
                 [heading("关于2023年2月份政务服务相关工作情况的通报"), table]
                 if form != "csv" else [table])


def rating(form, good_rate):
    group, marks = "好评", "投诉和表扬"
    table = Table("海珠区各街道（含社区）2023年2月份政务服务“好差评”各项指标数据情况表", [
        ("序号",), ("街道",), ("服务人数(人次)",), ("区综合服务审批系统受理量(件)",), ("超时件(件)",),
        (group, ACTIVE), (group, TO_CASES), *([(group, "好评率(%)")] if good_rate else []),
        (group, "政务服务主动好评率得分(满分10分)"), (marks, "有效投诉(宗)"),
        (marks, "表扬信(封)、锦旗(面)")], label=1)
    scores = {row["unit"]: row["score"] for row in read("rating-published-streets.csv")}
    table.add(["", "全区", 45462, 8331, 2, "99.9%", "171.13%", *([""] if good_rate else []), "10.00",
               0, 1], "total")
    for place, row in enumerate(read("rating-streets.csv")):
        table.add([place + 1, row["unit"], row["persons_served"], row["cases_accepted"],
                   row["cases_overdue"], row["active_rate_pct"] + "%",
                   row["active_to_cases_pct"] + "%",
                   *([row["good_rate_pct"] + "%"] if good_rate else []), scores[row["unit"]],
                   row["valid_complaints"], row["praise"]])
    table.notes = ["说明:", "1. 数据统计区间2023年2月1日至2023年2月28日;", "2. " + NOTE]
    return Paper(f"published-rating-{form}-{'good-rate' if good_rate else 'printed'}", form, [table])


def papers():
    """Published tables that hold; none where the data are absent."""
    if not SHARED.is_dir():
        print(f"skipped: the published tables, {SHARED} is absent")
        return []
    return [make(form, yes) for form in FORMS for make in (hotline, rating) for yes in (True, False)]


def bulletin():
    """The printed bulletin, or None. The one slip in it: annex 2 has 16 heads and 17 values."""
    path = SHARED / "bulletin.txt"
    return path if path.is_file() else None


# ---- two slips at once ------------------------------------------------------------------------------

def departments(form):
    """24 departments, totals shared by some, one penalty lost and one unit listed twice: the paper
    and the names that the two findings must give."""
    rng = Random(24)
    offices = [*OFFICES, "区商务局", "区科工信局", "区发改局", "区政数局", "区机关事务局", "区退役军人局",
               "区城管和执法局", "区消防救援大队"]
    rows, totals = [], distinct(rng, 8900, 9990, 24)
    totals[5], totals[6], totals[14] = totals[4], totals[4], totals[13]
    for place, (name, total) in enumerate(zip(offices, totals)):
        bonus, minus = rng.choice([0, 1, 2]), {9: "-0.5", 17: "-1"}.get(place, "0")
        left = Fraction(total, 100) - bonus - number(minus) - 35  # for the three finer items
        satisfied = min(Fraction(25), left - Fraction(rng.randint(3600, 3900), 100))
        passed = min(Fraction(20), (left - satisfied) / 2 + Fraction(rng.randint(-20, 20), 100))
        passed = max(passed, left - satisfied - 20)
        items = [15, passed, left - satisfied - passed, 20, satisfied]
        rows.append([name, Fraction(total, 100), *items, bonus, 0, 0, 0, 0, minus, "0", "0"])
    table = Table("各部门2024年5月份热线工单考核情况表",
                  [("排名",), ("部门名称",), ("总分",), *ITEMS], label=1)
    for rank, row in zip(ranks([row[1] for row in rows]), rows):
        table.add([rank, row[0], rounded(row[1], 2), 15, *(rounded(item, 2) for item in row[3:5]),
                   20, rounded(row[6], 2), *row[7:]])
    lost, doubled = 17, 20
    table.rows[lost][13] = "0"
    table.rows[doubled][1] = table.rows[11][1]
    return (Paper(f"departments-{form}", form, [table, para("特此通报。")]),
            [table.rows[lost][1], table.rows[11][1]])
