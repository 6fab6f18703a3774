"""The entries of a live blog, and of which day each is."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from itertools import accumulate, pairwise

HOUR = 60
HALF_A_DAY, DAY = 12 * HOUR, 24 * HOUR
LONGEST_STEP = 6 * HOUR
"""Between two entries, of which it tells which came first."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line says by which an entry begins, or all entries of a day: the minute of the day, the day. A day
    `without_year` is one of a leap year. Both are None for "3h ago"."""

    minute: int | None = None
    day: date | None = None
    without_year: bool = False

    @property
    def heads_entries(self) -> bool:
        """Whether it is a day alone."""
        return self.day is not None and self.minute is None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry from the offset `start` to the next one. `mark` is what the text says of its time."""

    start: int
    mark: Mark


class EntryDays:
    """Of which day the words of a text are: of their entry's, or of the publication where they are in none."""

    def __init__(self, entries: Sequence[Entry], published_on: date | None) -> None:
        self._starts = [each.start for each in entries]
        self._days = (published_on, *days_of(entries, published_on))

    def entry_at(self, offset: int) -> int:
        """The number of the entry at the offset, from 1; 0 before the first."""
        return bisect_right(self._starts, offset)

    def day_at(self, offset: int) -> date | None:
        return self._days[self.entry_at(offset)]


def days_of(entries: Sequence[Entry], published_on: date | None) -> list[date | None]:
    """The day of each entry; None where it is not certain.

    An entry is of the day that its line says; else of the day of publication, and of the next one from where the times
    pass midnight. The day of publication is that of the entry that was written first. What has no time is of the day of
    its neighbours, if that is one.
    """
    stated = [_with_year(each.mark, published_on) for each in entries]
    later = _days_later([each.mark.minute for each in entries])
    begun = _first_day(stated, later, published_on)
    days: list[date | None] = []
    for day, by in zip(stated, later, strict=True):
        if by is None:
            days.append(day)
            continue
        begun = _moved(day, -by) if day else begun
        days.append(day or _moved(begun, by))
    return [
        day or (above if each.mark.minute is None and above == below else None)
        for each, day, above, below in zip(entries, days, _last_known(days), _last_known(days[::-1])[::-1], strict=True)
    ]


def _first_day(stated: list[date | None], later: list[int | None], published_on: date | None) -> date | None:
    """The day from which the others are counted: by the first entry that states one, else by the day of publication."""
    for day, by in zip(stated, later, strict=True):
        if day and by is not None:
            return _moved(day, -by)
    return _moved(published_on, -min((by for by in later if by is not None), default=0))


def _moved(day: date | None, by: int) -> date | None:
    try:
        return day and day + timedelta(by)
    except OverflowError:
        return None


def _last_known(days: Iterable[date | None]) -> list[date | None]:
    known: list[date | None] = []
    for day in days:
        known.append(day or (known[-1] if known else None))
    return known


def _with_year(mark: Mark, published_on: date | None) -> date | None:
    """The day that a line states, in the year in which it is nearest to the publication."""
    if not mark.day or not mark.without_year or not published_on:
        return None if mark.without_year else mark.day
    years = range(max(published_on.year - 1, MINYEAR), min(published_on.year + 1, MAXYEAR) + 1)
    days = [day for year in years if (day := _in_year(mark.day, year))]
    return min(days, key=lambda day: abs(day - published_on), default=None)


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None  # the 29th of February


def _days_later(minutes: Sequence[int | None]) -> list[int | None]:
    """By how many days each entry is later than the first of the text, of which a time is known; None for all where the
    order of the entries does not tell."""
    timed = [(place, minute) for place, minute in enumerate(minutes) if minute is not None]
    steps = [after - before for (_, before), (_, after) in pairwise(timed)]
    order = _order(steps)
    if not order and any(abs(step) > HALF_A_DAY for step in steps):
        return [None] * len(minutes)
    passed = accumulate((order if step * order < -HALF_A_DAY else 0 for step in steps), initial=0)
    days = {place: days for (place, _), days in zip(timed, passed, strict=False)}
    return [days.get(place) for place in range(len(minutes))]


def _order(steps: Sequence[int]) -> int:
    """1 where the times of most entries are later than those above, -1 where earlier, 0 where it cannot be told."""
    short = [(step + HALF_A_DAY) % DAY - HALF_A_DAY for step in steps]
    votes = sum((step > 0) - (step < 0) for step in short if abs(step) <= LONGEST_STEP)
    return (votes > 0) - (votes < 0)
