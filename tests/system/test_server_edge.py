"""What reaches the production server and is no decent request: each gets an answer that says why, and no memory stays.

What is no HTTP gunicorn answers itself, in HTML; all else is a problem document of ours.
"""

import json
import socket
from contextlib import suppress
from pathlib import Path

import pytest

from tests.databases import TABLES, new_database
from tests.processes import GUNICORN, PATIENCE, environment_of, serving

pytestmark = pytest.mark.xdist_group("edge")  # one worker, so that one server is enough
PROBLEM = "application/problem+json"
MEMORY_BOUND = 8 * 1024  # KiB that a worker may gain by all that is tried here, five times


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    with new_database(tmp_path_factory.mktemp("data"), like=TABLES) as url:
        environment = environment_of(url, tmp_path_factory.mktemp("installation"))
        yield environment | {"LOG_LEVEL": "CRITICAL", "THROTTLE_ANONYMOUS": ""}


@pytest.fixture(scope="module")
def served(environment):
    with serving(*GUNICORN, environment=environment) as running:
        yield running


def request(line, *headers, body=b""):
    """A request as bytes, to the host and for one answer unless its headers say otherwise."""
    ours = [] if any(header.lower().startswith("host:") for header in headers) else ["Host: localhost"]
    lines = [f"{line} HTTP/1.1", *ours, "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode("latin1") + body


class Answer:
    def __init__(self, received):
        head, _, self.body = received.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin1").split("\r\n")
        self.status = int(first.split()[1])
        self.headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}


def ask(running, written):
    """What comes back until the server hangs up."""
    with socket.create_connection(("127.0.0.1", running.port), timeout=PATIENCE) as client:
        client.sendall(written)
        return Answer(b"".join(iter(lambda: client.recv(65536), b"")))


def chunked(*chunks):
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in (*chunks, b""))


POST = "POST /api/claims/facets/"
BY_GUNICORN = None  # instead of words of a problem document
HOSTILE = [
    ("a query over the limit", request("GET /api/claims/?actor=" + "N" * 9_000), 414, BY_GUNICORN),
    ("a path over the limit", request("GET /api/" + "a/" * 4_500), 414, BY_GUNICORN),
    ("a query at the limit", request("GET /api/claims/?actor=" + "N" * 8_000), 400, "up to 200"),
    ("a thousand values", request("GET /api/claims/?topic=a" + ",a" * 2_999), 400, "3000 values"),
    ("a thousand parameters", request("GET /api/claims/?" + "a&" * 1_001), 400, "1,000"),
    ("a header over the limit", request("GET /api/", "X-Long: " + "a" * 9_000), 431, BY_GUNICORN),
    ("many headers", request("GET /api/", *(f"X-{number}: a" for number in range(101))), 431, BY_GUNICORN),
    ("a huge cookie", request("GET /api/", "Cookie: sessionid=" + "a" * 8_000), 200, ""),
    ("no method", request("/api/"), 400, BY_GUNICORN),
    ("a method in small letters", request("get /api/"), 400, BY_GUNICORN),
    ("an unknown method", request("FOO /api/claims/facets/"), 405, "GET, HEAD, OPTIONS"),
    ("a method of WebDAV", request("PROPFIND /api/claims/facets/"), 405, "GET, HEAD, OPTIONS"),
    ("TRACE", request("TRACE /api/claims/facets/"), 405, "GET, HEAD, OPTIONS"),
    ("CONNECT", request("CONNECT /api/claims/facets/"), 405, "GET, HEAD, OPTIONS"),
    ("not HTTP", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400, BY_GUNICORN),
    ("an unknown version", b"GET /api/ HTTP/9.9\r\nHost: localhost\r\n\r\n", 400, BY_GUNICORN),
    ("a header without a name", request("GET /api/", ": a"), 400, BY_GUNICORN),
    ("a folded header", request("GET /api/", "X-A: a\r\n b"), 400, BY_GUNICORN),
    ("NUL in a header", request("GET /api/", "X-A: \0"), 400, BY_GUNICORN),
    ("NUL in the address", request("GET /api/\0/"), 400, BY_GUNICORN),
    ("NUL escaped in the address", request("GET /api/actors/%00/"), 404, "actor"),
    ("half a surrogate pair", request("GET /api/claims/?actor=%ED%A0%80"), 400, "actor"),
    ("bytes that are no UTF-8", request("GET /api/\xff/"), 400, BY_GUNICORN),
    ("the address of another site", request("GET http://elsewhere.example/api/claims/?limit=0"), 400, ""),
    ("a way out of the address", request("GET /api/claims/../../etc/passwd"), 404, "nothing"),
    ("another host", request("GET /api/", "Host: elsewhere.example"), 400, "Host"),
    ("two lengths", request(POST, "Content-Length: 1", "Content-Length: 2", body=b"{}"), 400, BY_GUNICORN),
    ("a length of -1", request(POST, "Content-Length: -1"), 400, BY_GUNICORN),
    ("a length of no number", request(POST, "Content-Length: two", body=b"{}"), 400, BY_GUNICORN),
    ("a length of 400 digits", request(POST, "Content-Length: " + "9" * 400), 405, ""),
    ("both ways of length", request(POST, "Content-Length: 2", "Transfer-Encoding: chunked", body=b"{}"), 400, BY_GUNICORN),
    ("chunks", request(POST, "Transfer-Encoding: chunked", body=chunked(b"{", b"}")), 411, "Content-Length"),
    ("a chunk without end", request(POST, "Transfer-Encoding: chunked", body=b"ffffffffffff\r\n{}"), 411, "Content-Length"),
    ("an unknown coding", request(POST, "Transfer-Encoding: rot13", body=b"{}"), 501, BY_GUNICORN),
    ("gzip", request(POST, "Content-Encoding: gzip", "Content-Length: 2", body=b"{}"), 415, "compressed"),
    ("a body that is not read", request(POST, "Content-Length: 2900000", body=bytes(2_900_000)), 405, ""),
    ("a body with GET", request("GET /api/", "Content-Length: 2", body=b"{}"), 200, ""),
    ("an unknown expectation", request("GET /api/", "Expect: the-unexpected"), 417, BY_GUNICORN),
]  # fmt: skip


