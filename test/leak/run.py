#!/usr/bin/env python3
"""Two tenants under full concurrency: never a row, count or hint of the other.

    test/leak/run.py PROGRAM sqlite|postgresql [SECONDS [CLIENTS]]      default: 20 seconds, 64 clients

A house with two tenants (each a unit with another below it), their figures of several months, their
accounts, posts, tokens, notices and audit entries, and their orders of the hotline: dispatched,
handled, returned, closed, assisted and given back, handed over and back again. Every text and number of a tenant is his own: it
is made of letters and digits that occur nowhere else. CLIENTS clients, half of them each tenant's,
ask every route that their session lists - lists, counts, searches, charts, documents, explanations,
exports, ids guessed - and change their own things, all mixed on the same workers. A reply that
holds anything of the other tenant, and was not in the question, is a leak. Afterwards names of the
other tenant are asked for beside names of nobody: both replies must be the same.

Exit codes: 0 no leak, 1 a leak, 77 skipped (no PostgreSQL).
"""
import collections
import http.client
import io
import json
import os
import pathlib
import random
import re
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import zipfile
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "kit"))
from program import Program  # noqa: E402

MONTHS = ["2023-01", "2023-02", "2023-03"]
SCHEMES = ["hotline", "rating", "efficiency"]
HEARD_SECONDS_MAX = 60


class Tenant:
    """What belongs to one of the two. `sign` is in all his texts, `digits` in all his counts, and
    `decimals` are those of all his scores: of items, of their sum, of what they are short of."""

    def __init__(self, key, units, sign, digits, decimals, persons):
        self.key, self.units, self.sign, self.persons = key, units, sign, persons
        self.digits, self.item = digits, decimals[0]
        self.tokens = []
        self.ids = {}
        self.numbers = []  # of orders that were never the other's
        self.phone = f"138{digits}1"
        self.signs = [sign.encode(), sign.encode("unicode_escape"), digits.encode()]
        self.scores = re.compile(rb"\.(" + "|".join(decimals).encode() + rb")\b")


TENANTS = [Tenant("a", ["甲鹭街", "甲鹭新街"], "甲鹭", "4747474", ["47", "35", "53"],
                  ["甲鹭一", "甲鹭二"]),
           Tenant("b", ["乙鹤街", "乙鹤新街"], "乙鹤", "9292929", ["92", "60", "08"],
                  ["乙鹤一", "乙鹤二"])]
NOBODY = "丙雁街"
# Here every number is a score; elsewhere 0.60 may be a weight.
SCORE_ROUTES = ("/scores/", "/deductions/", "/explain/")


def other_of(tenant):
    return TENANTS[1] if tenant is TENANTS[0] else TENANTS[0]


# ---- the house ----------------------------------------------------------------------------------


def write_figures(program, month, turn):
    """A file a table, with all tenants' rows, as the administrator imports it."""
    rows = [(unit, tenant, index) for tenant in TENANTS for index, unit in enumerate(tenant.units)]
    items = "unit,on_time,pass,return_pass,knowledge_response,satisfaction\n" + "".join(
        f"{unit}," + ",".join(f"{whole - index - turn % 3}.{tenant.item}"
                              for whole in (13, 18, 18, 18, 23)) + "\n"
        for unit, tenant, index in rows)
    rating = "unit,persons_served,cases_accepted,good_rate_pct\n" + "".join(
        f"{unit},{tenant.digits}{turn}{index},{tenant.digits}{index},{95 - turn}.{tenant.item}\n"
        for unit, tenant, index in rows)
    for table, text in (("hotline-items", items), ("rating", rating)):
        path = program.folder / f"{table}-{month}.csv"
        path.write_text(text, encoding="utf-8")
        program.must("import", table, path, "--period", month)


def build_house(program):
    program.must("init")
    program.must("district", "示例区")
    lines = "unit,kind\n" + "".join(f"{unit},street\n" for t in TENANTS for unit in t.units)
    units = program.folder / "units.csv"
    units.write_text(lines, encoding="utf-8")
    program.must("units", "import", units)
    for turn, month in enumerate(MONTHS):
        write_figures(program, month, turn)
    program.must("freeze", MONTHS[0])


