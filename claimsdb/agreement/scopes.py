"""What a question asks: of whom, where and when, and the words that an answer to it has to have."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from claimsdb.agreement.measures import measure_class
from claimsdb.agreement.readings import Reading
from claimsdb.agreement.spans import SHARE_UNITS
from claimsdb.agreement.statements import NOBODY, Days
from claimsdb.agreement.wording import DEEDS, KINDS, SAME, WORDS, content_words, stem, words_of
from claimsdb.choices import AnswerKind, Role, Stance

ENOUGH_OF_TITLE = 0.5  # of the words of a question that an answer without a figure has to have
GIVEN = frozenset({"send", "supply"})  # deeds of which the other side is that something comes from somebody
ANY_TIME = Days()
_PER = re.compile(r"\b(?:a|per|each|every)\s+(year|month|day|week)\b|\b(annual|monthly|daily|weekly)", re.IGNORECASE)
_PLANNED = re.compile(r"\b(?:about to|plans? to|planned|will|going to|expected)\b", re.IGNORECASE)
_SHARE = re.compile(r"\b(?:percent|per cent|share|proportion|part)\b", re.IGNORECASE)
_PERIODS = {"annual": "year", "monthly": "month", "daily": "day", "weekly": "week"}
_BEFORE = re.compile(r"\b(?:before|until)\b.*?\b((?:19|20)\d\d)\b", re.IGNORECASE)
_INTENT = re.compile(r"\b(?:decision|intention|readiness|refusal|offer|promise|pledge) to \w+", re.IGNORECASE)
_POINTING = re.compile(r"\bthem\b", re.IGNORECASE)


@dataclass(frozen=True)
class Scope:
    """What a question asks: `subjects` and `places` are slugs of actors, `days` when what is asked for happens."""

    slug: str
    title: str
    answer: AnswerKind
    subjects: frozenset[str] = NOBODY
    measure: str = ""
    unit: str = ""
    places: frozenset[str] = NOBODY
    days: Days = ANY_TIME

    @cached_property
    def words(self) -> frozenset[str]:
        """What the title asks for, beside who and where."""
        actors = " ".join(self.subjects | self.places).replace("-", " ")
        return content_words(self.title) - content_words(actors)

    @cached_property
    def asked_days(self) -> Days:
        """When: as the scope has it, or by a title that asks for what was before a year."""
        found = _BEFORE.search(self.title)
        if self.days or not found:
            return self.days
        return Days(end=date(int(found[1]), 1, 1) - timedelta(days=1))

    @cached_property
    def measures(self) -> frozenset[str]:
        return frozenset(counted_as(self.measure))

    @cached_property
    def is_of_plans(self) -> bool:
        """Whether it asks for what is foreseen."""
        return bool(_PLANNED.search(self.title))

    @cached_property
    def is_of_shares(self) -> bool:
        return self.unit in SHARE_UNITS or bool(_SHARE.search(self.title))

    @cached_property
    def per(self) -> str:
        found = _PER.search(self.title)
        return (found[1] or _PERIODS[found[2].lower()]).lower() if found else ""


def words_met(scope: Scope, reading: Reading) -> frozenset[str]:
    """The words of a question that a claim says, or says a kind of, or that follow from its deed. What is denied lets
    nothing follow; what only the wording has is presupposed, unless the quote stands for it ("using them") or the
    question is open."""
    statement = reading.statement
    denies = statement.stance == Stance.DENIES
    is_open = scope.answer == AnswerKind.OPEN
    is_whole = denies or is_open or not statement.quote or bool(_POINTING.search(statement.quote))
    said = f"{statement.text} {statement.quote}" if is_whole else statement.quote
    about = " ".join(party.name for party in statement.parties if party.role == Role.SUBJECT)
    words = content_words(f"{_INTENT.sub(' ', said)} {about}")
    words |= {KINDS[each] for each in words if each in KINDS}
    implied = {word for word in scope.words if {*WORDS["implied"].get(word, "").split()} & words}
    if _comes_from(scope.subjects, f"{statement.text} {statement.quote}"):
        implied |= scope.words & GIVEN
    return scope.words & (words if denies else words | implied)


def is_enough(scope: Scope, met: frozenset[str], *, has_day: bool) -> bool:
    """Half of a question's words, and all the deeds and things that it asks for; with a day these may be missing."""
    asked = scope.words & frozenset(SAME.values())
    return (has_day or asked <= met) and len(met) >= ENOUGH_OF_TITLE * len(scope.words) > 0


def _comes_from(subjects: Collection[str], said: str) -> bool:
    """Whether something is said to be from one of them: "weapons from Freedonia" were given by it."""
    names = "|".join(re.escape(subject).replace(r"\-", "[ -]") for subject in sorted(subjects))
    return bool(names) and bool(re.search(rf"\bfrom (?:the )?(?:{names})\b", said, re.IGNORECASE))


def counted_as(measure: str) -> set[str]:
    """The words for a measure: its own, and the deed that it names."""
    stems = [stem(word) for word in words_of(measure)]
    return {measure_class(measure), *stems, *(DEEDS[each] for each in stems if each in DEEDS)} - {""}
