"""What stands around a figure: the words between it and what it counts, what is said of those, when and where.

Two figures answer one question if words that both have show it. Nothing here parses: a clause ends where another figure
or a conjunction begins, a day is a weekday's name, a place is a name behind "in".
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from claimsdb.agreement.statements import NOBODY, Days, Figure, Statement
from claimsdb.agreement.wording import DEEDS, WORDS, content_words, meaning, stem, words_of
from claimsdb.choices import Role

NOUN_WITHIN = 4  # words after a figure
LONGEST_SENTENCE = 2000  # code points; what follows is not looked at
SAID_WITHIN = 6  # words between "said" and the day on which it was
TABLE = WORDS["surroundings"]
COUNTED = {word: number for number, word in enumerate(WORDS["clocks"]["numbers"].split(), 1)} | {"a": 1, "an": 1}
LASTING = {"day": 1, "week": 7, "month": 30, "year": 365}  # days
NEUTRAL = content_words(TABLE["neutral"])
DEED_NAMES = frozenset(DEEDS.values())
WHOM = frozenset(stem(word) for word in WORDS["measures"]["parts"].split())
FATES = frozenset(WORDS["measures"]["marked"].split())  # a measure like "killed" is no noun
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = tuple(TABLE["months"].split())
_PARTING = re.compile(r"[;:—–]|,\s+(?:and|but|while|as|though|although)\b|\s(?:but|while|whereas)\s|,\s")
_PHRASES = re.compile("|".join(TABLE["giving_phrases"]), re.IGNORECASE)
_COUNTING = re.compile(
    rf"\b(?:{'|'.join(TABLE['counting'].split())}|{'|'.join(TABLE['counting_phrases'])})\b", re.IGNORECASE
)
_SAYING = re.compile(rf"\b(?:{'|'.join(TABLE['saying'].split())})\b", re.IGNORECASE)
_SAYING_THAT = re.compile(rf"{_SAYING.pattern}.{{0,40}}?\bthat\b", re.IGNORECASE)
_MONTHS = "|".join(
    [*(each for each in MONTHS if each != "may"), r"(?<=\bin[ ])may", r"(?<=\d[ ])may", r"(?<=\bsince[ ])may"]
)
TIME = re.compile(
    rf"""
    \b(?P<next>next\s+)?(?P<weekday>{"|".join(WEEKDAYS)})\b
    | \b(?:(?P<day>\d{{1,2}})\s+)?(?P<month>{_MONTHS})\b(?:\s+(?P<day_after>\d{{1,2}})\b(?!,\d))?
    | (?<![\d,.$€£])\b(?P<year>(?:19|20)\d\d)\b(?![-,.]\d)
    | \b(?P<phrase>{"|".join(TABLE["times"]).replace(" ", "[ ]")})\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WHOLE = re.compile("|".join(TABLE["whole"]), re.IGNORECASE)
