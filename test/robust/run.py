#!/usr/bin/env python3
"""What happens when the machine lets the program down: killed, no room, no right to write, two at
once, many at once.

    test/robust/run.py PROGRAM [NAME...]

Without names all test_* below are run, each in an empty folder on SQLite. A test that the machine
does not allow (no right to mount, not root) says so and is not counted as failed.
"""
import contextlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import urllib.parse

SECONDS_MAX = 120
UNITS = 300
KINDS = 5
ROWS = UNITS * KINDS
NOBODY = 65534


class Skip(Exception):
    """The machine does not allow this test."""


def check(condition, message):
    if not condition:
        raise AssertionError(message)


class Place:
    """A folder with a data folder in it, and the program to run there."""

    def __init__(self, program, folder):
        self.program, self.folder, self.data = program, folder, folder / "data"

    def command(self, *words):
        return [str(self.program), *map(str, words), "--data", str(self.data)]

    def run(self, *words, **options):
        return subprocess.run(self.command(*words), capture_output=True, text=True, cwd=self.folder,
                              timeout=SECONDS_MAX, **options)

    def must(self, *words):
        done = self.run(*words)
        check(done.returncode == 0, f"{words}: exit code {done.returncode}\n{done.stderr}")
        return done.stdout

    def start(self, *words, **options):
        return subprocess.Popen(self.command(*words), stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL, cwd=self.folder, **options)

    def query(self, text):
        with contextlib.closing(sqlite3.connect(self.data / "tongban.db")) as connection:
            return connection.execute(text).fetchall()

    def write_units(self):
        path = self.folder / "units.csv"
        path.write_text("unit,kind\n" + "".join(f"单位{unit},street\n" for unit in range(UNITS)))
        return path

    def write_rows(self, count):
        """A file of ROWS rows, each with the same count."""
        path = self.folder / f"rows-{count}.csv"
        path.write_text("unit,kind,count\n" + "".join(
            f"单位{unit},情形{kind},{count}\n" for unit in range(UNITS) for kind in range(KINDS)))
        return path

    def import_words(self, path, period="2023-02"):
        return "import", "low-efficiency", path, "--period", period

    def check_whole(self):
        """The database is sound, and holds one import's figures as a whole or none at all."""
        check(self.query("PRAGMA integrity_check") == [("ok",)], "the database is damaged")
        check(not self.query("PRAGMA foreign_key_check"), "a reference leads nowhere")
        kinds = self.query("SELECT value, import_id, count(*) FROM figure GROUP BY 1, 2")
        check(len(kinds) <= 1 and all(kind[2] == ROWS for kind in kinds), f"half an import: {kinds}")
        # An import of what is there already changes nothing and has no history.
        imports = self.query("SELECT id FROM import WHERE cell_count > 0 ORDER BY id")
        check(imports[-1:] == [(kind[1],) for kind in kinds], "an import without its figures")
        changes = self.query("SELECT import_id, count(*) FROM figure_change GROUP BY 1 ORDER BY 1")
        check(changes == [(row[0], ROWS) for row in imports], f"half a history: {changes}")


def half_files(folder):
    return [path.name for path in folder.rglob("*") if ".tmp" in path.name]


def failed_clearly(done, *words):
    """Exit code 1, one of the words told, and no sanitizer or signal in it."""
    check(done.returncode == 1, f"exit code {done.returncode}: {done.stderr}")
    check(any(word in done.stderr for word in words), f"not told clearly: {done.stderr}")
    check("办法" in done.stderr, f"no way out told: {done.stderr}")


# ---- killed --------------------------------------------------------------------------------------


def test_an_import_killed_at_any_time_is_whole_or_not_there(place):
    place.must("init")
    place.must("units", "import", place.write_units())
    files = [place.write_rows(1), place.write_rows(2)]
    begun = time.monotonic()
    place.must(*place.import_words(files[0]))
    whole = time.monotonic() - begun
    killed = 0
    rounds = 12
    for turn in range(rounds):
        process = place.start(*place.import_words(files[(turn + 1) % 2]))
        time.sleep(whole * (turn + 1) / rounds)
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        place.check_whole()
    check(killed > 0, "no import was killed in its course")
    place.must(*place.import_words(files[0]))
    place.must(*place.import_words(files[1]))
    place.check_whole()


def test_a_bulletin_killed_leaves_no_half_document(place):
    place.must("init", "--demo", "--scale", "0")
    out = place.folder / "out"
    for turn in range(6):
        process = place.start("bulletin", "2023-02", "--out", out)
        time.sleep(0.1 * (turn + 1))
        process.kill()
        process.wait()
        for path in out.glob("*.pdf"):
            check(path.read_bytes().rstrip().endswith(b"%%EOF"), "half a PDF")
        for path in out.glob("*.html"):
            check("</html>" in path.read_text(), "half a page")
    place.must("bulletin", "2023-02", "--out", out)
    check(len([path for path in out.iterdir() if ".tmp" not in path.name]) == 4, "not four files")


