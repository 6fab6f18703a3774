"""SQLite alone: page cache, savepoint and index rebuild for loading much, functions that it lacks, and writing without
waiting. Each does nothing on PostgreSQL."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from decimal import Context, Decimal
from functools import lru_cache, wraps
from typing import Any, ParamSpec

import orjson
from django.db import connection, transaction

PAGE_CACHE_SIZE = 32 << 10  # KiB of the database that are kept in memory; SQLite's own measure is 2 MiB

FLOAT = Context(prec=15)  # the digits that a float keeps
SIXTH = Decimal("0.000001")

Given = ParamSpec("Given")


def on_sqlite(manager: Callable[Given, AbstractContextManager[None]]) -> Callable[Given, AbstractContextManager[None]]:
    """Makes a context manager do nothing on another engine."""

    @wraps(manager)
    def managed(*args: Given.args, **kwargs: Given.kwargs) -> AbstractContextManager[None]:
        return manager(*args, **kwargs) if connection.vendor == "sqlite" else nullcontext()

    return managed


@on_sqlite
@contextmanager
def large_page_cache() -> Iterator[None]:
    """For commands: more memory for this connection, so that a page is not read and written again for every row."""
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = {-PAGE_CACHE_SIZE}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {before}")


@on_sqlite
@contextmanager
def in_savepoint() -> Iterator[None]:
    """One savepoint around many rows, as autocommit would make each a transaction and BEGIN would lock out writers."""
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT in_one_piece")
        try:
            yield
        finally:
            cursor.execute("RELEASE SAVEPOINT in_one_piece")


@on_sqlite
@contextmanager
def rebuild_indexes(rows: Mapping[str, int]) -> Iterator[None]:
    """Drops the indexes of tables that receive more rows than they have, and builds them again at the end: much faster.

    `rows` is the number of new rows by table. Runs in a transaction, so nobody else misses an index. Primary keys and
    unconditional unique constraints keep theirs.
    """
    with connection.cursor() as cursor, transaction.atomic():
        indexes = _index_definitions([table for table, coming in rows.items() if not _has_rows(table, coming)])
        for name in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        yield
        for definition in indexes.values():
            cursor.execute(definition)


@on_sqlite
@contextmanager
def without_waiting() -> Iterator[None]:
    """A write is done at once or fails. SQLite has one writer, for whom others wait many seconds."""
    with patience(connection.connection, 0):
        yield


@contextmanager
def patience(sqlite: Any, milliseconds: int) -> Iterator[None]:
    """How long this connection waits for a lock meanwhile; no longer than it would anyhow."""
    before = sqlite.execute("PRAGMA busy_timeout").fetchone()[0]
    sqlite.execute(f"PRAGMA busy_timeout = {min(before, milliseconds)}")
    try:
        yield
    finally:
        sqlite.execute(f"PRAGMA busy_timeout = {before}")


def _index_definitions(tables: list[str]) -> dict[str, str]:
    """Their definitions by name, in the order in which they were made, which SQLite goes by where two would do. What a
    constraint in the table has made has none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY rowid"
        )
        return {name: sql for table, name, sql in cursor.fetchall() if table in tables}


def _has_rows(table: str, rows: int) -> bool:
    """Whether the table has so many rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT {rows}) AS counted")
        return cursor.fetchone()[0] >= rows


# --- functions --------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=10_000)
def figure(value: float | None) -> str | None:
    """An exact figure, which SQLite keeps as a float or a whole number, with its six decimal places."""
    return None if value is None else str(FLOAT.create_decimal_from_float(value).quantize(SIXTH))


def canonical_json(text: str | None) -> str | None:
    """JSON in the one form that is equal where what it says is equal."""
    return None if text is None else orjson.dumps(orjson.loads(text), option=orjson.OPT_SORT_KEYS).decode()


def add_functions() -> None:
    """Gives this connection `figure` and `canonical_json`; PostgreSQL has types for both."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        for function in (figure, canonical_json):
            connection.connection.create_function(function.__name__, 1, function, deterministic=True)
