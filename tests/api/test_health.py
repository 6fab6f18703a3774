"""Whether the process lives, whether it can answer, and what is the matter where it cannot."""

import errno
import sqlite3
from unittest.mock import Mock

import psycopg
import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from api.http import health
from api.views.sources import SourceViewSet
from claimsdb.db import troubles
from claimsdb.pages.sources import SourcePage


@pytest.mark.parametrize("url", ["/healthz", "/readyz"])
def test_health(client, db, url):
    assert client.get(url).json() == {"status": "ok"}
    assert client.post(url).status_code == 405


def unmigrated(monkeypatch):
    MigrationRecorder(connection).migration_qs.filter(app="claimsdb").delete()


def raising(cause):
    """The database answers everything with this."""

    def broken(monkeypatch):
        def refuse():
            raise DatabaseError("refused") from cause

        monkeypatch.setattr(connection, "cursor", refuse)

    return broken


def of_sqlite(code):
    error = sqlite3.OperationalError("refused")
    error.sqlite_errorcode = code
    return raising(error)


def with_free(space):
    return lambda monkeypatch: monkeypatch.setattr(health, "free_space", lambda database: space)


NOT_READY = [
    (unmigrated, "migrations", "migrations have not been applied"),
    (raising(None), "away", "cannot be reached"),
    (raising(psycopg.OperationalError("refused")), "away", "cannot be reached"),
    (raising(psycopg.errors.AdminShutdown("refused")), "away", "cannot be reached"),
    (raising(psycopg.errors.TooManyConnections("refused")), "busy", "busy"),
    (raising(psycopg.errors.DiskFull("refused")), "full", "disk is full"),
    (raising(psycopg.errors.DataCorrupted("refused")), "unreadable", "cannot be read"),
    (of_sqlite(sqlite3.SQLITE_BUSY), "busy", "busy"),
    (of_sqlite(sqlite3.SQLITE_CANTOPEN), "unreadable", "cannot be read"),
    (of_sqlite(sqlite3.SQLITE_NOTADB), "unreadable", "cannot be read"),
    (of_sqlite(sqlite3.SQLITE_IOERR_READ), "unreadable", "cannot be read"),
    (of_sqlite(sqlite3.SQLITE_IOERR_SHMSIZE), "full", "disk is full"),
    (of_sqlite(sqlite3.SQLITE_FULL), "full", "disk is full"),
    (with_free(1000), "full", "Reading goes on"),
]


@pytest.mark.parametrize(("trouble", "word", "words"), NOT_READY)
def test_what_is_the_matter_is_told_apart(client, db, monkeypatch, trouble, word, words):
    trouble(monkeypatch)
    answer = client.get("/readyz")
    monkeypatch.undo()
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert answer.json()["trouble"] == word
    assert words in answer.json()["detail"]
    assert "refused" not in answer.content.decode()


@pytest.mark.parametrize(("name", "is_moved"), [("here.sqlite3", False), ("away.sqlite3", True)])
def test_a_file_that_was_taken_away_is_missed(monkeypatch, tmp_path, name, is_moved):
    """An open connection goes on in it, and what is written there is lost."""
    (tmp_path / "here.sqlite3").touch()
    database = Mock(vendor="sqlite", settings_dict={"NAME": tmp_path / name})
    database.is_in_memory_db.return_value = False
    assert troubles.is_moved(database) == is_moved
    if is_moved:
        monkeypatch.setattr(health, "connection", database)
        assert health.not_ready().trouble == "unreadable"


@pytest.mark.parametrize(("least", "warnings"), [(100, None), (300, ["200 MB are free on the disk of the database."])])
def test_little_space_is_a_warning(client, db, monkeypatch, settings, least, warnings):
    with_free(200_000_000)(monkeypatch)
    settings.CLAIMSDB_FREE_SPACE = least
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json().get("warnings")) == (200, warnings)


@pytest.mark.parametrize(
    ("trouble", "path", "words"),
    [
        (OSError(errno.ENOSPC, "refused"), "/api/sources/", "have to make room"),
        (OSError(errno.ENOSPC, "refused"), "/sources/a/", "The disk is full"),
    ],
)
def test_whoever_meets_a_full_disk_is_told_so(client, db, monkeypatch, trouble, path, words):
    def refuse(*_, **__):
        raise trouble

    monkeypatch.setattr(SourceViewSet, "get_queryset", refuse)
    monkeypatch.setattr(SourcePage, "get", refuse)
    client.raise_request_exception = False
    answer = client.get(path)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "60", "no-store")
    assert words in answer.content.decode()
    assert "refused" not in answer.content.decode()


def test_process_lives_without_a_database(client):
    assert client.get("/healthz").status_code == 200
