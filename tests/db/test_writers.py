"""SQLite's one writer: while another process is it, few threads wait, and the others are told at once."""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from unittest.mock import Mock, call

import pytest
from django.db import OperationalError, connection
from django.db.utils import ConnectionHandler
from environ import Env

from claimsdb.db.connections import database_settings
from claimsdb.db.few import Few
from claimsdb.db.sqlite_backend import base
from claimsdb.db.troubles import Trouble, trouble_of

WRITERS, WAITING = 6, 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has many writers")
@pytest.mark.parametrize("most", [WAITING, WRITERS], ids=["in the server", "in a worker of the queue"])
def test_beyond_a_few_writers_are_told_at_once_and_those_few_get_their_turn(
    django_db_blocker, monkeypatch, tmp_path, most
):
    url = f"sqlite:///{tmp_path / 'held.sqlite3'}"
    entry = database_settings(Env.db_url_config(url), timeouts={}, max_age=0)
    if most < WRITERS:
        monkeypatch.setattr(base, "waiting", Few(most))
    with (
        django_db_blocker.unblock(),
        closing(sqlite3.connect(tmp_path / "held.sqlite3")) as other,
        ThreadPoolExecutor(WRITERS) as threads,
    ):
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN IMMEDIATE")
        writers = as_completed([threads.submit(write, entry) for _ in range(WRITERS)])
        refused = [next(writers).result() for _ in range(WRITERS - most)]
        assert refused == [Trouble.BUSY] * len(refused)
        while base.waiting.taken < most:
            time.sleep(0.01)
        other.rollback()
        assert [writer.result() for writer in writers] == [None] * most


def write(entry):
    """What keeps a connection of its own from writing."""
    database = ConnectionHandler({"default": entry})["default"]
    try:
        database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        database.rollback()
    except OperationalError as error:
        return trouble_of(error)
    finally:
        database.close()
    return None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has many writers")
def test_each_transaction_is_a_turn_that_begins_with_the_lock_and_ends_without(
    django_db_blocker, monkeypatch, tmp_path
):
    told = Mock()
    monkeypatch.setattr(base, "Turns", lambda: told)
    entry = database_settings(Env.db_url_config(f"sqlite:///{tmp_path / 'own.sqlite3'}"), timeouts={}, max_age=0)
    with django_db_blocker.unblock():
        database = ConnectionHandler({"default": entry})["default"]
        for end in (database.commit, database.rollback):
            told.begin.side_effect = lambda: told.is_begun(database.connection.in_transaction)
            told.end.side_effect = lambda: told.is_over(database.connection.in_transaction)
            database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
            end()
            assert told.mock_calls == [
                *(call.let_others(), call.begin(), call.is_begun(True), call.end(), call.is_over(False)),
            ]
            database.set_autocommit(True)
            told.reset_mock()
        database.close()
