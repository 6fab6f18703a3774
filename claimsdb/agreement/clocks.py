"""How long something took, and at what time of day it was: "within 50 minutes", "three hours", "at 2.15am"."""

import re
from dataclasses import dataclass

from claimsdb.agreement.wording import WORDS

TABLE = WORDS["clocks"]
MINUTES = {unit: float(minutes) for minutes, units in TABLE["units"].items() for unit in units.split()}
NUMBERS = {word: number for number, word in enumerate(TABLE["numbers"].split(), start=1)} | {"a": 1, "an": 1}
_UNITS = "|".join(sorted(MINUTES, key=len, reverse=True))
_NUMBER = rf"\d+(?:\.\d+)?|{'|'.join(sorted(NUMBERS, key=len, reverse=True))}"


def _any(name: str) -> str:
    """One of the words of a row, in a pattern that leaves out blanks."""
    return "|".join(TABLE[name]).replace(" ", r"\s+")


_LASTING = re.compile(
    rf"""
    (?:\b(?P<most>{_any("at_most")})\s+|\b(?P<least>{_any("at_least")})\s+)?
    (?:(?:{_any("about")})\s+)?
    \b(?P<fraction>half\s+)?(?P<number>{_NUMBER})[\s-](?P<half>and\s+a\s+half\s+)?
    (?P<unit>{_UNITS})\b(?P<more>\s+and\s+a\s+half)?
    (?!\s+(?:{_any("of_a_day")})\b)(?!['’-])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ROUGHLY = re.compile(
    r"""
    \b(?:(?P<within>within|in)|for|lasted|lasts?|took|takes|after|waited)\s+
    (?:(?:just|only|several|many|a\s+few)\s+)?(?P<unit>minutes|hours|days|weeks|months|years)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LATER = re.compile(r"\s(?:later|after(?:wards)?)\b", re.IGNORECASE)
_UNTIL_SOON = re.compile(
    r"\b(?:until|till) (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|the weekend|tonight)\b", re.IGNORECASE
)
_BARE = re.compile(rf"\b(?:for|lasted|on for|after|in|within)\s+(?P<number>{_NUMBER})\W*\Z", re.IGNORECASE)
_CLOCK = re.compile(
    rf"""
    \b(?P<late>(?:until|till)\s+(?:gone\s+|after\s+)?|after\s+|gone\s+)?(?:\b(?P<at>at|around|about)\s+)?
    (?:(?P<hour>\d{{1,2}})[.:](?P<minute>\d\d)|(?P<full>\d{{1,2}}|{"|".join(TABLE["numbers"].split()[:12])}))
    \s*(?P<half>a\.?m|p\.?m|o['’]clock)?(?![\w%]|[.,]\d)
    """,
    re.IGNORECASE | re.VERBOSE,
)
HALF_A_DAY = 720
# "Within hours" is no day.
LONGEST = {"minutes": 60, "hours": 1440, "days": 10080, "weeks": 43800, "months": 525600, "years": 5256000}
SLACK = 0.2  # of a length of time that is told roughly
ABOUT_THE_TIME = 20  # minutes by which two mean the same time of day


@dataclass(frozen=True, slots=True)
class Lasting:
    """From so many minutes to so many; None is open."""

    least: float | None
    most: float | None

    def is_apart_from(self, other: "Lasting") -> bool:
        return _is_below(self, other) or _is_below(other, self)


def _is_below(one: Lasting, other: Lasting) -> bool:
    return one.most is not None and other.least is not None and one.most * (1 + SLACK) < other.least


def lasting(said: str) -> Lasting | None:
    """How long; None where nothing says it, or more than one thing."""
    found = [*_LASTING.finditer(said)]
    if len(found) != 1:
        return _roughly(said) if not found else None
    each = found[0]
    number = _value(each["number"]) + (0.5 if each["half"] or each["more"] else 0)
    minutes = number * MINUTES[each["unit"].lower()] * (0.5 if each["fraction"] else 1)
    return Lasting(None if each["most"] else minutes, None if each["least"] else minutes)


def delayed(said: str) -> Lasting | None:
    """How long after: "25 minutes later"."""
    return lasting(_LATER.sub("", said))


def _roughly(said: str) -> Lasting | None:
    """What is told without a number: "for months", "within hours", "until Wednesday"."""
    found = _ROUGHLY.search(said)
    if not found:
        return Lasting(None, MINUTES["week"]) if _UNTIL_SOON.search(said) else None
    several = 2 * MINUTES[found["unit"].lower()]
    return Lasting(None, LONGEST[found["unit"].lower()]) if found["within"] else Lasting(several, None)


def lasting_like(said: str, other: str) -> Lasting | None:
    """How long, where the unit is left to the other: "it went on for ten"."""
    bare, whole = _BARE.search(said), _LASTING.search(other)
    if not bare or not whole:
        return None
    minutes = _value(bare["number"]) * MINUTES[whole["unit"].lower()]
    return Lasting(minutes, minutes)


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """So many minutes after midnight or noon, which of them is rarely told twice; or, `or_later`, some time after."""

    minutes: int
    or_later: bool = False

    def is_apart_from(self, other: "TimeOfDay") -> bool:
        if self.or_later or other.or_later:
            return self._is_before(other) or other._is_before(self)
        between = abs(self.minutes - other.minutes)
        return min(between, HALF_A_DAY - between) > ABOUT_THE_TIME

    def _is_before(self, other: "TimeOfDay") -> bool:
        return other.or_later and not self.or_later and self.minutes + ABOUT_THE_TIME < other.minutes


def time_of_day(said: str) -> TimeOfDay | None:
    """What the clock shows; None where nothing says it."""
    for each in _CLOCK.finditer(said):
        is_led = each["half"] or each["late"] or (each["at"] and each["minute"])
        is_told = is_led and (each["minute"] or each["full"])
        if is_told and not re.search(r"\d\s*\Z", said[: each.start()]):
            hour = int(each["hour"] or 0) if each["hour"] else int(_value(each["full"]))
            if hour <= 24 and int(each["minute"] or 0) < 60:
                minutes = (hour * 60 + int(each["minute"] or 0)) % HALF_A_DAY
                return TimeOfDay(minutes, or_later=bool(each["late"]))
    return None


def _value(written: str) -> float:
    return float(NUMBERS.get(written.lower()) or written)
