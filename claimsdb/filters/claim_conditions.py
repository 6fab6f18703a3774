"""Claims by what is asked of them: the condition of each filter, for a query."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from claimsdb.choices import RelationKind, Role, SourceState, Undated
from claimsdb.db.sql import ids_param
from claimsdb.filters.base import ALL, BETWEEN
from claimsdb.filters.editions import with_editions
from claimsdb.filters.fields import NONE
from claimsdb.filters.figures import FigureFilters
from claimsdb.filters.periods import days_of
from claimsdb.filters.rolling_up import RollingUp
from claimsdb.index import FIRST_DATED
from claimsdb.index.search import SearchQuery, matching_claims, understood
from claimsdb.models import (
    CERTAINTY,
    UNDATED,
    Actor,
    Answer,
    Assessment,
    Attribution,
    Claim,
    Part,
    Quantity,
    Question,
    Relation,
    Source,
    Visibility,
)

ROLES = {"claimant": [Role.CLAIMANT], "subject": [Role.SUBJECT], "mentioned": [Role.MENTIONED]}
OF_FIGURES = ("measure", "unit", "of", "stage", "per", "basis", "value_min", "value_max")
WITH_OTHERS = ("rollup", "undated", *OF_FIGURES)  # what others read, or all of them together


class ClaimConditions(RollingUp):
    """The conditions that filters of claims name as their `method`. `open_to` says which claims the user may see."""

    BESIDE = WITH_OTHERS

    open_to: Visibility
    each_looked_up = False  # for a few claims, whose rows are found by the claim

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.asked["status"]:
            return queryset.none()
        return super().filter_queryset(queryset)

    @property
    def conditions(self) -> list[Q]:
        return [*super().conditions, *([self.figures.condition] if self.figures else [])]

    @cached_property
    def query(self) -> SearchQuery:
        """What `search` means."""
        return understood(self.asked["search"])

    @property
    def figures(self) -> FigureFilters:
        """What is asked of one figure."""
        asked = {name: self.asked[name] for name in OF_FIGURES}
        return FigureFilters(**asked | {"of": self.with_members(asked["of"])})

    def figures_counted_by(self, facet: str) -> list[QuerySet[Quantity]]:
        """The figures of which a claim has one each with a value of the facet: what is asked of one figure, without
        what is asked of that value, and of another by each value that all are asked to have."""
        own: dict[str, Any] = {facet: ()}
        counted = replace(self.figures, **own)
        each: list[dict[str, Any]] = [
            {name: self.with_members([word]) if name == "of" else [word]}
            for name in OF_FIGURES
            if name != facet
            for word in self.asked.get(f"{name}{BETWEEN}{ALL}", ())
        ]
        return [counted.rows, *(replace(counted, **figure).rows for figure in each)]

    @property
    def groups(self) -> list[list[Actor]]:
        """The actors of whom, in each group, one has the part that `actor_role` says."""
        anyone, each = self.asked["actor"], self.asked[f"actor{BETWEEN}{ALL}"]
        return [*([anyone] if anyone else []), *([actor] for actor in each)]

    def of_figures(self, name: str, words: list[Any], *, alone: bool) -> Q:
        others = FigureFilters() if alone else self.figures
        figure: dict[str, Any] = {name: self.with_members(words) if name == "of" else words}
        return replace(others, **figure).condition

    def of_parts(self, name: str, actors: list[Actor], *, alone: bool) -> Q:
        roles = ROLES.get(name, [] if alone else self.asked["actor_role"])
        named = [actor for actor in actors if actor is not NONE]
        parts = Part.objects.of(named, roles=roles, rollup=self.asked["rollup"])
        if len(named) == len(actors):
            return _among(parts, looked_up=alone or self.each_looked_up)
        nobody = ~_among(Attribution.objects.filter(role__in=roles), looked_up=True)
        return nobody | _among(parts, looked_up=True) if named else nobody

    def of_roles(self, name: str, roles: list[str], *, alone: bool) -> Q:
        if self.groups and not alone:
            return Q()
        return _among(Attribution.objects.filter(role__in=roles), looked_up=alone or self.each_looked_up)

    def of_originals(self, name: str, keys: list[str], *, alone: bool) -> Q:
        """Of originals alone that may be seen: what repeats a hidden one does not tell its key."""
        return Q(duplicate_of__in=self.queryset.filter(key__in=keys))

    def of_words(self, name: str, text: str, *, alone: bool) -> Q:
        return Q(pk__in=matching_claims(self.query, self.open_to.indexed(self.asked["status"])))

    def of_hedges(self, name: str, hedged: bool, *, alone: bool) -> Q:
        return ~Q(hedge="") if hedged else Q(hedge="")

    def of_certainty(self, name: str, share: Decimal, *, alone: bool) -> Q:
        border = GreaterThanOrEqual if name == "certainty_min" else LessThanOrEqual
        return Q(border(CERTAINTY, float(share)))

    def of_assessed(self, name: str, assessed: bool, *, alone: bool) -> Q:
        published = _among(Assessment.objects.published(), looked_up=not assessed or self.each_looked_up)
        return published if assessed else ~published

    def of_conclusions(self, name: str, conclusions: list[str], *, alone: bool) -> Q:
        named = [conclusion for conclusion in conclusions if conclusion is not NONE]
        published = Assessment.objects.published()
        found = _among(
            published.filter(normalized__in=named), looked_up=alone or self.each_looked_up or named != conclusions
        )
        return found if named == conclusions else found | ~_among(published, looked_up=True)

    def of_questions(self, name: str, questions: list[Any], *, alone: bool) -> Q:
        named = [question for question in questions if question is not NONE]
        answers = Answer.objects.counting()
        looked_up = alone or self.each_looked_up or named != questions
        found = _among(answers.filter(question__in=named), looked_up=looked_up)
        if named == questions:
            return found
        nothing = ~_among(answers.filter(question__in=Question.objects.within(self.open_to)), looked_up=True)
        return found | nothing if named else nothing

    def of_related(self, name: str, keys: list[str], *, alone: bool) -> Q:
        """By the ids: the claims that are related to a few are few."""
        claims = {*Claim.objects.within(self.open_to).filter(key__in=keys).values_list("pk", flat=True)}
        pairs = Relation.objects.counting().of(*claims).order_by().values_list("a", "b")
        related = {end for a, b in pairs for end, other in ((a, b), (b, a)) if other in claims}
        return Q(pk__in=ids_param(related))

    def of_contradicted(self, name: str, contradicted: bool, *, alone: bool) -> Q:
        found = self._is_related(RelationKind.CONTRADICTS, {"a": "b", "b": "a"}, looked_up=not contradicted)
        return found if contradicted else ~found

    def of_denied(self, name: str, denied: bool, *, alone: bool) -> Q:
        found = self._is_related(RelationKind.DENIES, {"b": "a"}, looked_up=not denied)
        return found if denied else ~found

    def _is_related(self, kind: RelationKind, ends: Mapping[str, str], *, looked_up: bool) -> Q:
        """That the claim is one of these ends of such a relation, at the other end of which is one that the user may
        see."""
        relations, others = Relation.objects.counting().filter(kind=kind), Claim.objects.within(self.open_to)
        seen = {
            end: relations.filter(Exists(others.filter(pk=OuterRef(other)))).order_by() for end, other in ends.items()
        }
        if looked_up or self.each_looked_up:
            return Q(*(Q(Exists(rows.filter(**{end: OuterRef("pk")}))) for end, rows in seen.items()), _connector=Q.OR)
        first, *more = (rows.values_list(end) for end, rows in seen.items())
        return Q(pk__in=first.union(*more) if more else first)

    def of_sources(self, name: str, sources: list[Source], *, alone: bool) -> Q:
        """Those of a publisher's editions are its own. Claims have confirmed sources alone: those of a proposed one are
        found by their articles."""
        proposed = [source for source in sources if is_proposed(source)]
        has_one = self.filters[name].condition(with_editions(sources))
        return has_one | Q(article__source__in=proposed) if proposed else has_one

    def of_periods(self, name: str, periods: list[str], *, alone: bool) -> Q:
        """By the day in the index of claims, where what has none has one of its own."""
        days = [(UNDATED, UNDATED) if period is NONE else days_of(period) for period in periods]
        return Q(*(Q(entry__day__range=each) for each in days), _connector=Q.OR)

    def of_knowledge(self, name: str, day: date, *, alone: bool) -> Q:
        """Claims in articles that were published by then, for certain."""
        first = UNDATED if self.asked["undated"] == Undated.INCLUDE else FIRST_DATED
        return Q(entry__day__range=(first, day))

    def of_intervals(self, name: str, day: date, *, alone: bool) -> Q:
        """Claims whose interval, open where a bound is not known, has days on the named side of `day`."""
        interval, side = name.split("_")
        near, far, lookup = ("to", "from", "gte") if side == "after" else ("from", "to", "lte")
        reaches = Q(**{f"{interval}_{near}__{lookup}": day})
        is_open = Q(**{f"{interval}_{near}__isnull": True, f"{interval}_{far}__isnull": False})
        return reaches | is_open


def is_proposed(source: Any) -> bool:
    return source is not NONE and source.state == SourceState.PROPOSED


def _among(rows: QuerySet, *, looked_up: bool) -> Q:
    """The claims that have one of the rows: `looked_up` for each claim, as PostgreSQL does best where they are to have
    none, or found by the rows, as where these are few."""
    return Q(Exists(rows.filter(claim=OuterRef("pk")))) if looked_up else Q(pk__in=rows.values("claim"))
