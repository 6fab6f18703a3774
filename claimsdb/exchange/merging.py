"""Upsert of incoming rows, a table at a time: what is new is added, what is there already and differs is changed.

Rows are matched by their natural keys, and other rows are found by theirs. The columns that a fixture has not, ids and
users, stay as they are here.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from claimsdb.db.sql import IDS_PARAM, pack_ids
from claimsdb.exchange.faults import FAULTS_LIMIT, Faults
from claimsdb.exchange.incoming import name_of
from claimsdb.exchange.tables import RECORDED_AT, Column, FixtureTable
from claimsdb.index import PARTS_OF_ROWS

IS_NOT_DISTINCT_FROM = {"sqlite": "IS", "postgresql": "IS NOT DISTINCT FROM"}
IS_DISTINCT_FROM = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}
IMPORTED = "imported"  # why something changed


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of the incoming rows of one table. Those that were added have an id above `last`; the ids of those
    that changed are kept where they are told of."""

    table: FixtureTable
    rows: int
    added: int
    changed: int
    last: int
    changed_ids: Collection[int] = ()


def merge(table: FixtureTable, rows: int, faults: Faults, *, among: str = "true") -> Merged:
    """Adds a fault for each row that refers to one that is neither here nor in the file; `rows` is how many come.

    `among` is what must hold of a `row` for it to be written.
    """
    step = _Merge(table, rows, among)
    added = step.insert()
    step.remember_added()
    if added == rows:
        return Merged(table, rows, added, changed=0, last=step.last)
    for line, words in step.dangling():
        faults.add(line, words)
    changed, ids = step.update()
    return Merged(table, rows, added, changed, last=step.last, changed_ids=ids)


