"""Dates as newspapers print them above an article."""

import re
from datetime import UTC, date, datetime, timedelta

FIRST_PRINTED = date(1600, 1, 1)
"""Before it there were no newspapers."""

EARLIEST_ZONE = timedelta(hours=14)
"""By so much some islands are ahead of UTC: the day that begins there is today."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MAX_LINE_LENGTH = 120

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_ISO = re.compile(r"\b(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?=T\d|\b)")
_DAY_FIRST = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+|-)(?:of\s+)?(?P<month>{MONTH})(?:,?\s+|-)(?P<year>\d{{4}})\b", re.I
)
_MONTH_FIRST = re.compile(rf"\b(?P<month>{MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b", re.I)
# The day and the month of 03/04/2024 depend on the country: it is resolved only where one of them is no month.
_SLASHED = re.compile(r"\b(?P<one>\d{1,2})([/-])(?P<other>\d{1,2})\2(?P<year>\d{4})\b")
# With points the day stands first, wherever dates are written so.
_POINTED = re.compile(r"\b(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})\b")
# With two digits for the year, which stands last where days are written so.
_SHORT_POINTED = re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{2})(?![\d.]*\d)")
_SHORT_SLASHED = re.compile(r"(?<![\d/])(?P<one>\d{1,2})/(?P<other>\d{1,2})/(?P<year>\d{2})(?![\d/])")
_EASTERN = re.compile(r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]")
# As computers print them: "Mon Aug 03 12:45:00 EDT 2015".
_PRINTED = re.compile(
    rf"\b(?P<month>{MONTH})\s+(?P<day>\d{{1,2}})\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?\s+"
    r"(?:[A-Z]{1,4}(?:[+-]\d{4})?\s+)?(?P<year>\d{4})\b",
    re.I,
)
_FORMS = (_ISO, _DAY_FIRST, _MONTH_FIRST, _POINTED, _EASTERN, _PRINTED, _SLASHED, _SHORT_POINTED, _SHORT_SLASHED)

ZONE = r"(?:GMT|UTC|[A-Z]{1,3}T)"
_PREFIX = re.compile(r"date:?\s+(?=\d{4}-\d)", re.I)
_REVISED = re.compile(r"\b(?:last\s+)?(?:updated?|modified|revised|edited)\b|最終更新", re.I)
_PUBLISHED = re.compile(
    r"\b(?:published|posted|created|issued|(?:story|article) is from)\b|公開|掲載|公表|発表|配信", re.I
)
# What may stand beside a date on a line of its own: a label, a weekday, a time, a zone.
_COMPANIONS = re.compile(
    r"\bthis (?:story|article) is from\b|最終更新日?|更新日?"
    r"|\b(?:date|published|posted|created|issued|first|last|updated?|modified|revised|edited|on|at"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|a\.?m|p\.?m"
    rf"|(?-i:{ZONE}|Z)|(?-i:[A-Z]\w+|local) time|uhr)\b"
    r"|\d{1,2}時(?:\d{1,2}分)?|公開|掲載|公表|発表|配信"
    rf"|\d{{1,2}}h?\d{{2}}(?:\s?hrs?)?(?=\s+(?-i:{ZONE})\b)"
    r"|\d{1,2}\s?[ap]\.?m\b"
    r"|T?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s?(?:[ap]m\b|Z\b|[+-]\d{2}:?\d{2})?",
    re.I,
)
_OF_SOME_YEAR = re.compile(
    rf"\b(?P<month>{MONTH})\s+(?P<day>\d{{1,2}})\b|\b(?P<day_in_front>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month_behind>{MONTH})",
    re.I,
)
# What stands for a date beside a title and gives no day: a day of some year, a time, "3 hours ago".
_LOOSE = re.compile(
    rf"\b{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}(?:\b|(?<=\.))"
    r"|\b(?:an?|\d+)\s*(?:h(?:ou)?rs?|m(?:in(?:ute)?s?)?|days?|weeks?|months?|[hd])\s+ago\b"
    r"|\b(?:just now|yesterday|today)\b"
    r"|\b\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]m\b|[ap]\.m\.)|\b\d{1,2}:\d{2}\b"
    rf"|\b\d{{1,2}}[:.h]?\d{{2}}(?:\s?hrs?)?\s+(?-i:{ZONE})\b",
    re.I,
)
_MARKS = " \t\u00a0\u202f.,:;|/·•()[]-–—"


def date_prefix_length(line: str) -> int:
    """The length of the date that a line begins with: of "date 2024-10-17" in "date 2024-10-17 Title"; or 0."""
    label = _PREFIX.match(line)
    found = label and _ISO.match(line, label.end())
    return found.end() if found else 0


def find_first_date(words: str) -> re.Match[str] | None:
    """The date that the words name first, in whatever form."""
    return min(filter(None, (form.search(words) for form in _FORMS)), key=re.Match.start, default=None)


def is_date_line(line: str, *, bare: bool) -> bool:
    """Whether the line is a date and nothing else: "Published: Thursday 17 October 2024, 10:32 BST".

    Unless a `bare` date will do, it must say what it is the date of.
    """
    if len(line) > MAX_LINE_LENGTH or not (find_first_date(line) or _LOOSE.search(line)):
        return False
    if not (bare or _REVISED.match(line) or _PUBLISHED.search(line)):
        return False
    for form in (*_FORMS, _COMPANIONS, _LOOSE):
        line = form.sub(" ", line)
    return not line.strip(_MARKS)


def parse_publication_date(line: str) -> date | None:
    """The day of publication that a line of dates gives; none if it only tells of a revision."""
    if label := _PUBLISHED.search(line):
        return resolve_date(find_first_date(line[label.end() :]))
    return None if _REVISED.match(line) else resolve_date(find_first_date(line))


def day_of_year(words: str) -> date | None:
    """The day of a month that the words name without a year, in the leap year 2000."""
    if not (found := _OF_SOME_YEAR.search(words)):
        return None
    month = MONTHS.index((found["month"] or found["month_behind"])[:3].lower()) + 1
    try:
        return date(2000, month, int(found["day"] or found["day_in_front"]))
    except ValueError:
        return None


def resolve_date(found: re.Match[str] | None) -> date | None:
    """The day, or None for one that is not in the calendar or is left open."""
    if found is None:
        return None
    year = _whole_year(found["year"])
    if found.re in (_SLASHED, _SHORT_SLASHED):
        return _resolve_slashed(int(found["one"]), int(found["other"]), year=year)
    month = found["month"]
    try:
        number = int(month) if month.isdecimal() else MONTHS.index(month[:3].lower()) + 1
        return date(year, number, int(found["day"]))
    except ValueError:
        return None


def _whole_year(year: str) -> int:
    """The year; of two digits the last one that there was."""
    if len(year) > len("24"):
        return int(year)
    now = datetime.now(UTC).year
    return now - (now - int(year)) % 100


def _resolve_slashed(one: int, other: int, *, year: int) -> date | None:
    """The day of 17/10/2024 and of 10/17/2024; none of 10/04/2024, which is another one in another country."""
    if one != other and max(one, other) <= len(MONTHS):
        return None
    try:
        return date(year, min(one, other), max(one, other))
    except ValueError:
        return None


def is_revision(words: str) -> bool:
    """Whether what the words give the day of is a revision, and not the publication."""
    return bool(_REVISED.search(words)) and not _PUBLISHED.search(words)


def says_published(words: str) -> bool:
    return bool(_PUBLISHED.search(words))


def implausible(day: date) -> str:
    """Why nothing was published on this day, in words that go on from it; empty where something may have been."""
    if day < FIRST_PRINTED:
        return "is before there were newspapers"
    return "is in the future" if day > (datetime.now(UTC) + EARLIEST_ZONE).date() else ""
