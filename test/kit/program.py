"""The real program for tests in Python: a data folder, its verbs, its server, clients of it.

    program = Program("build/…/tongban", folder, "sqlite")
    program.must("init")
    with program.serve() as server:
        client = server.client(program.token("admin"))
        status, headers, body = client.ask("GET", "/api/months")
"""
import http.client
import json
import os
import pathlib
import signal
import subprocess
import urllib.parse

SECONDS_MAX = 120


class Program:
    def __init__(self, path, folder, database="sqlite"):
        self.path, self.folder = pathlib.Path(path).resolve(), folder
        self.data = folder / "data"
        self.database = None
        self.environment = {key: value for key, value in os.environ.items()
                            if not key.startswith("TONGBAN_") and key != "NO_COLOR"}
        self.environment["TONGBAN_DATA"] = str(self.data)
        self.available = True
        if database == "postgresql":
            self.available = bool(os.environ.get("TONGBAN_TEST_POSTGRESQL"))
            if self.available:
                self._create_database()

    def _create_database(self):
        server = os.environ["TONGBAN_TEST_POSTGRESQL"]
        self.database = "program_" + self.folder.name.replace("-", "_").lower()
        self._psql(server, f'CREATE DATABASE "{self.database}"')
        parts = urllib.parse.urlsplit(server)
        self.environment["TONGBAN_DB"] = (
            f"postgresql://{parts.netloc}/{self.database}?{parts.query}")

    @staticmethod
    def _psql(address, text):
        subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", address, "-c", text],
                       check=True, capture_output=True, timeout=SECONDS_MAX)

    def close(self):
        if self.database:
            self._psql(os.environ["TONGBAN_TEST_POSTGRESQL"],
                       f'DROP DATABASE "{self.database}" WITH (FORCE)')

    def run(self, *words):
        return subprocess.run([str(self.path), *map(str, words)], cwd=self.folder,
                              env=self.environment, capture_output=True, text=True,
                              timeout=SECONDS_MAX, stdin=subprocess.DEVNULL)

    def must(self, *words):
        done = self.run(*words)
        if done.returncode:
            raise AssertionError(f"tongban {' '.join(map(str, words))}: exit code "
                                 f"{done.returncode}\n{done.stderr}")
        return done.stdout

    def token(self, name, scope="all"):
        return self.must("token", "create", "--user", name, "--scope", scope).strip()

    def serve(self, *words):
        return Server(self, words)


class Server:
    def __init__(self, program, words):
        self.program, self.words = program, words
        self.cookies = {}

    def __enter__(self):
        self.process = subprocess.Popen(
            [str(self.program.path), "serve", "--listen", "127.0.0.1:0", *self.words],
            cwd=self.program.folder, env=self.program.environment, text=True,
            stdout=subprocess.PIPE, stderr=open(self.program.folder / "server.log", "a"))
        line = self.process.stdout.readline()
        if not line.startswith("http://"):
            raise AssertionError("not serving: " + (self.program.folder / "server.log").read_text())
        self.port = int(line.rstrip().rstrip("/").rsplit(":", 1)[1])
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(SECONDS_MAX)
        self.process.stdout.close()
        if code:
            raise AssertionError(f"the server ended with {code}\n"
                                 + (self.program.folder / "server.log").read_text()[-4000:])

    def client(self, credentials=None):
        """`credentials`: a token, or (cookie, csrf) as `cookie` gives it; None = not signed in."""
        return Client(self.port, credentials)

    def cookie(self, name, password, new_password=None):
        """Signs in; a password that is due is changed to `new_password`, and it signs in again."""
        client = self.client()
        status, headers, body = client.ask("POST", "/api/session",
                                           {"name": name, "password": password})
        if status != 200:
            raise AssertionError(f"sign-in of {name}: {status} {body.decode()}")
        view = json.loads(body)
        cookie = headers["Set-Cookie"].split(";")[0]
        if view["password_due"] and new_password:
            self.client((cookie, view["csrf"])).json("POST", "/api/account/password", {
                "before": password, "after": new_password})
        self.cookies[name] = (cookie, view["csrf"])
        return self.cookies[name]


class Client:
    """One connection that is kept; made again when the server closed it."""

    def __init__(self, port, credentials):
        self.port, self.connection = port, None
        self.headers = {}
        if isinstance(credentials, str):
            self.headers["Authorization"] = f"Bearer {credentials}"
        elif credentials:
            self.headers["Cookie"], self.headers["X-CSRF-Token"] = credentials

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def ask(self, method, target, body=None, headers=None):
        headers = {**self.headers, **(headers or {})}
        if isinstance(body, dict):
            headers["Content-Type"] = "application/json"
            body = json.dumps(body, ensure_ascii=False).encode()
        if not self.connection:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                         timeout=SECONDS_MAX)
        try:
            self.connection.request(method, target, body if method == "POST" else None, headers)
            answer = self.connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if answer.headers.get("Connection", "").lower() == "close":
            self.close()
        return answer.status, answer.headers, content

    def json(self, method, target, body=None):
        status, _, content = self.ask(method, target, body)
        if status not in (200, 201, 204):
            raise AssertionError(f"{method} {target}: {status} {content.decode()[:1000]}")
        return json.loads(content) if content else None
