"""Who wrote an article, by one rule for pages and plain text: persons, or nobody.

A role, an agency, a day, an address for letters and what a page says to its readers are no part of a name.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from claimsdb.reading.datelines import is_place
from claimsdb.reading.dates import find_first_date, is_date_line, resolve_date
from claimsdb.reading.unseen import without_unseen
from claimsdb.reading.vocabulary import listed, pattern

MAX_LINE_LENGTH = 150
MAX_NAMES_LENGTH = 2000  # characters in which names are looked for
MAX_LINE_WORDS = 12
MAX_ABOUT_LENGTH = 400  # characters that are said of a writer
MAX_NAME_WORDS, MAX_NAME_LENGTH = 5, 60
FEWEST_CAPITALS = 3  # of a publisher's short name: fewer may be somebody's initials

_LABELLED = re.compile(r"(?:(?:written|reported|compiled|words|reporting|text)\s+by|authors?\s*:)\s*:?\s*", re.I)
_PLAIN = re.compile(r"by(?:\s*:)?\s+", re.I)
_DATE_LABEL = re.compile(r"\b(?:published|posted|updated|on|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b.*$", re.I)
_LABEL_BEHIND = re.compile(r"\b(?:last\s+)?(?:published|posted|updated)\Z", re.I)
_BEHIND_DAY = re.compile(r"\bby\s+(?-i:[^\W_a-z])", re.I)
_MARKS = " \t\u00a0|,;:·•–—-(/*.\"'"
_BETWEEN = re.compile(r"\s*(?:[;,|·•/]|&|\b(?:and|with|und|mit|et|avec|y|con)\b)\s*", re.I)
_LETTERBOX = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+|(?<!\S)@\w+")
_SPEAKING = re.compile(r"\b(?:said|says|told)\b")
_FROM_A_PLACE = re.compile(r"\s+in\s+[^\W_a-z][\w.’ -]{2,40}\Z")
_NAME_IN_FRONT = re.compile(
    r"([^\W\d_a-z][\w.’'-]*(?: [^\W\d_][\w.’'-]*){1,3}?) (?=is |was |works |covers |reports |writes )"
)
_OF_A_NAME = frozenset({"jr", "sr", "ii", "iii", "iv"})
_NO_DEGREES = frozenset({"phd", "ph.d", "md", "m.d", "dr"})


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote the article, as written, and the day given beside the name; empty names for a desk or an agency."""

    names: str
    published_on: date | None


def parse_byline(line: str, *, in_front: bool) -> Byline | None:
    """The byline that the line is, if it is one. A plain "By ..." counts only `in_front`, above the article."""
    if len(line) > 2 * MAX_LINE_LENGTH:
        return None
    line = _LETTERBOX.sub("", without_unseen(line)).rstrip(_MARKS)
    start = _length_of_day(line) if in_front else 0
    label = _LABELLED.match(line, start) or (in_front and _PLAIN.match(line, start))
    if not label or len(line) > MAX_LINE_LENGTH:
        return None
    day = find_first_date(line)
    names = line[label.end() : day.start() if day and day.start() >= label.end() else None]
    names = _DATE_LABEL.sub("", names).strip(_MARKS) if day else _LABEL_BEHIND.sub("", names).strip(_MARKS)
    return Byline(writers_in(names), resolve_date(day)) if _are_names(names) else None


def _length_of_day(line: str) -> int:
    """Of a day and a time that stand before a byline in its line: "5:45 AM PST 19/11/2019 by Anna Berg"."""
    found = _BEHIND_DAY.search(line)
    return found.start() if found and is_date_line(line[: found.start()], bare=True) else 0


def parse_unlabelled(line: str) -> Byline | None:
    """The byline that a line without "By" may be: a person, then nothing but persons, a role, a place, a day."""
    line = _LETTERBOX.sub("", without_unseen(line)).rstrip(_MARKS)
    line = pattern("bylines", "labels").sub("", line, count=1) if ":" not in line else line
    if len(line) > MAX_LINE_LENGTH:
        return None
    day = find_first_date(line)
    names = _DATE_LABEL.sub("", line[: day.start()]) if day else line
    names = _FROM_A_PLACE.sub("", names.strip(_MARKS))
    first, *others = _BETWEEN.split(names)
    written = writers_in(names)
    if not written or not _is_surely_person(first) or not all(map(_may_follow, others)):
        return None
    return Byline(written, resolve_date(day))


def is_about_writer(line: str, names: Collection[str]) -> bool:
    """Whether a paragraph at the end says of a writer who that is. `names` are those in the byline."""
    if len(line) > MAX_ABOUT_LENGTH or _SPEAKING.search(line):
        return False
    for name in names:
        if line.casefold().startswith(f"{name} ".casefold()):
            return bool(pattern("bylines", "writers_named").match(line, len(name) + 1))
    found = _NAME_IN_FRONT.match(line)
    return bool(found and is_person(found[1]) and pattern("bylines", "writers").match(line, found.end()))


