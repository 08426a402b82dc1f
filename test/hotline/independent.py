#!/usr/bin/env python3
"""The hotline's score of a file of orders, computed once more by other means, to the last digit.

    test/hotline/independent.py PROGRAM sqlite|postgresql [ORDERS]      default: 20000 orders

Makes a file of orders from a fixed seed, with all that is nasty in one: other offsets, both ends of
months and of holidays, extensions, orders left open, deadlines beyond the last calendar, numbers
left empty, spreadsheet dates; then a second file that changes some of them. Imports both and
compares, for months from 2016 to 2026 that are over, every figure of `assess --format csv` with the
same computed here in fractions, and the orders that `explain` lists as costing points with those
found here.

Exit codes: 0 all the same, 1 something differs, 77 skipped (no PostgreSQL).
"""
import collections
import csv
import datetime
import fractions
import io
import pathlib
import random
import re
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "kit"))
from program import Program  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHINA = datetime.timezone(datetime.timedelta(hours=8))
DAY = datetime.timedelta(days=1)
DAYS_OF_KIND = {"咨询": 2, "求助": 10, "建议": 10, "投诉": 15, "举报": 15, "表扬": None}
SATISFACTION = ["", "非常满意", "满意", "基本满意", "不满意", "非常不满意"]
ITEMS = ["on_time", "pass", "return_pass", "knowledge_response", "satisfaction", "efficiency"]
HEAD = ["order_no", "received_at", "kind", "channel", "title", "content", "address", "unit",
        "dispatched_at", "signed_at", "returns", "incorrect_returns", "extension_days",
        "replied_at", "review_failures", "closed_at", "satisfaction", "duty_not_done",
        "knowledge_requests", "knowledge_on_time"]
UNITS = [("区甲局", "department"), ("区乙局", "department"), ("区丙局", "department"),
         ("区丁中心", "department"), ("甲街", "street"), ("乙街", "street"), ("丙街", "street"),
         ("丁街", "street"), ("戊街", "street"), ("从无工单街", "street")]


# ---- the calendar, from the notices ------------------------------------------------------------

class Calendar:
    def __init__(self):
        self.off = {}
        self.years = set()
        for path in (ROOT / "packs" / "calendar").glob("20*.yaml"):
            self.years.add(int(path.stem))
            for date, off in re.findall(r"date: ([\d-]+), off: (true|false)",
                                        path.read_text(encoding="utf-8")):
                self.off[datetime.date.fromisoformat(date)] = off == "true"

    def working(self, day):
        return not self.off[day] if day in self.off else day.weekday() < 5

    def due(self, start, days):
        """The n-th working day after the day of the start; None when it needs a year not there."""
        day = start
        while days:
            day += DAY
            if day.year not in self.years:
                return None
            days -= self.working(day)
        return day


# ---- the file ----------------------------------------------------------------------------------

def written(moment, dice):
    """The same moment as people and programs write it."""
    form = dice.randrange(8)
    if form == 0:
        return moment.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    if form == 1:
        offset = datetime.timezone(datetime.timedelta(hours=dice.choice([-11, -5, 0, 3, 9, 14]),
                                                      minutes=dice.choice([0, 30])))
        return moment.astimezone(offset).isoformat()
    if form == 2:
        return moment.strftime("%Y-%m-%d %H:%M:%S")
    if form == 3:
        return moment.strftime("%Y-%m-%dT%H:%M:%S+08:00")
    if form == 4 and moment.second == 0:
        return moment.strftime("%Y-%m-%dT%H:%M")
    if form == 5 and moment.second == 0:
        return moment.strftime("%Y-%m-%d %H:%M")
    if form == 6 and moment.second == 0 and moment.minute == 0 and moment.hour in (0, 6, 12, 18):
        whole = (moment.date() - datetime.date(1899, 12, 30)).days
        return str(fractions.Fraction(whole) + fractions.Fraction(moment.hour, 24)) \
            if moment.hour == 0 else f"{whole}{ {6: '.25', 12: '.5', 18: '.75'}[moment.hour] }"
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def random_moment(dice):
    """Most in a few months, many at the ends of days and months, some anywhere from 2016 on."""
    if dice.random() < 0.7:
        day = datetime.date(2022, 12, 1) + DAY * dice.randrange(120)
    else:
        day = datetime.date(2016, 1, 1) + DAY * dice.randrange(365 * 11 + 1)
    if dice.random() < 0.1:
        day = day.replace(day=1) - DAY * dice.randrange(2)
    time_of_day = dice.choice([(0, 0, 0), (23, 59, 59), (12, 0, 0), (18, 0, 0), None, None, None])
    hour, minute, second = time_of_day or (dice.randrange(24), dice.randrange(60),
                                           dice.choice([0, dice.randrange(60)]))
    return datetime.datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=CHINA)