def build_accounts(program, server):
    """For each tenant a clerk, and an administrator of his own unit who may do all but what
    concerns the whole house."""
    admin = server.client(program.token("admin"))
    roles = admin.json("GET", "/api/access/roles")
    codes = [p["code"] for p in roles["permissions"] if not p["whole"]]
    made = admin.json("POST", "/api/access/roles",
                      {"id": 0, "code": "local", "title": "本级管理员", "scope": "below", "units": [],
                       "permissions": codes, "sees": ["name"], "why": "测试"})
    clerk = next(role["id"] for role in roles["roles"] if role["code"] == "clerk")
    units = {u["name"]: u["id"] for u in admin.json("GET", "/api/access/units")["units"]}
    for tenant in TENANTS:
        first, second = (units[name] for name in tenant.units)
        admin.json("POST", f"/api/access/units/{second}/move",
                   {"parent_id": first, "kind": "street", "why": tenant.sign})
        tenant.ids["unit"] = [first, second]
        for role, person in ((clerk, tenant.persons[0]), (made["id"], tenant.persons[1])):
            name = f"{tenant.key}-{role}"
            user = admin.json("POST", "/api/access/users",
                              {"name": name, "person": person,
                               "phone": f"1380{tenant.digits}", "unit_id": first})
            post = admin.json("POST", "/api/access/posts",
                              {"unit_id": first, "title": f"{tenant.sign}岗{role}", "role_id": role,
                               "why": tenant.sign})
            admin.json("POST", f"/api/access/posts/{post['id']}/holders",
                       {"account_id": user["id"], "since": "2020-01-01", "why": tenant.sign})
            tenant.ids.setdefault("user", []).append(user["id"])
            tenant.ids.setdefault("post", []).append(post["id"])
            tenant.tokens.append(program.token(name))
            server.cookie(name, user["password"], f"Pass-{tenant.digits}-word")
        admin.json("POST", "/api/access/notices",
                   {"title": f"{tenant.sign}通知", "words": f"{tenant.sign}内部",
                    "units": [first]})


# ---- orders of the hotline -------------------------------------------------------------------------

def chunk(kind, data):
    return (struct.pack(">I", len(data)) + kind + data
            + struct.pack(">I", zlib.crc32(kind + data)))


PIXEL = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
         + chunk(b"IDAT", zlib.compress(b"\0\xff\xff\xff")) + chunk(b"IEND", b""))
MOVES = ["sign", "return", "transfer", "contact", "reply", "suspend", "resume", "ask_extension",
         "ask_joint", "ask_decision", "assist_reply", "redo_reply", "ask_appeal", "ask_exclusion",
         "answer_knowledge", "release", "dispatch", "rate", "answer", "nothing"]


def open_order(admin, tenant, words, **more):
    """An order of the tenant's: his sign in all that is written in it."""
    order = {"kind": "投诉", "category": "dust", "title": f"{tenant.sign}标题{words}",
             "content": f"{tenant.sign}内容{words}，噪声扰民", "address": f"{tenant.units[0]}虚构路1号",
             "caller": {"name": tenant.persons[0], "phone": tenant.phone}, **more}
    return admin.json("POST", "/api/hotline/orders", order)["number"]


def move(client, number, code, **deed):
    return client.json("POST", f"/api/hotline/orders/{number}/moves/{code}", deed)


