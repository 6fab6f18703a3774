"""What editors here have put right of articles and sources: an import leaves it as it is, and says of what."""

from collections.abc import Collection, Iterator, Mapping
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import Model

from claimsdb.exchange.incoming import name_of
from claimsdb.exchange.merging import IS_DISTINCT_FROM
from claimsdb.exchange.tables import TABLES, Column, FixtureTable
from claimsdb.models import Article, Source

WHEN = (*Article.DAYS, "published_basis")  # a day, its interval and how it is known are one correction
CORRECTED: Mapping[Any, Collection[str]] = {
    Article: ("title", "byline", "url", "source", "language", *WHEN),
    Source: ("name", "domain", "kind", "country", "reliability", "parent"),
}
TABLES_OF_CORRECTED = [table for table in TABLES if table.model in CORRECTED]
BATCH = 500  # rows
SHOWN = 60  # characters of a title


def keep_corrections() -> list[str]:
    """Gives incoming rows what is to stay; says of which it is another than they had."""
    kept = []
    for table in TABLES_OF_CORRECTED:
        pks = _corrected_ids(table)
        for start in range(0, len(pks), BATCH):
            for pk, names in _corrected(table.model, pks[start : start + BATCH]):
                columns = [column for column in table.columns if column.name in names and _keep(table, column, pk)]
                if columns:
                    kept.append(_told(table.model.objects.get(pk=pk), [column.name for column in columns]))
    return kept


def keep_corrections_of(row: Model, own: Model) -> str:
    """The same of one row that is here as `own`; empty where nothing stays that it had otherwise."""
    model = type(own)
    names = [name for _, names in _corrected(model, [own.pk]) for name in names] if model in CORRECTED else []
    columns = {name: model._meta.get_field(name).attname for name in names}  # type: ignore[union-attr]
    others = [name for name, column in columns.items() if getattr(row, column) != getattr(own, column)]
    for name in others:
        setattr(row, columns[name], getattr(own, columns[name]))
    return _told(own, others) if others else ""


def _corrected_ids(table: FixtureTable) -> list[int]:
    """The incoming rows that an editor here has changed in something."""
    history: Any = table.model.history.model  # type: ignore[attr-defined]
    [key] = table.key
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT own.id FROM {history._meta.db_table} AS past JOIN {table.name} AS own ON own.id = past.id"
            f" JOIN {name_of(table)} AS given ON given.{key.column} = own.{key.column}"
            " WHERE past.history_type = '~' AND past.history_user_id IS NOT NULL ORDER BY own.id"
        )
        return [pk for (pk,) in cursor.fetchall()]


def _corrected(model: Any, pks: Collection[int]) -> Iterator[tuple[int, list[str]]]:
    """The rows with the fields of which an editor had the last word: a program that came later has taken it from
    them."""
    columns = {name: model._meta.get_field(name).attname for name in CORRECTED[model]}
    history = model.history.filter(id__in=pks).order_by("id", "history_date", "history_id")
    for pk, states in groupby(history, key=attrgetter("id")):
        is_editors: dict[str, bool] = {}
        for before, after in pairwise(states):
            changed = {name for name, column in columns.items() if getattr(before, column) != getattr(after, column)}
            changed |= {*WHEN} if changed & {*WHEN} else set()
            is_editors |= dict.fromkeys(changed, after.history_user_id is not None)
        yield pk, [name for name in CORRECTED[model] if is_editors.get(name)]


def _keep(table: FixtureTable, column: Column, pk: int) -> bool:
    """Whether the incoming row had something else in the column."""
    [key] = table.key
    own = f"own.{column.column}"
    if column.refers_to:
        own = f"(SELECT named.{column.key} FROM {column.refers_to._meta.db_table} AS named WHERE named.id = {own})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {name_of(table)} AS given SET {column.column} = {own} FROM {table.name} AS own"
            f" WHERE own.id = %s AND own.{key.column} = given.{key.column}"
            f" AND given.{column.column} {IS_DISTINCT_FROM[connection.vendor]} {own}",
            [pk],
        )
        return cursor.rowcount > 0


def _told(own: Model, names: Collection[str]) -> str:
    return f"{own._meta.verbose_name} {own.pk} ({own!s:.{SHOWN}}): {', '.join(names)}"
