"""As of when lists and ledgers are asked for: a day, by what readers could know then, and a moment of this database."""

from typing import Any

from claimsdb.choices import Undated
from claimsdb.filters.base import Fault, StrictFilter, StrictFilterSet
from claimsdb.filters.fields import Day, Moment, UndatedParameter
from claimsdb.questions.gathering import AsOf

AS_OF = ("as_of", "undated", "recorded_as_of")
UNDATED_ALONE = "Says what is there as of a day: give as_of as well, or leave it out."


class AsOfFilterSet(StrictFilterSet):
    """What is asked for as of then is `known_by`."""

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

    @property
    def known_by(self) -> AsOf:
        return AsOf(self.asked["as_of"], self.asked["undated"] == Undated.INCLUDE, self.asked["recorded_as_of"])

    def faults(self) -> list[Fault]:
        faults = super().faults()
        if "undated" in self.data and self.asked["as_of"] is None and "as_of" not in self.invalid:
            faults.append(Fault("undated", UNDATED_ALONE))
        return faults

    @property
    def applied(self) -> dict[str, Any]:
        applied = super().applied
        if self.asked["as_of"] is None:
            del applied["undated"]
        return applied
