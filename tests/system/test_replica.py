"""Reads from a real streaming replica, and what happens without it: the production server on servers of its own."""

import http.client
import json
import re
import subprocess
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode

import pytest
from django.db import connection

from tests.processes import GUNICORN, MANAGE, environment_of, serving
from tests.system.postgres_servers import catch_up, running_pair

pytestmark = [
    pytest.mark.both_engines,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no replicas"),
    pytest.mark.xdist_group("replica"),  # one worker, so that there is one pair of servers
]

PREPARE = """
from django.contrib.auth.models import User
from claimsdb.models import Source
User.objects.create_superuser("editor", password="for-tests-only")
Source.objects.create(slug="courier", name="Courier")
"""
COURIER = "/api/sources/courier/"
PUBLIC = ["/api/", "/api/claims/", "/api/articles/", "/api/sources/", COURIER, "/api/actors/", "/api/schema/"]
PUBLIC += ["/api/claims/facets/", *(f"/api/claims/export/?format={name}" for name in ("fixture", "csv", "jsonl"))]
TOKEN = "a" * 32


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: str

    @property
    def json(self):
        return json.loads(self.body)


def ask(server, path, *, cookies=None, form=None):
    """GET, or POST where there is a form; redirects are not followed."""
    cookies = (cookies or {}) | ({"csrftoken": TOKEN} if form else {})
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    body = urlencode(form | {"csrfmiddlewaretoken": TOKEN}) if form else None
    if form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    client = http.client.HTTPConnection("127.0.0.1", server.port)
    client.request("POST" if form else "GET", path, body, headers)
    answer = client.getresponse()
    return Answer(answer.status, answer.headers, answer.read().decode())


def signed_in(server):
    """The cookies of the editor."""
    answer = ask(server, "/admin/login/", form={"username": "editor", "password": "for-tests-only"})
    assert answer.status == 302, answer.body
    cookies = SimpleCookie("; ".join(answer.headers.get_all("Set-Cookie")))
    return {"sessionid": cookies["sessionid"].value}


@pytest.fixture(scope="module")
def databases(tmp_path_factory):
    """A primary with one source and an editor, and the standby that follows it."""
    with running_pair() as (primary, standby):
        environment = environment_of(primary.url, tmp_path_factory.mktemp("data"))
        for command in (["migrate", "-v0"], ["shell", "-v0", "-c", PREPARE]):
            subprocess.run([*MANAGE, *command], env=environment, check=True)
        catch_up(primary, standby)
        yield primary, standby


@pytest.fixture
def server(databases, tmp_path, request):
    """With the settings that a test gives."""
    primary, standby = databases
    environment = environment_of(primary.url, tmp_path) | {"DATABASE_REPLICA_URL": standby.url}
    environment |= getattr(request, "param", {})
    with serving(*GUNICORN, environment=environment) as server:
        yield server


@contextmanager
def lagging(standby):
    """As long as it lasts, the standby stays where it is."""
    standby.ask("SELECT pg_wal_replay_pause()::text")
    standby.wait_until("SELECT pg_get_wal_replay_pause_state() = 'paused'")
    try:
        yield
    finally:
        standby.ask("SELECT pg_wal_replay_resume()::text")


@contextmanager
def stopped(postgres):
    postgres.stop()
    try:
        yield
    finally:
        postgres.start()


def test_the_server_opens_no_connection_that_its_workers_would_share(server, databases):
    primary, _ = databases
    others = "backend_type = 'client backend' AND pid <> pg_backend_pid()"
    assert primary.ask(f"SELECT count(*) FROM pg_stat_activity WHERE {others}") == 0


@pytest.mark.parametrize("server", [{"CLAIMSDB_REPLICA_LAG": "0"}], indirect=True)
def test_anonymous_readers_may_be_late_and_editors_read_what_they_wrote(server, databases):
    primary, standby = databases
    pk = primary.ask("SELECT id FROM claimsdb_source")
    before = ask(server, COURIER).json["name"]
    after = f"{before} again"
    form = {"slug": "courier", "name": after, "kind": "unknown", "reliability": "F", "state": "confirmed"}
    with lagging(standby):
        editor = signed_in(server)
        assert ask(server, f"/admin/claimsdb/source/{pk}/change/", cookies=editor, form=form).status == 302
        assert ask(server, COURIER).json["name"] == before
        assert ask(server, COURIER, cookies=editor).json["name"] == after
        [warning] = ask(server, "/readyz").json["warnings"]
        assert re.fullmatch(r"replica1 is \d+ seconds behind the primary database\.", warning)
    catch_up(primary, standby)
    assert ask(server, COURIER).json["name"] == after


def test_a_replica_that_is_down_is_replaced_by_the_primary(server, databases):
    _, standby = databases
    assert ask(server, COURIER).status == 200
    with stopped(standby):
        assert ask(server, COURIER).status == 200
        ready = ask(server, "/readyz")
        assert (ready.status, ready.json["status"]) == (200, "ok")
        assert "replica1 cannot be reached" in ready.json["warnings"][0]
        server.wait_for("replica1 does not answer, the primary does in its place")
    assert ask(server, "/readyz").json == {"status": "ok"}


def test_without_the_primary_readers_are_still_answered_and_editors_told_to_wait(server, databases):
    primary, standby = databases
    editor = signed_in(server)
    catch_up(primary, standby)
    with stopped(primary):
        for path in PUBLIC:
            assert ask(server, path).status == 200, path
        for path in ("/readyz", COURIER, "/admin/"):
            assert ask(server, path, cookies=editor).status == 503, path
        refused = ask(server, COURIER, cookies=editor)
        assert refused.headers["Content-Type"] == "application/problem+json"
        assert int(refused.headers["Retry-After"]) > 0
        assert "127.0.0.1" not in refused.body
    assert ask(server, COURIER, cookies=editor).status == 200
