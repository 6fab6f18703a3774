"""Normalization of time expressions: match -> (first day, last day), relative to the day of publication.

Each function takes the match and the day of publication, None for an undated article. It returns the first and the
last day that the words may mean, UNRESOLVED where that is open, or None where the words are no time after all.
"""

import re
from datetime import date, timedelta
from typing import Any

from claimsdb.extraction.dates import periods
from claimsdb.extraction.vocabulary.tables import load_table

Match = re.Match[str]
OpenPeriod = tuple[date | None, date | None]

UNRESOLVED: OpenPeriod = (None, None)
DATE_WORDS: dict[str, Any] = load_table("dates")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_MONTHS = {
    name.lower(): number
    for names in (DATE_WORDS["months"]["names"], DATE_WORDS["months"]["abbreviations"])
    for number, name in enumerate(names.split(), start=1)
} | {"sep": 9}
_WEEKDAYS = {name: number for number, name in enumerate(DATE_WORDS["weekdays"]["names"].lower().split())}
_COUNTS = {word: number for number, word in enumerate(DATE_WORDS["counts"]["words"].split(), start=1)} | {
    "a": 1,
    "an": 1,
}
_STEPS = {"last": -1, "this": 0, "next": 1}
_FUTURE_DIRECTIONS = ("next", "coming")


def _month(match: Match, group: str = "month") -> int:
    return _MONTHS[match[group].rstrip(".").lower()]


def _count(match: Match) -> int:
    words = (match["count"] or "one").lower()
    return _COUNTS.get(words) or int(words)


def day_of_month(match: Match, published_on: date | None) -> OpenPeriod | None:
    month, first, last = _month(match), int(match["day"]), int(match["to_day"] or match["day"])
    if match["year"]:
        return date(int(match["year"]), month, first), date(int(match["year"]), month, last)
    if published_on is None:
        return UNRESOLVED if 0 < first < 32 else None
    latest = periods.latest_day(month, last, until=published_on)
    return (latest.replace(day=first), latest) if latest else None


def days_across_months(match: Match, published_on: date | None) -> OpenPeriod | None:
    """From a day of one month to a day of the same or another: "from October 3 to November 5"."""
    from_month, first, last = _month(match, "from_month"), int(match["day"]), int(match["to_day"])
    month = _month(match) if match["month"] else from_month
    if not match["year"] and published_on is None:
        return UNRESOLVED if 0 < first < 32 and 0 < last < 32 else None
    if match["year"]:
        end: date | None = date(int(match["year"]), month, last)
    else:
        end = periods.latest_day(month, last, until=published_on) if published_on else None
    return (date(end.year - (from_month > month), from_month, first), end) if end else None


def iso_date(match: Match, published_on: date | None) -> OpenPeriod:
    return periods.day_period(date(int(match["year"]), int(match["month"]), int(match["day"])))