def random_closing(dice, calendar, received, kind, extension):
    """Often on the very day it falls due, or the day after; sometimes never."""
    chance = dice.random()
    if chance < 0.08:
        return None
    days = DAYS_OF_KIND[kind]
    due = calendar.due(received.date(), days + extension) if days is not None else None
    if due is None or chance < 0.5:
        return received + datetime.timedelta(minutes=dice.randrange(60 * 24 * 30))
    moment = datetime.datetime(due.year, due.month, due.day, tzinfo=CHINA)
    moment += dice.choice([datetime.timedelta(hours=23, minutes=59, seconds=59), DAY,
                           DAY * dice.randrange(-3, 4), DAY + datetime.timedelta(seconds=1),
                           datetime.timedelta(hours=dice.randrange(24))])
    return max(moment, received)


def few(dice, chances):
    """A small number, mostly 0."""
    return next((number for number, chance in chances if dice.random() < chance), 0)


def random_order(number, dice, calendar):
    received = random_moment(dice)
    kind = dice.choices(list(DAYS_OF_KIND), [8, 45, 24, 22, 2, 1])[0]
    extension = few(dice, [(5, 0.04), (15, 0.02), (1, 0.03)])
    returns = few(dice, [(1, 0.06), (2, 0.02), (3, 0.01)])
    satisfaction = dice.choices(SATISFACTION, [5, 3, 5, 2, 2, 1])[0]
    requests = few(dice, [(1, 0.05), (4, 0.02)])
    return {"order_no": f"HZ{number:06d}", "received": received, "kind": kind,
            "unit": dice.choices([name for name, _ in UNITS], [9, 4, 2, 0.1, 9, 7, 6, 3, 1, 0])[0],
            "returns": returns, "incorrect_returns": dice.randrange(returns + 1),
            "extension_days": extension,
            "review_failures": few(dice, [(1, 0.06), (3, 0.02), (4, 0.01), (6, 0.004)]),
            "closed": random_closing(dice, calendar, received, kind, extension),
            "satisfaction": satisfaction,
            "duty_not_done": int(satisfaction in ("不满意", "非常不满意") and dice.random() < 0.4),
            "knowledge_requests": requests, "knowledge_on_time": dice.randrange(requests + 1)}


def line_of(order, dice):
    def count(name):
        return "" if order[name] == 0 and dice.random() < 0.5 else str(order[name])

    closed = order["closed"]
    signed = order["received"] + datetime.timedelta(hours=dice.randrange(-5, 30))
    return {**{name: count(name) for name in (
                "returns", "incorrect_returns", "extension_days", "review_failures",
                "duty_not_done", "knowledge_requests", "knowledge_on_time")},
            "order_no": order["order_no"], "received_at": written(order["received"], dice),
            "kind": order["kind"], "channel": dice.choice(["电话", "微信", "", "网页, 手机"]),
            "title": f"演示工单{order['order_no'][-4:]}",
            "content": dice.choice(["路灯不亮", "“引号”与,逗号\n换行", ""]),
            "address": dice.choice(["江南大道中1号", ""]), "unit": order["unit"],
            "dispatched_at": dice.choice(["", written(order["received"], dice)]),
            "signed_at": dice.choice(["", written(signed, dice)]),
            "replied_at": written(closed, dice) if closed and dice.random() < 0.5 else "",
            "closed_at": written(closed, dice) if closed else "",
            "satisfaction": order["satisfaction"]}


