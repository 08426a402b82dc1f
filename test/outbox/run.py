#!/usr/bin/env python3
"""What happens to orders reaches a webhook and a mail address through the running server, though
both are dead at times.

    test/outbox/run.py PROGRAM sqlite|postgresql
"""
import base64
import email
import hashlib
import hmac
import http.server
import json
import pathlib
import queue
import socketserver
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "kit"))
from program import Program  # noqa: E402

PATIENCE = 60
ORDERS = 12


class Hook(http.server.BaseHTTPRequestHandler):
    """Fails the first times, then takes what comes."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.refusals > 0:
            self.server.refusals -= 1
            self.send_response(503)
        else:
            self.server.taken.put((dict(self.headers), body))
            self.send_response(204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Mailbox(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client needs."""

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        self.say("220 mail.example")
        for line in iter(self.rfile.readline, b""):
            verb = line[:4].upper()
            if verb == b"QUIT":
                self.say("221 bye")
                return
            if verb != b"DATA":
                self.say("250 ok")
                continue
            self.say("354 go on")
            text = b""
            for part in iter(self.rfile.readline, b".\r\n"):
                text += part
            self.server.taken.put(text)
            self.say("250 taken")


def start(server_class, handler, refusals=0):
    server = server_class(("127.0.0.1", 0), handler)
    server.taken, server.refusals = queue.Queue(), refusals
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def check(condition, message):
    if not condition:
        raise AssertionError(message)


def take_hooks(hook, secret, count):
    ids = []
    for _ in range(count):
        headers, body = hook.taken.get(timeout=PATIENCE)
        mac = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        check(headers["X-Tongban-Signature"] == mac, f"signature of {body!r}")
        event = json.loads(body)
        check(event["specversion"] == "1.0" and event["type"] == "matter.opened" and
              event["source"] == "/tongban" and event["subject"], f"{event}")
        check("13800000000" not in body.decode(), f"personal data in {event}")
        ids.append(int(event["id"]))
    check(ids == sorted(set(ids)), f"out of order or twice: {ids}")


def take_mails(mailbox, count):
    for _ in range(count):
        message = email.message_from_bytes(mailbox.taken.get(timeout=PATIENCE))
        words = base64.b64decode(message.get_payload()).decode()
        check(message["To"] == "<duty@house.example>" and "新事项" in words, f"{message}")
        subject = email.header.decode_header(message["Subject"])[0]
        check("新事项" in subject[0].decode(subject[1]), message["Subject"])


def settings(program, mailbox):
    folder = program.data / "packs/outbox"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "receivers.yaml").write_text(
        "source: /tongban\nhosts: []\ninner: [127.0.0.1]\nretry_minutes: [1]\nkeep_days: 30\n",
        encoding="utf-8")
    (folder / "mail.yaml").write_text(
        f"server: smtp://127.0.0.1:{mailbox.server_address[1]}\nfrom: bureau@house.example\n"
        "starttls: false\n", encoding="utf-8")


def receive(client, name, kind, address, number=0):
    return client.json("POST", "/api/access/receivers", {
        "id": number, "name": name, "kind": kind, "address": address, "types": "matter.opened",
        "why": "测试"})


def failed_once(client):
    """How the webhook is seen, as soon as its failure has been noted."""
    until = time.monotonic() + PATIENCE
    while True:
        state = next(one for one in client.json("GET", "/api/access/receivers")["receivers"]
                     if one["kind"] == "webhook")
        if state["tries"] or time.monotonic() > until:
            return state
        time.sleep(0.1)


def run(program):
    mailbox = start(socketserver.ThreadingTCPServer, Mailbox)
    hook = start(http.server.ThreadingHTTPServer, Hook, refusals=1)
    address = f"http://127.0.0.1:{hook.server_address[1]}/in"
    program.must("init")
    settings(program, mailbox)
    with program.serve() as server:
        client = server.client(program.token("admin"))
        made = receive(client, "系统", "webhook", address)
        receive(client, "值班邮箱", "mail", "duty@house.example")
        for number in range(ORDERS):
            client.json("POST", "/api/hotline/orders", {
                "kind": "咨询", "title": f"演示 {number}", "content": "演示内容", "address": "演示路",
                "caller": {"name": "演示", "phone": "13800000000"}, "channel": "电话",
                "idempotency_key": f"outbox-{number}"})
        # The mail goes out whatever the webhook does.
        take_mails(mailbox, ORDERS)
        state = failed_once(client)
        check(state["tries"] == 1 and state["waiting"] == ORDERS and "503" in state["error"],
              f"{state}")
        # Somebody mends it, and says so: nothing was lost.
        receive(client, "系统", "webhook", address, made["id"])
        take_hooks(hook, made["secret"], ORDERS)
    check(hook.taken.empty() and mailbox.taken.empty(), "something came twice")
    # Delivered to all: the verb finds nothing more to send.
    program.must("tick")
    check(hook.taken.empty() and mailbox.taken.empty(), "the verb sent something again")


def main():
    path, database = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        program = Program(path, pathlib.Path(folder), database)
        if not program.available:
            print("SKIP: TONGBAN_TEST_POSTGRESQL holds no address")
            return 77
        try:
            run(program)
        finally:
            program.close()
    print("all notices came, once and in order")
    return 0


if __name__ == "__main__":
    sys.exit(main())
