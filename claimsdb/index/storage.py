"""The read model's rows as they stand in the database, and their replacement."""

from collections import defaultdict
from collections.abc import Collection
from itertools import chain

from django.db.models.functions import Cast

from claimsdb.actors import Affiliations
from claimsdb.db.sql import copy_rows, ids_param, iso_day
from claimsdb.index import counts, search
from claimsdb.index.projection import EntryRow, PartRow, Projected, project
from claimsdb.models import Entry, Part


def replace(claims: Collection[int], affiliations: Affiliations, *, change: counts.CountChange) -> None:
    """Gives the claims with these ids the rows that they ought to have, and those that are gone none; adds to `change`
    by how much the counts change."""
    old = {each.entry.claim_id: each for each in stored(claims)}
    new = {each.entry.claim_id: each for each in project(claims, affiliations)}
    moved = [claim for claim in claims if old.get(claim) != new.get(claim)]
    before = [old[claim] for claim in moved if claim in old]
    after = [new[claim] for claim in moved if claim in new]
    _delete(moved)
    _insert(after)
    search.replace(old.values(), new.values())
    change.add(after)
    change.subtract(before)


def stored(claims: Collection[int]) -> list[Projected]:
    """The rows that the claims with these ids have."""
    parts: dict[int, list[PartRow]] = defaultdict(list)
    rows = Part.objects.filter(claim__in=ids_param(claims)).order_by("claim_id", "order")
    for row in rows.values_list(*_columns(PartRow)):
        parts[row[0]].append(PartRow(*row))
    entries = Entry.objects.filter(claim__in=ids_param(claims)).values_list(*_columns(EntryRow))
    return [Projected(EntryRow(*row), tuple(parts[row[0]])) for row in entries]


def _columns(row: type[EntryRow] | type[PartRow]) -> list[str | Cast]:
    return [iso_day(column) if column == "day" else column for column in row._fields]


def _delete(claims: Collection[int]) -> None:
    Part.objects.filter(claim__in=ids_param(claims)).delete()
    Entry.objects.filter(claim__in=ids_param(claims)).delete()


def _insert(projected: Collection[Projected]) -> None:
    copy_rows(Entry._meta.db_table, EntryRow._fields, (each.entry for each in projected))
    copy_rows(Part._meta.db_table, PartRow._fields, chain.from_iterable(each.parts for each in projected))
