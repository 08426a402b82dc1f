"""A house with the hotline at work, for the tests beside this file: the demo district without its
orders, people of every role, and orders made through the API."""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "kit"))
from program import Program  # noqa: E402,F401

KINDS = ["咨询", "投诉", "求助", "举报", "建议", "表扬"]
CLERKS = ["demo-clerk", "demo-clerk-2", "demo-clerk-3"]
ROLES = ["taker", "dispatcher", "reviewer", "caller_back", "supervisor"]


class House:
    """Tokens of all who work here, and the units of the clerks."""

    def __init__(self, program):
        self.program = program
        program.must("init", "--demo", "--scale", "0")
        self.token = {name: program.token(name) for name in CLERKS}
        self.token.update({role: program.token(f"demo-{role}") for role in ROLES})
        self.unit = {}

    def look_round(self, server):
        for name in CLERKS:
            session = server.client(self.token[name]).json("GET", "/api/session")
            self.unit[name] = session["unit"]

    def units(self):
        return [self.unit[name] for name in CLERKS]


def order_body(dice, key, unit=None):
    """An invented order. `key` makes it the same one however often it is sent."""
    body = {"kind": dice.choice(KINDS[:5]), "title": f"演示工单{key}",
            "content": f"（虚构）{dice.choice(['夜间施工噪声', '路灯不亮', '占道经营', '井盖松动'])}，"
                       f"请尽快处理，编号{key}。",
            "address": f"演示路{dice.randrange(1, 400)}号", "channel": "电话",
            "caller": {"name": "演示人", "phone": f"1380000{dice.randrange(10000):04d}"},
            "idempotency_key": key}
    if unit:
        body["unit"] = unit
    return body


def error_of(body):
    try:
        return json.loads(body).get("error", {})
    except (ValueError, AttributeError):
        return {}
