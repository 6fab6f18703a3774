"""Staging tables for the rows of a fixture, where the database compares them with what it has.

They are temporary tables, so that nobody waits for them and nothing stays of them. Their columns are those of the table
that the rows are for; other rows stand there by their keys, and `line` says where in the file a row is.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from claimsdb.db.sql import copy_rows
from claimsdb.exchange.tables import TABLES, Column, FixtureTable

BATCH = 1000  # rows

Row = Sequence[Any]  # the line, and the values in the order of the table's columns


def name_of(table: FixtureTable) -> str:
    return f"incoming_{table.model._meta.model_name}"


class Incoming:
    """Hands rows to the database in batches; `rows` says how many each table has."""

    def __init__(self) -> None:
        self.rows = dict.fromkeys(TABLES, 0)
        self._waiting: dict[FixtureTable, list[Row]] = {table: [] for table in TABLES}

    def add(self, table: FixtureTable, rows: Sequence[Row]) -> None:
        waiting = self._waiting[table]
        waiting += rows
        if len(waiting) >= BATCH:
            self._write(table)

    def flush(self) -> None:
        for table, waiting in self._waiting.items():
            if waiting:
                self._write(table)

    @property
    def tables(self) -> list[FixtureTable]:
        """Those that have rows, in the order in which they can be written."""
        return [table for table, rows in self.rows.items() if rows]

    def _write(self, table: FixtureTable) -> None:
        rows, self._waiting[table] = self._waiting[table], []
        copy_rows(name_of(table), ["line", *(column.column for column in table.columns)], rows)
        self.rows[table] += len(rows)


@contextmanager
def incoming_tables() -> Iterator[None]:
    """The empty tables, gone at the end."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TEMPORARY TABLE {name_of(table)} ({_definition(table)})")
        try:
            yield
        finally:
            for table in TABLES:
                cursor.execute(f"DROP TABLE {name_of(table)}")


def _definition(table: FixtureTable) -> str:
    quote = connection.ops.quote_name
    columns = (f"{quote(column.column)} {_type(column)}" for column in table.columns)
    return ", ".join(["line integer", *columns])


def _type(column: Column) -> str:
    return "text" if column.refers_to else column.field.db_type(connection)