_KINDS_OF_PLACE = "|".join(TABLE["kinds_of_place"].split())
_PLACE = re.compile(
    rf"""
    \b(?i:in|at|across|near|off|outside|around|throughout)\s+(?:the\s+|its\s+|(?:[A-Z]\w+’s\s+))?
    (?:(?:whole|entire|neighbouring|nearby|same|\w+ern)\s+)?
    (?:(?:\w+\s+)?(?:{_KINDS_OF_PLACE})\s+of\s+)?
    (?:
        (?P<name>[A-Z][\w-]*(?:\s+(?:(?:de|da|do|al|el)\s+)?[A-Z][\w-]*)*(?:\s+(?:{_KINDS_OF_PLACE})\b)?)
        | (?P<common>(?:{_KINDS_OF_PLACE})\b)
    )
    """,
    re.VERBOSE,
)
_NAME = re.compile(r"(?<=[a-z,’'] )[A-Z][\w-]+(?: [A-Z][\w-]+)*|\A[A-Z][\w-]+(?: [A-Z][\w-]+)+")
NOT = frozenset(TABLE["not"])
_MARKS = re.compile("|".join(TABLE["marks"]), re.IGNORECASE)
_BY = re.compile(r"\b(?:by|until|up to)\s+\Z", re.IGNORECASE)
WHOLE = "the whole"
BY = "by "  # before a time up to which was counted


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`qualifiers` stand between the figure and its noun; `told_of` is what its clause says of those who are counted;
    `names` are written with a capital letter there, `first` is the word with which the quote begins if that has one,
    too; `marks` are words that take a part of them, or make them a limit; `times` are days, or words where no day is
    known, `happened` those of them that follow the figure, `said_times` those on which it was only said; `places` are
    names, with `WHOLE` for the whole country."""

    qualifiers: frozenset[str]
    noun: frozenset[str]
    told_of: frozenset[str]
    marks: frozenset[str]
    names: frozenset[str]
    first: frozenset[str]
    times: frozenset[str]
    happened: frozenset[str]
    said_times: frozenset[str]
    places: frozenset[str]


def surroundings(statement: Statement, figure: Figure) -> Surroundings:
    """What the words around a figure say, without the names of those who have a part in the statement."""
    said = statement.quote or statement.text
    names = content_words(" ".join(f"{party.name} {party.as_written}" for party in statement.parties))
    speakers = " ".join(f"{each.name} {each.as_written}" for each in statement.having(Role.CLAIMANT, Role.RELAYER))
    before, after = _clause(said, figure, statement.figures)
    before = _COUNTING.split(before)[-1]
    qualifiers, noun = _noun(after, figure)
    around = _PHRASES.sub(" ", f"{before} {after}")
    around = TIME.sub(" ", _PLACE.sub(" ", _WHOLE.sub(" ", around)))
    told_of = content_words(around) - names - noun - qualifiers - NEUTRAL - _measure_words(figure)
    passage = _Passage.of(statement, figure)
    return Surroundings(
        qualifiers=qualifiers - names,
        noun=noun,
        told_of=told_of,
        marks=frozenset(_mark(each.lower()) for each in _MARKS.findall(f"{before} {after}")),
        names=content_words(" ".join(_NAME.findall(around))) - content_words(speakers),
        first=content_words(said.split()[0]) if said[:1].isupper() else NOBODY,
        times=_nearest(passage, lambda words: _times(passage, words, published=statement.published)),
        happened=_times(passage, (passage.figure, passage.clause[1]), published=statement.published),
        said_times=_times(passage, (0, len(passage.sentence)), published=statement.published, of_saying=True),
        places=_nearest(passage, lambda words: _places(passage, words, statement)),
    )


def _mark(written: str) -> str:
    """A word that makes it a part or a limit; all that say "not" are one."""
    return "not" if written in NOT else written


def giver(statement: Statement, figure: Figure) -> frozenset[str]:
    """Who gives a figure that the article has as its own: the words before "counted" or "put"."""
    said = statement.sentence or statement.quote
    if not figure.as_written or figure.as_written not in said:
        return frozenset()
    before = _PARTING.split(said.split(figure.as_written)[0])
    for clause in reversed(before):
        found = _COUNTING.search(clause)
        if found:
            return content_words(clause[: found.start()] or before[0]) - NEUTRAL
    return frozenset()


def _clause(said: str, figure: Figure, figures: tuple[Figure, ...]) -> tuple[str, str]:
    """The words of a figure's clause before it and after it."""
    at = said.find(figure.as_written) if figure.as_written else -1
    if at < 0:
        return "", said
    before, after = said[:at], said[at + len(figure.as_written) :]
    others = [each.as_written for each in figures if each is not figure and each.as_written]
    before = before[max((before.rfind(each) + len(each) for each in others if each in before), default=0) :]
    following = min((after.find(each) for each in others if each in after), default=len(after))
    after = after[:following]
    if following < len(said) - at - len(figure.as_written):
        after = re.split(r",|\sand\s", after)[0]
    return _PARTING.split(before)[-1], _PARTING.split(after)[0]


