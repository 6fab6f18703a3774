"""Much at once into SQLite, as it takes it fastest; PostgreSQL needs none of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connection, transaction

CACHE = 32 << 10  # KiB of the database that are kept in memory; SQLite's own measure is 2 MiB


@contextmanager
def roomy() -> Iterator[None]:
    """For commands: more memory for this connection, so that a page is not read and written again for every row."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = {-CACHE}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {before}")


@contextmanager
def indexed_afterwards(rows: Mapping[str, int]) -> Iterator[None]:
    """Takes the indexes of those tables away to which more rows come than they have, and makes them anew at the end,
    which is quicker by far: sorted, and in one piece.

    In a transaction of its own or another's, so that nobody else ever misses one: on SQLite. PostgreSQL would keep the
    table from all its readers meanwhile. Keys and what is unique without a condition keep their indexes.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor, transaction.atomic():
        indexes = _indexes([table for table, coming in rows.items() if not _has(table, coming)])
        for name in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        yield
        for definition in indexes.values():
            cursor.execute(definition)


def _indexes(tables: list[str]) -> dict[str, str]:
    """Their definitions by name, in the order in which they were made, which SQLite goes by where two would do. What a
    constraint in the table has made has none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY rowid"
        )
        return {name: sql for table, name, sql in cursor.fetchall() if table in tables}


def _has(table: str, rows: int) -> bool:
    """Whether the table has so many rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT {rows}) AS counted")
        return cursor.fetchone()[0] >= rows
