#!/usr/bin/env python3
"""Open311 GeoReport v2 as its clients see it: every answer, in JSON and in XML, against the fields of
the public specification (http://wiki.open311.org/GeoReport_v2) and its published JSON schemas.

    test/open311/run.py PROGRAM sqlite|postgresql [NAME...]

The clients below ask as real ones do: one like mysociety's (XML, jurisdiction_id, lat and long, names
apart, attribute[code], several media_url), one like Code for America's `three` (multipart with the
photograph, page_size), one like its `open311` for node (milliseconds in times, several ids), one like
`georeport` (JSON, everything optional). The clients themselves (open311 0.0.12 as npm has it, the
sending and reading part of FixMyStreet's Open311.pm, georeport 0.3.1, three 0.8.0, the JSON schemas of
open311/schema-validation) were run against both databases when this was written; they are too old to
be kept as packages. Exit code 77: skipped.
"""
import base64
import datetime
import json
import pathlib
import re
import sys
import tempfile
import traceback
import urllib.parse
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "kit"))
from program import Program  # noqa: E402

BASE = "/open311/v2"
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGM4oKCAFTEMLQkAKj9AAXjm1WMAAAAASUVORK5C"
    "YII=")
DATATYPES = {"string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"}
# Field: type in JSON, whether null will do. The order is that of the specification.
SERVICE = {"service_code": (str, False), "service_name": (str, False), "description": (str, True),
           "metadata": (bool, False), "type": (str, False), "keywords": (str, True),
           "group": (str, True)}
ATTRIBUTE = {"variable": (bool, False), "code": (str, False), "datatype": (str, False),
             "required": (bool, False), "datatype_description": (str, True), "order": (int, False),
             "description": (str, True), "values": (list, False)}
REQUEST = {"service_request_id": (str, False), "status": (str, False), "status_notes": (str, True),
           "service_name": (str, True), "service_code": (str, False), "description": (str, True),
           "agency_responsible": (str, True), "service_notice": (str, True),
           "requested_datetime": (str, False), "updated_datetime": (str, True),
           "expected_datetime": (str, True), "address": (str, True), "address_id": (str, True),
           "zipcode": (str, True), "lat": (float, True), "long": (float, True),
           "media_url": (str, True)}
W3_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$")


def check(condition, message):
    if not condition:
        raise AssertionError(message)