def _noun(after: str, figure: Figure) -> tuple[frozenset[str], frozenset[str]]:
    """The words between a figure and the noun that it counts, and that noun."""
    words = words_of(after)[: NOUN_WITHIN + 1]
    while words and words[0] in TABLE["of"].split():
        words = words[1:]
    nouns = {stem(word) for word in words_of(figure.measure)} | (_measure_words(figure) - DEED_NAMES)
    if _measure_words(figure) & FATES:
        nouns = {stem(word) for word in words if meaning(stem(word)) in WHOM}
    for place, word in enumerate(words[:NOUN_WITHIN]):
        if nouns & {stem(word), meaning(stem(word))}:
            return content_words(" ".join(words[:place])) - NEUTRAL - DEED_NAMES, content_words(word)
    return frozenset(), content_words(words[0]) if words else frozenset()


def _measure_words(figure: Figure) -> frozenset[str]:
    return frozenset(meaning(stem(word)) for word in words_of(figure.measure))


@dataclass(frozen=True, slots=True)
class _Passage:
    """A sentence with the place of a figure in it, and of the clause around that."""

    sentence: str
    figure: int
    clause: tuple[int, int]

    @classmethod
    def of(cls, statement: Statement, figure: Figure) -> "_Passage":
        said = statement.quote or statement.text
        sentence = (statement.sentence if said in statement.sentence else said)[:LONGEST_SENTENCE]
        at = sentence.find(figure.as_written, max(sentence.find(said), 0)) if figure.as_written else -1
        if at < 0:
            return cls(sentence, -1, (0, len(sentence)))
        end = at + len(figure.as_written)
        begin = max((each.end() for each in _PARTING.finditer(sentence, 0, at)), default=0)
        close = _PARTING.search(sentence, end)
        return cls(sentence, at, (begin, close.start() if close else len(sentence)))


def _nearest(passage: _Passage, find: Callable[[tuple[int, int]], frozenset[str]]) -> frozenset[str]:
    """What the clause of a figure has, or else the words before it in the sentence."""
    begin, end = passage.clause
    return find((begin, end)) or find((0, begin))


def _times(passage: _Passage, within: tuple[int, int], *, published: Days, of_saying: bool = False) -> frozenset[str]:
    """The times that words name: of what is told, or those at which it was only said."""
    return frozenset(
        BY * bool(_BY.search(passage.sentence, 0, found.start())) + _named_time(found, published=published)
        for found in TIME.finditer(passage.sentence, max(within[0], 0), within[1])
        if _is_of_saying(passage, found.start()) == of_saying
    )


def _is_of_saying(passage: _Passage, at: int) -> bool:
    """Whether a time is that of a "said": shortly before it, without a figure between, or between it and the figure."""
    sentence, figure = passage.sentence, passage.figure
    verbs = [*_SAYING.finditer(sentence, 0, at)]
    if verbs and not verbs[-1].end() <= figure < at and len(sentence[verbs[-1].end() : at].split()) <= SAID_WITHIN:
        return True
    return at < figure and bool(_SAYING_THAT.search(sentence, at, figure))


def _named_time(found: re.Match[str], *, published: Days) -> str:
    weekday = found["weekday"]
    day = published.end if published.start == published.end else None
    if weekday and day:
        back = (day.weekday() - WEEKDAYS.index(weekday.lower())) % 7
        return (day + timedelta(days=7 - back if found["next"] else -back)).isoformat()
    if published.end and (number := found["day"] or found["day_after"]):
        last = published.end
        month = MONTHS.index(found["month"].lower()) + 1
        year = last.year if (month, int(number)) <= (last.month + 1, last.day) else last.year - 1
        return _day_of(year, month, int(number)) or found["month"].lower()
    named = found["month"] or found["year"] or found["phrase"] or weekday
    return " ".join(words_of(named))


