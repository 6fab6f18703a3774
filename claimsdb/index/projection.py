"""Claims as they stand -> the rows of the read model that they ought to have."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import BooleanField, Case, ExpressionWrapper, Q, When

from claimsdb.actors import Affiliations
from claimsdb.choices import ArticleState, SourceState
from claimsdb.db.sql import IsoDay, ids_param, iso_day
from claimsdb.models import UNDATED, Attribution, Claim, indexed_status

NO_DAY = UNDATED.isoformat()


class EntryRow(NamedTuple):
    """The columns of Entry; the status as the index has it, the source if it is confirmed."""

    claim_id: int
    status: str
    day: IsoDay
    source_id: int | None
    topic: str
    stance: str


class PartRow(NamedTuple):
    """The columns of Part; its flags are 0 and 1, of which sqlite3 need not be told what they are."""

    claim_id: int
    order: int
    actor_id: int | None
    role: str
    attribution_id: int
    rolled: int
    first: int
    first_in_role: int
    official: int
    status: str
    day: IsoDay


class AttributionRow(NamedTuple):
    """What of an attribution the parts in its claim follow from."""

    claim_id: int
    pk: int
    actor_id: int | None
    side_id: int | None
    role: str
    name: str
    as_written: str


@dataclass(frozen=True, slots=True)
class Projected:
    """One claim in the read model."""

    entry: EntryRow
    parts: tuple[PartRow, ...]


# Of the article, as its properties `is_held` and `confirmed_source` have them.
IS_HELD = ExpressionWrapper(
    Q(article__state=ArticleState.WITHDRAWN) | Q(article__state=ArticleState.DRAFT, article__state_by_editor=True),
    output_field=BooleanField(),
)
CONFIRMED_SOURCE = Case(When(article__source__state=SourceState.CONFIRMED, then="article__source_id"))


def project(claims: Collection[int], affiliations: Affiliations) -> Iterator[Projected]:
    """What the read model ought to have of these claims, by id, in three statements; nothing of one that is gone."""
    attributed = _attributed(claims)
    days = iso_day("article__published_to"), iso_day("said_from")
    rows = Claim.objects.filter(pk__in=ids_param(claims)).order_by("pk")
    columns = ("pk", "status", CONFIRMED_SOURCE, "topic", "stance", IS_HELD, *days)
    for pk, status, source, topic, stance, is_held, published, said in rows.values_list(*columns):
        entry = EntryRow(pk, indexed_status(status, is_held=is_held), published or NO_DAY, source, topic, stance)
        yield projected(entry, attributed[pk], day=said or published, affiliations=affiliations)


def projected(
    entry: EntryRow, attributed: Sequence[AttributionRow], *, day: IsoDay | None, affiliations: Affiliations
) -> Projected:
    """The entry with the parts that follow from its claim's attributions, in their order; `day` decides who belonged
    to whom."""
    claim, status, published, *_ = entry
    parts: list[PartRow] = []
    seen: set[object] = set()
    for actor, role, attribution, rolled, speaks_officially in _parts(attributed, day, affiliations):
        first = first_in_role = official = 0  # nobody is nobody's first part
        if actor:
            first, first_in_role = int(actor not in seen), int((actor, role) not in seen)
            official = int(speaks_officially and (actor, role, "official") not in seen)
            seen |= {actor, (actor, role)} | ({(actor, role, "official")} if speaks_officially else set())
        flags = rolled, first, first_in_role, official
        parts.append(PartRow(claim, len(parts), actor, role, attribution, *flags, status, published))
    return Projected(entry, tuple(parts))


def _parts(
    attributed: Sequence[AttributionRow], day: IsoDay | None, affiliations: Affiliations
) -> Iterator[tuple[int | None, str, int, int, bool]]:
    """Each attribution's own part, followed by those it rolls up to: actor, role, attribution, whether rolled up, and
    whether it is the actor's own or an official's.

    Nobody is rolled up to twice in a role, or beside a part of their own, unless an official speaks after one who is
    none; words that are repeated count once.
    """
    taken = {(each.actor_id, each.role) for each in attributed if each.actor_id}
    officially = set(taken)
    seen_words = set()
    for each in attributed:
        words = (each.actor_id, each.role, each.name, each.as_written)
        if words not in seen_words:
            yield each.actor_id, each.role, each.pk, 0, True
        seen_words.add(words)
        officials = _officials_behind(each, day, affiliations)
        for actor in _behind(each, day, affiliations):
            part, is_official = (actor, each.role), actor in officials
            if part not in taken or (is_official and part not in officially):
                taken.add(part)
                officially |= {part} if is_official else set()
                yield actor, each.role, each.pk, 1, is_official


def _behind(each: AttributionRow, day: IsoDay | None, affiliations: Affiliations) -> Iterator[int]:
    """Whose word this is besides, nearest first: those the actor belongs to, then the side it is on."""
    if each.actor_id:
        yield from affiliations.above(each.actor_id, day=day)
    if each.side_id:
        yield each.side_id
        yield from affiliations.above(each.side_id, day=day)


def _officials_behind(each: AttributionRow, day: IsoDay | None, affiliations: Affiliations) -> set[int]:
    """Those of them whose official word it is. Of a named actor the registry says so, as the side that a text gives
    somebody may be that of a former officer; an unnamed one speaks for their side."""
    official = affiliations.of_officials
    if each.actor_id:
        return set(official.above(each.actor_id, day=day))
    return {each.side_id, *official.above(each.side_id, day=day)} if each.side_id else set()


def _attributed(claims: Collection[int]) -> dict[int, list[AttributionRow]]:
    rows = Attribution.objects.filter(claim__in=ids_param(claims)).order_by("claim_id", "order")
    by_claim = defaultdict(list)
    for row in rows.values_list(*AttributionRow._fields):
        by_claim[row[0]].append(AttributionRow(*row))
    return by_claim
