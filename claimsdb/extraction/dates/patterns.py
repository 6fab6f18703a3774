"""Patterns of English time expressions, each with the function of `normalization` that resolves it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from claimsdb.extraction.dates import normalization
from claimsdb.extraction.dates.normalization import DATE_WORDS, ORDINALS, OpenPeriod

Normalizer = Callable[[re.Match[str], date | None], OpenPeriod | None]


@dataclass(frozen=True)
class TimePattern:
    """A regular expression and its normalizer.

    `looks_back`: without a year the latest such time before publication is meant, unless "by" stands before it. A group
    `words` in the pattern is the time itself, where the pattern needs more context to recognise it.
    """

    pattern: re.Pattern[str]
    read: Normalizer
    looks_back: bool = False


def _alternatives(text: str) -> str:
    return "|".join(text.split())


def _capitalised(text: str) -> str:
    """Alternatives in title case and in the capitals of a headline."""
    return "|".join(f"{word}|{word.upper()}" for word in text.split())


def _either_case(phrases: Iterable[str]) -> list[str]:
    """With a small or a capital first letter; not in capitals, as "TODAY" is a newspaper."""
    return [f"[{phrase[0].upper()}{phrase[0]}]{phrase[1:]}" for phrase in phrases]


_MONTH = (
    rf"(?P<month>(?:{_capitalised(DATE_WORDS['months']['names'])})\b"
    rf"|(?:{_capitalised(DATE_WORDS['months']['abbreviations'] + ' Sep')})\b\.?)"
)
_WEEKDAY = rf"(?P<weekday>{_capitalised(DATE_WORDS['weekdays']['names'])})\b"
_ANY_WEEKDAY = " ".join((DATE_WORDS["weekdays"]["names"], DATE_WORDS["weekdays"]["abbreviations"]))
_ON_WEEKDAY = rf"(?:(?:{_capitalised(_ANY_WEEKDAY)})\.?,?\s+)?"
_YEAR_CUE = _alternatives(DATE_WORDS["years"]["cues"])
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d,.]\d|\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_TO_DAY = r"(?:\s?[-–]\s?(?P<to_day>[0-3]?\d)(?:st|nd|rd|th)?)?"
_LAST_DAY = r"(?P<to_day>[0-3]?\d)(?:st|nd|rd|th)?"
_FROM_MONTH = _MONTH.replace("<month>", "<from_month>")
_FIRST_MONTH = _MONTH.replace("<month>", "<from_month>") + r"(?:\s+(?P<from_year>(?:19|20)\d\d))?"
_UNTIL = r"(?:\s+(?:to|through|until)\s+|\s?[-–]\s?|(?(from_year)(?!)|\s+and\s+))"
_UNIT = r"(?P<unit>day|week|weekend|fortnight|month|quarter|year|decade)"
_COUNT = rf"(?P<count>{_alternatives(DATE_WORDS['counts']['words'])}|an?|\d{{1,3}})"
_PART = r"(?:(?P<part>[Ee]arlier|[Ll]ater|[Ee]arly|[Mm]id|[Ll]ate)[ -](?:in\s+)?)?"
_ORDINAL = rf"(?P<ordinal>(?i:{_alternatives(' '.join(ORDINALS))}))"
_UNITS = r"(?:days|weeks|months|years|decades)"
_BOUND = r"(?:more than|less than|over|under|nearly|almost|about|around|at least)"
_SEASON = rf"(?P<season>{_alternatives(' '.join(DATE_WORDS['seasons']))})"


def _pattern(pattern: str, read: Normalizer, *, looks_back: bool = False, any_case: bool = False) -> TimePattern:
    return TimePattern(re.compile(pattern, re.IGNORECASE if any_case else 0), read, looks_back)


BARE_YEAR = _pattern(
    rf"(?:\b(?P<cue>(?i:{_YEAR_CUE}))[ -])?(?<![\d,.$€£])\b(?P<words>{_YEAR})(?![-–’']?\w)",
    normalization.whole_year,
)

_TO = r"\s+(?:to|and|until|till|through)\s+"

PATTERNS = (
    _pattern(
        rf"\b(?i:from|between)\s+(?P<words>(?:the\s+)?{_DAY}{_TO}(?:the\s+)?{_LAST_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?)",
        normalization.day_of_month,
        looks_back=True,
    ),
    _pattern(
        rf"\b(?i:from|between)\s+(?P<words>{_FROM_MONTH}\s+{_DAY}{_TO}(?:{_MONTH}\s+)?{_LAST_DAY}(?!\d|[,.:]\d)(?:,?\s+{_YEAR})?)",
        normalization.days_across_months,
        looks_back=True,
    ),
    _pattern(
        rf"\b(?P<words>{_FROM_MONTH}\s+{_DAY}\s+(?:to|through)\s+{_MONTH}\s+{_LAST_DAY}(?!\d|[,.:]\d)(?:,?\s+{_YEAR})?)",
        normalization.days_across_months,
        looks_back=True,
    ),
    _pattern(
        rf"(?<![\d,.])\b(?P<words>{_DAY}\s+{_FROM_MONTH}(?:{_TO}|\s?[-–]\s?){_LAST_DAY}\s+{_MONTH}(?:,?\s+{_YEAR})?)",
        normalization.days_across_months,
        looks_back=True,
    ),
    _pattern(
        rf"\b(?:Q(?P<quarter>[1-4])|H(?P<half>[12]))\s+(?:of\s+|in\s+)?{_YEAR}",
        normalization.short_part_of_year,
    ),
    _pattern(rf"\b{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)\b", normalization.iso_date),
    _pattern(
        r"(?<![\d.])(?P<first>\d{1,2})(?P<sign>[./])(?P<second>\d{1,2})(?P=sign)(?P<year>(?:19|20)\d\d)\b",
        normalization.numeric_date,
    ),
    _pattern(
        rf"\b{_ON_WEEKDAY}{_MONTH}\s+{_DAY}{_TO_DAY}(?!\d|[,.:]\d)(?:,?\s+{_YEAR})?",
        normalization.day_of_month,
        looks_back=True,
    ),
    _pattern(
        rf"(?<![\d,.])\b{_ON_WEEKDAY}(?:the\s+)?{_DAY}{_TO_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?",
        normalization.day_of_month,
        looks_back=True,
    ),
    _pattern(rf"\b{_PART}(?:{_FIRST_MONTH}{_UNTIL})?{_MONTH}(?:,|\s+of)?\s+{_YEAR}", normalization.months_of_year),
    _pattern(rf"\b(?i:between)\s+(?P<words>{_FIRST_MONTH}\s+and\s+{_MONTH}\s+{_YEAR})", normalization.months_of_year),
    _pattern(rf"\b{_PART}{_MONTH}\s+(?:of\s+)?(?P<step>last|this|next)\s+year\b", normalization.month_of_relative_year),
    _pattern(
        rf"\b(?i:{_alternatives(DATE_WORDS['months']['cues'])})\s+(?P<words>{_PART}{_MONTH})",
        normalization.bare_month,
        looks_back=True,
    ),
    _pattern(rf"\b(?P<step>[Ll]ast|[Nn]ext|[Tt]his)\s+{_MONTH}", normalization.bare_month),
    _pattern(rf"\b(?:[Ee]arly|[Mm]id|[Ll]ate)[ -]{_MONTH}", normalization.bare_month, looks_back=True),
    _pattern(
        r"\b(?i:from|between)\s+(?P<words>(?P<year>(?:19|20)\d\d)\s+(?:to|and|through|until)\s+(?P<to_year>(?:19|20)\d\d))\b",
        normalization.from_year_to_year,
    ),
    _pattern(
        r"(?<![\d,.-])(?P<year>(?:19|20)\d\d)[-–](?P<to_year>(?:19|20)\d\d|\d\d)\b(?!-\d)",
        normalization.from_year_to_year,
    ),
    _pattern(r"\b(?:the\s+)?(?:(?:early|mid|late)[ -])?(?P<year>(?:19|20)\d0)['’]?s\b", normalization.whole_decade),
    _pattern(
        rf"\b(?:[Tt]he\s+)?{_ORDINAL}\s+(?P<length>half|quarter)\s+of\s+{_YEAR}",
        normalization.part_of_year,
    ),
    _pattern(rf"\b(?i:{_SEASON})\s+(?:of\s+)?{_YEAR}", normalization.season_of_year),
    _pattern(rf"\b[Ww]inter\s+(?:of\s+)?{_YEAR}", normalization.unresolved),
    _pattern(rf"\bthis\s+{_SEASON}\b", normalization.season_of_year, any_case=True),
    _pattern(rf"\b(?:[Ee]arly|[Mm]id|[Ll]ate|[Ee]arlier in|[Ll]ater in)[ -]{_YEAR}", normalization.whole_year),
    _pattern(rf"\b(?:{'|'.join(_either_case(DATE_WORDS['days']))})\b", normalization.relative_day),
    _pattern(rf"\b{_PART}(?P<step>last|this|next)\s+{_UNIT}\b", normalization.relative_unit, any_case=True),
    _pattern(
        rf"\b(?P<part>end|beginning|start|middle)\s+of\s+(?:the|(?P<step>last|this|next))\s+{_UNIT}\b",
        normalization.relative_unit,
        any_case=True,
    ),
    _pattern(rf"\b{_COUNT}\s+{_UNIT}s?\s+ago\b", normalization.units_ago, any_case=True),
    _pattern(rf"\b{_BOUND}\s+{_COUNT}\s+{_UNIT}s?\s+ago\b", normalization.unresolved, any_case=True),
    _pattern(
        rf"\b(?:(?:a few|several|many)\s+)?{_UNITS}\s+(?:ago|earlier|later)\b", normalization.unresolved, any_case=True
    ),
    _pattern(
        rf"\b(?:the|these)\s+(?P<direction>past|last|next|coming)\s+(?:{_COUNT}\s+)?{_UNIT}(?(count)s?)\b",
        normalization.span_of_units,
        any_case=True,
    ),
    _pattern(
        rf"\b(?:the\s+)?(?P<direction>recent|(?:coming|past|last|next)(?: few)?)\s+{_UNITS}\b",
        normalization.recent_units,
        any_case=True,
    ),
    _pattern(rf"\b(?:(?P<step>[Ll]ast|[Nn]ext|[Tt]his)\s+)?{_WEEKDAY}", normalization.on_weekday, looks_back=True),
    _pattern(
        r"\b(?:(?:earlier|later)\s+)?(?:that|the (?:same|previous|following|next))\s+(?:day|week|month|year)\b",
        normalization.unresolved,
        any_case=True,
    ),
    BARE_YEAR,
)

# What stands before a time and makes it the beginning or the end of one: "since early August", "by the end of 2024".
RELATION = re.compile(
    rf"\b(?P<preposition>{'|'.join(DATE_WORDS['relations']['prepositions'])})\s+(?:(?:early|mid|late)[ -])?"
    r"(?:(?:the\s+)?(?:beginning|start|middle|end)\s+of\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
