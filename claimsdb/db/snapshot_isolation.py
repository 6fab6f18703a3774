"""Snapshot isolation for reads: several statements see one state of the database, without blocking writers."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections

BEGIN_SNAPSHOT = {"sqlite": "BEGIN DEFERRED", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"}


@contextmanager
def read_snapshot(*, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """A read-only transaction with one snapshot. Inside another transaction it does nothing."""
    connection = connections[using]
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(BEGIN_SNAPSHOT[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
