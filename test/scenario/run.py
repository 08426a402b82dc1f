#!/usr/bin/env python3
"""Runs scenarios: the real program, driven as people and programs drive it.

    test/scenario/run.py PROGRAM sqlite|postgresql [FILE.case...]

Without files all *.case below test/scenario and src/domain/*/test are run. Each runs in an empty
folder with a database of its own; see test/scenario/README.md for how a case is written. For
postgresql the environment variable TONGBAN_TEST_POSTGRESQL names a server (test/postgresql.sh);
without it nothing is run and the exit code is 77, which ctest counts as skipped.
"""
import http.client
import json
import os
import pathlib
import re
import shlex
import signal
import sqlite3
import subprocess
import sys
import tempfile
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECONDS_MAX = 120
STEP = re.compile(r"^(\$|GET|HEAD|POST|DELETE|sql|file|only|as|closed)( |$)")
ANONYMOUS = "anonymous"


class Mismatch(Exception):
    """What was expected did not come."""


def parse(path):
    """A case as a list of (line number, head of the step, lines that follow it)."""
    steps = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("#") or (not line.strip() and not (steps and steps[-1][2])):
            continue
        if STEP.match(line):
            steps.append((number, line, []))
        elif steps:
            steps[-1][2].append(line)
        else:
            raise Mismatch(f"{path}:{number}: a step was expected")
    return steps


def fits(expected, found, where="$"):
    """Whether `found` holds all that `expected` says: objects may have more keys; lists are
    compared item by item, and may be longer when the expected one ends in "..."; "*" is anything.
    """
    if expected == "*":
        return
    if isinstance(expected, dict):
        if not isinstance(found, dict):
            raise Mismatch(f"{where}: expected an object, found {found!r}")
        for key, value in expected.items():
            if key not in found:
                raise Mismatch(f"{where}: no {key!r} among {sorted(found)}")
            fits(value, found[key], f"{where}.{key}")
    elif isinstance(expected, list):
        if not isinstance(found, list):
            raise Mismatch(f"{where}: expected a list, found {found!r}")
        is_open = expected[-1:] == ["..."]
        items = expected[:-1] if is_open else expected
        if len(found) < len(items) or (len(found) > len(items) and not is_open):
            raise Mismatch(f"{where}: expected {len(items)} items, found {len(found)}")
        for index, value in enumerate(items):
            fits(value, found[index], f"{where}[{index}]")
    elif expected != found or isinstance(expected, bool) != isinstance(found, bool):
        raise Mismatch(f"{where}: expected {expected!r}, found {found!r}")


