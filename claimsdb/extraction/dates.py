"""The times that a paragraph gives, resolved against the day of publication as far as the words allow."""

import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from claimsdb.extraction import periods
from claimsdb.extraction.results import FoundDate, Span

OpenPeriod = tuple[date | None, date | None]
Resolver = Callable[[re.Match[str], date | None], OpenPeriod | None]

UNRESOLVED: OpenPeriod = (None, None)
# So far back a preposition and "the beginning of" may stand before a time.
_RELATION_REACH = 40

_WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("dates.toml").read_text(encoding="utf-8"))
_MONTHS = {
    name.lower(): number
    for names in (_WORDS["months"]["names"], _WORDS["months"]["abbreviations"])
    for number, name in enumerate(names.split(), start=1)
} | {"sep": 9}
_WEEKDAYS = {name: number for number, name in enumerate(_WORDS["weekdays"]["names"].lower().split())}
_COUNTS = {word: number for number, word in enumerate(_WORDS["counts"]["words"].split(), start=1)} | {"a": 1, "an": 1}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def _any_of(text: str) -> str:
    return "|".join(text.split())


def _capitalised(text: str) -> str:
    """Alternatives in title case and in the capitals of a headline."""
    return "|".join(f"{word}|{word.upper()}" for word in text.split())


