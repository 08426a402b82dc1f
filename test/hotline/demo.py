#!/usr/bin/env python3
"""Makes the demo with its orders and compares it with what was published, by hand:

    test/hotline/demo.py PROGRAM [SCALE]

Needs a release build for the time to mean something. SCALE is a whole number, 1 as a rule. The
numbers are counted from the rows themselves, not from the measures, which must then be the same.
"""
import html
import pathlib
import re
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time

KINDS = {"咨询": 1565, "投诉": 8793, "求助": 4700, "举报": 4350, "建议": 182, "表扬": 12}
RETURNS, INCORRECT, DISSATISFIED = 1795, 74, 337
REPEATED = ["区人社局", "赤岗街", "南华西街", "官洲街"]
THRICE = ["区机关事务局", "赤岗街"]
FEBRUARY = (19389, 19416)  # days since 1970-01-01 of 2023-02-01 and 2023-02-28
COUNTS = "o.merged_into = 0 AND o.state <> 'voided' AND o.excluded = 0"

# As printed in the published bulletin of the month, but for its spaces.
SENTENCES = [
    "2月份，我区12345热线承办工单共19602件，其中咨询类1565件、投诉类8793件、求助类4700件、"
    "举报类4350件、建议类182件、表扬类12件。当月我区总得分为101.58分，全市排名第八。",
    "前三位的街道是赤岗街、南洲街、素社街，后三位的街道是官洲街、瑞宝街、南华西街。",
    "我区退单共1795件，非正确退单74件。该项指标扣分前三位的部门是区市场监管局、区城管和执法局、"
    "区教育局；扣分前三位的街道是南华西街、沙园街、南洲街。",
    "我区未履职尽责申诉的不满意工单共337件。该项指标扣分前三位的部门是市生态环境局海珠分局、"
    "区市场监管局、区民政局；扣分前三位的街道是官洲街、瑞宝街、华洲街。",
    "我区承办效率过低工单共6件。该项指标扣分的单位有：区人社局、赤岗街、南华西街、官洲街各有"
    "1件重复退回的工单；区机关事务局、赤岗街各1件办结审核三次以上不通过的工单。每件均导致全区"
    "被扣0.2分，当月共计被扣1.2分。",
]


def rows(db, sql, *values):
    return db.execute(sql, values).fetchall()


def by_unit(db, condition):
    found = rows(db, f"""SELECT u.name, count(*) FROM hotline_order o JOIN unit u ON u.id = o.unit_id
        WHERE {COUNTS} AND o.closed_day BETWEEN ? AND ? AND {condition} GROUP BY 1""", *FEBRUARY)
    return dict(found)


def expect(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: found {found}, published {wanted}")
    print(f"{what}: {found}")


def check_february(db, scale):
    kinds = dict(rows(db, """SELECT kind, count(*) FROM hotline_order
        WHERE merged_into = 0 AND received_day BETWEEN ? AND ? GROUP BY 1""", *FEBRUARY))
    expect("received", kinds, {kind: count * scale for kind, count in KINDS.items()})
    sums = rows(db, f"""SELECT sum(returns), sum(incorrect_returns),
        sum(duty_not_done AND satisfaction IN ('不满意', '非常不满意')) FROM hotline_order o
        WHERE {COUNTS} AND closed_day BETWEEN ? AND ?""", *FEBRUARY)[0]
    expect("returns, incorrect, dissatisfied", sums,
           (RETURNS * scale, INCORRECT * scale, DISSATISFIED * scale))
    expect("repeated returns", by_unit(db, "returns >= 2"), {unit: scale for unit in REPEATED})
    expect("failed reviews", by_unit(db, "review_failures >= 4"), {unit: scale for unit in THRICE})
    expect("late", rows(db, f"""SELECT count(*) FROM hotline_order o WHERE {COUNTS}
        AND due_day BETWEEN ? AND ? AND (closed_at IS NULL OR closed_at >= due_at)""",
                        *FEBRUARY)[0][0], 0)


def first_departments(db, lost):
    found = rows(db, f"""SELECT u.name FROM hotline_order o JOIN unit u ON u.id = o.unit_id
        WHERE {COUNTS} AND o.closed_day BETWEEN ? AND ? AND u.kind = 'department'
        GROUP BY 1 ORDER BY {lost} DESC LIMIT 3""", *FEBRUARY)
    return [name for (name,) in found]


def check_departments(db):
    expect("most points for returns",
           first_departments(db, "1.0 * sum(incorrect_returns) / sum(returns)"),
           ["区市场监管局", "区城管和执法局", "区教育局"])
    expect("most points for satisfaction",
           first_departments(db, "1.0 * sum(duty_not_done) / sum(satisfaction <> '')"),
           ["市生态环境局海珠分局", "区市场监管局", "区民政局"])


def check_measures(db):
    counted = dict(rows(db, """SELECT code, sum(value) FROM measure_day
        WHERE measures = 'hotline' AND day BETWEEN ? AND ? GROUP BY 1""", *FEBRUARY))
    for code, sql in {
        "received": "merged_into = 0 AND received_day BETWEEN ? AND ?",
        "reviewed": f"{COUNTS} AND closed_day BETWEEN ? AND ?",
        "due": f"{COUNTS} AND due_day BETWEEN ? AND ?",
    }.items():
        expect(f"measure {code}", counted[code],
               rows(db, f"SELECT count(*) FROM hotline_order o WHERE {sql}", *FEBRUARY)[0][0])


def run(program, folder, *arguments):
    subprocess.run([program, "--data", folder, *arguments], check=True, stdout=subprocess.DEVNULL)


def check_bulletin(program, folder):
    """The month before is published, the bulletin says what was published, and may be published."""
    run(program, folder, "bulletin", "2023-02", "--out", folder, "--format", "html")
    page = (pathlib.Path(folder) / "2023年2月通报.html").read_text()
    text = html.unescape(re.sub(r"<[^>]+>", "", page))
    for sentence in SENTENCES:
        if sentence not in text:
            sys.exit(f"not in the bulletin: {sentence}")
    if "环比" not in text or "同比" not in text:
        sys.exit("the bulletin compares with no month")
    run(program, folder, "freeze", "2023-02")
    run(program, folder, "publish", "2023-02")
    print("bulletin: as published")


def check_months(db):
    """All months before the last are counted from orders and published as they were counted."""
    months = rows(db, "SELECT period FROM month WHERE state = 'published' ORDER BY 1")
    expect("published months", len(months), 13)
    expect("their findings", rows(db, "SELECT sum(findings) FROM month_version")[0][0], 0)


def main():
    program, scale = pathlib.Path(sys.argv[1]).resolve(), int((sys.argv[2:] or ["1"])[0])
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        run(program, folder, "init", "--demo", "--scale", str(scale))
        seconds = time.monotonic() - began
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        db = sqlite3.connect(pathlib.Path(folder) / "tongban.db")
        orders = rows(db, "SELECT count(*) FROM hotline_order")[0][0]
        events = rows(db, "SELECT count(*) FROM matter_event")[0][0]
        size = (pathlib.Path(folder) / "tongban.db").stat().st_size >> 20
        print(f"{orders} orders, {events} events in {seconds:.1f} s, {memory} MiB, {size} MiB of data")
        check_february(db, scale)
        check_departments(db)
        check_measures(db)
        check_months(db)
        db.close()
        if scale == 1:
            check_bulletin(program, folder)


if __name__ == "__main__":
    main()