class Case:
    def __init__(self, program, database, folder):
        self.program, self.database, self.folder = program, database, pathlib.Path(folder)
        self.server = None
        self.actor = "admin"
        self.kept = {}
        self.credentials = {ANONYMOUS: {}}
        self.environment = {key: value for key, value in os.environ.items()
                            if not key.startswith("TONGBAN_") and key != "NO_COLOR"}
        self.environment.update(TONGBAN_DATA="data", ROOT=str(ROOT))
        self.postgresql = None
        if database == "postgresql":
            self.create_postgresql()

    # ---- databases ------------------------------------------------------------------------

    def psql(self, address, text):
        done = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", address, "-c", text],
                              capture_output=True, text=True, timeout=SECONDS_MAX)
        if done.returncode:
            raise Mismatch(f"psql: {done.stderr.strip()}")
        return done.stdout.strip()

    def create_postgresql(self):
        server = os.environ["TONGBAN_TEST_POSTGRESQL"]
        self.name = "scenario_" + self.folder.name.replace("-", "_").lower()
        self.psql(server, f'CREATE DATABASE "{self.name}"')
        parts = urllib.parse.urlsplit(server)
        self.postgresql = f"postgresql://{parts.netloc}/{self.name}?{parts.query}"
        self.environment["TONGBAN_DB"] = self.postgresql

    def query(self, text):
        if self.postgresql:
            return self.psql(self.postgresql, text)
        connection = sqlite3.connect(f"file:{self.folder}/data/tongban.db?mode=ro", uri=True)
        try:
            rows = connection.execute(text).fetchall()
        finally:
            connection.close()
        return "\n".join("|".join("" if value is None else str(value) for value in row)
                         for row in rows)

    def close(self):
        self.stop_server()
        if self.postgresql:
            self.psql(os.environ["TONGBAN_TEST_POSTGRESQL"], f'DROP DATABASE "{self.name}"')

    # ---- the server -------------------------------------------------------------------------

    def start_server(self):
        if self.server:
            return
        self.server_log = open(self.folder / "server.log", "w+", encoding="utf-8")
        self.server = subprocess.Popen([self.program, "serve", "--listen", "127.0.0.1:0"],
                                       cwd=self.folder, env=self.environment, text=True,
                                       stdout=subprocess.PIPE, stderr=self.server_log)
        line = self.server.stdout.readline()
        found = re.match(r"http://127\.0\.0\.1:(\d+)/$", line.strip())
        if not found:
            self.stop_server(expected_exit=None)
            raise Mismatch(f"serve did not start: {line}{self.log_text()}")
        self.port = int(found[1])

    def log_text(self):
        self.server_log.seek(0)
        return self.server_log.read()

    def stop_server(self, expected_exit=0):
        if not self.server:
            return
        server, self.server = self.server, None
        server.send_signal(signal.SIGTERM)
        try:
            code = server.wait(timeout=30)
        except subprocess.TimeoutExpired:
            server.kill()
            raise Mismatch("serve did not stop on SIGTERM")
        finally:
            server.stdout.close()
        if expected_exit is not None and code != expected_exit:
            raise Mismatch(f"serve ended with {code}: {self.log_text()}")

    # ---- who asks ---------------------------------------------------------------------------

    def act_as(self, words):
        """`NAME`: over a token of that account; `NAME PASSWORD`: over a session of its own."""
        name, _, rest = words.partition(" ")
        password, _, way = rest.partition(" ")
        self.actor = words
        if password and words not in self.credentials:
            self.credentials[words] = self.sign_in(name, password, way)

    def sign_in(self, name, password, way):
        answer = self.ask("POST", "/api/session", json.dumps({"name": name, "password": password}),
                          {"Content-Type": "application/json"})
        if answer["status"] != 200:
            raise Mismatch(f"sign-in of {name}: {answer['status']} {answer['body']}")
        headers = {"Cookie": answer["headers"]["Set-Cookie"].split(";")[0]}
        if way != "without csrf":
            headers["X-CSRF-Token"] = json.loads(answer["body"])["csrf"]
        return headers

    def actor_headers(self):
        if self.actor not in self.credentials:
            made = self.run_command(f"tongban token create --user {self.actor} --scope all")
            if made["exit"]:
                raise Mismatch(f"no token for {self.actor}: {made['stderr']}")
            self.credentials[self.actor] = {"Authorization": f"Bearer {made['stdout'].strip()}"}
        return self.credentials[self.actor]

    def check_closed(self, text):
        """Every route of the router, but for those named, asks for a sign-in."""
        words, _, names = text.partition("but for ")
        opened = {name.strip() for name in names.split(",") if name.strip()}
        if words.strip():
            raise ValueError(f"no such step: closed {text}")
        view = json.loads(self.ask("GET", "/api/session", None, self.actor_headers())["body"])
        for route in view["routes"]:
            method, _, path = route.partition(" ")
            answer = self.ask(method, re.sub(r"{\w+}", "1", path), None, {})
            if (answer["status"] == 401) == (route in opened):
                raise Mismatch(f"{route} without sign-in: {answer['status']} {answer['body']}")
        if opened - set(view["routes"]):
            raise Mismatch(f"no such routes: {opened - set(view['routes'])}")

    # ---- steps --------------------------------------------------------------------------------

    def run_command(self, text):
        words = shlex.split(os.path.expandvars(text.replace("$ROOT", str(ROOT))))
        pairs = []
        while words and re.match(r"^[A-Z_]+=", words[0]):
            pairs.append(words.pop(0).split("=", 1))
        if words[0] == "tongban":
            words[0] = self.program
        done = subprocess.run(words, cwd=self.folder, env={**self.environment, **dict(pairs)},
                              capture_output=True, text=True, timeout=SECONDS_MAX,
                              stdin=subprocess.DEVNULL)
        return {"exit": done.returncode, "stdout": done.stdout, "stderr": done.stderr}

    def ask(self, method, target, body, headers):
        self.start_server()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_MAX)
        target = urllib.parse.quote(target, safe="/?&=%+:,.-_~")
        try:
            connection.request(method, target, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        return {"status": answer.status, "headers": answer.headers, "bytes": content,
                "body": content.decode("utf-8", "replace")}

    def run_request(self, method, text):
        headers, body = {}, None
        target, _, rest = text.partition(" ")
        if rest.startswith("<"):
            body = (self.folder / rest[1:].strip().replace("$ROOT", str(ROOT))).read_bytes()
            headers["Content-Type"] = "application/octet-stream"
        elif rest:
            body = rest.encode()
            headers["Content-Type"] = "application/json"
        return self.ask(method, target, body, {**headers, **self.actor_headers()})

    def with_kept(self, text):
        """<NAME> in place of what `keep NAME` kept."""
        return re.sub(r"<([A-Z_]+)>", lambda found: self.kept.get(found[1], found[0]), text)

    def run_step(self, head, lines):
        verb, _, text = self.with_kept(head).partition(" ")
        lines = [self.with_kept(line) for line in lines]
        if verb == "only":
            return text.strip() == self.database
        if verb == "file":
            (self.folder / text.strip()).write_text(
                "".join(line[4:] + "\n" for line in lines if line.strip()), encoding="utf-8")
        elif verb == "as":
            self.act_as(text.strip())
        elif verb == "closed":
            self.check_closed(text)
        elif verb == "sql":
            query, _, expected = text.rpartition(" => ")
            found = self.query(query)
            if found != expected.strip():
                raise Mismatch(f"expected {expected.strip()!r}, found {found!r}")
        elif verb == "$":
            self.check(self.run_command(text), lines, {"exit": "0"})
        else:
            self.check(self.run_request(verb, text), lines, {"status": "200"})
        return True

    # ---- expectations -------------------------------------------------------------------------

    def check(self, result, lines, defaults):
        expected = []
        for line in lines:
            if line.startswith(" ") and expected:
                expected[-1] += "\n" + line.strip()
            elif line.strip():
                expected.append(line)
        named = {line.split()[0] for line in expected}
        expected += [f"{key} {value}" for key, value in defaults.items() if key not in named]
        for line in expected:
            try:
                self.check_one(result, line)
            except Mismatch as mismatch:
                shown = {key: value for key, value in result.items() if key != "bytes"}
                raise Mismatch(f"{line!r}: {mismatch}\n    {shown}") from None

    def check_one(self, result, line):
        what, _, rest = line.partition(" ")
        if what in ("exit", "status"):
            if str(result[what]) != rest.strip():
                raise Mismatch(f"found {result[what]}")
        elif what == "json":
            source = result.get("body", result.get("stdout"))
            try:
                found = json.loads(source)
            except ValueError as error:
                raise Mismatch(f"no JSON: {error}") from None
            fits(json.loads(rest), found)
        elif what == "keep":
            name, _, pattern = rest.partition(" ")
            found = re.search(pattern, result.get("body", result.get("stdout")), re.M)
            if not found:
                raise Mismatch("nothing to keep")
            self.kept[name] = found[1]
        elif what == "header":
            name, _, value = rest.partition(": ")
            if value not in (result["headers"].get(name) or ""):
                raise Mismatch(f"found {result['headers'].get(name)}")
        elif what == "starts":
            if not result["bytes"].startswith(rest.encode().decode("unicode_escape").encode("latin-1")):
                raise Mismatch(f"found {result['bytes'][:16]!r}")
        elif what in ("stdout", "stderr", "body"):
            relation, _, text = rest.partition(" ")
            found = result[what]
            true = {"has": text in found, "lacks": text not in found,
                    "is": found.strip() == text.strip(),
                    "matches": relation == "matches" and re.search(text, found, re.M) is not None,
                    "empty": not found}.get(relation)
            if true is None:
                raise ValueError(f"no relation {relation!r}")
            if not true:
                raise Mismatch("it does not")
        else:
            raise ValueError(f"no expectation {what!r}")


def run_case(program, database, path):
    """None when all is well, else what went wrong; "skipped" for another database's case."""
    steps = parse(path)
    with tempfile.TemporaryDirectory(prefix="case-") as folder:
        case = Case(program, database, folder)
        try:
            for number, head, lines in steps:
                try:
                    if not case.run_step(head, lines):
                        return "skipped"
                except Mismatch as mismatch:
                    return f"{path.relative_to(ROOT)}:{number}: {head}\n    {mismatch}"
            case.stop_server()
        except Mismatch as mismatch:
            return f"{path.relative_to(ROOT)}: {mismatch}"
        finally:
            case.close()
    return None


def main():
    if len(sys.argv) < 3 or sys.argv[2] not in ("sqlite", "postgresql"):
        sys.exit(__doc__)
    program, database = str(pathlib.Path(sys.argv[1]).resolve()), sys.argv[2]
    if database == "postgresql" and not os.environ.get("TONGBAN_TEST_POSTGRESQL"):
        print("SKIP: TONGBAN_TEST_POSTGRESQL names no server (test/postgresql.sh starts one)")
        sys.exit(77)
    paths = [pathlib.Path(name).resolve() for name in sys.argv[3:]] or sorted(
        [*ROOT.glob("test/scenario/*.case"), *ROOT.glob("src/domain/*/test/*.case")])
    failed = skipped = 0
    for path in paths:
        problem = run_case(program, database, path)
        skipped += problem == "skipped"
        if problem and problem != "skipped":
            failed += 1
            print(problem)
    passed = len(paths) - failed - skipped
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