def days_named(found: re.Match[str], *, published: Days) -> Days:
    """The days of a time that words name, as near as may be to that of the article; nothing where it is not known."""
    day, last = _as_day(_named_time(found, published=published)), published.end
    if day:
        return Days(day, day)
    if found["year"]:
        return Days(date(int(found["year"]), 1, 1), date(int(found["year"]), 12, 31))
    if found["phrase"] and last is not None:
        return _days_from(found["phrase"].lower(), last)
    if not found["month"] or last is None:
        return Days()
    month = MONTHS.index(found["month"].lower()) + 1
    year = last.year - (month > last.month + 1)
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _days_from(phrase: str, day: date) -> Days:
    """The days of "tomorrow", "next week" or "ten days ago", seen from a day."""
    if phrase in ("yesterday", "tomorrow"):
        other = day + timedelta(days=1 if phrase == "tomorrow" else -1)
        return Days(other, other)
    ago = re.fullmatch(r"(\w+) (day|week|month|year)s? ago", phrase)
    if ago and ago[1] in COUNTED:
        off, about = COUNTED[ago[1]] * LASTING[ago[2]], LASTING[ago[2]] // 2
        return Days(day - timedelta(days=off + about), day - timedelta(days=off - about))
    beside = re.fullmatch(r"(next|last) (week|month|year)", phrase)
    return _beside(day, beside[2], 1 if beside[1] == "next" else -1) if beside else Days()


def _beside(day: date, unit: str, step: int) -> Days:
    """The week, month or year after, or before, that of a day."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday() - 7 * step)
        return Days(monday, monday + timedelta(days=6))
    if unit == "year":
        return Days(date(day.year + step, 1, 1), date(day.year + step, 12, 31))
    months = day.year * 12 + day.month - 1 + step
    year, month = months // 12, months % 12 + 1
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _day_of(year: int, month: int, day: int) -> str | None:
    """None where the month has no such day."""
    return f"{year}-{month:02}-{day:02}" if 1 <= day <= monthrange(year, month)[1] else None


def _places(passage: _Passage, within: tuple[int, int], statement: Statement) -> frozenset[str]:
    sentence = passage.sentence
    names = {" ".join(words_of(party.as_written)) for party in statement.parties if party.role != Role.PLACE}
    found = {WHOLE} if _WHOLE.search(sentence, *within) else set()
    for each in _PLACE.finditer(sentence, *within):
        name = " ".join(words_of(each["name"] or each["common"]))
        is_time = name.split()[0] in WEEKDAYS + MONTHS
        verbs = [*_SAYING.finditer(sentence, 0, each.start())]
        is_of_giver = each.start() < passage.figure and each.start() > 0 and _gives_after(passage, each.end())
        is_of_saying = is_of_giver or (
            verbs and len(sentence[verbs[-1].end() : each.start()].split()) <= SAID_WITHIN // 2
        )
        if not is_time and not is_of_saying and not any(name in other for other in names):
            found.add(name if each["name"] else f"the {name}")
    return frozenset(found)


def _gives_after(passage: _Passage, at: int) -> bool:
    """Whether a verb that gives the figure stands between a place and it: "officials in the town put it at 40"."""
    return bool(_COUNTING.search(passage.sentence, at, passage.figure))


def is_now(time: str, published: Days, *, days: int) -> bool:
    """Whether a time is that of the article: the day on which it was published, or so many before."""
    last, day = published.end, _as_day(time.removeprefix(BY))
    days = 0 if time.startswith(BY) else days
    if day is None:
        return last is not None and time in (str(last.year), f"{last:%B}".lower())
    return last is not None and timedelta(0) <= last - day <= timedelta(days=days)


def is_named_in(words: frozenset[str], time: str) -> bool:
    """Whether words have the name of a time: the weekday of a day."""
    day = _as_day(time)
    if time.startswith(BY):
        return False
    return WEEKDAYS[day.weekday()] in words if day else frozenset(words_of(time)) <= words


def is_day(time: str) -> bool:
    return _as_day(time) is not None


def _as_day(time: str) -> date | None:
    return date.fromisoformat(time) if re.fullmatch(r"\d{4}-\d\d-\d\d", time) else None
