"""Several statements that see the database as it was at one moment, and that no writer waits for."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections

BEGIN_SNAPSHOT = {"sqlite": "BEGIN DEFERRED", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"}


@contextmanager
def read_snapshot(*, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """For reading only. Inside a transaction it is that transaction, whatever this one sees."""
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