def numeric_date(match: Match, published_on: date | None) -> OpenPeriod:
    """Day and month in either order; with a slash, where both could be the month, left open."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if match["sign"] == ".":
        return periods.day_period(date(year, second, first))
    if first != second and max(first, second) <= 12:
        return UNRESOLVED
    return periods.day_period(date(year, min(first, second), max(first, second)))


def months_of_year(match: Match, published_on: date | None) -> OpenPeriod:
    """One month of a year, or from one to another: "March to June 2024", "December 2023 to March 2024"."""
    year = int(match["year"])
    last = periods.months_period(year, _month(match), _month(match))
    if not match["from_month"]:
        return last
    first = _month(match, "from_month")
    from_year = int(match["from_year"] or (year if first <= _month(match) else year - 1))
    return periods.months_period(from_year, first, first)[0], last[1]


def month_of_relative_year(match: Match, published_on: date | None) -> OpenPeriod:
    if published_on is None:
        return UNRESOLVED
    year = published_on.year + _STEPS[match["step"].lower()]
    return periods.months_period(year, _month(match), _month(match))


def bare_month(match: Match, published_on: date | None) -> OpenPeriod:
    """The latest such month; "last June" said in June is a year back, "next June" lies ahead."""
    if published_on is None:
        return UNRESOLVED
    month, step = _month(match), match.groupdict().get("step", "").lower()
    until = periods.period_containing(published_on, "month")[0] - timedelta(1) if step == "last" else published_on
    year = periods.latest_month(month, until=until)[0].year + (step == "next")
    return periods.months_period(year, month, month)


def from_year_to_year(match: Match, published_on: date | None) -> OpenPeriod:
    first, last = int(match["year"]), match["to_year"]
    end = int(last if len(last) == 4 else match["year"][:2] + last)
    return date(first, 1, 1), date(end, 12, 31)


def whole_year(match: Match, published_on: date | None) -> OpenPeriod:
    return periods.year_period(int(match["year"]))


def whole_decade(match: Match, published_on: date | None) -> OpenPeriod:
    return periods.period_containing(date(int(match["year"]), 1, 1), "decade")


def short_part_of_year(match: Match, published_on: date | None) -> OpenPeriod:
    """ "Q3 2024", "H1 2024" """
    length, part = (3, match["quarter"]) if match["quarter"] else (6, match["half"])
    last = length * int(part)
    return periods.months_period(int(match["year"]), last - length + 1, last)


def part_of_year(match: Match, published_on: date | None) -> OpenPeriod:
    length = {"half": 6, "quarter": 3}[match["length"]]
    last = length * ORDINALS[match["ordinal"].lower()]
    return periods.months_period(int(match["year"]), last - length + 1, last)


def season_of_year(match: Match, published_on: date | None) -> OpenPeriod:
    first = DATE_WORDS["seasons"][match["season"].lower()]
    named = match.groupdict().get("year")
    year = int(named) if named else published_on and published_on.year
    return periods.months_period(year, first, first + 2) if year else UNRESOLVED


def relative_day(match: Match, published_on: date | None) -> OpenPeriod:
    days = timedelta(DATE_WORDS["days"][" ".join(match[0].lower().split())])
    return periods.day_period(published_on + days) if published_on else UNRESOLVED


def relative_unit(match: Match, published_on: date | None) -> OpenPeriod:
    """ "last week", "earlier this year", "the end of the month"."""
    if published_on is None:
        return UNRESOLVED
    unit, step = match["unit"].lower(), _STEPS[(match["step"] or "this").lower()]
    first, last = periods.period_containing(periods.shift_by_units(published_on, unit, step), unit)
    match (match["part"] or "").lower(), step:
        case "earlier", 0:
            return first, published_on
        case "later", 0:
            return published_on, last
    return first, last


def units_ago(match: Match, published_on: date | None) -> OpenPeriod:
    """The day, week, month or year that lies so far back; decades are too coarse for that."""
    unit = "week" if match["unit"].lower() == "fortnight" else match["unit"].lower()
    if published_on is None or unit == "decade":
        return UNRESOLVED
    return periods.period_containing(periods.shift_by_units(published_on, match["unit"].lower(), -_count(match)), unit)


def span_of_units(match: Match, published_on: date | None) -> OpenPeriod:
    """ "the past two weeks", "the coming year": up to publication or from it on."""
    if published_on is None:
        return UNRESOLVED
    if match["direction"].lower() in _FUTURE_DIRECTIONS:
        return published_on, periods.shift_by_units(published_on, match["unit"].lower(), _count(match))
    return periods.shift_by_units(published_on, match["unit"].lower(), -_count(match)), published_on


def recent_units(match: Match, published_on: date | None) -> OpenPeriod:
    return (published_on, None) if match["direction"].lower().split()[0] in _FUTURE_DIRECTIONS else (None, published_on)


def on_weekday(match: Match, published_on: date | None) -> OpenPeriod:
    """The latest such day; "last Tuesday" said on a Tuesday is a week back, "this Tuesday" may lie on either side."""
    number, step = _WEEKDAYS[match["weekday"].lower()], (match["step"] or "").lower()
    if published_on is None or step == "this":
        return UNRESOLVED
    if step == "next":
        return periods.day_period(periods.latest_weekday(number, until=published_on) + timedelta(7))
    return periods.day_period(periods.latest_weekday(number, until=published_on - timedelta(step == "last")))


def unresolved(match: Match, published_on: date | None) -> OpenPeriod:
    return UNRESOLVED
