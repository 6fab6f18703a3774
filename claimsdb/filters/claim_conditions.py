"""Claims by what is asked of them: the condition of each filter, for a query."""

from dataclasses import replace
from datetime import date
from functools import cached_property, reduce
from operator import and_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from claimsdb.actors import with_members
from claimsdb.choices import Role, RollUp, Undated
from claimsdb.filters.base import ALL, BETWEEN, StrictFilterSet
from claimsdb.filters.fields import NONE
from claimsdb.filters.figures import FigureFilters
from claimsdb.filters.periods import days_of
from claimsdb.index import FIRST_DATED, Version, data_version
from claimsdb.index.search import SearchQuery, matching_claims, understood
from claimsdb.models import UNDATED, Actor, Assessment, Attribution, Part, Visibility

ROLES = {"claimant": [Role.CLAIMANT], "subject": [Role.SUBJECT], "mentioned": [Role.MENTIONED]}
OF_FIGURES = ("measure", "unit", "of", "stage", "per", "basis", "value_min", "value_max")
WITH_OTHERS = ("rollup", "undated", *OF_FIGURES)  # what others read, or all of them together


class ClaimConditions(StrictFilterSet):
    """The conditions that filters of claims name as their `method`. `open_to` says which claims the user may see."""

    open_to: Visibility
    version: Version | None
    each_looked_up = False  # for a few claims, whose rows are found by the claim

    def is_asked(self, name: str) -> bool:
        return self.asked[name] not in ([], None)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.asked["status"]:
            return queryset.none()
        conditions = [self._condition(name) for name in self.asked if self.is_asked(name) and name not in WITH_OTHERS]
        if self.figures:
            conditions.append(self.figures.condition)
        return reduce(QuerySet.filter, conditions, queryset)

    def _condition(self, name: str) -> Q:
        plain, _, variant = name.partition(BETWEEN)
        match variant:
            case "":
                return self._has(plain, self.asked[name])
            case "all":
                return reduce(and_, (self._has(plain, [value]) for value in self.asked[name]))
        return ~self._has(plain, self.asked[name], alone=True)

    def _has(self, name: str, value: Any, *, alone: bool = False) -> Q:
        """The condition of a filter; `alone` is that of it without what others say of its actor or figure."""
        each = self.filters[name]
        return getattr(self, each.method)(name, value, alone=alone) if each.method else each.condition(value)

    @cached_property
    def query(self) -> SearchQuery:
        """What `search` means."""
        return understood(self.asked["search"])

    @property
    def figures(self) -> FigureFilters:
        """What is asked of one figure."""
        asked = {name: self.asked[name] for name in OF_FIGURES}
        return FigureFilters(**asked | {"of": self._with_members(asked["of"])})

    def _with_members(self, actors: list[Any]) -> list[Any]:
        """The ids of the actors and, as `rollup` has it, of all who ever belonged to them; NONE stays."""
        if self.asked["rollup"] == RollUp.NOBODY:
            return [actor if actor is NONE else actor.pk for actor in actors]
        data, officials = self.version or data_version(), self.asked["rollup"] == RollUp.OFFICIALS
        named = [actor for actor in actors if actor is not NONE]
        everyone = {pk for actor in named for pk in with_members(actor.pk, data, officials=officials)}
        return [*([NONE] if NONE in actors else []), *sorted(everyone)]

    @property
    def groups(self) -> list[list[Actor]]:
        """The actors of whom, in each group, one has the part that `actor_role` says."""
        anyone, each = self.asked["actor"], self.asked[f"actor{BETWEEN}{ALL}"]
        return [*([anyone] if anyone else []), *([actor] for actor in each)]

    def of_figures(self, name: str, words: list[Any], *, alone: bool) -> Q:
        others = FigureFilters() if alone else self.figures
        figure: dict[str, Any] = {name: self._with_members(words) if name == "of" else words}
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

    def of_words(self, name: str, text: str, *, alone: bool) -> Q:
        return Q(pk__in=matching_claims(self.query, self.open_to.indexed(self.asked["status"])))

    def of_hedges(self, name: str, hedged: bool, *, alone: bool) -> Q:
        return ~Q(hedge="") if hedged else Q(hedge="")

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


def _among(rows: QuerySet, *, looked_up: bool) -> Q:
    """The claims that have one of the rows: `looked_up` for each claim, as PostgreSQL does best where they are to have
    none, or found by the rows, as where these are few."""
    return Q(Exists(rows.filter(claim=OuterRef("pk")))) if looked_up else Q(pk__in=rows.values("claim"))