def build_orders(admin, clients):
    """`clients`: each tenant's administrator."""
    for tenant in TENANTS:
        mine, other = clients[tenant.key], clients[other_of(tenant).key]
        said = {"reason": f"{tenant.sign}理由", "basis": f"{tenant.sign}依据"}
        numbers = [open_order(admin, tenant, str(i), unit=tenant.units[i % 2]) for i in range(6)]
        for number in numbers[1:4]:
            move(mine, number, "sign")
        move(mine, numbers[1], "reply", words=f"{tenant.sign}答复")
        move(mine, numbers[2], "reply", words=f"{tenant.sign}答复")
        move(admin, numbers[2], "release")
        move(mine, numbers[4], "return", **said)
        move(admin, numbers[5], "merge", into=numbers[0])
        for number in numbers[:2]:
            status, _, body = mine.ask(
                "POST", f"/api/hotline/orders/{number}/attachments?"
                + urllib.parse.urlencode({"name": f"{tenant.sign}照片.png"}), PIXEL)
            assert status == 200, body
        tenant.numbers = numbers
        # Assisted by the other's unit and given back, and handed there and back again: what the
        # tenant wrote is his alone once more. Only the number was told, and stays in the trail.
        assisted = open_order(admin, tenant, "协办", unit=tenant.units[0])
        move(admin, assisted, "joint", units=[other_of(tenant).units[0]])
        branch = other.json("GET", f"/api/hotline/orders/{assisted}")["branches"][0]["id"]
        move(other, assisted, "assist_return", branch_id=branch, reason="无", basis="无")
        lent = open_order(admin, tenant, "移交", unit=tenant.units[0])
        for holder, unit in ((mine, other_of(tenant).units[1]), (other, tenant.units[1])):
            move(holder, lent, "return", reason="无", basis="无")
            move(admin, lent, "accept_return")
            move(admin, lent, "dispatch", unit=unit)
        tenant.ids["lent"] = [assisted, lent]


def pages_of(client, query):
    rows, page = [], 1
    while True:
        target = "/api/hotline/orders?" + urllib.parse.urlencode({**query, "size": 50, "page": page})
        found = client.json("GET", target)
        rows += found["rows"]
        if not found["rows"]:
            return found["total"], rows
        page += 1


def counts_are_of_the_rows(server, watch):
    """Every count that a tenant is told is that of the rows which he may see."""
    for tenant in TENANTS:
        client = server.client(tenant.tokens[1])
        total, rows = pages_of(client, {})
        wrong = []
        if total != len(rows) or any(tenant.sign not in row["title"] + row["content"] for row in rows):
            wrong.append(f"list: {total} told, {len(rows)} there")
        for box in client.json("GET", "/api/hotline/desk")["boxes"]:
            told, there = pages_of(client, {"box": box["code"]})
            if not box["count"] == told == len(there):
                wrong.append(f"box {box['code']}: {box['count']}, list {told}, rows {len(there)}")
        for by in STATISTICS:
            told = client.json("GET", f"/api/hotline/statistics?by={by}")
            if told["total"] != total or sum(row["count"] for row in told["rows"]) != total:
                wrong.append(f"statistics by {by}: {told['total']} of {total}")
        for words in (other_of(tenant).sign, other_of(tenant).phone, other_of(tenant).numbers[0]):
            told, there = pages_of(client, {"q": words})
            if told or there:
                wrong.append(f"search {words}: {told}")
        for number in other_of(tenant).numbers + other_of(tenant).ids["lent"]:
            for tail in ("", "/print.html", "/print.pdf", "/notice.html", "/candidates",
                         "/attachments/1", "/attachments/1/thumbnail"):
                replies = [client.ask("GET", f"/api/hotline/orders/{one}{tail}")
                           for one in (number, "HZ19990101-00001")]
                told = [(status, body.decode().replace(number, "N").replace("HZ19990101-00001", "N"))
                        for status, _, body in replies]
                if told[0] != told[1]:
                    wrong.append(f"{number}{tail}: {told[0]} nobody {told[1]}")
        asked = [client.json("GET", f"/api/access/audit?words={number}")["total"] > 0
                 for number in (other_of(tenant).numbers[0], "HZ19990101-00001")]
        if asked != [True, True]:
            wrong.append(f"the trail tells which numbers there are: {asked}")
        for line in wrong:
            watch.note("counts", 0, leak=f"{tenant.key}: {line}")
        client.close()


