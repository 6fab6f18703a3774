"""The feed's rows as they stand in the database, and their replacement."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from claimsdb.feed import tallies
from claimsdb.feed.projection import EntryRow, PartRow, Projected, project
from claimsdb.models.feed import Entry, Part
from claimsdb.rollup import Affiliations


def replace(claims: Collection[int], affiliations: Affiliations) -> None:
    """Gives the claims with these ids the rows that they ought to have, and those that are gone none."""
    old = {each.entry.claim_id: each for each in stored(claims)}
    new = {each.entry.claim_id: each for each in project(claims, affiliations)}
    moved = [claim for claim in claims if old.get(claim) != new.get(claim)]
    before = [old[claim] for claim in moved if claim in old]
    after = [new[claim] for claim in moved if claim in new]
    _delete([each.entry.claim_id for each in before])
    _insert(after)
    change = tallies.counted(after)
    change.subtract(tallies.counted(before))
    tallies.change(change)


def stored(claims: Collection[int]) -> list[Projected]:
    """The rows that the claims with these ids have."""
    parts: dict[int, list[PartRow]] = defaultdict(list)
    for row in Part.objects.filter(claim__in=claims).order_by("claim", "order").values_list(*PartRow._fields):
        parts[row[0]].append(PartRow(*row))
    entries = Entry.objects.filter(claim__in=claims).values_list(*EntryRow._fields)
    return [Projected(EntryRow(*row), tuple(parts[row[0]])) for row in entries]


def _delete(claims: Collection[int]) -> None:
    Part.objects.filter(claim__in=claims).delete()
    Entry.objects.filter(claim__in=claims).delete()


def _insert(projected: Iterable[Projected]) -> None:
    projected = list(projected)
    Entry.objects.bulk_create(Entry(**each.entry._asdict()) for each in projected)
    Part.objects.bulk_create(Part(**part._asdict()) for each in projected for part in each.parts)
