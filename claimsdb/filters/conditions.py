"""Filters each of which is a condition, with their variants; and those of what anybody sees in some states alone."""

from collections.abc import Collection
from enum import StrEnum
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Q, QuerySet

from claimsdb.filters.base import ALL, BETWEEN, NOT, Fault, StatusForbidden, StrictFilterSet


class Conditions(StrictFilterSet):
    """Filters of which each stands for a condition: its own, or what its `method` returns of name and value."""

    BESIDE: Collection[str] = ()  # what others read, or all of them together

    def is_asked(self, name: str) -> bool:
        return self.asked[name] not in ([], None)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        return reduce(QuerySet.filter, self.conditions, queryset)

    @property
    def conditions(self) -> list[Q]:
        return [self._condition(name) for name in self.asked if self.is_asked(name) and name not in self.BESIDE]

    def _condition(self, name: str) -> Q:
        plain, _, variant = name.partition(BETWEEN)
        if not variant:
            return self._has(plain, self.asked[name])
        if variant == ALL:
            return reduce(and_, (self._has(plain, [value]) for value in self.asked[name]))
        return ~self._has(plain, self.asked[name], alone=True)

    def _has(self, name: str, value: Any, *, alone: bool = False) -> Q:
        """The condition of a filter; `alone` is that of it without what others say of the same."""
        each = self.filters[name]
        return getattr(self, each.method)(name, value, alone=alone) if each.method else each.condition(value)


class StatesFilterSet(Conditions):
    """Of rows that anybody sees in the states of OPEN alone, which are meant where the filter STATE is not given; or,
    `in_any_state`, all that the user may see. It has a variant NOT."""

    STATE: str
    STATES: type[StrEnum]
    OPEN: Collection[StrEnum]

    def __init__(self, *args: Any, in_any_state: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        closed = self.asked[f"{self.STATE}{BETWEEN}{NOT}"]
        if closed or in_any_state:
            seen = self.STATES if self.open_to.is_all else self.OPEN
            among = self.asked[self.STATE] if self.STATE in self.data else seen
            self.asked[self.STATE] = [state for state in among if state not in closed]

    def check(self) -> None:
        super().check()
        closed = [state for state in self.asked[self.STATE] if state not in self.OPEN]
        if closed and not self.open_to.is_all:
            nouns = self._meta.model._meta.verbose_name_plural
            detail = f"{nouns.capitalize()} that are {', '.join(closed)} are for signed-in editors and readers."
            raise StatusForbidden([Fault(self.STATE, detail, [state.value for state in self.OPEN])])

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        return super().filter_queryset(queryset) if self.asked[self.STATE] else queryset.none()

    @property
    def applied(self) -> dict[str, Any]:
        return super().applied | ({} if self.asked[self.STATE] else {self.STATE: []})