# ---- asking -------------------------------------------------------------------------------------


def values_for(name, tenant, dice):
    """A value for a {name} of a path or a query parameter: sensible, guessed, or the other's."""
    other = other_of(tenant)
    choices = {
        "period": MONTHS + ["2023", "2022-12"],
        "scheme": SCHEMES + ["annual"],
        "code": SCHEMES + ["hotline-items", "rating"],
        "unit": tenant.units + other.units + [str(i) for i in tenant.ids["unit"] +
                                              other.ids["unit"]],
        "format": ["html", "docx", "xlsx", "pdf"],
        "year": ["2023", "2026"],
        "date": ["2023-02-01"],
        "dictionary": ["unit_kind"],
        "name": ["hotline-items.csv"],
        "group": ["street", "department"],
        "words": [tenant.sign, "街", "%", "_", "1380", "", other.sign[1:]],
        "q": [tenant.sign, "街", "%"],
        "object": ["account", "post", "unit", "month", "import", "role", ""],
        "key": [str(dice.randrange(1, 40))],
        "sort": ["name", "-name", "seen_at", "-made_at"],
        "page": ["1", "2", "999"],
        # Not his own that were lent: whoever has one sees by whose hands it went.
        "number": tenant.numbers + other.numbers + other.ids["lent"],
        "move": MOVES,
        "phone": [tenant.phone, other.phone],
        "address": [f"{tenant.units[0]}虚构路1号", f"{other.units[0]}虚构路1号"],
        "content": [f"{tenant.sign}内容，噪声扰民", "内容1，噪声扰民"],
        "kind": ["投诉", "咨询", "举报"],
        "category": ["dust", "none"],
        "street": tenant.units + other.units,
        "by": STATISTICS,
        "box": BOXES,
        "light": ["normal", "overdue", "none"],
        "excluded": ["0", "1"],
        "from": ["2020-01-01"],
        "file": ["requests.json"],
        "state": ["enabled", "disabled", ""],
    }.get(name, [str(dice.randrange(1, 60))])
    return dice.choice(choices)


STATISTICS = ["kind", "level", "state", "category", "channel", "unit", "street", "hour", "weekday",
              "day"]
BOXES = ["assisting", "to_sign", "handling", "bouncing", "done", "taken"]
ORDER_QUERY = ["q", "unit", "street", "kind", "category", "box", "light", "excluded", "from"]
QUERIES = {"GET /api/hotline/orders": ORDER_QUERY + ["page"],
           "GET /api/hotline/orders.{format}": ORDER_QUERY,
           "POST /api/hotline/exports": ORDER_QUERY,
           "GET /api/hotline/callers": ["phone"],
           "GET /api/hotline/similar": ["phone", "address", "content", "kind"],
           "GET /api/access/users": ["words", "unit", "state", "sort", "page"],
           "GET /api/access/audit": ["words", "object", "key", "page"],
           "GET /api/access/audit/export.xlsx": ["words", "object"],
           "GET /api/access/posts": ["unit"],
           "GET /api/imports": ["period"],
           "GET /api/months/{period}/scores/{scheme}": ["group"],
           "GET /api/months/{period}/deductions/{scheme}": ["group"],
           "GET /api/access/packs/text": ["name"]}
# Left out: what is signing in itself, what never ends, or takes from the asker, or his colleagues, what they ask with.
NOT_ASKED = re.compile(r" /api/(session|stream|doctor|account/(devices|password|leave))|"
                       r"DELETE /api/access/devices|/(reset|revoke|end|release|disable|leave)$")


def body_of_order(path, tenant, dice):
    said = {"reason": f"{tenant.sign}理由", "basis": f"{tenant.sign}依据",
            "words": f"{tenant.sign}答复"}
    if path.endswith("/attachments"):
        return PIXEL
    if path.endswith("/reveal"):
        return {"field": dice.choice(["name", "phone"]), "reason": tenant.sign}
    if path.endswith("/exports"):
        return {"format": "csv"}
    if path == "/api/hotline/moves/{move}":
        return {**said, "numbers": [values_for("number", tenant, dice) for _ in range(3)]}
    if "/moves/" in path:
        return {**said, "unit": tenant.units[1], "days": 2, "difficulty": "duty"}
    return {"kind": "投诉", "content": f"{tenant.sign}新的{dice.randrange(1000)}",
            "caller": {"name": tenant.persons[1], "phone": tenant.phone}}