class House:
    def __init__(self, program, server):
        self.server = server
        self.key = program.token("admin", "hotline")
        self.other_key = program.token("admin", "check")
        self.open = server.client()
        self.desk = server.client(self.key)

    # ---- asking --------------------------------------------------------------------------

    def ask(self, method, path, body=None, **query):
        target = f"{BASE}/{path}" + ("?" + urllib.parse.urlencode(query) if query else "")
        headers = {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
            body = urllib.parse.urlencode(body, doseq=True).encode()
        status, headers, content = self.open.ask(method, target, body, headers)
        kind = "text/xml" if path.endswith("xml") else "application/json"
        check(headers["Content-Type"] == f"{kind}; charset=utf-8", headers["Content-Type"])
        text = content.decode("utf-8")
        if path.endswith("xml"):
            check(text.startswith('<?xml version="1.0" encoding="utf-8"?>'), text[:60])
            return status, ElementTree.fromstring(text)
        return status, json.loads(text)

    def good(self, method, path, body=None, **query):
        status, answer = self.ask(method, path, body, **query)
        check(status == 200, f"{method} {path} {query}: {status} {shown(answer)}")
        return answer

    def bad(self, expected, method, path, body=None, **query):
        """The failure in both notations, the same words in both."""
        status, answer = self.ask(method, path + ".json", body, **query)
        check(status == expected, f"{path} {query}: {status} {answer}")
        check(isinstance(answer, list) and answer, answer)
        for one in answer:
            check(set(one) == {"code", "description"} and one["code"] == expected
                  and one["description"], one)
        status, root = self.ask(method, path + ".xml", body, **query)
        check(status == expected and root.tag == "errors", root.tag)
        words = [(int(one.findtext("code")), one.findtext("description"))
                 for one in root.findall("error")]
        check(words == [(one["code"], one["description"]) for one in answer], words)
        return answer

    def post(self, path="requests.json", **fields):
        body = {"api_key": self.key, "service_code": "road", "address_string": "演示路1号",
                "description": "演示：路面有坑"}
        body.update(fields)
        body = {name.replace("__", "[") + ("]" if "__" in name else ""): value
                for name, value in body.items() if value is not None}
        return self.ask("POST", path, body)

    def made(self, **fields):
        status, answer = self.post(**fields)
        check(status == 200, f"{status} {shown(answer)}")
        return answer[0]["service_request_id"]


def shown(answer):
    return ElementTree.tostring(answer, "unicode") if isinstance(answer, ElementTree.Element) \
        else json.dumps(answer, ensure_ascii=False)[:600]


def fits(fields, one):
    check(list(one) == list(fields), f"{list(one)} is not {list(fields)}")
    for name, (kind, may_lack) in fields.items():
        value = one[name]
        kind = (int, float) if kind is float else kind
        check((value is None and may_lack) or
              (isinstance(value, kind) and (kind is bool or not isinstance(value, bool))),
              f"{name}: {value!r}")


def same(fields, one, element):
    """The element says what the object says (the Spark convention, backwards)."""
    check([child.tag for child in element] == list(fields), [child.tag for child in element])
    for name in fields:
        value, child = one[name], element.find(name)
        if isinstance(value, list):
            continue
        text = None if value is None else str(value).lower() if isinstance(value, bool) \
            else str(value)
        found = child.text
        if isinstance(value, float):
            check(float(found) == value, f"{name}: {found} {value}")
        else:
            check(found == text, f"{name}: {found!r} {text!r}")


def time_of(text):
    check(W3_TIME.match(text), text)
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


# ---- discovery and services -------------------------------------------------------------------


def test_discovery_leads_to_an_endpoint_that_answers(house):
    answer, root = house.good("GET", "discovery.json"), house.good("GET", "discovery.xml")
    check(root.tag == "discovery", root.tag)
    for name in ("changeset", "contact", "key_service"):
        check(answer[name] and root.findtext(name) == answer[name], name)
    check(time_of(answer["changeset"]), "changeset")
    one = answer["endpoints"][0]
    check(one["specification"] == "http://wiki.open311.org/GeoReport_v2", one)
    check(one["type"] in ("production", "test"), one)
    check(one["formats"] == ["text/xml", "application/json"], one)
    endpoint = root.find("endpoints/endpoint")
    check([f.text for f in endpoint.findall("formats/format")] == one["formats"], "formats")
    check(endpoint.findtext("url") == one["url"] ==
          f"http://127.0.0.1:{house.server.port}{BASE}", one["url"])
    status, _, _ = house.open.ask("GET", "/open311/discovery.json")
    check(status == 200, status)


def test_services_have_every_field_in_both_notations(house):
    services, root = house.good("GET", "services.json"), house.good("GET", "services.xml")
    check(root.tag == "services" and len(services) == len(root.findall("service")) > 5, "services")
    for one, element in zip(services, root.findall("service")):
        fits(SERVICE, one)
        check(one["type"] in ("realtime", "batch", "blackbox"), one)
        same(SERVICE, one, element)
    codes = [one["service_code"] for one in services]
    check(len(codes) == len(set(codes)), codes)
    # jurisdiction_id, format and what else clients send is passed over.
    check(house.good("GET", "services.json", jurisdiction_id="city.gov", x="1") == services, "same")


def test_a_service_with_metadata_has_its_definition(house):
    for one in house.good("GET", "services.json"):
        code = one["service_code"]
        answer = house.good("GET", f"services/{code}.json")
        root = house.good("GET", f"services/{code}.xml")
        check(answer["service_code"] == code == root.findtext("service_code"), code)
        check(root.tag == "service_definition", root.tag)
        check(bool(answer["attributes"]) == one["metadata"], code)
        orders = [attribute["order"] for attribute in answer["attributes"]]
        check(orders == list(range(1, len(orders) + 1)), orders)
        for attribute, element in zip(answer["attributes"], root.findall("attributes/attribute")):
            fits(ATTRIBUTE, attribute)
            same(ATTRIBUTE, attribute, element)
            check(attribute["datatype"] in DATATYPES, attribute)
            check(bool(attribute["values"]) == attribute["datatype"].endswith("list"), attribute)
            for value, inner in zip(attribute["values"], element.findall("values/value")):
                check(value == {"key": inner.findtext("key"), "name": inner.findtext("name")},
                      value)
    house.bad(404, "GET", "services/no_such")


# ---- making requests ---------------------------------------------------------------------------


def test_a_request_is_made_and_read_back(house):
    status, answer = house.post(first_name="示例", last_name="张", phone="13800000000",
                                lat="23.1037654321", long="113.26", email="a@example.com")
    check(status == 200 and len(answer) == 1, answer)
    check(list(answer[0]) == ["service_request_id", "service_notice", "account_id"], answer)
    number = answer[0]["service_request_id"]
    check("办结期限" in answer[0]["service_notice"], answer)
    [one] = house.good("GET", f"requests/{number}.json")
    root = house.good("GET", f"requests/{number}.xml")
    fits(REQUEST, one)
    check(root.tag == "service_requests", root.tag)
    same(REQUEST, one, root.find("request"))
    check(one["status"] == "open" and one["service_code"] == "road", one)
    check(time_of(one["requested_datetime"]) <= time_of(one["updated_datetime"])
          < time_of(one["expected_datetime"]), one)
    order = house.desk.json("GET", f"/api/hotline/orders/{number}")["order"]
    check(order["title"].startswith("演示：路面有坑") and order["kind"] == "求助", order)
    check((order["latitude"], order["longitude"]) == (23103765, 113260000), order)
    check(order["origin"] == "open311", order)


def test_nothing_that_is_not_published_is_shown(house):
    number = house.made(first_name="示例", last_name="张", phone="13800001111",
                        description="演示：秘密的内容")
    [one] = house.good("GET", f"requests/{number}.json")
    for name in ("description", "address", "lat", "long", "media_url", "status_notes"):
        check(one[name] is None, f"{name}: {one[name]}")
    everything = json.dumps(house.good("GET", "requests.json"), ensure_ascii=False)
    for secret in ("秘密", "13800001111", "张", "演示路"):
        check(secret not in everything, secret)
    # A service that is not published, a confidential order, a 举报: as if they were not there.
    hidden = [house.made(service_code="guidance")]
    for extra in ({"confidential": True}, {"kind": "举报"}):
        order = {"kind": "求助", "category": "road", "content": "演示", "channel": "电话"}
        hidden.append(house.desk.json("POST", "/api/hotline/orders", {**order, **extra})["number"])
    listed = {one["service_request_id"] for one in house.good("GET", "requests.json")}
    for other in hidden:
        check(other not in listed, other)
        house.bad(404, "GET", f"requests/{other}")
        house.bad(404, "GET", f"tokens/{other}")
    check(house.good("GET", "requests.json", service_request_id=",".join(hidden)) == [], "hidden")


def test_a_client_that_speaks_xml_as_mysocietys_does(house):
    """POST requests.xml with empty values for what it lacks, then polls by several ids."""
    status, root = house.post(
        path="requests.xml", jurisdiction_id="city.gov", service_code="noise_site",
        address_string=None, lat="23.09", long="113.31", first_name="Example", last_name="Person",
        email="person@example.com", device_id="", account_id="", media_url="",
        description="title: 演示\n\ndetail: 夜间施工 & <噪声>\n\nSubmitted via a site",
        attribute__when="night", attribute__site="演示工地")
    check(status == 200 and root.tag == "service_requests", shown(root))
    number = root.findtext("request/service_request_id")
    check(root.find("request/token") is None, "no token beside the id")
    order = house.desk.json("GET", f"/api/hotline/orders/{number}")["order"]
    for words in ("夜间施工 & <噪声>", "夜间（22时至次日6时）", "演示工地", "person@example.com"):
        check(words in order["content"], order["content"])
    second = house.made()
    root = house.good("GET", "requests.xml", jurisdiction_id="city.gov",
                      service_request_id=f"{number},{second}")
    found = {one.findtext("service_request_id") for one in root.findall("request")}
    check(found == {number, second}, found)
    root = house.good("GET", f"tokens/{number}.xml", jurisdiction_id="city.gov")
    check(root.findtext("request/service_request_id") == number, shown(root))
    check(root.findtext("request/token") == number, shown(root))


def multipart(fields, files=()):
    """As requests and browsers write it."""
    lines = [f'--XyZ\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
             for name, value in fields.items()]
    lines += [f'--XyZ\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
              f"Content-Type: image/png\r\n\r\n".encode() + content + b"\r\n"
              for name, file_name, content in files]
    return b"".join(lines) + b"--XyZ--\r\n"


def test_a_client_that_sends_its_photographs_in_the_form(house):
    def send(key, files):
        body = multipart({"api_key": key, "service_code": "road", "address_string": "演示路1号",
                          "description": "演示：路灯\r\n第二行"}, files)
        status, _, content = house.open.ask("POST", f"{BASE}/requests.json", body, {
            "Content-Type": "multipart/form-data; boundary=XyZ"})
        return status, json.loads(content)

    def page(number):
        return house.desk.json("GET", f"/api/hotline/orders/{number}")

    status, [made] = send(house.key, [("media", "照片.png", PICTURE)])
    check(status == 200, made)
    found = page(made["service_request_id"])
    check("第二行" in found["order"]["content"], found["order"]["content"])
    [photo] = found["attachments"]
    check((photo["kind"], photo["citizen"]) == ("png", True), photo)
    status, [made] = send(house.key, [])
    check(status == 200 and not page(made["service_request_id"])["attachments"], made)
    # What is no photograph is refused, and so is the request it came with.
    rows = house.desk.json("GET", "/api/hotline/orders")["total"]
    for files in ([("media", "x.png", b"MZ\x90\x00 program")],
                  [(f"photo{i}", "x.png", PICTURE) for i in range(20)]):
        status, answer = send(house.key, files)
        check(status == 400 and answer[0]["code"] == 400, answer)
    status, answer = send("tb_wrong", [("media", "照片.png", PICTURE)])
    check(status == 403, answer)
    status, _, content = house.open.ask("POST", f"{BASE}/requests.json", b"--XyZ\r\nbroken", {
        "Content-Type": "multipart/form-data; boundary=XyZ", "Authorization": f"Bearer {house.key}"})
    check(status == 400, content)
    check(house.desk.json("GET", "/api/hotline/orders")["total"] == rows, "nothing was made")


def test_every_address_of_a_picture_is_kept(house):
    status, answer = house.ask("POST", "requests.json", {
        "api_key": house.key, "service_code": "road", "address_string": "演示路1号",
        "description": "演示", "media_url": ["https://site.example/1.jpg", "https://site.example/2.jpg"]})
    check(status == 200, answer)
    number = answer[0]["service_request_id"]
    content = house.desk.json("GET", f"/api/hotline/orders/{number}")["order"]["content"]
    check("site.example/1.jpg" in content and "site.example/2.jpg" in content, content)


def test_the_key_is_taken_from_form_query_or_header_and_nothing_else(house):
    status, _ = house.post(api_key=None)
    check(status == 403, status)
    body = {"service_code": "road", "address_string": "演示路1号", "description": "演示"}
    house.bad(403, "POST", "requests", {**body, "api_key": "tb_wrong"})
    house.bad(403, "POST", "requests", {**body, "api_key": ""})
    house.bad(403, "POST", "requests", {**body, "api_key": house.other_key})
    house.good("POST", "requests.json", body, api_key=house.key)
    status, _, content = house.desk.ask(
        "POST", f"{BASE}/requests.json", urllib.parse.urlencode(body).encode(),
        {"Content-Type": "application/x-www-form-urlencoded"})
    check(status == 200, content)


def test_what_lacks_or_does_not_fit_is_told_all_at_once(house):
    key = {"api_key": house.key}
    house.bad(400, "POST", "requests", {**key, "address_string": "演示路", "description": "演示"})
    house.bad(404, "POST", "requests", {**key, "service_code": "no_such", "address_string": "x"})
    house.bad(400, "POST", "requests", {**key, "service_code": "road", "description": "演示"})
    errors = house.bad(400, "POST", "requests", {
        **key, "service_code": "noise_site", "lat": "91", "description": "字" * 4001,
        "attribute[when]": "never"})
    text = " ".join(one["description"] for one in errors)
    for name in ("lat", "long", "description", "attribute[when]"):
        check(name in text, text)
    errors = house.bad(400, "POST", "requests", {
        **key, "service_code": "noise_site", "address_string": "x", "description": "演示"})
    check("attribute[when]" in errors[0]["description"], errors)
    house.bad(400, "POST", "requests", {**key, "service_code": "road", "address_string": "x",
                                        "phone": "not a phone"})
    status, _, _ = house.open.ask("POST", f"{BASE}/requests.json", b"{}",
                                  {"Content-Type": "application/json"})
    check(status in (400, 403), status)


# ---- looking -----------------------------------------------------------------------------------


def test_requests_are_found_by_service_status_and_time(house):
    road, noise = house.made(), house.made(service_code="rubbish")
    ids = lambda **query: {one["service_request_id"]  # noqa: E731
                           for one in house.good("GET", "requests.json", **query)}
    check({road, noise} <= ids(), "all")
    check(road in ids(service_code="road") and noise not in ids(service_code="road"), "service")
    check({road, noise} <= ids(service_code="road,rubbish"), "services")
    check({road, noise} <= ids(status="open"), "open")
    check(not {road, noise} & ids(status="closed"), "closed")
    check({road, noise} <= ids(status="open,closed"), "both")
    check({road, noise} <= ids(status="", service_code="", start_date=""), "empty is not given")
    now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    day = datetime.timedelta(days=1)
    z = lambda at: at.strftime("%Y-%m-%dT%H:%M:%SZ")  # noqa: E731
    check({road, noise} <= ids(start_date=z(now - day), end_date=z(now + day)), "around")
    check({road, noise} <= ids(start_date=z(now - day)), "from")
    check(not {road, noise} & ids(end_date=z(now - day)), "until")
    check({road, noise} <= ids(start_date=(now - day).strftime("%Y-%m-%d")), "a day alone")
    check({road, noise} <= ids(start_date=(now - day).isoformat(timespec="milliseconds")),
          "milliseconds")
    check({road, noise} <= ids(status="OPEN"), "in capitals")
    check(len(house.good("GET", "requests.json", per_page=1)) == 1, "per_page")
    local = (now + datetime.timedelta(hours=8) - day).strftime("%Y-%m-%dT%H:%M:%S+08:00")
    status, _, body = house.open.ask("GET", f"{BASE}/requests.json?start_date={local}")
    check(status == 200 and road in body.decode(), "a plus sign that nobody encoded")


def test_a_range_that_the_standard_forbids_is_refused(house):
    house.bad(400, "GET", "requests", start_date="2022-01-01T00:00:00Z",
              end_date="2022-06-01T00:00:00Z")
    house.bad(400, "GET", "requests", start_date="yesterday")
    house.bad(400, "GET", "requests", status="done")
    house.bad(400, "GET", "requests", page_size="1001")
    house.bad(400, "GET", "requests", page="x")
    house.bad(400, "GET", "requests", per_page="x")


def test_pages_hold_every_request_once(house):
    made = {house.made() for _ in range(5)}
    found = []
    for page in range(1, 100):
        part = house.good("GET", "requests.json", page=page, page_size=2)
        found += [one["service_request_id"] for one in part]
        if len(part) < 2:
            break
    check(len(found) == len(set(found)) and made <= set(found), found)


def test_a_closed_request_says_so(house):
    number = house.made()
    house.desk.json("POST", f"/api/hotline/orders/{number}/moves/answer",
                    {"words": "演示：已经修好"})
    [one] = house.good("GET", f"requests/{number}.json")
    check(one["status"] == "closed" and one["status_notes"] is None, one)
    check(number in {r["service_request_id"]
                     for r in house.good("GET", "requests.json", status="closed")}, "closed")


def test_other_formats_and_addresses_are_not_there(house):
    for path in ("services.html", "requests.csv", "services/road.php", "requests/x.txt", "nothing"):
        status, _, _ = house.open.ask("GET", f"{BASE}/{path}")
        check(status == 404, f"{path}: {status}")
    house.bad(404, "GET", "requests/no-such-number")
    house.bad(404, "GET", "tokens/no-such-number")


def run(path, database, names):
    with tempfile.TemporaryDirectory(prefix="tongban-open311-") as folder:
        program = Program(path, pathlib.Path(folder), database)
        if not program.available:
            return print("skipped: no TONGBAN_TEST_POSTGRESQL") or 77
        failed = 0
        try:
            program.must("init")
            with program.serve() as server:
                house = House(program, server)
                for name, test in sorted(globals().items()):
                    if not name.startswith("test_") or (names and name not in names):
                        continue
                    try:
                        test(house)
                        print(f"ok {name}")
                    except Exception:  # noqa: BLE001
                        failed += 1
                        print(f"FAILED {name}\n{traceback.format_exc()}")
        finally:
            program.close()
        return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1], sys.argv[2], sys.argv[3:]))
