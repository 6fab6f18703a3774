"""Whether two statements speak of the same time."""

from dataclasses import dataclass

from claimsdb.agreement.readings import Reading
from claimsdb.agreement.statements import Days
from claimsdb.agreement.wording import is_remote, words_of
from claimsdb.choices import ReasonCode

NEWS_IS_FRESH = 31  # days: an article speaks of what was so long ago without saying so
EVENT_IS_FRESH = 3  # days: so long its dead are counted without naming it
OCCASION_IS_TALKED_OF = 7  # days after it


@dataclass(frozen=True, slots=True)
class TimeTest:
    """`code` says why not; `is_open` that nothing speaks against it, and nothing quite for it. `one` and `other` are
    the days that were compared."""

    code: ReasonCode | None
    one: Days
    other: Days
    is_open: bool = False


def same_time(one: Reading, other: Reading, *, of_an_occasion: bool = False, is_rising: bool = False) -> TimeTest:
    """Of one article, statements speak of one time unless they say otherwise; else their days have to overlap: of what
    happened where they tell, or the day as of which they speak. An occasion is talked of for days."""
    told = _days(one), _days(other)
    if told[0] is None or told[1] is None:
        return _unresolved(one, other)
    days = told[0], told[1]
    if one.statement.event and other.statement.event:
        return TimeTest(None if days[0].overlaps(days[1]) else ReasonCode.TIME, *days)
    if one.statement.article == other.statement.article:
        return _in_one_article(one, other, days=days, is_rising=is_rising)
    if not days[0] or not days[1]:
        return TimeTest(ReasonCode.TIME_UNKNOWN, *days)
    if days[0].overlaps(days[1]):
        return TimeTest(None, *days)
    if of_an_occasion and days[0].widened(days=OCCASION_IS_TALKED_OF).overlaps(
        days[1].widened(days=OCCASION_IS_TALKED_OF)
    ):
        return TimeTest(None, *days, is_open=not one.statement.event and not other.statement.event)
    return TimeTest(ReasonCode.TIME, *days)


def is_later(one: Reading, other: Reading) -> bool:
    """Whether one is known to speak of a later day."""
    days = _days(one), _days(other)
    return bool(days[0] and days[1] and days[1].is_before(days[0]))


def is_soon_after(one: Reading, other: Reading) -> bool:
    """Whether one speaks of a day in the days after that of the other."""
    days = _days(one) or Days(), _days(other) or Days()
    return days[1].widened(days=NEWS_IS_FRESH).overlaps(days[0]) if days[0] and days[1].end else False


def _days(reading: Reading) -> Days | None:
    """None where the words for the time lead to no day."""
    statement = reading.statement
    if statement.event:
        return statement.event
    return None if statement.event_as_written and is_remote(statement.event_as_written) else reading.as_of


def _unresolved(one: Reading, other: Reading) -> TimeTest:
    """Where words for a time have no days: the same words are the same time in one article, others another."""
    written = [words_of(each.statement.event_as_written) for each in (one, other)]
    days = _days(one) or Days(), _days(other) or Days()
    if one.statement.article != other.statement.article:
        return TimeTest(ReasonCode.TIME_UNKNOWN, *days)
    if all(written):
        return TimeTest(None if written[0] == written[1] else ReasonCode.TIME, *days)
    opening = one.is_copy or other.is_copy
    return TimeTest(None if opening else ReasonCode.TIME_UNKNOWN, *days)


def _in_one_article(one: Reading, other: Reading, *, days: tuple[Days, Days], is_rising: bool) -> TimeTest:
    written = words_of(one.statement.event_as_written), words_of(other.statement.event_as_written)
    if all(written) and written[0] != written[1]:
        return TimeTest(ReasonCode.TIME, *days)
    if is_rising and written[0] != written[1] and not (one.statement.event or other.statement.event):
        return TimeTest(ReasonCode.TIME, *days)
    event = one.statement.event or other.statement.event
    published = one.statement.published
    if not event or event.overlaps(published):
        return TimeTest(None, *days)
    if is_rising and event.widened(days=EVENT_IS_FRESH).is_before(published):
        return TimeTest(ReasonCode.TIME, *days)
    if not published or event.end is None:
        return TimeTest(None, *days, is_open=True)
    is_fresh = event.widened(days=NEWS_IS_FRESH).overlaps(published)
    return TimeTest(None if is_fresh else ReasonCode.TIME, *days)