_MONTH = (
    rf"(?P<month>(?:{_capitalised(_WORDS['months']['names'])})\b"
    rf"|(?:{_capitalised(_WORDS['months']['abbreviations'] + ' Sep')})\b\.?)"
)
_WEEKDAY = rf"(?P<weekday>{_capitalised(_WORDS['weekdays']['names'])})\b"
_ON_WEEKDAY = (
    rf"(?:(?:{_capitalised(_WORDS['weekdays']['names'])}|{_capitalised(_WORDS['weekdays']['abbreviations'])})\.?,?\s+)?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d,.]\d|\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_TO_DAY = r"(?:\s?[-–]\s?(?P<to_day>[0-3]?\d)(?:st|nd|rd|th)?)?"
_UNIT = r"(?P<unit>day|week|weekend|fortnight|month|quarter|year|decade)"
_COUNT = rf"(?P<count>{_any_of(_WORDS['counts']['words'])}|an?|\d{{1,3}})"
_PART = r"(?:(?P<part>[Ee]arlier|[Ll]ater|[Ee]arly|[Mm]id|[Ll]ate)[ -](?:in\s+)?)?"


# --- resolvers: what one pattern's match means; None where it is no date after all


def _month(match: re.Match[str], group: str = "month") -> int:
    return _MONTHS[match[group].rstrip(".").lower()]


def _count(match: re.Match[str]) -> int:
    words = (match["count"] or "one").lower()
    return _COUNTS.get(words) or int(words)


def _date(match: re.Match[str], published_on: date | None) -> OpenPeriod | None:
    month, first, last = _month(match), int(match["day"]), int(match["to_day"] or match["day"])
    if match["year"]:
        return date(int(match["year"]), month, first), date(int(match["year"]), month, last)
    if published_on is None:
        return UNRESOLVED if 0 < first < 32 else None
    latest = periods.latest_day(month, last, until=published_on)
    return latest and (latest.replace(day=first), latest)


def _iso(match: re.Match[str], published_on: date | None) -> OpenPeriod:
    return periods.day(date(int(match["year"]), int(match["month"]), int(match["day"])))


def _numeric(match: re.Match[str], published_on: date | None) -> OpenPeriod:
    """Day and month in either order; with a slash, where both could be the month, left open."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if match["sign"] == ".":
        return periods.day(date(year, second, first))
    if first != second and max(first, second) <= 12:
        return UNRESOLVED
    return periods.day(date(year, min(first, second), max(first, second)))


def _months(match: re.Match[str], published_on: date | None) -> OpenPeriod:
    """One month of a year, or from one to another: "March to June 2024", "December 2023 to March 2024"."""
    year = int(match["year"])
    last = periods.months(year, _month(match), _month(match))
    if not match["from_month"]:
        return last
    first = _month(match, "from_month")
    from_year = int(match["from_year"] or (year if first <= _month(match) else year - 1))
    return periods.months(from_year, first, first)[0], last[1]


def _month_of_relative_year(match: re.Match[str], published_on: date | None) -> OpenPeriod:
    if published_on is None:
        return UNRESOLVED
    year = published_on.year + _STEPS[match["step"].lower()]
    return periods.months(year, _month(match), _month(match))


def _bare_month(match: re.Match[str], published_on: date | None) -> OpenPeriod:
    """The latest such month; "by December" may lie ahead and stays open."""
    cue = match["cue"].lower()
    if published_on is None or cue in ("by", "until", "till"):
        return UNRESOLVED
    latest = periods.latest_month(_month(match), until=published_on)
    if cue == "next":
        return periods.months(latest[0].year + 1, latest[0].month, latest[0].month)
    if cue == "last" and latest[1] >= published_on:
        return periods.months(latest[0].year - 1, latest[0].month, latest[0].month)
    return latest


def _years(match: re.Match[str], published_on: date | None) -> OpenPeriod | None:
    first, last = int(match["year"]), match["to_year"]
    end = int(last if len(last) == 4 else match["year"][:2] + last)
    return (date(first, 1, 1), date(end, 12, 31)) if first < end else None


def _year(match: re.Match[str], published_on: date | None) -> OpenPeriod:
    return periods.year(int(match["year"]))


def _decade(match: re.Match[str], published_on: date | None) -> OpenPeriod:
    return periods.containing(date(int(match["year"]), 1, 1), "decade")


def _part_of_year(match: re.Match[str], published_on: date | None) -> OpenPeriod:
    length = {"half": 6, "quarter": 3}[match["length"]]
    last = length * _ORDINALS[match["ordinal"].lower()]
    return periods.months(int(match["year"]), last - length + 1, last)


def _season(match: re.Match[str], published_on: date | None) -> OpenPeriod:
    first = _WORDS["seasons"][match["season"].lower()]
    year = int(match["year"]) if match["year"] else published_on and published_on.year
    return periods.months(year, first, first + 2) if year else UNRESOLVED


def _relative_day(match: re.Match[str], published_on: date | None) -> OpenPeriod:
    days = timedelta(_WORDS["days"][" ".join(match[0].lower().split())])
    return periods.day(published_on + days) if published_on else UNRESOLVED


def _relative_unit(match: re.Match[str], published_on: date | None) -> OpenPeriod:
    """ "last week", "earlier this year", "the end of the month"."""
    if published_on is None:
        return UNRESOLVED
    unit, step = match["unit"], _STEPS[match["step"].lower()]
    first, last = periods.containing(periods.shifted(published_on, unit, step), unit)
    part = (match["part"] or "").lower() if step == 0 else ""
    return max(first, published_on) if part == "later" else first, min(last, published_on) if part == "earlier" else last


def _ago(match: re.Match[str], published_on: date | None) -> OpenPeriod:
    """The day, week, month or year that lies so far back; decades are too coarse for that."""
    unit = "week" if match["unit"] == "fortnight" else match["unit"]
    if published_on is None or unit == "decade":
        return UNRESOLVED
    return periods.containing(periods.shifted(published_on, match["unit"], -_count(match)), unit)


def _span_of_units(match: re.Match[str], published_on: date | None) -> OpenPeriod:
    """ "the past two weeks", "the coming year": up to publication or from it on."""
    if published_on is None:
        return UNRESOLVED
    if match["direction"].lower() in ("next", "coming"):
        return published_on, periods.shifted(published_on, match["unit"], _count(match))
    return periods.shifted(published_on, match["unit"], -_count(match)), published_on


def _recent_units(match: re.Match[str], published_on: date | None) -> OpenPeriod:
    return (None, published_on) if match["direction"].lower() != "coming" else (published_on, None)


def _weekday(match: re.Match[str], published_on: date | None) -> OpenPeriod:
    """The latest such day; "last Tuesday" said on a Tuesday is a week back, "next Tuesday" lies ahead."""
    if published_on is None:
        return UNRESOLVED
    number, step = _WEEKDAYS[match["weekday"].lower()], (match["step"] or "").lower()
    if step == "next":
        return periods.day(periods.latest_weekday(number, until=published_on) + timedelta(7))
    return periods.day(periods.latest_weekday(number, until=published_on - timedelta(step == "last")))


def _open(match: re.Match[str], published_on: date | None) -> OpenPeriod:
    return UNRESOLVED
