"""The line that names the writer: "By Hannah Levene | 17 Oct 2024"."""

import re
from dataclasses import dataclass
from datetime import date

from claimsdb.reading.dates import find_first_date, resolve_date

MAX_LINE_LENGTH = 150
MAX_NAME_WORDS = 12

_LABELLED = re.compile(r"(?:(?:written|reported|compiled|words|reporting|text)\s+by|authors?\s*:)\s*:?\s*", re.I)
_PLAIN = re.compile(r"by(?:\s*:)?\s+", re.I)
_DATE_LABEL = re.compile(r"\b(?:published|posted|updated|on|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b.*$", re.I)
_PARTICLES = frozenset(
    "and & de da di do dos du del della van von der den ter la le el al bin ibn y e of for the in at with".split()
)
_MARKS = " \t\u00a0|,;:·•–—-(/"


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote the article, as written, and the day given beside the name."""

    names: str
    published_on: date | None


def parse_byline(line: str, *, in_front: bool) -> Byline | None:
    """The byline that the line is, if it is one. A plain "By ..." counts only `in_front`, above the article."""
    label = _LABELLED.match(line) or (in_front and _PLAIN.match(line))
    if not label or len(line) > MAX_LINE_LENGTH:
        return None
    day = find_first_date(line)
    names = line[label.end() : day.start() if day else None]
    names = _DATE_LABEL.sub("", names).strip(_MARKS) if day else names.strip(_MARKS)
    return Byline(names, resolve_date(day)) if _are_names(names) else None


def _are_names(words: str) -> bool:
    """Capitalised throughout but for particles, which tells "By Hannah Levene" from "By the time it ended"."""
    tokens = re.findall(r"[^\s,;|/]+", words)
    return (
        0 < len(tokens) <= MAX_NAME_WORDS
        and not any(character.isdigit() or character in "?!" for character in words)
        and tokens[0] not in _PARTICLES
        and all(token in _PARTICLES or not token.islower() for token in tokens)
    )