def question(route, tenant, dice):
    """(method, target, body) of a random request to this route."""
    method, path = route.split(" ", 1)
    target = re.sub(r"\{(\w+)\}", lambda found: urllib.parse.quote(
        values_for(found[1], tenant, dice), safe=""), path)
    query = {}
    for name in QUERIES.get(route, []):
        if dice.random() < 0.5:
            query[name] = values_for(name, tenant, dice)
    query = {key: value for key, value in query.items() if value}
    if path == "/api/hotline/callers":
        query["phone"] = values_for("phone", tenant, dice)
    if path == "/api/hotline/statistics":
        query["by"] = values_for("by", tenant, dice)
    if path == "/api/hotline/orders.{format}":
        target = f"/api/hotline/orders.{dice.choice(['csv', 'xlsx'])}"
    if route == "GET /api/access/packs/text":
        query["name"] = "assess/hotline.yaml"
    if query:
        target += "?" + urllib.parse.urlencode(query)
    body = None
    if method == "POST" and path.startswith("/api/imports") and "{" not in path:
        name = f"{tenant.sign}-{dice.randrange(1000)}.csv"
        target = f"{path}?" + urllib.parse.urlencode(
            {"table": "rating", "period": MONTHS[2], "name": name})
        unit = dice.choice(tenant.units + other_of(tenant).units)
        body = f"unit,persons_served\n{unit},{tenant.digits}{dice.randrange(100)}\n".encode()
    elif method == "POST":
        body = {"why": tenant.sign, "reason": tenant.sign, "period": MONTHS[1]}
        if path.startswith("/api/hotline/"):
            body = body_of_order(path, tenant, dice)
        if path == "/api/check":
            target, body = "/api/check?name=a.csv", f"单位,数\n{tenant.units[0]},1\n".encode()
    return method, target, body


def texts_of(body, content_type):
    """The reply's bytes, and those of what is packed in it."""
    yield body
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            for name in package.namelist():
                yield package.read(name)
    elif "pdf" in content_type:
        done = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=False)
        yield done.stdout


class Watch:
    """What all clients have seen."""

    def __init__(self):
        self.lock = threading.Lock()
        self.asked = collections.Counter()
        self.statuses = collections.Counter()
        self.leaks = []
        self.errors = []

    def note(self, route, status, leak=None, error=None):
        with self.lock:
            self.asked[route] += 1
            self.statuses[status] += 1
            if leak:
                self.leaks.append(leak)
            if error:
                self.errors.append(error)


def find_leak(tenant, target, sent, body, content_type):
    """`sent` is what the asker said himself, and may hear again."""
    other = other_of(tenant)
    # To whom an order may be proposed, and who is at work on what is published: no secret.
    if target == "/api/hotline/units" or target.startswith("/open311/"):
        for unit in other.units:
            body = body.replace(unit.encode(), b"")
    # Numbers are in what is published, and in the trail of what he has asked for himself.
    signs = other.signs + ([] if target.startswith(("/open311/", "/api/access/audit"))
                           else [number.encode() for number in other.numbers])
    sent = urllib.parse.unquote_plus(target).encode() + (
        sent if isinstance(sent, bytes) else json.dumps(sent, ensure_ascii=False).encode())
    for text in texts_of(body, content_type):
        for sign in signs:
            if sign in text and sign not in sent:
                at = text.index(sign)
                return text[max(0, at - 120):at + 80].decode("utf-8", "replace")
        found = other.scores.search(text) if any(part in target for part in SCORE_ROUTES) else None
        if found:
            return text[max(0, found.start() - 120):found.end() + 40].decode("utf-8", "replace")
    return None


