#!/usr/bin/env python3
"""What access costs, and that signing in starves nobody; printed as `make bench` prints.

    test/bench/access.py PROGRAM BENCH_FOLDER

Three tables, each measured beside its limit in the same run: the processor time of a request with
session, right, scope and masking beside the same handler without (access_bench.c); the same through
HTTP, as the server's own processor time; and how long authorised requests wait while SIGN_INS
sign-ins a second come in.
"""
import http.client
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "kit"))
from program import Program  # noqa: E402

SIGN_INS = 50
SECONDS = 8
READERS = 4
REQUESTS = 6000
TICKS = os.sysconf("SC_CLK_TCK")


def title(text):
    print(f"\n{text:42} {'measured':>12} {'':7}  {'raw limit':>9}  {'ratio':>6}")


def line(what, value, unit, limit=None, limit_is=""):
    limit_text = f"{limit:9.2f}  {value / limit:6.2f}  {limit_is}" if limit else ""
    print(f"{what:42} {value:9.2f} {unit:2} {'':7}  {limit_text}", flush=True)


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def ask_many(server, token, target, count):
    """Server's processor microseconds a request."""
    begun = processor_seconds(server.process.pid)
    client = server.client(token)
    for _ in range(count):
        status, _, _ = client.ask("GET", target)
        if status != 200:
            raise AssertionError(f"{target}: {status}")
    client.close()
    return (processor_seconds(server.process.pid) - begun) / count * 1e6


def waits(server, token, seconds):
    """How long GETs of READERS clients wait, in milliseconds, sorted."""
    found, until = [], time.monotonic() + seconds

    def read():
        client, own = server.client(token), []
        while time.monotonic() < until:
            begun = time.monotonic()
            client.json("GET", "/api/units")
            own.append((time.monotonic() - begun) * 1e3)
            time.sleep(0.002)
        found.extend(own)

    threads = [threading.Thread(target=read) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


def sign_in_flood(server, until, counts):
    """SIGN_INS a second, each by itself; wrong passwords, so that none is remembered."""
    def attempt(number):
        body = json.dumps({"name": f"nobody{number}", "password": "Wrong-password-1"})
        try:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            connection.request("POST", "/api/session", body, {"Content-Type": "application/json"})
            status = connection.getresponse().status
            connection.close()
        except OSError:
            status = 0
        counts[status] = counts.get(status, 0) + 1

    number, threads = 0, []
    while time.monotonic() < until:
        thread = threading.Thread(target=attempt, args=(number,))
        thread.start()
        threads.append(thread)
        number += 1
        time.sleep(1 / SIGN_INS)
    for thread in threads:
        thread.join()


def prepare(program):
    program.must("init", "--demo", "--scale", "0")
    unit = program.must("units", "list").split("\n")[0].split("\t")[1]
    program.must("account", "create", "bench", "--person", "测试", "--unit", unit,
                 "--role", "clerk")
    return program.token("admin"), program.token("bench")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory(prefix="tongban-access-") as folder:
        program = Program(sys.argv[1], pathlib.Path(folder))
        whole, narrow = prepare(program)
        told = dict(text.split("\t")[:2] for text in subprocess.run(
            [f"{sys.argv[2]}/access_bench", str(program.data), whole, narrow], check=True,
            capture_output=True, text=True).stdout.splitlines())
        none = float(told["access_none"])
        title("Access, processor time of GET /api/units")
        line("in the process, without access", none, "us")
        line("with token, right, masking; all units", float(told["access_token_1"]), "us", none,
             "the same without")
        line("with token, right, masking; one unit", float(told["access_token_2"]), "us")
        with program.serve() as server:
            line("through HTTP, server's time; all units",
                 ask_many(server, whole, "/api/units", REQUESTS), "us")
            line("through HTTP, server's time; one unit",
                 ask_many(server, narrow, "/api/units", REQUESTS), "us")
            title(f"{SIGN_INS} sign-ins a second beside {READERS} readers")
            quiet = waits(server, narrow, SECONDS)
            counts = {}
            flood = threading.Thread(target=sign_in_flood, args=(
                server, time.monotonic() + SECONDS, counts))
            flood.start()
            loud = waits(server, narrow, SECONDS)
            flood.join()
            for name, share in (("median", 0.5), ("p99", 0.99)):
                line(f"a request's wait, {name}", loud[int(len(loud) * share)], "ms",
                     quiet[int(len(quiet) * share)], "without sign-ins")
            line("requests answered", len(loud) / SECONDS, "/s", len(quiet) / SECONDS,
                 "without sign-ins")
            print("sign-ins answered: " + ", ".join(
                f"{count} × {status}" for status, count in sorted(counts.items())))
        program.close()


if __name__ == "__main__":
    main()
