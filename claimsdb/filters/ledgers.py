"""What ledgers and origins are asked for: as of which day, and as of which moment of this database."""

from typing import Any

from claimsdb.choices import Undated
from claimsdb.filters.base import Fault, StrictFilter, StrictFilterSet
from claimsdb.filters.fields import Day, Moment, Text, UndatedParameter
from claimsdb.models import Question


class LedgerFilterSet(StrictFilterSet):
    as_of = StrictFilter(
        Day("As far as readers could know on this day: by what was published by then.", example="2024-10-20")
    )
    undated = StrictFilter(
        UndatedParameter(
            "Whether claims of which nobody knows by when they were published are there `as_of` a day.",
            example="include",
            default=Undated.EXCLUDE,
        )
    )
    recorded_as_of = StrictFilter(Moment("As this database had it at this time.", example="2026-11-22T10:00:00Z"))

    class Meta:
        model = Question
        fields: list[str] = []

    def faults(self) -> list[Fault]:
        faults = super().faults()
        if "undated" in self.data and self.asked["as_of"] is None and "as_of" not in self.invalid:
            faults.append(Fault("undated", "Says what is there as of a day: give as_of as well, or leave it out."))
        return faults

    @property
    def applied(self) -> dict[str, Any]:
        applied = super().applied
        if self.asked["as_of"] is None:
            del applied["undated"]
        return applied


class OriginsFilterSet(LedgerFilterSet):
    figure = StrictFilter(
        Text("The row of the ledger, by its name; all answers if not given.", example="3000-sent-total")
    )

    class Meta(LedgerFilterSet.Meta):
        pass
