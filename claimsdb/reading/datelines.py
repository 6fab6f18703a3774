"""What stands before the first sentence of a paragraph and is no part of it: a dateline, a label, the time of an entry.

"KYIV, Ukraine (Reuters) - ", "SEOUL, Oct. 17, 2024 /PRNewswire/ -- ", "UPDATE: ", "2:58 p.m.: ".
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from claimsdb.reading.countries import countries
from claimsdb.reading.dates import MONTH, find_first_date, resolve_date
from claimsdb.reading.vocabulary import agencies, pattern, table

MAX_LENGTH = 140
FEWEST_LETTERS = 4  # of a place in capitals that is not known by its name

_WORD = r"[^\W\d_a-z][\w.'’-]*"
_DAY = (
    rf"{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}(?:,?\s+\d{{4}})?"
    r"|\d{1,2}(?=[ ]\()"
)
_PLACE = rf"{_WORD}(?:[ /](?!(?i:{MONTH})[ ]\d)(?:(?:de|del|la|el|al|es|of|the|du|sur|au|am|ho|en)[ ])?{_WORD}){{0,4}}"
_DASH = r"[ ]*(?:—|–|―|--)(?:[ ]*(?:—|–|―|-))*[ ]*|[ ]+[-_][ ]+(?:-[ ]+)?"
_DATELINE = re.compile(
    rf"""
    (?P<place>{_PLACE})
    (?:,[ ](?!(?i:{_DAY}))(?P<region>{_WORD}(?:[ ]{_WORD}){{0,2}}))?
    (?:,?[ ](?P<day>(?i:{_DAY}))\.?)?
    (?:[ ]?(?:\((?P<agency>[^()\n]{{2,40}})\)|/(?P<wire>[A-Z][\w. ]{{2,30}})/)\.?)?
    (?P<mark>{_DASH}|(?<=\.)-[ ]*|:[ ]+|[ ]+\|[ ]+|(?<=[/).])[ ]+)
    """,
    re.VERBOSE,
)
_IN_BRACKETS = re.compile(rf"(?:\((?P<place>{_PLACE})\)(?:{_DASH})|\[(?P<other>{_PLACE})\](?:{_DASH}|[ ]+))")
_AGENCY_ALONE = re.compile(rf"\((?P<agency>[A-Z][\w. ]{{1,20}})\)(?:{_DASH}|[ ]*-?[ ]*)")
_LABEL_MARK = r"(?:\s*:\s+|\s+[—–-]+\s+)"
_TIME = re.compile(
    r"(?:\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)"
    r"(?:\s*\(?(?-i:[A-Z]{2,4}T?)\)?)?\s*(?:[:—–-]+\s*|\s(?=(?-i:[A-Z])|[“\"]))",
    re.I,
)
_BEGINNING = re.compile(r"[^\W_a-z]|[“\"‘'(\[$€£]")


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where, when and by whom a report was sent, as written. text[start:end] is all of it."""

    place: str
    agency: str
    published_on: date | None
    start: int
    end: int


def parse_dateline(text: str, start: int, end: int) -> Dateline | None:
    """The dateline that text[start:end] begins with, if it does."""
    first = _parse_one(text, start, end)
    below = first and _parse_one(text, first.end, end)
    if not first or not below or (first.place and below.place) or (first.agency and below.agency):
        return first
    return Dateline(
        first.place or below.place,
        first.agency or below.agency,
        first.published_on or below.published_on,
        start,
        below.end,
    )


def _parse_one(text: str, start: int, end: int) -> Dateline | None:
    limit = min(end, start + MAX_LENGTH)
    found = _DATELINE.match(text, start, limit)
    if found and _BEGINNING.match(text, found.end(), end) and _is_dateline(found):
        day = resolve_date(find_first_date(found["day"])) if found["day"] else None
        place, agency = found["place"].removesuffix("."), found["agency"] or found["wire"] or ""
        return Dateline(place, agency, day, found.start(), found.end())
    if (found := _AGENCY_ALONE.match(text, start, limit)) and _is_agency(found["agency"]):
        return Dateline("", found["agency"], None, found.start(), found.end())
    if (found := _IN_BRACKETS.match(text, start, limit)) and found.end() < end:
        place = found["place"] or found["other"]
        return Dateline(place, "", None, found.start(), found.end()) if place.isupper() and is_place(place) else None
    return None


def start_of_report(text: str, start: int, end: int, *, in_prose: bool) -> int:
    """Where the first sentence of text[start:end] begins, behind a dateline, a label or a time; `start` where it has
    none. Outside prose, in a headline, a place before a colon speaks."""
    if (found := parse_dateline(text, start, end)) and (in_prose or not {":", "|"} & {*text[found.start : found.end]}):
        return found.end
    for opening in (_TIME, _labels()):
        found_opening = opening.match(text, start, end)
        if found_opening and found_opening.end() < end:
            return found_opening.end()
    return start


def length_of_time(words: str) -> int:
    """The length of the time that the words begin with, and of what parts it from a sentence behind it; or 0."""
    found = _TIME.match(words)
    return found.end() if found and found.end() < len(words) else 0


def _is_dateline(found: re.Match[str]) -> bool:
    """Whether it is one: by more than the place, by the place's name, or by its capitals before a dash."""
    place, region, agency = found["place"], found["region"], found["agency"] or found["wire"]
    in_capitals, is_colon = place.isupper(), found["mark"].strip() in (":", "|")
    if _is_label(place):
        return False
    if not found["mark"].strip():
        return bool(agency) and all(map(_is_agency, agency.split("/"))) and (in_capitals or is_place(place))
    if agency:
        return not is_colon or in_capitals or is_place(place)
    if found["day"]:
        return in_capitals or is_place(place)
    if region:
        return _is_region(region) and (in_capitals or not is_colon)
    if is_colon:
        return in_capitals and is_place(place)
    return is_place(place) or (in_capitals and sum(map(str.isalpha, place)) >= FEWEST_LETTERS)


def _is_agency(name: str) -> bool:
    return name.casefold() in agencies()


def is_place(name: str) -> bool:
    return all(each.strip().casefold().replace("’", "'") in _places() for each in name.split("/"))


def _is_region(name: str) -> bool:
    return bool(pattern("openings", "regions").fullmatch(name)) or name.casefold() in _places()


def _is_label(words: str) -> bool:
    return bool(pattern("openings", "labels").fullmatch(words))


@cache
def _places() -> frozenset[str]:
    cities = " ".join(table("openings")["cities"].split()).split("|")
    return frozenset({*cities, *(name.casefold() for name in countries().values())})


@cache
def _labels() -> re.Pattern[str]:
    """A label in capitals, or as headlines have it."""
    return re.compile(rf"(?=[A-Z])(?i:{'|'.join(table('openings')['labels'])}){_LABEL_MARK}")