class _Merge:
    def __init__(self, table: FixtureTable, rows: int, among: str) -> None:
        self.table = table
        self.rows = rows
        self.among = among
        self._names = [_quoted(column.column) for column in table.columns]
        self.last = self._last()

    def _last(self) -> int:
        """The highest id of those that were here before."""
        return _execute(f"SELECT coalesce(max(id), 0) FROM {self.table.name}").fetchone()[0]

    def insert(self) -> int:
        """Adds the new rows; again and again, where they may refer to each other, until no more can be added."""
        itself = [column for column in self.table.references if column.refers_to is self.table.model]
        known = f"NOT EXISTS (SELECT 1 FROM {self.table.name} AS known WHERE {self._same_key('known')})"
        refers = " AND ".join(f"row.{_quoted(column.column)} IS NOT NULL" for column in itself)
        inserted = more = self._insert_where(f"{known} AND {self.among}" if self.last else self.among)
        while more and itself and inserted < self.rows:
            more = self._insert_where(f"{known} AND {refers}")
            inserted += more
        return inserted

    def _insert_where(self, condition: str) -> int:
        names = given = ", ".join(self._names)
        if self.table.is_recorded:
            names, given = f"{names}, {RECORDED_AT}", f"{given}, '{_now()}'"
        return _execute(
            f"INSERT INTO {self.table.name} ({names}) SELECT {given} FROM ({self._resolved()}) AS row WHERE {condition}"
        ).rowcount

    def update(self) -> tuple[int, list[int]]:
        """Changes the rows that were here before; how many, and of a table that tells of them which."""
        row = ", ".join(column.compared("row") for column in self.table.columns)
        own = ", ".join(column.compared(self.table.name) for column in self.table.columns)
        given = ", ".join(f"{name} = row.{name}" for name in self._names)
        changed = _execute(
            f"UPDATE {self.table.name} SET {given} FROM ({self._resolved()}) AS row"
            f" WHERE {self.table.name}.id <= {self.last} AND {self._same_key(self.table.name)} AND {self.among}"
            f" AND ({own}) {IS_DISTINCT_FROM[connection.vendor]} ({row}){self._returned()}"
        )
        if not self._tells:
            return changed.rowcount, []
        pks = [pk for (pk,) in changed.fetchall()]
        if self._has_history:
            self._remember("~", f"id IN ({IDS_PARAM[connection.vendor]})", [pack_ids(pks, connection.vendor)])
        return len(pks), pks

    @property
    def _has_history(self) -> bool:
        return hasattr(self.table.model, "history")

    @property
    def _tells(self) -> bool:
        """Whether it matters which rows have changed: where they have a history, or are followed. Of claims, of which
        there are many, snapshots are kept instead."""
        return self._has_history or self.table.model in PARTS_OF_ROWS

    def _returned(self) -> str:
        return f" RETURNING {self.table.name}.id" if self._tells else ""

    def remember_added(self) -> None:
        if self._has_history:
            self._remember("+", f"id > {self.last}", [])

    def _remember(self, kind: str, condition: str, parameters: Sequence[Any]) -> None:
        """Adds to the history, by the program, what rows say now; as `simple_history` does after each `save`."""
        history = self.table.model.history.model  # type: ignore[attr-defined]
        names = ", ".join(_quoted(field.column) for field in history.tracked_fields)
        now = _now()
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {history._meta.db_table} ({names}, history_date, history_type, history_change_reason)"
                f" SELECT {names}, %s, %s, %s FROM {self.table.name} WHERE {condition}",
                [now, kind, IMPORTED, *parameters],
            )

    def _resolved(self) -> str:
        """The incoming rows with the ids of the rows that they refer to; without those that dangle."""
        columns = ["line", *(self._value(column) for column in self.table.columns)]
        found = [f"({_given(column)} IS NULL OR {_alias(column)}.id IS NOT NULL)" for column in self._nullable()]
        where = f" WHERE {' AND '.join(found)}" if found else ""
        joins = " ".join(
            _join(column, "LEFT JOIN" if column.field.null else "JOIN") for column in self.table.references
        )
        return f"SELECT {', '.join(columns)} FROM {name_of(self.table)} AS given {joins}{where}"

    def _value(self, column: Column) -> str:
        value = f"{_alias(column)}.id" if column.refers_to else _given(column)
        return f"{value} AS {_quoted(column.column)}"

    def _nullable(self) -> list[Column]:
        return [column for column in self.table.references if column.field.null]

    def _same_key(self, alias: str) -> str:
        """That the row and the one called `alias` have the same key."""
        return " AND ".join(
            f"{alias}.{_quoted(column.column)}"
            f" {IS_NOT_DISTINCT_FROM[connection.vendor] if column.field.null else '='} row.{_quoted(column.column)}"
            for column in self.table.key
        )

    def dangling(self) -> Iterator[tuple[int, str]]:
        for column in self.table.references:
            rows = _execute(
                f"SELECT line, {_given(column)} FROM {name_of(self.table)} AS given {_join(column, 'LEFT JOIN')}"
                f" WHERE {_given(column)} IS NOT NULL AND {_alias(column)}.id IS NULL"
                f" ORDER BY line LIMIT {FAULTS_LIMIT}"
            ).fetchall()
            for line, key in rows:
                noun = column.refers_to._meta.verbose_name  # type: ignore[union-attr]
                called = "natural key" if column.is_compound else column.key
                yield line, f'{column.name}: There is no {noun} with the {called} "{key}", here or in the file.'


def _now() -> Any:
    return connection.ops.adapt_datetimefield_value(timezone.now())


def _join(column: Column, kind: str) -> str:
    return f"{kind} {column.named} AS {_alias(column)} ON {_alias(column)}.{_quoted(column.key)} = {_given(column)}"


def _alias(column: Column) -> str:
    return f"the_{column.name}"


def _given(column: Column) -> str:
    return f"given.{_quoted(column.column)}"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _execute(statement: str) -> CursorWrapper:
    cursor = connection.cursor()
    cursor.execute(statement)
    return cursor