def ask_for_ever(server, tenant, credentials, seed, until, watch):
    dice = random.Random(seed)
    client = server.client(credentials)
    routes = None
    while time.monotonic() < until:
        try:
            if routes is None:
                view = client.json("GET", "/api/session")
                routes = [route for route in view["routes"] if not NOT_ASKED.search(route)]
                reading = [route for route in routes if route.startswith("GET")]
            route = dice.choice(reading if dice.random() < 0.85 else routes)
            method, target, body = question(route, tenant, dice)
            status, headers, content = client.ask(method, target, body)
            leak = find_leak(tenant, target, body, content, headers.get("Content-Type", ""))
            watch.note(route, status, leak and f"{tenant.key}: {method} {target}\n    …{leak}…",
                       f"{method} {target}: {status} {content[:300]!r}" if status >= 500 and
                       status != 503 else None)
        except (OSError, http.client.HTTPException, AssertionError) as reason:
            watch.note("-", 0, error=f"{tenant.key}: {reason!r}")
            client.close()
            time.sleep(0.1)
    client.close()


class Listener(threading.Thread):
    """Hears the stream of changes until it is closed: never an order of the other."""

    def __init__(self, server, tenant, watch):
        super().__init__()
        self.tenant, self.watch, self.heard = tenant, watch, []
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        self.connection.request("GET", "/api/stream",
                                headers={"Authorization": f"Bearer {tenant.tokens[1]}"})
        self.answer = self.connection.getresponse()
        assert self.answer.status == 200, self.answer.read()
        self.socket = socket.fromfd(self.answer.fileno(), socket.AF_INET, socket.SOCK_STREAM)

    def run(self):
        while True:
            try:
                line = self.answer.readline()
            except (OSError, http.client.HTTPException, ValueError):
                return
            if not line:
                return
            if line.startswith(b"data: ") and b"subject" in line:
                self.heard.append(line)

    def close(self):
        """After it has heard of the tenant's newest order."""
        until = time.monotonic() + HEARD_SECONDS_MAX
        newest = self.tenant.numbers[-1].encode()
        while not any(newest in line for line in self.heard) and time.monotonic() < until:
            time.sleep(0.1)
        self.socket.shutdown(socket.SHUT_RDWR)
        self.join()
        self.socket.close()
        self.connection.close()
        if not any(newest in line for line in self.heard):
            self.watch.note("GET /api/stream", 0, error=f"{self.tenant.key}: {newest} not heard of")
        theirs = other_of(self.tenant)
        names = [number.encode() for number in theirs.numbers] + theirs.signs
        for line in self.heard:
            wrong = any(name in line for name in names)
            self.watch.note("GET /api/stream", 200, wrong and f"{self.tenant.key}: {line!r}")


