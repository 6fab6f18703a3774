"""Claims as they stand -> the rows of the feed that they ought to have."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from claimsdb.feed.among import among
from claimsdb.models import Attribution, Claim
from claimsdb.models.feed import UNDATED
from claimsdb.rollup import Affiliations


class EntryRow(NamedTuple):
    """The columns of Entry."""

    claim_id: int
    status: str
    day: date
    source_id: int | None
    topic: str
    stance: str


class PartRow(NamedTuple):
    """The columns of Part."""

    claim_id: int
    order: int
    actor_id: int | None
    role: str
    attribution_id: int
    rolled: bool
    first: bool
    first_in_role: bool
    status: str
    day: date


class Attributed(NamedTuple):
    """What of an attribution the parts in its claim follow from."""

    pk: int
    actor_id: int | None
    side_id: int | None
    role: str
    name: str
    as_written: str


@dataclass(frozen=True, slots=True)
class Projected:
    """One claim in the feed."""

    entry: EntryRow
    parts: tuple[PartRow, ...]


def project(claims: Collection[int], affiliations: Affiliations) -> Iterator[Projected]:
    """What the feed ought to have of the claims with these ids, in three statements; nothing of one that is gone."""
    attributed = _attributed(claims)
    columns = ("pk", "status", "article__published_on", "article__source_id", "topic", "stance", "said_from")
    rows = Claim.objects.filter(pk__in=among(claims)).order_by("pk").values_list(*columns)
    for pk, status, published, source, topic, stance, said in rows:
        entry = EntryRow(pk, status, published or UNDATED, source, topic, stance)
        yield projected(entry, attributed[pk], day=said or published, affiliations=affiliations)


def projected(
    entry: EntryRow, attributed: Iterable[Attributed], *, day: date | None, affiliations: Affiliations
) -> Projected:
    """The entry with the parts that follow from its claim's attributions, in their order; `day` decides who belonged
    to whom."""
    parts = []
    seen: set[object] = {None}  # nobody is nobody's first part
    for order, (actor, role, attribution, rolled) in enumerate(_parts(list(attributed), day, affiliations)):
        first, first_in_role = actor not in seen, actor is not None and (actor, role) not in seen
        seen |= {actor, (actor, role)}
        marks = (rolled, first, first_in_role)
        parts.append(PartRow(entry.claim_id, order, actor, role, attribution, *marks, entry.status, entry.day))
    return Projected(entry, tuple(parts))


def _parts(
    attributed: list[Attributed], day: date | None, affiliations: Affiliations
) -> Iterator[tuple[int | None, str, int, bool]]:
    """Each attribution's own part, followed by those it rolls up to: actor, role, attribution, whether rolled up.

    Nobody is rolled up to twice in a role, or beside a part of their own; words that are repeated count once.
    """
    taken = {(each.actor_id, each.role) for each in attributed if each.actor_id}
    written = set()
    for each in attributed:
        words = (each.actor_id, each.role, each.name, each.as_written)
        if words not in written:
            yield each.actor_id, each.role, each.pk, False
        written.add(words)
        for actor in _behind(each, day, affiliations):
            if (actor, each.role) not in taken:
                taken.add((actor, each.role))
                yield actor, each.role, each.pk, True


def _behind(each: Attributed, day: date | None, affiliations: Affiliations) -> Iterator[int]:
    """Whose word this is besides, nearest first: those the actor belongs to, then the side it is on."""
    if each.actor_id:
        yield from affiliations.above(each.actor_id, day=day)
    if each.side_id:
        yield each.side_id
        yield from affiliations.above(each.side_id, day=day)


def _attributed(claims: Collection[int]) -> dict[int, list[Attributed]]:
    rows = Attribution.objects.filter(claim__in=among(claims)).order_by("claim_id", "order")
    by_claim = defaultdict(list)
    for claim, *values in rows.values_list("claim_id", "pk", "actor_id", "side_id", "role", "name", "as_written"):
        by_claim[claim].append(Attributed(*values))
    return by_claim
