"""Which requests a replica may answer, and which replica."""

import pytest
from django.db import connection, connections
from django.http import StreamingHttpResponse
from django.test.utils import CaptureQueriesContext

from claimsdb.db import replicas
from claimsdb.db.replicas import ReplicaRouter, pick_replica, read_from
from claimsdb.http.replica_reads import ReplicaMiddleware, is_public_read
from claimsdb.models import Source
from claimsdb.questions.ledger import ledger_of
from tests.factories import AcceptedClaimFactory, AnswerFactory, QuantityFactory


@pytest.mark.parametrize(
    ("method", "path", "headers", "public"),
    [
        ("GET", "/api/claims/", {}, True),
        ("HEAD", "/api/claims/", {}, True),
        ("GET", "/api/claims/", {"HTTP_COOKIE": "csrftoken=x"}, True),
        ("GET", "/api/claims/", {"HTTP_COOKIE": "sessionid=stale"}, False),
        ("GET", "/api/claims/", {"HTTP_AUTHORIZATION": "Token x"}, False),
        ("POST", "/api/claims/", {}, False),
        ("DELETE", "/api/claims/", {}, False),
        ("GET", "/admin/login/", {}, False),
        ("GET", "/readyz", {}, False),
    ],
)
def test_only_readers_without_credentials_may_be_late(rf, method, path, headers, public):
    assert is_public_read(rf.generic(method, path, **headers)) is public


def test_rows_of_a_replica_are_written_to_the_primary():
    router, row = ReplicaRouter(), Source()
    row._state.db = "replica1"
    with read_from("replica1"):
        assert router.db_for_read(Source) == "replica1"
        assert router.db_for_write(Source, instance=row) == "default"
    assert router.db_for_read(Source, instance=row) == "default"
    assert not router.allow_migrate("replica1", "claimsdb")


@pytest.fixture
def two(settings, monkeypatch):
    """Two replicas, the first of which is down; gives those that were asked whether they answer."""
    asked = []

    def connection_error(name):
        asked.append(name)
        return "refused" if name == "replica1" else ""

    settings.CLAIMSDB_REPLICAS = ["replica1", "replica2"]
    monkeypatch.setattr(replicas, "connection_error", connection_error)
    monkeypatch.setattr(replicas, "_resting", {})
    return asked


def test_a_replica_that_is_down_rests(two):
    for _ in range(50):
        assert pick_replica() == "replica2"
    assert two.count("replica1") <= 1


def test_a_replica_is_asked_again_after_its_rest(two, monkeypatch):
    monkeypatch.setattr(replicas, "RETRY_AFTER", 0)
    while two.count("replica1") < 2:
        assert pick_replica() == "replica2"


def test_no_replica_is_no_error(two, settings):
    settings.CLAIMSDB_REPLICAS = ["replica1"]
    assert [pick_replica(), pick_replica()] == [None, None]
    assert two == ["replica1"]


def test_a_stream_is_read_to_its_end_from_where_it_began(rf, monkeypatch, two):
    def chunks():
        for _ in range(3):
            yield ReplicaRouter().db_for_read(Source)

    monkeypatch.setitem(connections.settings, "replica2", connections.settings["default"])
    answer = ReplicaMiddleware(lambda request: StreamingHttpResponse(chunks()))(rf.get("/api/claims/export/"))
    assert ReplicaRouter().db_for_read(Source) == "default"
    assert list(answer) == [b"replica2"] * 3
    assert ReplicaRouter().db_for_read(Source) == "default"


@pytest.fixture
def replica(db, settings):
    """A connection by that name to what the test has written."""
    settings.DATABASE_ROUTERS = ["claimsdb.db.replicas.ReplicaRouter"]
    connections["replica1"] = connection.copy("replica1")
    connections["replica1"].connection = connection.connection
    yield "replica1"
    del connections["replica1"]


def test_a_ledger_is_read_from_where_the_request_reads(replica):
    claim = QuantityFactory(claim=AcceptedClaimFactory()).claim
    question = AnswerFactory(claim=claim, figure=0).question
    with read_from(replica), CaptureQueriesContext(connection) as asked_of_primary:
        ledger = ledger_of(question)
    assert [row.answers for row in ledger.rows] == [ledger.gathered.answers]
    assert asked_of_primary.captured_queries == []
