#!/usr/bin/env python3
"""The hotline over a house full of orders: orders.py PROGRAM BIN_DIR [SCALE [DATABASE]]

BIN_DIR holds order_bench, order_load and bare_writer. SCALE multiplies the demo's orders (about
256,900); DATABASE is sqlite or postgresql (then TONGBAN_TEST_POSTGRESQL names a server). Prints how
long the demo takes, what order_bench and order_load measure, and taking orders beside the bare
writer, which runs before and after it.
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "kit"))
from access import line, title  # noqa: E402
from program import Program  # noqa: E402

CONNECTIONS = 64
SECONDS = 12


def values(text):
    """Lines of a name, a number and whatever follows."""
    return {words[0]: float(words[1]) for words in map(str.split, text.splitlines()) if words}


def told(*words):
    return values(subprocess.run([str(word) for word in words], check=True, capture_output=True,
                                 text=True).stdout)


def load(bin_dir, port, token):
    return told(bin_dir / "order_load", port, token, CONNECTIONS, SECONDS)


def load_bare(bin_dir, folder):
    with subprocess.Popen([str(bin_dir / "bare_writer"), str(folder / "bare.db")],
                          stdout=subprocess.PIPE, text=True) as bare:
        port = re.search(r":(\d+)", bare.stdout.readline()).group(1)
        found = load(bin_dir, port, "-")
        bare.terminate()
    for file in folder.glob("bare.db*"):
        file.unlink()
    return found


def make_house(program, scale):
    begun = time.monotonic()
    subprocess.run([str(program.path), "init", "--demo", "--scale", str(scale)], check=True,
                   env=program.environment, capture_output=True)
    return time.monotonic() - begun


def bench(program, bin_dir, scale, folder):
    seconds = make_house(program, scale)
    with program.serve() as server:
        orders = server.client(program.token("admin")).json(
            "GET", "/api/hotline/orders?size=1")["total"]
    title(f"Orders: {orders:,} in the house, {'PostgreSQL' if program.database else 'SQLite'}")
    line("making them (init --demo)", seconds, "s")
    address = [program.environment["TONGBAN_DB"]] if program.database else []
    found = told(bin_dir / "order_bench", program.data, *address)
    line("first list after the start", found["first_list"], "ms")
    for name, what in (("list", "filtered list with its count"), ("search", "search of words"),
                       ("order", "an order's page"), ("score", "score of the running month")):
        line(f"{what}, p95", found[f"{name}_p95"], "ms")
    before = load_bare(bin_dir, folder)
    token = program.token("demo-taker", "hotline")
    with program.serve() as server:
        taken = load(bin_dir, server.port, token)
    after = load_bare(bin_dir, folder)
    bare = (before["orders_per_second"] + after["orders_per_second"]) / 2
    line(f"orders taken a second, {CONNECTIONS} connections", taken["orders_per_second"], "/s",
         bare, "a bare writer over HTTP")
    line("an order's wait, median", taken["median_ms"], "ms")
    line("an order's wait, p99", taken["p99_ms"], "ms")


def main():
    if not 3 <= len(sys.argv) <= 5:
        sys.exit(__doc__)
    scale = sys.argv[3] if len(sys.argv) > 3 else "1"
    database = sys.argv[4] if len(sys.argv) > 4 else "sqlite"
    with tempfile.TemporaryDirectory(prefix="tongban-orders-") as name:
        folder = pathlib.Path(name)
        program = Program(sys.argv[1], folder, database)
        try:
            bench(program, pathlib.Path(sys.argv[2]), scale, folder)
        finally:
            program.close()


if __name__ == "__main__":
    main()
