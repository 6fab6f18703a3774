"""What claimsdb asks of PostgreSQL beyond SQL: prepared statements, indexes built beside the work."""

from contextlib import closing

import pytest
from django.db import DataError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState
from django.db.utils import ConnectionHandler
from django.test.utils import CaptureQueriesContext
from environ import Env

from claimsdb.db.connections import database_settings
from claimsdb.db.online_migrations import AddIndexOnline
from claimsdb.db.sql import copy_rows
from tests.factories import AcceptedClaimFactory

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="this is PostgreSQL's")


def prepared():
    """How often each prepared statement of this connection was executed, by its name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, generic_plans + custom_plans FROM pg_prepared_statements")
        return dict(cursor.fetchall())


@on_postgresql
@pytest.mark.parametrize("url", ["/api/claims/", "/api/claims/?stance=asserts", "/api/sources/", "/api/articles/"])
def test_statements_of_a_repeated_request_are_prepared_and_used_again(api, db, url):
    AcceptedClaimFactory()
    for _ in range(7):
        assert api.get(url).status_code == 200
    before = prepared()
    with CaptureQueriesContext(connection) as said:
        for _ in range(5):
            api.get(url)
    after = prepared()
    assert after.keys() == before.keys()
    assert sum(after.values()) - sum(before.values()) == len(said) > 0


@on_postgresql
def test_what_is_wrong_with_copied_rows_is_told_as_of_other_statements(db):
    """A disk that is full, too: who copies looks for Django's errors alone."""
    with pytest.raises(DataError, match="not a number"), transaction.atomic():
        copy_rows("claimsdb_source", ["id"], [["not a number"]])


@pytest.fixture
def own(scratch_database):
    """A connection of its own, outside any test's transaction, to a database with one table."""
    entry = database_settings(Env.db_url_config(scratch_database), timeouts={}, max_age=0)
    opened = ConnectionHandler({"default": entry})["default"]
    yield opened
    opened.close()


INDEX = models.Index(fields=["place"], name="thing_place")
CREATE = migrations.CreateModel("Thing", [("id", models.BigAutoField(primary_key=True)), ("place", models.TextField())])
ADD = AddIndexOnline("thing", INDEX)


def run(own, operation, state, *, backwards=False):
    """The state after the operation, and the statements that it made."""
    after = state.clone()
    operation.state_forwards("things", after)
    said = []

    def listen(execute, sql, *arguments):
        said.append(sql)
        return execute(sql, *arguments)

    with own.execute_wrapper(listen), own.schema_editor(atomic=False) as editor:
        if backwards:
            operation.database_backwards("things", editor, after, state)
        else:
            operation.database_forwards("things", editor, state, after)
    return after, said


def indexes(own):
    with own.cursor() as cursor:
        return {
            name for name, each in own.introspection.get_constraints(cursor, "things_thing").items() if each["index"]
        }


def test_an_index_is_built_beside_the_work_and_taken_away_again(db, own):
    state, _ = run(own, CREATE, ProjectState())
    _, said = run(own, ADD, state)
    assert "thing_place" in indexes(own)
    assert any("CREATE INDEX CONCURRENTLY" in sql for sql in said) == (own.vendor == "postgresql")
    run(own, ADD, state, backwards=True)
    assert "thing_place" not in indexes(own)


@on_postgresql
def test_an_index_whose_building_was_cut_off_is_built_anew(db, own):
    state, _ = run(own, CREATE, ProjectState())
    with own.cursor() as cursor:
        cursor.execute("INSERT INTO things_thing (place) VALUES ('here'), ('here')")
        with pytest.raises(Exception, match="duplicate"):
            cursor.execute("CREATE UNIQUE INDEX CONCURRENTLY thing_place ON things_thing (place)")
        run(own, ADD, state)
        cursor.execute("SELECT indisvalid, indisunique FROM pg_index WHERE indexrelid = 'thing_place'::regclass")
        assert cursor.fetchone() == (True, False)


@on_postgresql
def test_a_connection_is_asked_only_where_the_server_has_said_something(db, own):
    with own.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (first,) = cursor.fetchone()
    assert own.is_usable()
    with closing(own.copy()) as other, other.cursor() as cursor:
        cursor.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [first])
        assert cursor.fetchone() == ("SELECT pg_backend_pid()",)
        cursor.execute("SELECT pg_terminate_backend(%s, 60000)", [first])
    assert not own.is_usable()