def write(path, orders, dice):
    columns = HEAD[:]
    dice.shuffle(columns)
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, columns)
        out.writeheader()
        out.writerows(line_of(order, dice) for order in orders)


# ---- the score ---------------------------------------------------------------------------------

def half_up(value, places=2):
    scaled = abs(value) * 10 ** places
    whole = int(scaled + fractions.Fraction(1, 2))
    text = f"{whole // 10 ** places}.{whole % 10 ** places:0{places}d}"
    return f"-{text}" if value < 0 and whole else text


def month_of(day):
    return f"{day.year:04d}-{day.month:02d}"


class Tally:
    def __init__(self):
        self.number = collections.Counter()
        self.cost = {item: set() for item in ITEMS}

    def share(self, points, part, whole):
        whole = self.number[whole]
        return fractions.Fraction(points * self.number[part], whole) if whole else points

    def items(self):
        number = self.number
        returned = points_left = None
        returned = 20 * (1 - fractions.Fraction(number["incorrect"], number["returns"])) \
            if number["returns"] else 20
        points_left = 25 * (1 - fractions.Fraction(number["duty"], number["evaluated"])) \
            if number["evaluated"] else 25
        efficiency = -fractions.Fraction(number["repeated"] + number["failed"], 2)
        return [self.share(15, "in_time", "due"), self.share(20, "passed", "closed"), returned,
                self.share(20, "answered", "requests"), points_left, max(efficiency, -6)]


def count(orders, calendar):
    """By month and unit."""
    tallies = collections.defaultdict(Tally)
    for order in orders:
        days, closed = DAYS_OF_KIND[order["kind"]], order["closed"]
        due = calendar.due(order["received"].date(), days + order["extension_days"]) \
            if days is not None else None
        closed_day = closed.date() if closed else None
        if due:
            tally = tallies[month_of(due), order["unit"]]
            in_time = closed_day is not None and closed_day <= due
            tally.number["due"] += 1
            tally.number["in_time"] += in_time
            if not in_time:
                tally.cost["on_time"].add(order["order_no"])
        if closed_day:
            tally = tallies[month_of(closed_day), order["unit"]]
            count_closed(tally, order)
    return tallies


def count_closed(tally, order):
    number, name = tally.number, order["order_no"]
    number["closed"] += 1
    number["passed"] += order["review_failures"] == 0
    number["returns"] += order["returns"]
    number["incorrect"] += order["incorrect_returns"]
    number["requests"] += order["knowledge_requests"]
    number["answered"] += order["knowledge_on_time"]
    number["evaluated"] += order["satisfaction"] != ""
    number["duty"] += order["duty_not_done"]
    number["repeated"] += order["returns"] >= 2
    number["failed"] += order["review_failures"] > 3
    for item, costs in [("pass", order["review_failures"] > 0),
                        ("return_pass", order["incorrect_returns"] > 0),
                        ("knowledge_response",
                         order["knowledge_on_time"] < order["knowledge_requests"]),
                        ("satisfaction", order["duty_not_done"]),
                        ("efficiency", order["returns"] >= 2 or order["review_failures"] > 3)]:
        if costs:
            tally.cost[item].add(name)


def expected(tallies, month):
    """Rows of the month: unit to rank, total and items, as they are printed."""
    rows = {}
    for kind in ("department", "street"):
        totals = {}
        for unit, group in UNITS:
            tally = tallies.get((month, unit))
            if group == kind and tally:
                items = tally.items()
                totals[unit] = half_up(sum(items))
                rows[unit] = [half_up(value) for value in items]
        ordered = sorted((fractions.Fraction(total) for total in totals.values()), reverse=True)
        for unit, total in totals.items():
            rank = ordered.index(fractions.Fraction(total)) + 1
            rows[unit] = [str(rank), total, *rows[unit]]
    return rows