def _is_surely_person(name: str) -> bool:
    """Whether it is a name of two words or more and neither a place nor the heading of a section."""
    tokens = name.casefold().split()
    no_names = {*listed("bylines", "no_writers"), *listed("titles", "sections")}
    is_of_a_place = is_place(name) or is_place(tokens[0] if tokens else "")
    return len(tokens) > 1 and is_person(name) and not is_of_a_place and no_names.isdisjoint(tokens)


def _may_follow(part: str) -> bool:
    """What may stand behind the first name of a byline: another one, a role, where the writer is or works."""
    plain = {*part.casefold().split()}
    return is_person(part) or is_role(part) or is_place(part) or not plain.isdisjoint(listed("bylines", "no_persons"))


def writers_in(words: str, *, besides: Collection[str] = (), single: bool = False) -> str:
    """The persons that the words name, as written there where nobody else stands between them."""
    found = persons(words, besides=besides, single=single)
    if not found:
        return ""
    stretch = words[words.find(found[0]) : words.rfind(found[-1]) + len(found[-1])]
    others = [part for part in _BETWEEN.split(stretch) if part and part.strip(" .") not in found]
    return "; ".join(found) if others or "\n" in stretch else stretch.replace(" ,", ",")


def persons(words: str, *, besides: Collection[str] = (), single: bool = False) -> list[str]:
    """The persons that the words name, each once; none of the names `besides`, which are those of publishers. One word
    is a person's name only if `single`, where the page says so."""
    found: dict[str, str] = {}
    for part in chain.from_iterable(map(_parts, words[:MAX_NAMES_LENGTH].splitlines())):
        name = _ended(part)
        if name.casefold().strip(".") in _OF_A_NAME and found:
            last = next(reversed(found))
            found[last] = f"{found[last]}, {name}"
        elif is_person(name, besides=besides, single=single):
            found.setdefault(_key(name), name)
    return list(found.values())


def _parts(line: str) -> list[str]:
    line = without_unseen(_LETTERBOX.sub(" ", line))
    return _BETWEEN.split(pattern("bylines", "labels").sub("", line, count=1))


def is_role(line: str) -> bool:
    """Whether a line below a byline says what the writer is: "Political editor", "Associated Press"."""
    return len(line) <= MAX_LINE_LENGTH // 2 and bool(pattern("bylines", "roles").fullmatch(line.strip(_MARKS)))


def same_persons(names: Iterable[str]) -> set[str]:
    """Names by which the same persons are known however they are written."""
    return set(map(_key, names))


def is_person(name: str, *, besides: Collection[str] = (), single: bool = False) -> bool:
    """Whether the words are a person's name by their shape: capitalised throughout but for particles."""
    tokens = name.split()
    plain = [token.casefold().strip("._-'\"“”‘’") for token in tokens]
    if not 0 < len(tokens) <= MAX_NAME_WORDS or len(name) > MAX_NAME_LENGTH or not all(map(_may_be_of_a_name, tokens)):
        return False
    if len(tokens) == 1 and not (single or _is_unspaced(name)):
        return False
    if tokens[0].islower() and plain[0] not in listed("bylines", "particles"):
        return False
    if plain[0] in listed("bylines", "no_first_names"):
        return False
    no_persons = {*listed("bylines", "no_persons")}
    if not no_persons.isdisjoint(plain) or {*plain} <= {*listed("bylines", "no_persons_alone")}:
        return False
    keys = set(map(_key, besides))
    return _key(name) not in keys and not any(_is_short_name(token, keys) for token in tokens)


def _is_short_name(token: str, publishers: Collection[str]) -> bool:
    """Whether it is the publisher's in capitals, as in the names of its departments."""
    return token.isupper() and len(token) >= FEWEST_CAPITALS and _key(token) in publishers


def _may_be_of_a_name(token: str) -> bool:
    if any(one.isdigit() or one in "?!/@_#=%<>{}[]。、！？" for one in token):
        return False
    return not token.islower() or token.casefold() in listed("bylines", "particles")


def _is_unspaced(name: str) -> bool:
    """Whether the name is of a script that writes names without blanks."""
    return len(name) <= 12 and all(unicodedata.category(one) == "Lo" for one in name)


def _ended(part: str) -> str:
    part = part.strip(_MARKS.replace(".", ""))
    cut = next((found.start() for found in pattern("bylines", "ends").finditer(part) if found.start()), None)
    name = part[:cut].strip(_MARKS.replace(".", "").replace('"', "") + ")")
    tokens = name.split()
    return " ".join(tokens[:-1] if tokens and tokens[-1].casefold().strip(".") in _NO_DEGREES else tokens)


def _key(name: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", name).casefold() if one.isalnum())


def _are_names(words: str) -> bool:
    """Capitalised throughout but for particles, which tells "By Hannah Levene" from "By the time it ended"."""
    tokens = re.findall(r"[^\s,;|/]+", words)
    particles = {*listed("bylines", "particles"), "and", "&", "for", "of", "the", "in", "at", "with"}
    return (
        0 < len(tokens) <= MAX_LINE_WORDS
        and not any(character.isdigit() or character in "?!" for character in words)
        and tokens[0] not in particles
        and all(token in particles or not token.islower() for token in tokens)
    )
