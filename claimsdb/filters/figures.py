"""Claims by their figures: by what one of them counts and whose, in which unit, against what, and between which
values."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from claimsdb.filters.fields import NONE
from claimsdb.models import Quantity


@dataclass(frozen=True, slots=True)
class FigureFilters:
    """What one figure of a claim has all of; `of` are ids of actors. NONE, of what a figure may lack, says that no
    figure of the claim has it: so a claim without figures too is found by it alone."""

    measure: Sequence[str] = ()
    unit: Sequence[str] = ()
    of: Sequence[Any] = ()
    stage: Sequence[str] = ()
    per: Sequence[str] = ()
    basis: Sequence[str] = ()
    value_min: Decimal | None = None
    value_max: Decimal | None = None

    def __bool__(self) -> bool:
        return bool(self._may_lack or self._ask_for_a_figure)

    @property
    def condition(self) -> Q:
        """That a claim has such a figure."""
        asked = self._may_lack
        if self._ask_for_a_figure or any(NONE not in words for words in asked.values()):
            return Q(pk__in=self.rows.values("claim"))
        without = Q(*(~Exists(_with_a(column).filter(claim=OuterRef("pk"))) for column in asked))
        has_one = Q(Exists(self.rows.filter(claim=OuterRef("pk"))))
        return has_one | without if any(len(words) > 1 for words in asked.values()) else without

    @property
    def rows(self) -> QuerySet[Quantity]:
        """The figures that have all of it. A bound that a text does not give is open: "at least half a million" may be
        a million, "thousands" may be 50,000; a single figure is itself alone."""
        rows = Quantity.objects.filter(*(_one_of(column, words) for column, words in self._may_lack.items()))
        if self.basis:
            rows = rows.filter(basis__in=self.basis)
        if self.value_min is not None:
            top_open = Q(high__isnull=True, best__isnull=True, low__isnull=False)
            rows = rows.filter(Q(high__gte=self.value_min) | Q(high__isnull=True, best__gte=self.value_min) | top_open)
        if self.value_max is not None:
            bottom_open = Q(low__isnull=True, best__isnull=True, high__isnull=False)
            rows = rows.filter(Q(low__lte=self.value_max) | Q(low__isnull=True, best__lte=self.value_max) | bottom_open)
        return rows

    @property
    def _may_lack(self) -> dict[str, Sequence[Any]]:
        """What is asked of the columns that may be empty."""
        columns = {"measure": self.measure, "unit": self.unit, "of": self.of, "stage": self.stage, "per": self.per}
        return {column: words for column, words in columns.items() if words}

    @property
    def _ask_for_a_figure(self) -> bool:
        return bool(self.basis) or self.value_min is not None or self.value_max is not None


def _one_of(column: str, words: Sequence[Any]) -> Q:
    named = Q(**{f"{column}__in": [word for word in words if word is not NONE]})
    return named if NONE not in words else named | ~Q(Exists(_with_a(column).filter(claim=OuterRef("claim"))))


def _with_a(column: str) -> QuerySet[Quantity]:
    return Quantity.objects.filter(of__isnull=False) if column == "of" else Quantity.objects.exclude(**{column: ""})
