#!/usr/bin/env python3
"""kill -9 at random moments: what was acknowledged is there afterwards.

    test/hotline/killed.py PROGRAM sqlite|postgresql [TIMES [SEED]]      default: 2 times

Clients take orders and move them on; the server is killed while they do, and started again. Every
order that was answered with 201, and every move that was answered with 200, must be there; the trail
must verify, and the measures equal a recomputation.

Exit codes: 0 all held, 1 something did not, 77 skipped (no PostgreSQL).
"""
import http.client
import json
import pathlib
import random
import signal
import sys
import tempfile
import threading
import time

from house import House, Program, order_body

CLIENTS = 8
SECONDS_MIN, SECONDS_MAX = 0.2, 1.5


class Book:
    """What clients were told: number to revision, the newest."""

    def __init__(self):
        self.lock, self.told, self.wrong = threading.Lock(), {}, []

    def write(self, number, revision):
        with self.lock:
            self.told[number] = max(revision, self.told.get(number, 0))


def work(house, server, book, seed, stop):
    """Takes an order straight to a unit, then looks at it and moves it on, until cut off."""
    dice = random.Random(seed)
    dispatcher = server.client(house.token["dispatcher"])
    made = 0
    try:
        while not stop.is_set():
            made += 1
            status, _, content = dispatcher.ask("POST", "/api/hotline/orders",
                                                order_body(dice, f"{seed}-{made}"))
            if status != 201:
                book.wrong.append(f"take: {status} {content.decode()[:300]}")
                return
            number = json.loads(content)["number"]
            book.write(number, 1)
            status, _, content = dispatcher.ask(
                "POST", f"/api/hotline/orders/{number}/moves/dispatch",
                {"unit": dice.choice(house.units())})
            if status != 200:
                book.wrong.append(f"dispatch: {status} {content.decode()[:300]}")
                return
            book.write(number, json.loads(content)["revision"])
    except (OSError, http.client.HTTPException):
        pass  # the server is gone, as it should be


def check(house, server, book):
    client = server.client(house.token["supervisor"])
    for number, revision in list(book.told.items()):
        status, _, content = client.ask("GET", f"/api/hotline/orders/{number}")
        if status != 200:
            book.wrong.append(f"{number} was acknowledged and is not there: {status}")
        elif json.loads(content)["order"]["revision"] < revision:
            book.wrong.append(f"{number} was moved to revision {revision} and is not")


def one_life(house, program, book, dice):
    server = program.serve()
    server.__enter__()
    if not house.unit:
        house.look_round(server)
    check(house, server, book)
    stop = threading.Event()
    clients = [threading.Thread(target=work, args=(house, server, book, dice.random(), stop))
               for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    time.sleep(dice.uniform(SECONDS_MIN, SECONDS_MAX))
    server.process.send_signal(signal.SIGKILL)
    stop.set()
    server.process.wait()
    server.process.stdout.close()
    for client in clients:
        client.join()
    for verb in (("audit", "verify"), ("measures", "verify")):
        done = program.run(*verb)
        if done.returncode:
            book.wrong.append(f"{' '.join(verb)}: {done.stdout}{done.stderr}")


def main():
    path, database = sys.argv[1:3]
    times = int(sys.argv[3]) if len(sys.argv) > 3 else 2
    dice = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 20230228)
    with tempfile.TemporaryDirectory(prefix="tongban-killed-") as folder:
        program = Program(path, pathlib.Path(folder), database)
        if not program.available:
            print("skipped: no PostgreSQL")
            return 77
        house, book = House(program), Book()
        for _ in range(times):
            one_life(house, program, book, dice)
        with program.serve() as server:
            check(house, server, book)
        program.close()
    print(f"killed {times} times; {len(book.told)} orders acknowledged")
    for wrong in book.wrong[:20]:
        print("wrong:", wrong)
    return 1 if book.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