@pytest.mark.parametrize(("written", "status", "words"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_each_is_told_why(served, written, status, words):
    answer = ask(served, written)
    assert answer.status == status, answer.body
    if words is BY_GUNICORN:
        assert answer.headers["content-type"] == "text/html"
    elif status != 200:
        assert answer.headers["content-type"] == PROBLEM
        document = json.loads(answer.body)
        assert document["status"] == status
        assert words in document["detail"]


FLOODS = [
    request("GET /api/claims/?actor=" + "N" * 1_000_000),
    request("GET /api/", "X-Long: " + "a" * 1_000_000),
    request("GET /api/", *(f"X-{number}: a" for number in range(10_000))),
    request(POST, "Content-Length: 5000000", body=bytes(5_000_000)),
]


def flood(running, written):
    """Sends what the server hangs up on before the end: it gets an answer, or the connection is reset."""
    with suppress(ConnectionError):
        ask(running, written)


@pytest.mark.parametrize("written", FLOODS, ids=["query", "header", "headers", "body"])
def test_others_are_answered_after_a_flood(served, written):
    flood(served, written)
    assert ask(served, request("GET /healthz")).status == 200


@pytest.mark.parametrize("path", ["/api/", "/api/claims/", "/api/claims/?limit=-1", "/api/nothing/", "/api/schema/"])
def test_head_has_the_headers_of_get_and_no_body(served, path):
    get, head = (ask(served, request(f"{method} {path}")) for method in ("GET", "HEAD"))
    assert head.status == get.status
    assert head.headers["content-type"] == get.headers["content-type"]
    assert head.headers["content-length"] == get.headers["content-length"]
    assert get.body
    assert head.body == b""


def try_all(running):
    for _, written, _, _ in HOSTILE:
        ask(running, written)
    for written in FLOODS:
        flood(running, written)


def workers(running):
    """The processes that answer, and how many KiB each holds."""
    children = Path(f"/proc/{running.process.pid}/task/{running.process.pid}/children").read_text().split()
    return {pid: resident(pid) for pid in children}


def resident(pid):
    return next(int(line.split()[1]) for line in Path(f"/proc/{pid}/status").open() if line.startswith("VmRSS"))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs the /proc of Linux")
def test_no_memory_stays(environment):
    with serving(*GUNICORN, environment=environment) as running:
        for _ in range(2):  # what is loaded once, and the room that threads keep
            try_all(running)
        before = workers(running)
        for _ in range(5):
            try_all(running)
        after = workers(running)
    assert after.keys() == before.keys()
    assert all(after[pid] - before[pid] < MEMORY_BOUND for pid in before), (before, after)
