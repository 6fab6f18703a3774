"""Facets: how many of the claims asked for have which value. Of all claims and of one actor's the tallies have it; of
others up to COUNT_LIMIT are looked at."""

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
from claimsdb.index.keyset import COUNT_LIMIT, ClaimRows, IndexScan
from claimsdb.models import UNDATED, Actor, Entry, Part, Source, plain_status


class FacetName(StrEnum):
    """The facets that a request may ask for; each but the month is a filter too, the role as `actor_role`.
    `counts.Facet` has those of which tallies are kept."""

    ACTOR = "actor"
    ROLE = "role"
    SOURCE = "source"
    TOPIC = "topic"
    STANCE = "stance"
    STATUS = "status"
    MONTH = "month"


Counts = Mapping[str, int]  # claims by value: the id of an actor or a source, else a word or a month such as 2024-10


@dataclass(frozen=True, slots=True)
class FacetValue:
    """How many claims have a value, in the word that its filter takes. An actor or a source has a name besides."""

    value: str
    name: str | None
    count: int


@dataclass(frozen=True)
class TallyCounts:
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
            return +Counter({plain_status(self.statuses[0]): self.count()[0]})
        by_status: Counter[str] = Counter()
        for each in self.statuses:
            by_status[plain_status(each)] += counts.count(scope=self.scope, statuses=[each])
        return +by_status

    @cached_property
    def _tallies(self) -> Mapping[Facet, Counts]:
        return counts.counts_by_facet(scope=self.scope, statuses=self.statuses)


ENTRY_FACETS = (FacetName.SOURCE, FacetName.TOPIC, FacetName.STANCE, FacetName.STATUS)


@dataclass(frozen=True)
class ScannedCounts:
    """Any claims. `actors` are those asked for, whose roles count; with `rolled` false actors count for themselves
    alone."""

    claims: ClaimRows
    actors: Sequence[Actor]
    rolled: bool

    def count(self) -> tuple[int, bool]:
        """How many there are, and whether that is all of them, as the list has it."""
        scan = self.claims.scan
        return scan.count() if scan else (len(self._first), self.are_all_counted)

    @property
    def are_all_counted(self) -> bool:
        """Whether the counts are those of all the claims, and not of COUNT_LIMIT among them."""
        return len(self._first) < COUNT_LIMIT

    def counts(self, facet: FacetName) -> Counts:
        match facet:
            case FacetName.ACTOR:
                return _by("actor", self._parts.filter(actor__isnull=False))
            case FacetName.ROLE:
                return _by("role", self._parts.filter(actor__in=self.actors) if self.actors else self._parts)
            case FacetName.MONTH:
                return Counter(str(day)[:7] for *_, day in self._entries if day != UNDATED)
        column = ENTRY_FACETS.index(facet)
        if facet == FacetName.STATUS:
            return Counter(plain_status(entry[column]) for entry in self._entries)
        return Counter(str(entry[column]) for entry in self._entries if entry[column])

    @cached_property
    def _first(self) -> list[int]:
        """The ids of the claims, the latest COUNT_LIMIT by an index scan, or any as many."""
        if scan := self.claims.scan:
            return [position.pk for position in scan.positions(size=COUNT_LIMIT, descending=True)]
        return list(self.claims.queryset.order_by().values_list("pk", flat=True)[:COUNT_LIMIT])

    @cached_property
    def _entries(self) -> list[tuple[Any, ...]]:
        """Source, topic, stance, status and day of each: one statement is quicker than one for each."""
        return list(Entry.objects.filter(claim__in=ids_param(self._first)).values_list(*ENTRY_FACETS, "day"))

    @property
    def _parts(self) -> QuerySet[Part]:
        parts = Part.objects.filter(claim__in=ids_param(self._first)).order_by()
        return parts if self.rolled else parts.filter(rolled=False)


def counts_of(claims: ClaimRows, *, actors: Sequence[Actor], rolled: bool) -> TallyCounts | ScannedCounts:
    """How the claims are counted: by the tallies where these have them, or by looking at them."""
    scan = claims.scan
    scope = _scope(scan) if scan else None
    if scan is None or scope is None:
        return ScannedCounts(claims, actors, rolled)
    return TallyCounts(scan.statuses, scope)


def _scope(scan: IndexScan) -> int | None:
    """The scope of the tallies that has just the claims of the scan; None where none has."""
    if type(scan) is not IndexScan or scan.since or scan.until or scan.filters or scan.keys.keys() - {"actor_id"}:
        return None
    return scan.keys.get("actor_id", ALL_CLAIMS)


def facet_values(facet: FacetName, found: Counts, *, limit: int) -> list[FacetValue]:
    """The values that most claims have, the most frequent first; of the months the latest, in the order of time."""
    if facet == FacetName.MONTH:
        return [FacetValue(month, None, found[month]) for month in sorted(found)[-limit:]]
    most = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:limit]
    match facet:
        case FacetName.ACTOR:
            actors = Actor.objects.filter(pk__in=_ids(most)).prefetch_related("codes")
            named = {str(actor.pk): (actor.code, actor.name) for actor in actors}
        case FacetName.SOURCE:
            named = {str(source.pk): (source.slug, source.name) for source in Source.objects.filter(pk__in=_ids(most))}
        case _:
            return [FacetValue(value, None, claims) for value, claims in most]
    return [FacetValue(*named[pk], claims) for pk, claims in most if pk in named]


def _ids(most: Iterable[tuple[str, int]]) -> list[int]:
    return [int(pk) for pk, _ in most]


def _by(column: str, parts: QuerySet[Part]) -> Counts:
    counted = parts.values(column).annotate(claims=Count("claim", distinct=True)).values_list(column, "claims")
    return {str(value): claims for value, claims in counted}
