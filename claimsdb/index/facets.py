"""Facets: how many of the claims asked for have which value. Of all claims and of one actor's the tallies have it for
some facets; otherwise up to COUNT_LIMIT claims are looked at.

A value's count is the list's count with the filter of the facet's name added: what the others say of an actor or a
figure (`actor_role`, `rollup`, `value_min`) is said of the value too.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet

from claimsdb.actors import Affiliations
from claimsdb.choices import Role, RollUp
from claimsdb.db.sql import ids_param
from claimsdb.index import counts
from claimsdb.index.counts import ALL_CLAIMS, Facet
from claimsdb.index.keyset import COUNT_LIMIT, ClaimRows, IndexScan
from claimsdb.models import UNDATED, Actor, Article, Claim, Entry, Part, Quantity, Source, plain_status


class FacetName(StrEnum):
    """The facets that a request may ask for, each a filter too; `counts.Facet` has those of which tallies are kept."""

    ACTOR = "actor"
    ROLE = "role"
    SOURCE = "source"
    TOPIC = "topic"
    STANCE = "stance"
    STATUS = "status"
    MONTH = "month"
    CLAIMANT = "claimant"
    SUBJECT = "subject"
    MENTIONED = "mentioned"
    MEASURE = "measure"
    OF = "of"
    STAGE = "stage"
    PER = "per"
    BASIS = "basis"
    PHASE = "phase"
    VOICE = "voice"
    QUOTATION = "quotation"
    HEDGE = "hedge"
    HEDGED = "hedged"
    LANGUAGE = "language"
    ARTICLE = "article"
    YEAR = "year"


TALLIED = (
    *(FacetName.ACTOR, FacetName.ROLE, FacetName.SOURCE, FacetName.TOPIC, FacetName.STANCE, FacetName.STATUS),
    *(FacetName.MONTH, FacetName.YEAR),
)
DEFAULT_FACETS = [facet for facet in TALLIED if facet != FacetName.YEAR]
ACTOR_FACETS = {
    FacetName.ACTOR: (),
    FacetName.CLAIMANT: (Role.CLAIMANT,),
    FacetName.SUBJECT: (Role.SUBJECT,),
    FacetName.MENTIONED: (Role.MENTIONED,),
}
ENTRY_FACETS = {each: each.value for each in (FacetName.SOURCE, FacetName.TOPIC, FacetName.STANCE, FacetName.STATUS)}
CLAIM_FACETS = {
    **{each: each.value for each in (FacetName.PHASE, FacetName.VOICE, FacetName.QUOTATION, FacetName.HEDGE)},
    FacetName.ARTICLE: "article",
    FacetName.LANGUAGE: "article__language",
}
FIGURE_FACETS = (FacetName.MEASURE, FacetName.OF, FacetName.STAGE, FacetName.PER, FacetName.BASIS)
PERIODS = {FacetName.YEAR: len("2024"), FacetName.MONTH: len("2024-10")}

Counts = Mapping[str, int]  # claims by value: the id of an actor, a source or an article, else a word


@dataclass(frozen=True, slots=True)
class FacetValue:
    """How many claims have a value, in the word that its filter takes. An actor, a source or an article has a name
    besides."""

    value: str
    name: str | None
    count: int


@dataclass(frozen=True)
class TallyCounts:
    """All claims of some statuses, or those of one actor: `scope` is where the tallies have them."""

    statuses: Sequence[str]
    scope: int

    def count(self) -> tuple[int, bool]:
        return self._tallies[Facet.ALL].get("", 0), True

    def counts(self, facet: FacetName) -> Counts:
        match facet:
            case FacetName.STATUS:
                return self._by_status()
            case FacetName.YEAR:
                return _by_year(self._tallies[Facet.MONTH])
        return self._tallies[Facet(facet)]

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


@dataclass(frozen=True)
class AskedOfRows:
    """What a request says of the actors and the figures of a claim, and so of those that are counted: the `roles` and
    the `rollup` of actors; the `groups` of actors of whom one each has such a role; by facet the `figures` of
    which a claim has one each with a value that is counted."""

    figures: Mapping[FacetName, Sequence[QuerySet[Quantity]]]
    roles: Sequence[str] = ()
    rollup: RollUp = RollUp.ALL
    groups: Sequence[Collection[Actor]] = field(default_factory=list)


@dataclass(frozen=True)
class ScannedCounts:
    """Any claims."""

    claims: ClaimRows
    asked: AskedOfRows

    def count(self) -> tuple[int, bool]:
        """How many there are, and whether that is all of them, as the list has it."""
        scan = self.claims.scan
        return scan.count() if scan else (len(self._first), self.are_all_counted)

    @property
    def are_all_counted(self) -> bool:
        """Whether the counts are those of all the claims, and not of COUNT_LIMIT among them."""
        return len(self._first) < COUNT_LIMIT

    def counts(self, facet: FacetName) -> Counts:
        if facet in ACTOR_FACETS:
            return self._by_actor(ACTOR_FACETS[facet] or self.asked.roles)
        if facet == FacetName.STATUS:
            status = [*ENTRY_FACETS].index(facet)
            return Counter(plain_status(entry[status]) for entry in self._entries)
        if facet in ENTRY_FACETS:
            return self._by_column(self._entries, [*ENTRY_FACETS].index(facet))
        if facet in CLAIM_FACETS:
            return self._by_column(self._rows, [*CLAIM_FACETS].index(facet))
        if facet in FIGURE_FACETS:
            return self._by_figure(facet)
        match facet:
            case FacetName.ROLE:
                return self._by_role()
            case FacetName.HEDGED:
                hedge = [*CLAIM_FACETS].index(FacetName.HEDGE)
                return Counter("true" if row[hedge] else "false" for row in self._rows)
        return Counter(str(day)[: PERIODS[facet]] for *_, day in self._entries if day != UNDATED)

    def _by_column(self, rows: Iterable[Sequence[Any]], column: int) -> Counts:
        return Counter(str(row[column]) for row in rows if row[column])

    def _by_actor(self, roles: Sequence[str]) -> Counts:
        parts = self._parts.filter(actor__isnull=False)
        return _by("actor", parts.filter(role__in=roles) if roles else parts)

    def _by_figure(self, facet: FacetName) -> Counts:
        counted = (figures.filter(claim__in=ids_param(self._first)) for figures in self.asked.figures[facet])
        return Counter(value for _, value in set.intersection(*(self._values(facet, rows) for rows in counted)))

    def _values(self, facet: FacetName, figures: QuerySet[Quantity]) -> set[tuple[int, str]]:
        """The claims, each with a value that one of the figures has."""
        pairs = figures.order_by().values_list("claim", facet.value).distinct()
        if facet != FacetName.OF:
            return {(claim, value) for claim, value in pairs if value}
        return {(claim, str(actor)) for claim, own in pairs if own for actor in (own, *self._above(own))}

    def _above(self, actor: int) -> Iterable[int]:
        """To whom the actor ever belonged, as far as that counts."""
        match self.asked.rollup:
            case RollUp.NOBODY:
                return ()
            case RollUp.OFFICIALS:
                return self._affiliations.of_officials.above(actor, day=None)
        return self._affiliations.above(actor, day=None)

    @cached_property
    def _affiliations(self) -> Affiliations:
        return Affiliations()

    def _by_role(self) -> Counts:
        """By the part that one of each group has, or anyone where there are none."""
        roles = {"role__in": self.asked.roles} if self.asked.roles else {}
        if not self.asked.groups:
            return _by("role", Part.objects.filter(claim__in=ids_param(self._first), **roles))
        parts = self._parts.filter(**roles)
        groups = [{actor.pk for actor in group} for group in self.asked.groups]
        found: dict[tuple[int, str], set[int]] = defaultdict(set)
        for claim, role, actor in parts.filter(actor__in=set().union(*groups)).values_list("claim", "role", "actor"):
            found[claim, role].add(actor)
        return Counter(role for (_, role), actors in found.items() if all(group & actors for group in groups))

    @cached_property
    def _first(self) -> list[int]:
        """The ids of the claims, the latest COUNT_LIMIT by an index scan, or any as many."""
        if scan := self.claims.scan:
            return [position.pk for position in scan.positions(size=COUNT_LIMIT, descending=True)]
        return list(self.claims.queryset.order_by().values_list("pk", flat=True)[:COUNT_LIMIT])

    @cached_property
    def _entries(self) -> list[tuple[Any, ...]]:
        """The facets of entries, and the day: one statement is quicker than one for each."""
        rows = Entry.objects.filter(claim__in=ids_param(self._first))
        return list(rows.values_list(*ENTRY_FACETS.values(), "day"))

    @cached_property
    def _rows(self) -> list[tuple[Any, ...]]:
        """The facets of claims."""
        rows = Claim.objects.filter(pk__in=ids_param(self._first)).order_by()
        return list(rows.values_list(*CLAIM_FACETS.values()))

    @property
    def _parts(self) -> QuerySet[Part]:
        return Part.objects.counting(self.asked.rollup).filter(claim__in=ids_param(self._first)).order_by()


class FacetCounts:
    """The facets of some claims: by the tallies where these have them, or by looking at the claims."""

    def __init__(self, claims: ClaimRows, asked: AskedOfRows):
        self._scanned = ScannedCounts(claims, asked)
        scan = claims.scan
        scope = _scope(scan) if scan else None
        self._tallied = TallyCounts(scan.statuses, scope) if scan is not None and scope is not None else None

    def count(self) -> tuple[int, bool]:
        return self._tallied.count() if self._tallied else self._scanned.count()

    def counts(self, facet: FacetName) -> Counts:
        found = self._of(facet).counts(facet)
        return _with_editions(found) if facet == FacetName.SOURCE else found

    def are_exact(self, facet: FacetName) -> bool:
        """Whether all of the claims are counted in the facet."""
        return self._of(facet) is self._tallied or self._scanned.are_all_counted

    def _of(self, facet: FacetName) -> TallyCounts | ScannedCounts:
        return self._tallied if self._tallied and facet in TALLIED else self._scanned


def _scope(scan: IndexScan) -> int | None:
    """The scope of the tallies that has just the claims of the scan; None where none has."""
    if type(scan) is not IndexScan or scan.since or scan.until or scan.filters or scan.keys.keys() - {"actor_id"}:
        return None
    return scan.keys.get("actor_id", ALL_CLAIMS)


def facet_values(facet: FacetName, found: Counts, *, limit: int) -> list[FacetValue]:
    """The values that most claims have, the most frequent first; of years and months the latest, in the order of
    time."""
    if facet in PERIODS:
        return [FacetValue(period, None, found[period]) for period in sorted(found)[-limit:]]
    most = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:limit]
    if facet in (*ACTOR_FACETS, FacetName.OF):
        actors = Actor.objects.filter(pk__in=_ids(most)).prefetch_related("codes")
        named = {str(actor.pk): (actor.code, actor.name) for actor in actors}
    elif facet == FacetName.SOURCE:
        named = {str(source.pk): (source.slug, source.name) for source in Source.objects.filter(pk__in=_ids(most))}
    elif facet == FacetName.ARTICLE:
        titles = Article.objects.filter(pk__in=_ids(most)).values_list("pk", "title")
        named = {str(pk): (str(pk), title) for pk, title in titles}
    else:
        return [FacetValue(value, None, claims) for value, claims in most]
    return [FacetValue(*named[pk], claims) for pk, claims in most if pk in named]


def _ids(most: Iterable[tuple[str, int]]) -> list[int]:
    return [int(pk) for pk, _ in most]


def _with_editions(found: Counts) -> Counts:
    """What its editions have counts for a publisher, too."""
    above = _publishers(found)
    counted = Counter(found)
    for source, claims in found.items():
        reached = {source}
        while (source := above.get(source, "")) and source not in reached:
            counted[source] += claims
            reached.add(source)
    return counted


def _publishers(sources: Iterable[str]) -> Mapping[str, str]:
    """The publisher of each that is an edition, and of each of these."""
    editions = Source.objects.confirmed().filter(parent__in=Source.objects.confirmed())
    above: dict[str, str] = {}
    looked_up, new = set[str](), {*sources}
    while new:
        rows = editions.filter(pk__in=ids_param([int(pk) for pk in new])).values_list("pk", "parent")
        found = {str(pk): str(parent) for pk, parent in rows}
        above |= found
        looked_up |= new
        new = {*found.values()} - looked_up
    return above


def _by(column: str, rows: QuerySet[Any]) -> Counts:
    counted = rows.order_by().values(column).annotate(claims=Count("claim", distinct=True))
    return {str(value): claims for value, claims in counted.values_list(column, "claims")}


def _by_year(months: Counts) -> Counts:
    by_year: Counter[str] = Counter()
    for month, claims in months.items():
        by_year[month[: PERIODS[FacetName.YEAR]]] += claims
    return by_year