def test_a_server_killed_loses_nothing_that_it_confirmed(place):
    place.must("init", "--demo", "--scale", "0")
    with Server(place) as server:
        status, _ = server.ask("POST", "/api/months/2023-02/freeze", {})
        check(status == 200, f"freeze: {status}")
        server.process.kill()
    # Years are 1000000 and more: the latest of the months.
    check(place.query("SELECT state FROM month WHERE period = (SELECT max(period) FROM month "
                      "WHERE period < 1000000)") == [("frozen",)], "the freeze is lost")
    place.must("assess", "2023-02", "--scheme", "hotline")


# ---- no room -------------------------------------------------------------------------------------


@contextlib.contextmanager
def small_disk(folder, size):
    """A file system of `size` bytes in an own folder."""
    disk = folder / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk],
                      stderr=subprocess.DEVNULL).returncode:
        raise Skip("a small file system cannot be mounted here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


def test_an_import_on_a_full_disk_is_refused_whole(place):
    with small_disk(place.folder, 4 * 1024 * 1024) as disk:
        place.data = disk / "data"
        place.must("init")
        place.must("units", "import", place.write_units())
        rows = place.write_rows(1)
        free = shutil.disk_usage(disk).free
        (disk / "filler").write_bytes(b"x" * (free - 64 * 1024))
        failed_clearly(place.run(*place.import_words(rows)), "磁盘")
        check(place.query("SELECT count(*) FROM figure") == [(0,)], "half an import")
        (disk / "filler").unlink()
        place.must(*place.import_words(rows))
        place.check_whole()


def test_a_bulletin_on_a_full_disk_leaves_no_half_file(place):
    place.must("init", "--demo", "--scale", "0")
    with small_disk(place.folder, 100 * 1024) as disk:
        failed_clearly(place.run("bulletin", "2023-02", "--out", disk / "out"), "写不了文件")
        check(not half_files(disk), f"left behind: {half_files(disk)}")
        for path in (disk / "out").glob("*.pdf"):
            raise AssertionError(f"half a file: {path}")
    check(not half_files(place.folder), "left behind")


def test_init_on_a_full_disk_can_be_repeated(place):
    with small_disk(place.folder, 128 * 1024) as disk:
        place.data = disk / "data"
        failed_clearly(place.run("init", "--demo", "--scale", "0"), "磁盘")
        subprocess.run(["mount", "-o", "remount,size=4m", disk], check=True)
        place.must("init", "--demo", "--scale", "0")
        place.must("assess", "2023-02", "--scheme", "hotline")


# ---- no right to write ---------------------------------------------------------------------------


def test_a_folder_that_may_only_be_read(place):
    place.must("init", "--demo", "--scale", "0")
    options = {}
    if os.geteuid() == 0:
        # root may write anywhere, so somebody else has to try.
        program = place.folder / "tongban"
        shutil.copy(place.program, program)
        place.program = program
        place.folder.chmod(0o755)
        options = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    for path in place.data.iterdir():
        path.chmod(0o444)
    place.data.chmod(0o555)
    rows = place.write_rows(1)
    rows.chmod(0o444)
    try:
        failed_clearly(place.run(*place.import_words(rows), **options), "权限", "可写", "只读")
        done = place.run("doctor", **options)
        check(done.returncode in (0, 1) and "故障" in done.stdout, f"doctor: {done.stdout}")
        done = place.run("bulletin", "2023-02", "--out", place.data / "out", **options)
        failed_clearly(done, "权限", "可写", "只读")
        check(not half_files(place.data), "left behind")
    finally:
        place.data.chmod(0o755)


def test_a_damaged_database_is_told(place):
    place.must("init", "--demo", "--scale", "0")
    path = place.data / "tongban.db"
    path.write_bytes(b"not a database, but long enough to be taken for one\n" * 100)
    failed_clearly(place.run("months", "list"), "损坏")


# ---- two at once ---------------------------------------------------------------------------------


def test_imports_at_once_wait_for_one_another(place):
    place.must("init")
    place.must("units", "import", place.write_units())
    rows = place.write_rows(1)
    months = [f"2023-{month:02}" for month in range(1, 5)]
    running = [place.start(*place.import_words(rows, month)) for month in months]
    codes = [process.wait(SECONDS_MAX) for process in running]
    check(codes == [0] * len(months), f"exit codes {codes}")
    counts = place.query("SELECT count(*) FROM figure GROUP BY period")
    check(counts == [(ROWS,)] * len(months), f"figures {counts}")


def test_imports_of_the_same_at_once_are_one_after_the_other(place):
    place.must("init")
    place.must("units", "import", place.write_units())
    files = [place.write_rows(count) for count in range(1, 4)]
    running = [place.start(*place.import_words(path)) for path in files]
    codes = [process.wait(SECONDS_MAX) for process in running]
    check(0 in codes and set(codes) <= {0, 1}, f"exit codes {codes}")
    place.check_whole()


# ---- many at once --------------------------------------------------------------------------------


class Server:
    def __init__(self, place):
        self.place = place

    def __enter__(self):
        self.process = subprocess.Popen(self.place.command("serve", "--listen", "127.0.0.1:0"),
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        check(line.startswith("http://"), f"not serving: {line}")
        self.port = int(line.rstrip().rstrip("/").rsplit(":", 1)[1])
        token = self.place.must("token", "create", "--user", "admin", "--scope", "all").strip()
        self.headers = {"Authorization": f"Bearer {token}"}
        return self

    def ask(self, method, path, body=None, connection=None):
        own = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_MAX)
        is_json = isinstance(body, dict)
        headers = {**self.headers, **({"Content-Type": "application/json"} if is_json else {})}
        own.request(method, path, json.dumps(body) if is_json else body, headers)
        answer = own.getresponse()
        content = answer.read()
        if not connection:
            own.close()
        return answer.status, content

    def __exit__(self, *_):
        self.process.terminate()
        _, self.talk = self.process.communicate(timeout=SECONDS_MAX)


THREADS = 8
TURNS = 8


def write_turn(server, connection, turn, thread):
    """A month is frozen and opened again, another gets figures; the answer to each is "done", or
    that it is not in the state for it."""
    if turn % 3 == 2:
        path = "/api/imports?table=hotline-items&period=2023-03&name=rows.csv"
        body = f"unit,on_time\n赤岗街,{thread + turn}\n"
        return server.ask("POST", path, body.encode(), connection)[0] in (200, 409)
    verb, body = ("freeze", {}) if (turn + thread // 4) % 3 else ("reopen", {"reason": "更正"})
    return server.ask("POST", f"/api/months/2023-02/{verb}", body, connection)[0] in (200, 409)


READ = ["/api/months", "/", "/api/months/2023-02/scores/hotline", "/healthz", "/api/imports",
        "/api/months/2023-02/bulletin.pdf", "/api/months/2023-02/explain/hotline/"
        + urllib.parse.quote("赤岗街"), "/api/months/2023-02/bulletin.docx"]


def read_turn(server, connection, turn, thread):
    path = READ[(thread + turn) % len(READ)]
    return server.ask("GET", path, None, connection)[0] == 200


def work(server, thread, broken):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=SECONDS_MAX)
    take = write_turn if thread % 4 == 0 else read_turn
    for turn in range(TURNS):
        try:
            if not take(server, connection, turn, thread):
                broken.append(f"thread {thread}, turn {turn}: another answer was expected")
        except Exception as reason:  # pylint: disable=broad-except
            broken.append(f"thread {thread}, turn {turn}: {reason!r}")
            break
    connection.close()


def test_many_read_and_write_at_once(place):
    place.must("init", "--demo", "--scale", "0")
    broken = []
    with Server(place) as server:
        threads = [threading.Thread(target=work, args=(server, thread, broken))
                   for thread in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        check(server.process.poll() is None, "the server has gone")
        status, body = server.ask("GET", "/api/months")
        check(status == 200 and b"2023-02" in body, "the server does not answer any more")
    check(not broken, "\n".join(broken))
    check(server.process.returncode == 0,
          f"ended with {server.process.returncode}\n{server.talk}")
    check(place.query("PRAGMA integrity_check") == [("ok",)], "the database is damaged")


# ---- all of them ---------------------------------------------------------------------------------


def run_one(name, program):
    with tempfile.TemporaryDirectory(prefix="tongban-robust-") as folder:
        try:
            globals()[name](Place(program, pathlib.Path(folder)))
        except Skip as reason:
            print(f"skip {name}: {reason}", flush=True)
            return True
        except Exception:  # pylint: disable=broad-except
            print(f"FAIL {name}", flush=True)
            traceback.print_exc()
            return False
    print(f"ok   {name}", flush=True)
    return True


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program = pathlib.Path(sys.argv[1]).resolve()
    names = sys.argv[2:] or [name for name in globals() if name.startswith("test_")]
    for key in [key for key in os.environ if key.startswith("TONGBAN_")]:
        del os.environ[key]
    results = [run_one(name, program) for name in names]
    sys.exit(0 if all(results) else 1)


main()