def same_for_other_and_nobody(server, watch):
    """What tells that a name or id exists is a hint too: both must be answered alike."""
    for tenant in TENANTS:
        other = other_of(tenant)
        for token in tenant.tokens:
            client = server.client(token)
            routes = client.json("GET", "/api/session")["routes"]
            for route in sorted(routes):
                method, path = route.split(" ", 1)
                if "{unit}" not in path or method != "GET":
                    continue
                for month in MONTHS:
                    for scheme in SCHEMES:
                        replies = []
                        for name in (other.units[0], NOBODY):
                            target = path.replace("{period}", month).replace("{scheme}", scheme)
                            target = target.replace("{unit}", urllib.parse.quote(name))
                            status, _, body = client.ask(method, target)
                            replies.append((status, body.decode().replace(name, "X")))
                        if replies[0] != replies[1]:
                            watch.note(route, 0, leak=f"{tenant.key}: {route} {month}/{scheme}: "
                                       f"other {replies[0]} nobody {replies[1]}")
            for route in sorted(routes):
                match = re.search(r"/(users|posts|units|tokens|notices|holders|devices)/\{id\}", route)
                if not match:
                    continue
                kind = {"users": "user", "posts": "post", "units": "unit"}.get(match[1])
                if kind is None:
                    continue
                method, path = route.split(" ", 1)
                body = {"why": "试", "person": "某", "phone": "", "unit_id": tenant.ids["unit"][0],
                        "disabled": True, "field": "phone", "reason": "试", "title": "某岗",
                        "role_id": 2, "name": "丁燕街", "since": "2024-01-01", "alias": "丁燕旧街",
                        "parent_id": 0, "kind": "street", "into": tenant.ids["unit"][0],
                        "account_id": tenant.ids["user"][0], "deputy_id": tenant.ids["user"][0],
                        "until": "2024-02-01"}
                replies = []
                for target_id in (other.ids[kind][0], 99999):
                    sent = dict(body)
                    for _ in range(40):
                        status, _, content = client.ask(method, path.replace("{id}", str(target_id)),
                                                        sent if method == "POST" else None)
                        answer = json.loads(content or b"{}")
                        unknown = [p["field"] for p in answer.get("error", {}).get("problems", [])
                                   if p["message"].startswith("没有")]
                        if status != 422 or not unknown:
                            break
                        for field in unknown:
                            sent.pop(field, None)
                    replies.append((status, content.decode().replace(str(target_id), "N")))
                if replies[0] != replies[1] or replies[0][0] < 400:
                    watch.note(route, 0, leak=f"{tenant.key}: {route}: other {replies[0]} nobody "
                               f"{replies[1]}")
            client.close()


def run(program, seconds, clients):
    watch = Watch()
    build_house(program)
    with program.serve() as server:
        build_accounts(program, server)
        admin = server.client(program.token("admin"))
        build_orders(admin, {tenant.key: server.client(tenant.tokens[1])
                             for tenant in TENANTS})
        listeners = [Listener(server, tenant, watch) for tenant in TENANTS]
        for listener in listeners:
            listener.start()
        until = time.monotonic() + seconds
        threads = []
        for index in range(clients):
            tenant = TENANTS[index % 2]
            ways = tenant.tokens + [server.cookies[name] for name in sorted(server.cookies)
                                    if name.startswith(tenant.key + "-")]
            threads.append(threading.Thread(target=ask_for_ever, args=(
                server, tenant, ways[index // 2 % len(ways)], index, until, watch)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        admin.close()  # it was not used for as long as a server keeps an idle connection
        for tenant in TENANTS:
            tenant.numbers.append(open_order(admin, tenant, "最新", unit=tenant.units[0]))
        for listener in listeners:
            listener.close()
        same_for_other_and_nobody(server, watch)
        counts_are_of_the_rows(server, watch)
    program.must("audit", "verify")  # by many at once, and by parts that were rolled back
    program.must("measures", "verify")
    total = sum(watch.asked.values())
    print(f"{total} requests on {len(watch.asked)} routes by {clients} clients in {seconds} s: "
          + ", ".join(f"{count} × {status}" for status, count in sorted(watch.statuses.items())))
    for route, count in sorted(watch.asked.items()):
        print(f"  {count:7} {route}")
    for title, list_ in (("leak", watch.leaks), ("error", watch.errors)):
        print(f"{len(list_)} {title}s")
        for line in list(dict.fromkeys(list_))[:20]:
            print(f"  {line}")
    answered = watch.statuses[200]
    if answered < total / 4:
        print("too few questions were answered for this to show anything")
    return not watch.leaks and not watch.errors and answered >= total / 4


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 20
    clients = int(sys.argv[4]) if len(sys.argv) > 4 else 64
    with tempfile.TemporaryDirectory(prefix="tongban-leak-") as folder:
        program = Program(sys.argv[1], pathlib.Path(folder), sys.argv[2])
        if not program.available:
            print("skipped: TONGBAN_TEST_POSTGRESQL names no server")
            sys.exit(77)
        try:
            sys.exit(0 if run(program, seconds, clients) else 1)
        finally:
            program.close()


main()
