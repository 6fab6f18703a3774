"""Values of schema.org as pages and feeds write them: texts, addresses, days and numbers, alone, in lists, in several
languages, or as objects that have them."""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from claimsdb.reading.claim_reviews.finding import bare, types_of
from claimsdb.reading.dates import find_first_date, implausible, resolve_date
from claimsdb.reading.markup import PAGE_TAG, TAG, first_markup
from claimsdb.reading.unseen import without_unseen

ADDRESS_LENGTH = 600  # characters
TEXT_LENGTH = 40_000  # that are read of a text at all
MOST_HIDDEN = 100  # characters that are not seen: where there are more, no language needs them
LANGUAGE_KEY = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)
AMPERSAND = re.compile(r"&(?:(?:amp|#0*38|#x0*26);)+", re.IGNORECASE)  # of a page, once or more; &copy= is no entity
COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
NUMBER = re.compile(r"[+-]?\d{1,12}(?:[.,]\d{1,12})?")
TEXTS = ("@value", "name", "alternateName", "headline", "url", "@id")  # of an object that stands for a text


@dataclass(frozen=True, slots=True)
class Fault:
    """What of a ClaimReview could not be read: which property, why, and what would be right."""

    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.field} {self.reason}"


@dataclass
class Node:
    """An object of schema.org. What is asked of it and cannot be read is added to `faults`, by its `path`."""

    given: Mapping[str, Any]
    faults: list[Fault]
    path: str = ""
    types: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.types = types_of(self.given)
        self.given = {bare(name): value for name, value in self.given.items()}

    def text(self, name: str, *, limit: int = 0, needed: str = "") -> str:
        """In plain words, on one line. `needed` says what stands there, where a review has to have it."""
        return self._read(name, lambda value: self._text(name, value, limit), "", needed)

    def address(self, name: str, *, needed: str = "") -> str:
        return self._read(name, lambda value: self._address(name, value), "", needed)

    def day(self, name: str, *, needed: str = "") -> date | None:
        return self._read(name, lambda value: self._day(name, value), None, needed)

    def number(self, name: str) -> float | None:
        return self._read(name, lambda value: self._number(name, value), None, "")

    def nodes(self, name: str, *, as_name: str = "name", needed: str = "") -> list["Node"]:
        """The objects there; a text is an object of which that is the name, an address one that is there."""
        found = [*self._nodes(name, self.given.get(name), as_name)]
        if not found and (needed or (name in self.given and self.given[name] != [])):
            self.fault(name, self._lacking(name, needed))
        return found

    def addresses(self, *names: str) -> list[str]:
        """All that stand there, as texts or as the url, @id or sameAs of objects; what is none is left alone."""
        return list(dict.fromkeys(each for name in names for each in _addresses(self.given.get(name))))

    def _read(self, name: str, read: Callable[[Any], Any], nothing: Any, needed: str) -> Any:
        value = self.given.get(name)
        if value is None or value in ("", [], {}):
            if needed or (name in self.given and value is None):
                self.fault(name, self._lacking(name, needed))
            return nothing
        return read(value)

    def _lacking(self, name: str, needed: str) -> str:
        problem = "is missing" if name not in self.given else "is null" if self.given[name] is None else "is empty"
        return f"{problem}: {needed}" if needed else problem

    def fault(self, name: str, reason: str) -> None:
        fault = Fault(f"{self.path}{name}", reason)
        if fault not in self.faults:
            self.faults.append(fault)

    def _text(self, name: str, value: Any, limit: int) -> str:
        several = [each for each in (plain(one[:TEXT_LENGTH]) for one in _texts(value)) if each]
        if not several:
            self.fault(name, f"is {_kind(value)}, not a text")
            return ""
        if len(several) > 1:
            self.fault(name, f"has {len(several)} values, of which the first is taken")
        if limit and len(several[0]) > limit:
            self.fault(name, f"has {len(several[0])} characters, of which the first {limit} are taken")
            return several[0][: limit - 1].rstrip() + "…"
        return several[0]

    def _address(self, name: str, value: Any) -> str:
        if found := next(_addresses(value), ""):
            return found
        shown = next(_texts(value), "")
        what = f"is {shown:.60}" if shown else f"is {_kind(value)}"
        self.fault(
            name, f"{what}, not an address: one begins with https:// and has at most {ADDRESS_LENGTH} characters"
        )
        return ""

    def _day(self, name: str, value: Any) -> date | None:
        words = next((each for each in _texts(value)), "").strip() if not isinstance(value, int | float) else str(value)
        day = day_of(words[:100])
        if day is None:
            self.fault(name, f"is {words or _kind(value):.40}, which names no day: write it as 2024-10-18")
        elif problem := implausible(day):
            self.fault(name, f"is {day}, which {problem}")
            return None
        return day

    def _number(self, name: str, value: Any) -> float | None:
        words = next(_texts(value), "").strip()
        if NUMBER.fullmatch(words):
            return float(words.replace(",", "."))
        self.fault(name, f"is {words or _kind(value):.40}, not a number")
        return None

    def _nodes(self, name: str, value: Any, as_name: str) -> Iterator["Node"]:
        if isinstance(value, list):
            for each in value:
                yield from self._nodes(name, each, as_name)
        elif isinstance(value, dict) and value:
            yield Node(value, self.faults, f"{self.path}{name}.")
        elif isinstance(value, str) and value.strip():
            key = "url" if ADDRESS.fullmatch(value.strip()) else as_name
            yield Node({key: value}, self.faults, f"{self.path}{name}.")


def plain(text: str) -> str:
    """As a reader sees it: without tags, entities and what is invisible, also where they were written as entities."""
    for _ in range(3):
        if not first_markup(text):
            break
        text = html.unescape(TAG.sub("", PAGE_TAG.sub(" ", text)))
    hidden = [one for one in text if not one.isprintable() and not one.isspace()]
    return without_unseen(text.translate(dict.fromkeys(map(ord, hidden))) if len(hidden) > MOST_HIDDEN else text)


def day_of(words: str) -> date | None:
    """The day that the words begin with or name, whatever their time zone; None where they leave it open."""
    if found := COMPACT_DAY.match(words):
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            return None
    return resolve_date(find_first_date(words))


def _texts(value: Any) -> Iterator[str]:
    """The texts that a value stands for, the best first; of one in several languages the English, or the first."""
    match value:
        case bool() | None:
            return
        case str():
            yield value
        case int() | float():
            yield f"{value:g}" if isinstance(value, float) else str(value)
        case list():
            for each in value:
                yield from _texts(each)
        case dict():
            in_languages = {key: each for key, each in value.items() if LANGUAGE_KEY.fullmatch(key)}
            if in_languages and in_languages.keys() == value.keys():
                yield from _texts(in_languages.get("en", next(iter(in_languages.values()))))
            else:
                yield from _texts(next((value[name] for name in TEXTS if value.get(name)), None))


def _addresses(value: Any) -> Iterator[str]:
    match value:
        case str():
            written = AMPERSAND.sub("&", value.strip())
            written = f"https:{written}" if written.startswith("//") else written
            if ADDRESS.fullmatch(written) and len(written) <= ADDRESS_LENGTH and host_of(written):
                yield written
        case list():
            for each in value:
                yield from _addresses(each)
        case dict():
            for name in ("url", "@id", "id", "@value", "sameAs", "contentUrl"):
                yield from _addresses({bare(key): each for key, each in value.items()}.get(name))


def host_of(address: str) -> str:
    """Empty where there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _kind(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return "a number"
        case list():
            return "a list without any"
        case dict():
            return "an object without any"
        case _:
            return "empty"
