"""Beyond one machine: two web servers and two workers of the queue on one PostgreSQL, and a standby that readers are
answered from, as a balancer before them would have it: whoever asks next is sent to the other server."""

import http.client
import json
import signal
import subprocess
import threading
from contextlib import ExitStack
from itertools import cycle

import pytest
from django.db import connection

from tests.extractors import STALLS
from tests.processes import GUNICORN, MANAGE, PATIENCE, environment_of, said, serving
from tests.system.loading import until
from tests.system.postgres_servers import catch_up, running_pair

pytestmark = [
    pytest.mark.both_engines,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is one machine's"),
    pytest.mark.xdist_group("replica"),
]

PREPARE = """
from claimsdb.http.tokens import issue
from claimsdb.models import Actor, Token
from tests.factories import EditorFactory
Actor.objects.create(slug="nobody", name="Nobody", kind="group")  # so that nothing loads the whole registry
print(issue(Token(user=EditorFactory(), name="desk", scope="edit")))
"""
HOST = "claims.example"
READ = ["/api/claims/", "/api/claims/facets/", "/api/articles/", "/api/claims/?search=happened"]
ARTICLES = 12
DONE = {"new", "known"}


class Site:
    """What is at the one address of all servers; each request goes to the next of them."""

    def __init__(self, servers, token):
        self.ports, self.token = cycle([server.port for server in servers]), token

    def asked(self, path, body=None, *, editor=True, **headers):
        """The status, headers and body of the answer to GET, or to POST where there is a body."""
        headers = {"Host": HOST, "Accept": "application/json"} | headers
        headers |= {"Authorization": f"Bearer {self.token}"} if editor else {}
        client = http.client.HTTPConnection("127.0.0.1", next(self.ports), timeout=PATIENCE)
        method, data = ("GET", None) if body is None else ("POST", json.dumps(body))
        client.request(method, path, data, headers | ({"Content-Type": "application/json"} if data else {}))
        answer = client.getresponse()
        return answer.status, answer.headers, answer.read()


class Reader(threading.Thread):
    """Asks for the same few pages for as long as the others are at work."""

    def __init__(self, site):
        super().__init__(daemon=True)
        self.site, self.is_over, self.statuses = site, threading.Event(), []

    def run(self):
        for path in cycle(READ):
            if self.is_over.wait(0.02):
                return
            self.statuses.append(self.site.asked(path, editor=False)[0])


@pytest.fixture(scope="module")
def pair():
    with running_pair() as servers:
        yield servers


@pytest.fixture
def environment(pair, tmp_path):
    primary, standby = pair
    return environment_of(primary.url, tmp_path) | {
        "ALLOWED_HOSTS": HOST,
        "CLAIMSDB_EXTRACTOR": "tests.extractors.Marked",
        "CLAIMSDB_QUEUE_ABOVE": "0",
        "CLAIMSDB_TASKS": "database",
        "CLAIMSDB_TASK_LEASE": "1",
        "DATABASE_REPLICA_URL": standby.url,
        "STALLED": str(tmp_path / "stalled"),
    }


@pytest.fixture
def running(environment):
    """Starts manage.py beside the test, and ends it with the test."""
    started = []

    def run(*command):
        process = subprocess.Popen([*MANAGE, *command], env=environment, text=True, stdout=subprocess.PIPE)
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def article(number):
    stalls = f" {STALLS}" if number == ARTICLES // 2 else ""
    return {"text": f"Report {number}\n\nIt is said of report {number}{stalls} that it happened."}


def test_what_one_server_is_told_all_answer(pair, environment, running, tmp_path):
    primary, standby = pair
    said(running("migrate", "-v0"))
    token = said(running("shell", "-v0", "-c", PREPARE)).strip()
    workers = [running("db_worker", "--interval", "0.1", "--no-startup-delay") for _ in range(2)]
    with ExitStack() as stack:
        servers = [stack.enter_context(serving(*GUNICORN, environment=environment)) for _ in range(2)]
        site, reader = Site(servers, token), Reader(Site(servers, token))
        catch_up(primary, standby)
        reader.start()

        # Each is sent twice, as by a client that got no answer: the other server knows it.
        places = []
        for number in range(ARTICLES):
            key = {"Idempotency-Key": f"report-{number}"}
            sent = [site.asked("/api/articles/", article(number), **key) for _ in range(2)]
            assert [status for status, *_ in sent] == [202, 202]
            assert sent[0][1]["Location"] == sent[1][1]["Location"]
            places.append(sent[0][1]["Location"].removeprefix(f"http://{HOST}"))

        # The worker that has the stalling one is killed; the other takes that over when its lease is over. It takes over
        # too what a busy machine has not done within the second: then the one finds known what the other has stored.
        stalled = tmp_path / "stalled"
        until(stalled.exists)
        [killed] = [worker for worker in workers if worker.pid == int(stalled.read_text())]
        killed.send_signal(signal.SIGKILL)
        until(lambda: all(json.loads(site.asked(place)[2])["status"] in DONE for place in places))

        # What is read at one server is decided at the other, and what was read before that counts as old at both.
        waiting = json.loads(site.asked("/api/claims/?status=extracted")[2])["results"]
        assert len(waiting) == ARTICLES
        for claim in waiting:
            path = f"/api/claims/{claim['key']}/"
            tag = site.asked(path)[1]["ETag"]
            accepted = [site.asked(f"{path}accept/", {}, **{"If-Match": tag})[0] for _ in range(2)]
            assert accepted == [200, 412]

        reader.is_over.set()
        reader.join()
        assert set(reader.statuses) == {200}
        catch_up(primary, standby)
        for path in READ:
            # More than once each, so that what is kept is asked for too.
            answers = [site.asked(path, editor=False) for _ in range(6)]
            assert len({(headers["ETag"].removeprefix("W/"), body) for _, headers, body in answers}) == 1, path
        seen = json.loads(site.asked("/api/claims/", editor=False)[2])["results"]
        assert (len(seen), seen) == (ARTICLES, json.loads(site.asked("/api/claims/")[2])["results"])
    said(running("check_consistency", "-v0"))
