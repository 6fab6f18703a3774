"""The feed's rows as they stand in the database, and their replacement."""

from collections import Counter, defaultdict
from collections.abc import Collection

from claimsdb.databases.copying import copy_rows
from claimsdb.feed import search, tallies
from claimsdb.feed.among import among
from claimsdb.feed.projection import EntryRow, PartRow, Projected, project
from claimsdb.models.feed import Entry, Part
from claimsdb.rollup import Affiliations


def replace(claims: Collection[int], affiliations: Affiliations, *, change: Counter[tallies.Key]) -> None:
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
    change.update(tallies.keys(after))
    change.subtract(tallies.keys(before))


def stored(claims: Collection[int]) -> list[Projected]:
    """The rows that the claims with these ids have."""
    parts: dict[int, list[PartRow]] = defaultdict(list)
    for row in Part.objects.filter(claim__in=among(claims)).order_by("claim_id", "order").values_list(*PartRow._fields):
        parts[row[0]].append(PartRow(*row))
    entries = Entry.objects.filter(claim__in=among(claims)).values_list(*EntryRow._fields)
    return [Projected(EntryRow(*row), tuple(parts[row[0]])) for row in entries]


def _delete(claims: Collection[int]) -> None:
    Part.objects.filter(claim__in=among(claims)).delete()
    Entry.objects.filter(claim__in=among(claims)).delete()


def _insert(projected: Collection[Projected]) -> None:
    """Days go in as text, as SQLite keeps them and PostgreSQL reads them."""
    entries, parts = [], []
    for each in projected:
        day = each.entry.day.isoformat()
        entries.append(each.entry._replace(day=day))  # type: ignore[arg-type]
        parts += [(*part[:-1], day) for part in each.parts]
    copy_rows(Entry._meta.db_table, EntryRow._fields, entries)
    copy_rows(Part._meta.db_table, PartRow._fields, parts)
