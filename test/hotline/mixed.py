#!/usr/bin/env python3
"""Many clients at once on mixed work: no error, and nobody ever sees another unit's order.

    test/hotline/mixed.py PROGRAM sqlite|postgresql [SECONDS [CLIENTS]]     default: 8 seconds, 16

60 % look at an order or at the desk, 30 % list with filters and search, 10 % take an order or move
one on. Two people acting on one order at once is part of it: the second one is told so (409), which
is the right answer. Afterwards the trail must verify and the measures equal a recomputation. The
last lines give the time that answers took, as seen by the clients.

Exit codes: 0 all held, 1 something did not, 77 skipped (no PostgreSQL).
"""
import collections
import json
import pathlib
import random
import sys
import tempfile
import threading
import time
import urllib.parse

from house import CLERKS, House, Program, error_of, order_body

FIRST_ORDERS = 300
# What each may do with an order in this state.
NEXT = {"taker": {}, "dispatcher": {"pending": "dispatch"},
        "reviewer": {"reviewing": "release", "returning": "refuse_return"},
        "caller_back": {"closed": "call_back"}, "supervisor": {"handling": "urge"},
        "clerk": {"dispatched": "sign", "handling": "reply"}}


class Watch:
    def __init__(self):
        self.lock = threading.Lock()
        self.times = collections.defaultdict(list)
        self.statuses = collections.Counter()
        self.wrong = []

    def note(self, what, spent, status, wrong=None):
        with self.lock:
            self.times[what].append(spent)
            self.statuses[status] += 1
            if wrong and len(self.wrong) < 20:
                self.wrong.append(wrong)


class Worker(threading.Thread):
    def __init__(self, house, server, who, seed, until, watch):
        super().__init__()
        self.house, self.who, self.until, self.watch = house, who, until, watch
        self.client = server.client(house.token[who])
        self.dice, self.seed, self.made = random.Random(seed), seed, 0
        self.unit = house.unit.get(who)
        self.rows = []

    def ask(self, what, method, target, body=None, fine=(200,)):
        begin = time.monotonic()
        status, _, content = self.client.ask(method, target, body)
        wrong = None
        if status not in fine:
            wrong = f"{self.who}: {method} {target}: {status} {content.decode()[:300]}"
        self.watch.note(what, time.monotonic() - begin, status, wrong)
        return status, json.loads(content) if content else None

    def check_unit(self, row, where):
        if self.unit and row.get("unit") != self.unit:
            self.watch.note("leak", 0, 0, f"{self.who} of {self.unit} sees {row} in {where}")

    def list(self):
        query = {"size": 20, "page": self.dice.choice([1, 1, 1, 2])}
        if self.dice.random() < 0.5:
            query["state"] = self.dice.choice(["pending", "dispatched", "handling", "reviewing",
                                               "closed"])
        if self.dice.random() < 0.3:
            query["q"] = self.dice.choice(["噪声", "路灯", "井盖松动", "占道"])
        if self.dice.random() < 0.2:
            query["unit"] = self.dice.choice(self.house.units())
        target = "/api/hotline/orders?" + urllib.parse.urlencode(query)
        # Of a unit that may not be seen one is told so.
        status, found = self.ask("list", "GET", target, fine=(200, 404))
        if status != 200:
            return
        for row in found["rows"]:
            self.check_unit(row, target)
        if "unit" not in query or not self.rows:
            self.rows = found["rows"] or self.rows

    def read(self):
        if not self.rows or self.dice.random() < 0.2:
            self.ask("desk", "GET", "/api/hotline/desk")
            return
        number = self.dice.choice(self.rows)["number"]
        # It may have gone to another since.
        status, order = self.ask("read", "GET", f"/api/hotline/orders/{number}",
                                 fine=(200, 404) if self.unit else (200,))
        if status == 200:
            self.check_unit(order, number)

    def take(self):
        self.made += 1
        unit = self.dice.choice(self.house.units()) if self.who == "dispatcher" else None
        self.ask("take", "POST", "/api/hotline/orders",
                 order_body(self.dice, f"{self.who}-{self.seed}-{self.made}", unit), fine=(201,))

    def move(self):
        moves = NEXT["clerk" if self.unit else self.who]
        able = [row for row in self.rows if row["state"] in moves]
        if not able:
            if self.who in ("taker", "dispatcher"):
                self.take()
            else:
                self.list()
            return
        row = self.dice.choice(able)
        move = moves[row["state"]]
        body = {"revision": row.get("revision", 0), "reason": "（虚构）理由",
                "words": "（虚构）已处理", "satisfaction": "满意", "reached": True}
        if move == "dispatch":
            body["unit"] = self.dice.choice(self.house.units())
        self.ask("move", "POST", f"/api/hotline/orders/{row['number']}/moves/{move}", body,
                 fine=(200, 404, 409))
        row["state"] = ""

    def run(self):
        while time.monotonic() < self.until:
            turn = self.dice.random()
            try:
                if turn < 0.6:
                    self.read()
                elif turn < 0.9:
                    self.list()
                else:
                    self.move()
            except Exception as problem:  # whatever it is, it is told
                self.watch.note("error", 0, 0, f"{self.who}: {problem!r}")
                self.client.close()
        self.client.close()


def fill(house, server):
    client = server.client(house.token["dispatcher"])
    dice = random.Random(1)
    for index in range(FIRST_ORDERS):
        status, _, content = client.ask(
            "POST", "/api/hotline/orders",
            order_body(dice, f"first-{index}", dice.choice(house.units() + [None])))
        if status != 201:
            raise AssertionError(f"{status} {content.decode()} {error_of(content)}")


def main():
    path, database = sys.argv[1:3]
    seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 8
    clients = int(sys.argv[4]) if len(sys.argv) > 4 else 16
    with tempfile.TemporaryDirectory(prefix="tongban-mixed-") as folder:
        program = Program(path, pathlib.Path(folder), database)
        if not program.available:
            print("skipped: no PostgreSQL")
            return 77
        house, watch = House(program), Watch()
        with program.serve() as server:
            house.look_round(server)
            fill(house, server)
            until = time.monotonic() + seconds
            people = CLERKS + ["taker", "dispatcher", "dispatcher", "reviewer", "supervisor"]
            workers = [Worker(house, server, people[i % len(people)], i, until, watch)
                       for i in range(clients)]
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
        for verb in (("audit", "verify"), ("measures", "verify")):
            done = program.run(*verb)
            if done.returncode:
                watch.wrong.append(f"{' '.join(verb)}: {done.stdout}{done.stderr}")
        program.close()
    asked = sum(watch.statuses.values())
    print(f"{asked} requests of {clients} clients in {seconds} s, {asked / seconds:.0f} a second; "
          f"statuses {dict(watch.statuses)}")
    for what, times in sorted(watch.times.items()):
        times.sort()
        middle, late = times[len(times) // 2], times[int(len(times) * 0.99)]
        print(f"{what}: {len(times)}, median {middle * 1000:.1f} ms, p99 {late * 1000:.1f} ms")
    for wrong in watch.wrong:
        print("wrong:", wrong)
    return 1 if watch.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
