"""The range of a list in which a search looks."""

from dataclasses import dataclass, replace
from datetime import date

from claimsdb.index.keyset import DATED_CLAIMS, FIRST_DATED, UNDATED_CLAIMS, IndexRange, ListPosition
from claimsdb.models import UNDATED


@dataclass(frozen=True, slots=True)
class SearchBounds:
    """The claims of one status published on these days, both included, that come after (`down`: before) a position."""

    status: str
    first: date = UNDATED
    last: date = date.max
    after: ListPosition | None = None
    down: bool = True

    @property
    def is_any_day(self) -> bool:
        return (self.first, self.last, self.after) == (UNDATED, date.max, None)

    @property
    def days(self) -> tuple[date, date]:
        """From when to when: no further than to the day of `after`, by which an engine finds its way there."""
        if not self.after:
            return self.first, self.last
        day = date.fromisoformat(self.after.day)
        return (self.first, min(self.last, day)) if self.down else (max(self.first, day), self.last)

    def narrowed(self, *, since: date | None, until: date | None, with_undated: bool = False) -> "SearchBounds":
        """Without what was published on other days; what has no day was published on none, and stays `with_undated`."""
        first = max(self.first, since or UNDATED, FIRST_DATED if until and not with_undated else UNDATED)
        return replace(self, first=first, last=min(self.last, until or date.max))

    def within(self, range_: IndexRange) -> "SearchBounds":
        if range_ is DATED_CLAIMS:
            return replace(self, first=max(self.first, FIRST_DATED))
        return replace(self, last=min(self.last, UNDATED)) if range_ is UNDATED_CLAIMS else self
