"""What ledgers and origins are asked for."""

from typing import Any

from claimsdb.choices import LedgerRows
from claimsdb.filters.as_of import AsOfFilterSet
from claimsdb.filters.base import StrictFilter
from claimsdb.filters.fields import Choice, Text
from claimsdb.models import Question


class LedgerFilterSet(AsOfFilterSet):
    by = StrictFilter(
        Choice(
            LedgerRows,
            "What a row is: a figure, or answer in a word, with all that is said of it; or each statement.",
            example="statement",
            default=LedgerRows.FIGURE,
        )
    )

    class Meta:
        model = Question
        fields: list[str] = []

    @property
    def applied(self) -> dict[str, Any]:
        """What is asked for."""
        return {name: value for name, value in super().applied.items() if name != "by" or name in self.data}


class OriginsFilterSet(AsOfFilterSet):
    figure = StrictFilter(
        Text("The row of the ledger, by its name; all answers if not given.", example="3000-sent-total")
    )

    class Meta:
        model = Question
        fields: list[str] = []
