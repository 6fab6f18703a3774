"""How long the database may take, and what a client sees when it takes longer or is busy."""

import sqlite3
import time
from contextlib import contextmanager

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, DataError, Error, connection, transaction
from django.db.utils import ConnectionHandler
from environ import Env

from api.views.sources import SourceViewSet
from claimsdb.db.timeouts import TIMEOUTS, no_statement_timeout
from claimsdb.db.troubles import is_transient

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such timeouts")


def settings_of(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting::int / 1000 FROM pg_settings WHERE name = ANY(%s)", [list(TIMEOUTS)])
        return dict(cursor.fetchall())


def set_timeout(name, value):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [name, value])


@contextmanager
def table_in_use(table, *, mode):
    """Another session holds the table; it lets go at the end, or by the rollback of what is given."""
    given = connection.get_connection_params()
    with psycopg.connect(
        **{name: given[name] for name in ("dbname", "user", "host", "port") if name in given}
    ) as other:
        other.execute(f"LOCK TABLE {table} IN {mode} MODE")
        yield other
        other.rollback()


PATIENT = {"statement_timeout": 0, "lock_timeout": 0, "idle_in_transaction_session_timeout": 0}
HURRIED = {"statement_timeout": 15, "lock_timeout": 5, "idle_in_transaction_session_timeout": 60}


@on_postgresql
def test_every_connection_has_timeouts_but_an_unhurried_one(db):
    assert settings_of(connection) == HURRIED
    with no_statement_timeout():
        assert settings_of(connection) == PATIENT
        with no_statement_timeout(lock_timeout=2):
            assert settings_of(connection) == PATIENT | {"lock_timeout": 2}
        assert settings_of(connection) == PATIENT
    assert settings_of(connection) == HURRIED


@on_postgresql
def test_timeouts_are_back_after_a_failure(db):
    with pytest.raises(DataError), transaction.atomic(), no_statement_timeout(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    assert settings_of(connection) == HURRIED


def test_unhurried_does_nothing_on_sqlite(db, django_assert_num_queries):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has timeouts")
    with django_assert_num_queries(0), no_statement_timeout():
        pass


@on_postgresql
@pytest.mark.parametrize(("timeout", "words"), [("statement_timeout", "took too long"), ("lock_timeout", "is busy")])
def test_a_client_is_told_to_come_again(api, db, timeout, words):
    set_timeout(timeout, "50ms")
    api.raise_request_exception = False
    with table_in_use("claimsdb_source", mode="ACCESS EXCLUSIVE"):
        answer = api.get("/api/sources/")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert words in answer.json()["detail"]
    assert int(answer["Retry-After"]) > 0


def connection_to(url):
    return ConnectionHandler({"default": {**Env.db_url_config(url), "OPTIONS": {}}})["default"]


def busy_sqlite(folder):
    """Raises what Django makes of SQLite's "database is locked"."""
    with sqlite3.connect(folder / "busy.sqlite3") as writer:
        writer.execute("BEGIN EXCLUSIVE")
        waiting = connection_to(f"sqlite:///{folder / 'busy.sqlite3'}")
        waiting.settings_dict["OPTIONS"] = {"timeout": 0}
        waiting.cursor().execute("CREATE TABLE late (id)")


def test_no_database_is_locked_reaches_a_client(api, client, db, monkeypatch, tmp_path):
    monkeypatch.setattr(SourceViewSet, "get_queryset", lambda view: busy_sqlite(tmp_path))
    api.raise_request_exception = False
    answer = api.get("/api/sources/")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert "locked" not in answer.content.decode()


def missing_folder(tmp_path):
    connection_to(f"sqlite:///{tmp_path / 'none' / 'claims.sqlite3'}").cursor()


def missing_table(tmp_path):
    connection_to("sqlite://:memory:").cursor().execute("SELECT * FROM missing")


def nobody_listens(tmp_path):
    connection_to("postgres://nobody@127.0.0.1:1/none").cursor()


@pytest.mark.parametrize(
    ("trouble", "passing"),
    [(busy_sqlite, True), (missing_folder, False), (nobody_listens, True), (missing_table, False)],
)
def test_what_passes_is_told_from_what_is_broken(db, tmp_path, trouble, passing):
    with pytest.raises(DatabaseError) as raised:
        trouble(tmp_path)
    assert is_transient(raised.value) is passing


def is_connected(session):
    with connection.cursor() as cursor:
        # The test's own transaction sees the sessions that there were at its first look.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [session])
        return cursor.fetchone() is not None


@on_postgresql
def test_a_transaction_that_was_left_idle_passes(db):
    with ConnectionHandler({"default": connection.settings_dict})["default"].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [session] = cursor.fetchone()
        cursor.execute("SET idle_in_transaction_session_timeout = '20ms'")
        cursor.execute("BEGIN")
        while is_connected(session):
            time.sleep(0.01)
        with pytest.raises(Error) as raised:
            cursor.execute("SELECT 1")
    assert is_transient(raised.value)


def migrate(**options):
    call_command("migrate", "sessions", "zero", verbosity=0, lock_timeout=0.05, tries=2, **options)


class Letting:
    """An output that lets go of the table as soon as it reads of a try in vain."""

    def __init__(self, holder):
        self.holder, self.text = holder, ""

    def write(self, text):
        self.text += text
        if "in use" in text:
            self.holder.rollback()


@on_postgresql
def test_migrate_lets_others_through_and_tries_again(db):
    with table_in_use("django_session", mode="ACCESS SHARE") as holder:
        output = Letting(holder)
        migrate(stderr=output)
    assert "try 1 of 2" in output.text
    assert "django_session" not in connection.introspection.table_names()


@on_postgresql
def test_migrate_gives_up_with_a_word_and_nothing_half_done(db):
    with (
        table_in_use("django_session", mode="ACCESS SHARE"),
        pytest.raises(CommandError, match="a table was in use each time"),
    ):
        migrate()
    assert "django_session" in connection.introspection.table_names()
    assert settings_of(connection) == HURRIED
