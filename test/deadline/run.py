#!/usr/bin/env python3
"""Deadlines against an independent count, for every day of 2016 to 2026 and 1 to 60 working days.

    test/deadline/run.py PROGRAM

The calendar is read from the published data set itself (../shared/data/calendar, beside the
repository), not from the packs made of it, and days are counted one by one. Ends with 77 where the
data set is not there.
"""
import csv
import datetime
import io
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CALENDAR = ROOT.parent / "shared/data/calendar"
FIRST, LAST = datetime.date(2016, 1, 1), datetime.date(2026, 12, 31)
DAYS_MAX = 60
DAY = datetime.timedelta(days=1)


def read_calendar(folder):
    """All year files by date: a file may list days of the December before."""
    named, years = {}, set()
    for path in sorted(folder.glob("[0-9]*.json")):
        year = json.loads(path.read_text(encoding="utf-8"))
        years.add(year["year"])
        for day in year["days"]:
            named[datetime.date.fromisoformat(day["date"])] = not day["isOffDay"]
    return named, years


def expectations(named, years):
    """{(start, number): (due, year that lacks)}"""
    for offset in range((LAST - FIRST).days + 1):
        start = FIRST + offset * DAY
        day, missing = start, None
        for number in range(1, DAYS_MAX + 1):
            while missing is None:
                day += DAY
                if day.year not in years:
                    missing = day.year
                elif named.get(day, day.weekday() < 5):
                    break
            yield start, number, None if missing else day, missing


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    if not CALENDAR.is_dir():
        print("SKIP: no ../shared/data/calendar")
        return 77
    expected = list(expectations(*read_calendar(CALENDAR)))
    # The time of the day makes no difference, nor does how the start is written.
    forms = ["{}", "{}T16:00", "{} 00:00:00", "{}T23:59:59+08:00", "{}T15:59:59Z", "{} 08:30"]
    rows = [(forms[i % len(forms)].format(start), number)
            for i, (start, number, _, _) in enumerate(expected)]
    with tempfile.TemporaryDirectory() as work:
        path = pathlib.Path(work, "in.csv")
        path.write_text("start,working_days\n" + "".join(f"{s},{n}\n" for s, n in rows),
                        encoding="utf-8")
        done = subprocess.run([program, "deadline", "--in", str(path)], cwd=work, timeout=120,
                              capture_output=True, text=True, check=False)
    found = list(csv.DictReader(io.StringIO(done.stdout)))
    failed = any(missing for _, _, _, missing in expected)
    if done.returncode != (3 if failed else 0) or len(found) != len(rows):
        print(f"exit {done.returncode}, {len(found)} rows of {len(rows)}\n{done.stderr[:500]}")
        return 1
    wrong = 0
    for (start, number), (_, _, due, missing), row in zip(rows, expected, found):
        wanted = f"{due}T24:00+08:00" if due else ""
        right = (row["start"] == start and row["working_days"] == str(number) and
                 row["due"] == wanted and bool(row["error"]) == (due is None) and
                 (due is not None or str(missing) in row["error"]))
        if not right and wrong < 10:
            print(f"{start} + {number}: expected {wanted or missing}, found {row}")
        wrong += not right
    print(f"{len(rows)} deadlines, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
