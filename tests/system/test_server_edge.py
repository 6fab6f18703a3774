"""What reaches the production server and is no decent request: each gets an answer that says why, and no memory stays."""

import json
import socket
from pathlib import Path

import pytest

from tests.databases import TABLES, new_database
from tests.processes import GUNICORN, environment_of, serving

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
    with socket.create_connection(("127.0.0.1", running.port), timeout=60) as client:
        client.sendall(written)
        return Answer(b"".join(iter(lambda: client.recv(65536), b"")))


def chunked(*chunks):
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in (*chunks, b""))


POST = "POST /api/claims/"
FORM = "Content-Type: application/x-www-form-urlencoded"
HOSTILE = [
    ("1 MB of query", request("GET /api/claims/?actor=" + "N" * 1_000_000), 414, "8,190"),
    ("1 MB of path", request("GET /api/" + "a/" * 500_000), 414, "8,190"),
    ("a query at the limit", request("GET /api/claims/?actor=" + "N" * 8_000), 400, "up to 200"),
    ("a thousand values", request("GET /api/claims/?topic=" + "a," * 3_000), 400, "3000 values"),
    ("a thousand parameters", request("GET /api/claims/?" + "a&" * 1_001), 400, "1,000"),
    ("a huge header", request("GET /api/", "X-Long: " + "a" * 1_000_000), 431, "8,190"),
    ("many headers", request("GET /api/", *(f"X-{number}: a" for number in range(10_000))), 431, "100"),
    ("a huge cookie", request("GET /api/", "Cookie: sessionid=" + "a" * 8_000), 200, ""),
    ("no method", request("/api/"), 400, "HTTP"),
    ("a method in small letters", request("get /api/"), 400, "get"),
    ("an unknown method", request("FOO /api/claims/"), 405, "GET, HEAD, OPTIONS"),
    ("a method of WebDAV", request("PROPFIND /api/claims/"), 405, "GET, HEAD, OPTIONS"),
    ("TRACE", request("TRACE /api/claims/"), 405, "GET, HEAD, OPTIONS"),
    ("CONNECT", request("CONNECT /api/claims/"), 405, "GET, HEAD, OPTIONS"),
    ("not HTTP", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400, "HTTP"),
    ("an unknown version", b"GET /api/ HTTP/9.9\r\nHost: localhost\r\n\r\n", 505, "HTTP/1.1"),
    ("a header without a name", request("GET /api/", ": a"), 400, "HTTP"),
    ("a folded header", request("GET /api/", "X-A: a\r\n b"), 400, "HTTP"),
    ("NUL in a header", request("GET /api/", "X-A: \0"), 400, "HTTP"),
    ("NUL in the address", request("GET /api/\0/"), 400, "HTTP"),
    ("NUL escaped in the address", request("GET /api/actors/%00/"), 404, "actor"),
    ("half a surrogate pair", request("GET /api/claims/?actor=%ED%A0%80"), 400, "actor"),
    ("bytes that are no UTF-8", request("GET /api/\xff/"), 400, "HTTP"),
    ("the address of another site", request("GET http://elsewhere.example/api/claims/?limit=0"), 400, ""),
    ("a way out of the address", request("GET /api/claims/../../etc/passwd"), 404, "nothing"),
    ("another host", request("GET /api/", "Host: elsewhere.example"), 400, "Host"),
    ("two lengths", request(POST, "Content-Length: 1", "Content-Length: 2", body=b"{}"), 400, "HTTP"),
    ("a length of -1", request(POST, "Content-Length: -1"), 400, "HTTP"),
    ("a length of no number", request(POST, "Content-Length: two", body=b"{}"), 400, "HTTP"),
    ("a length of 400 digits", request(POST, "Content-Length: " + "9" * 400), 405, ""),
    ("both ways of length", request(POST, "Content-Length: 2", "Transfer-Encoding: chunked", body=b"{}"), 400, "HTTP"),
    ("chunks", request(POST, "Transfer-Encoding: chunked", body=chunked(b"{", b"}")), 411, "Content-Length"),
    ("a chunk without end", request(POST, "Transfer-Encoding: chunked", body=b"ffffffffffff\r\n{}"), 411, "Content-Length"),
    ("an unknown coding", request(POST, "Transfer-Encoding: rot13", body=b"{}"), 501, "as it is"),
    ("gzip", request(POST, "Content-Encoding: gzip", "Content-Length: 2", body=b"{}"), 415, "compressed"),
    ("a body that is too large", request(POST, "Content-Length: 5000000", body=bytes(5_000_000)), 405, ""),
    ("a body with GET", request("GET /api/", "Content-Length: 2", body=b"{}"), 200, ""),
    ("an unknown expectation", request("GET /api/", "Expect: the-unexpected"), 417, "100-continue"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "status", "words"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_each_is_told_why(served, written, status, words):
    answer = ask(served, written)
    assert answer.status == status, answer.body
    if status != 200:
        assert answer.headers["content-type"] == PROBLEM
        document = json.loads(answer.body)
        assert document["status"] == status
        assert words in document["detail"]


@pytest.mark.parametrize("path", ["/api/", "/api/claims/", "/api/claims/?limit=-1", "/api/nothing/", "/api/schema/"])
def test_head_has_the_headers_of_get_and_no_body(served, path):
    get, head = (ask(served, request(f"{method} {path}")) for method in ("GET", "HEAD"))
    assert head.status == get.status
    assert head.headers["content-type"] == get.headers["content-type"]
    assert head.headers["content-length"] == get.headers["content-length"]
    assert get.body
    assert head.body == b""


@pytest.fixture(scope="module")
def impatient(environment):
    """A server of one thread, which whoever is slow has to himself until its patience ends."""
    options = "--worker-class tests.system.impatient.ImpatientWorker --workers 1 --threads 1"
    with serving(*GUNICORN, environment=environment | {"GUNICORN_CMD_ARGS": options}) as running:
        yield running


SLOW = [
    ("nothing", b"", 408),
    ("nothing but a beginning", b"GET /api/ HT", 408),
    ("no end of the headers", b"GET /api/ HTTP/1.1\r\nHost: localhost\r\nX-A: ", 408),
    ("half a body", request("POST /admin/login/", "Content-Length: 100", FORM, body=b"username=a"), 403),
]  # fmt: skip


@pytest.mark.parametrize(("written", "status"), [row[1:] for row in SLOW], ids=[row[0] for row in SLOW])
def test_who_is_slow_does_not_keep_others_waiting(impatient, written, status):
    with socket.create_connection(("127.0.0.1", impatient.port), timeout=60) as slow:
        slow.sendall(written)
        assert ask(impatient, request("GET /healthz")).status == 200
        assert Answer(slow.recv(65536)).status == status


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
            for _, written, _, _ in HOSTILE:
                ask(running, written)
        before = workers(running)
        for _ in range(5):
            for _, written, _, _ in HOSTILE:
                ask(running, written)
        after = workers(running)
    assert after.keys() == before.keys()
    assert all(after[pid] - before[pid] < MEMORY_BOUND for pid in before), (before, after)