# ---- beside the program ------------------------------------------------------------------------

class Comparison:
    def __init__(self, program, tallies):
        self.program, self.tallies = program, tallies
        self.wrong, self.compared = [], 0

    def month(self, month):
        rows = csv.DictReader(io.StringIO(
            self.program.must("assess", month, "--scheme", "hotline", "--format", "csv")))
        found = {row["unit"]: [row["rank"], row["total"], *(row[item] for item in ITEMS)]
                 for row in rows}
        wanted = expected(self.tallies, month)
        self.compared += sum(map(len, wanted.values()))
        for unit in sorted(found.keys() | wanted.keys()):
            if found.get(unit) != wanted.get(unit):
                self.wrong.append(f"{month} {unit}: {found.get(unit)}, not {wanted.get(unit)}")

    def explained(self, month, unit):
        tally = self.tallies[month, unit]
        for item in ITEMS:
            text = self.program.must("explain", month, "--scheme", "hotline", "--unit", unit,
                                     "--item", item)
            found = set(re.findall(r"^  (HZ\d{6}) ", text, re.M))
            self.compared += len(found)
            if found != tally.cost[item]:
                self.wrong.append(f"{month} {unit} {item}: listed and not expected "
                                  f"{sorted(found - tally.cost[item])[:5]}, not listed "
                                  f"{sorted(tally.cost[item] - found)[:5]}")


def compare(program, orders, calendar, dice):
    tallies = count(orders, calendar)
    this_month = datetime.datetime.now(CHINA).strftime("%Y-%m")
    known = sorted({month for month, _ in tallies if month < this_month})
    comparison = Comparison(program, tallies)
    months = [month for month in known if "2022-12" <= month <= "2023-04"]
    months += dice.sample([month for month in known if month not in months], 12)
    for month in months:
        comparison.month(month)
    for unit in ("区甲局", "甲街"):
        comparison.explained("2023-02", unit)
    return comparison


def main():
    if len(sys.argv) < 3 or sys.argv[2] not in ("sqlite", "postgresql"):
        sys.exit(__doc__)
    amount = int(sys.argv[3]) if len(sys.argv) > 3 else 20000
    dice, calendar = random.Random(20230228), Calendar()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        program = Program(sys.argv[1], folder, sys.argv[2])
        if not program.available:
            print("SKIP: TONGBAN_TEST_POSTGRESQL names no server")
            return 77
        try:
            return run(program, folder, amount, dice, calendar)
        finally:
            program.close()


def run(program, folder, amount, dice, calendar):
    program.must("init")
    (folder / "units.csv").write_text(
        "unit,kind\n" + "".join(f"{name},{kind}\n" for name, kind in UNITS), encoding="utf-8")
    program.must("units", "import", "units.csv")
    orders = [random_order(number, dice, calendar) for number in range(amount)]
    write(folder / "first.csv", orders, dice)
    begun = time.monotonic()
    program.must("import", "hotline-orders", "first.csv")
    seconds = time.monotonic() - begun
    places = dice.sample(range(amount), amount // 20)
    for place in places:
        orders[place] = {**random_order(place, dice, calendar)}
    write(folder / "second.csv", [orders[place] for place in places], dice)
    program.must("import", "hotline-orders", "second.csv")
    program.must("measures", "verify")
    comparison = compare(program, orders, calendar, dice)
    for line in comparison.wrong[:20]:
        print(line)
    print(f"{amount} orders imported in {seconds:.1f} s; {comparison.compared} figures and orders "
          f"compared, {len(comparison.wrong)} rows differ")
    return 1 if comparison.wrong or not comparison.compared else 0


if __name__ == "__main__":
    sys.exit(main())
