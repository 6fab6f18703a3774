"""How many of the claims asked for have which value: of all claims and of one actor's the tallies have it; of others as
many are looked at as a count goes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet

from claimsdb.db.sql import ids_param
from claimsdb.index import counts
from claimsdb.index.counts import ALL_CLAIMS, Facet
from claimsdb.index.keyset import COUNTED_TO, IndexScan
from claimsdb.models import Actor, Claim, Entry, Part, Source
from claimsdb.models.index import UNDATED


class FacetName(StrEnum):
    """By what claims are counted; each but the month is a filter too, the role as `actor_role`."""

    ACTOR = "actor"
    ROLE = "role"
    SOURCE = "source"
    TOPIC = "topic"
    STANCE = "stance"
    STATUS = "status"
    MONTH = "month"


Counts = Mapping[str, int]  # claims by value: the id of an actor or a source, else a word or a month such as 2024-10


@dataclass(frozen=True, slots=True)
class Value:
    """How many claims have a value, in the word that its filter takes. An actor or a source has a name besides."""

    value: str
    name: str | None
    count: int


@dataclass(frozen=True)
class Tallied:
    """All claims of some statuses, or those of one actor: `scope` is where the tallies have them."""

    statuses: Sequence[str]
    scope: int
    are_all_counted = True

    def count(self) -> tuple[int, bool]:
        return self._tallies[Facet.ALL].get("", 0), True

    def counts(self, facet: FacetName) -> Counts:
        return self._by_status() if facet == FacetName.STATUS else self._tallies[Facet(facet)]

    def _by_status(self) -> Counts:
        """The tallies add statuses up: with one there is nothing more to ask."""
        if len(self.statuses) == 1:
            by_status = {self.statuses[0]: self.count()[0]}
        else:
            by_status = {each: counts.count(scope=self.scope, statuses=[each]) for each in self.statuses}
        return {status: claims for status, claims in by_status.items() if claims}

    @cached_property
    def _tallies(self) -> Mapping[Facet, Counts]:
        return counts.counts_by_facet(scope=self.scope, statuses=self.statuses)


ENTRY_FACETS = (FacetName.SOURCE, FacetName.TOPIC, FacetName.STANCE, FacetName.STATUS)


@dataclass(frozen=True)
class Counted:
    """Any claims, by a walk where there is one. `actors` are those asked for, whose roles count; with `rolled` false
    actors count for themselves alone."""

    claims: QuerySet[Claim]
    walk: IndexScan | None
    actors: Sequence[Actor]
    rolled: bool

    def count(self) -> tuple[int, bool]:
        """How many there are, and whether that is all of them, as the list has it."""
        return self.walk.count() if self.walk else (len(self._first), self.are_all_counted)

    @property
    def are_all_counted(self) -> bool:
        """Whether the counts are those of all the claims, and not of COUNTED_TO among them."""
        return len(self._first) < COUNTED_TO

    def counts(self, facet: FacetName) -> Counts:
        match facet:
            case FacetName.ACTOR:
                return _by("actor", self._parts.filter(actor__isnull=False))
            case FacetName.ROLE:
                return _by("role", self._parts.filter(actor__in=self.actors) if self.actors else self._parts)
            case FacetName.MONTH:
                return Counter(str(day)[:7] for *_, day in self._entries if day != UNDATED)
        place = ENTRY_FACETS.index(facet)
        return Counter(str(entry[place]) for entry in self._entries if entry[place])

    @cached_property
    def _first(self) -> list[int]:
        """The ids of the claims, the latest COUNTED_TO of a walk, or any as many."""
        if self.walk:
            return [place.pk for place in self.walk.places(size=COUNTED_TO, descending=True)]
        return list(self.claims.order_by().values_list("pk", flat=True)[:COUNTED_TO])

    @cached_property
    def _entries(self) -> list[tuple[Any, ...]]:
        """Source, topic, stance, status and day of each: one statement is quicker than one for each."""
        return list(Entry.objects.filter(claim__in=ids_param(self._first)).values_list(*ENTRY_FACETS, "day"))

    @property
    def _parts(self) -> QuerySet[Part]:
        parts = Part.objects.filter(claim__in=ids_param(self._first)).order_by()
        return parts if self.rolled else parts.filter(rolled=False)


def matches(
    claims: QuerySet[Claim], walk: IndexScan | None, *, actors: Sequence[Actor], rolled: bool
) -> Tallied | Counted:
    """The claims asked for, to be counted in the quickest way."""
    scope = _scope(walk) if walk else None
    return Counted(claims, walk, actors, rolled) if walk is None or scope is None else Tallied(walk.statuses, scope)


def _scope(walk: IndexScan) -> int | None:
    """The scope of the tallies that has just the claims of the walk; None where none has."""
    if type(walk) is not IndexScan or walk.since or walk.until or walk.besides or walk.among.keys() - {"actor_id"}:
        return None
    return walk.among.get("actor_id", ALL_CLAIMS)


def values(facet: FacetName, found: Counts, *, limit: int) -> list[Value]:
    """The values that most claims have, the most frequent first; of the months the latest, in the order of time."""
    if facet == FacetName.MONTH:
        return [Value(month, None, found[month]) for month in sorted(found)[-limit:]]
    most = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:limit]
    match facet:
        case FacetName.ACTOR:
            actors = Actor.objects.filter(pk__in=_ids(most)).prefetch_related("codes")
            named = {str(actor.pk): (actor.code, actor.name) for actor in actors}
        case FacetName.SOURCE:
            named = {str(source.pk): (source.slug, source.name) for source in Source.objects.filter(pk__in=_ids(most))}
        case _:
            return [Value(value, None, claims) for value, claims in most]
    return [Value(*named[pk], claims) for pk, claims in most if pk in named]


def _ids(most: Iterable[tuple[str, int]]) -> list[int]:
    return [int(pk) for pk, _ in most]


def _by(column: str, parts: QuerySet[Part]) -> Counts:
    counted = parts.values(column).annotate(claims=Count("claim", distinct=True)).values_list(column, "claims")
    return {str(value): claims for value, claims in counted}
