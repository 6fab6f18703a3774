"""Much at once into SQLite, as it takes it fastest; PostgreSQL needs none of it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import wraps
from typing import ParamSpec

from django.db import connection, transaction

PAGE_CACHE_SIZE = 32 << 10  # KiB of the database that are kept in memory; SQLite's own measure is 2 MiB

Given = ParamSpec("Given")


def on_sqlite(manager: Callable[Given, AbstractContextManager[None]]) -> Callable[Given, AbstractContextManager[None]]:
    """Does nothing on another engine."""

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
    """SQLite would take each row as a transaction; one of its own kind of transaction would keep all others waiting."""
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT in_one_piece")
        try:
            yield
        finally:
            cursor.execute("RELEASE SAVEPOINT in_one_piece")


@on_sqlite
@contextmanager
def rebuild_indexes(rows: Mapping[str, int]) -> Iterator[None]:
    """Takes the indexes of those tables away to which more rows come than they have, and makes them anew at the end,
    which is quicker by far: sorted, and in one piece.

    In a transaction of its own or another's, so that nobody else ever misses one: on SQLite. PostgreSQL would keep the
    table from all its readers meanwhile. Keys and what is unique without a condition keep their indexes.
    """
    with connection.cursor() as cursor, transaction.atomic():
        indexes = _index_definitions([table for table, coming in rows.items() if not _has_rows(table, coming)])
        for name in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        yield
        for definition in indexes.values():
            cursor.execute(definition)


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
