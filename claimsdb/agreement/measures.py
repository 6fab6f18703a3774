"""What a figure counts: its measure, and the deed that the words beside it name ("40 people were killed")."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from claimsdb.agreement.readings import Reading
from claimsdb.agreement.spans import COUNT_UNITS, SHARE_UNITS, Span, span_of
from claimsdb.agreement.statements import NOBODY, Figure
from claimsdb.agreement.surroundings import Surroundings, giver, surroundings
from claimsdb.agreement.wording import DEEDS, WORDS, content_words, meaning, stem, stems, words_of
from claimsdb.choices import Basis, Qualifier, Stage

WORDS_OF_A_SUM = 2
NEAR = 8  # words between a figure and the deed that it counts
VALUE = ("low", "best", "high", "qualifier", "basis", "stage", "per")
GENERIC = frozenset(words_of(WORDS["measures"]["generic"]))
_VOTED = re.compile(rf"\b(?:{'|'.join(WORDS['measures']['voted'])})\b", re.IGNORECASE)
DIMENSIONS = frozenset(meaning(stem(word)) for word in WORDS["measures"]["dimensions"].split())
OF_AN_OCCASION = frozenset(WORDS["measures"]["of_an_occasion"].split())
DOERS = frozenset(WORDS["measures"]["doers"].split())
MARKED = frozenset(WORDS["measures"]["marked"].split())
# A deed that says enough of those who are counted, be it only by their name: "marchers", "the dead".
TELLING = MARKED | OF_AN_OCCASION - {"vote"} | frozenset({"infect", "arrest"})
BODIES = "bodies"
ONLY_RISING = frozenset(WORDS["measures"]["only_rising"].split())


@dataclass(frozen=True, eq=False)
class Told:
    """A figure in its statement, made by `told`; what the rules ask of it is worked out when one first does. `home` are
    the words with which its article opens."""

    reading: Reading
    figure: Figure
    home: frozenset[str] = NOBODY

    @cached_property
    def span(self) -> Span | None:
        """From where to where it lies: so many bodies are so many dead, and maybe more."""
        return span_of(_of_bodies(self.figure) if self.counts_bodies else self.figure, said=self._said)

    @property
    def span_as_counted(self) -> Span | None:
        """The same of the bodies alone."""
        return span_of(self.figure, said=self._said)

    @property
    def measure(self) -> str:
        """The one word for its measure, empty where it says too little."""
        return self._counted[0]

    @property
    def deed(self) -> str:
        """The deed that it counts."""
        return self._counted[1]

    @cached_property
    def _counted(self) -> tuple[str, str]:
        measure = measure_class(self.figure.measure)
        if measure == "vote" and _is_turnout(self.figure, said=self._said):
            return "turnout", "turnout"
        if self.counts_bodies:
            return "kill" if measure == stem("corpse") else measure, "kill"
        is_lost = self.figure.stage == Stage.LOST and self.figure.unit == "person"
        return measure, _deed(self.reading, self.figure) or ("kill" if is_lost else "")

    @cached_property
    def counts_bodies(self) -> bool:
        """Whether it is of those who were found dead."""
        return _is_of_bodies(self.figure, said=self._said)

    @property
    def _said(self) -> str:
        return self.reading.statement.quote or self.reading.statement.text

    @cached_property
    def around(self) -> Surroundings:
        return surroundings(self.reading.statement, self.figure)

    @cached_property
    def given_by(self) -> frozenset[str]:
        """The words for who gives it, where they are told."""
        named = content_words(" ".join(self.reading.who))
        return named or self.reading.speakers or giver(self.reading.statement, self.figure)

    @cached_property
    def told_of(self) -> frozenset[str]:
        """What is said of those who are counted."""
        return self.around.told_of | ({self.deed} & TELLING)


def is_an_age(told: Told) -> bool:
    """Whether it stands behind a name: "one of the dead was Marcus Bell, 27"."""
    written = re.escape(told.figure.as_written)
    return written.isdigit() and bool(re.search(rf"\b[A-Z]\w+, {written}(?=[,.;]|\Z)", told.reading.said))


def told(reading: Reading, figure: Figure, stood_for: Figure | None = None, *, home: frozenset[str] = NOBODY) -> Told:
    """A figure to compare. One that stands for another has that one's value, and no bounds of its own."""
    return Told(reading, in_place_of(figure, stood_for), home)


def in_place_of(figure: Figure, stood_for: Figure | None) -> Figure:
    """The figure with the value of the one for which it stands, if it is known."""
    if stood_for is None:
        return figure
    value = {name: getattr(stood_for, name) for name in VALUE}
    counted = {name: getattr(figure, name) or getattr(stood_for, name) for name in ("measure", "unit", "of")}
    return replace(figure, **value, **counted)


def measure_class(measure: str) -> str:
    """The one word for a measure and all that mean the same; empty where it says too little to be compared."""
    words = words_of(measure)
    if not words or words[-1] in GENERIC:
        return ""
    return " ".join(meaning(stem(word)) for word in words)


def is_same_measure(a: Told, b: Told) -> bool:
    """Equal measures, or one deed where a measure names whom it counts too widely ("people", "marchers"). Sums of money
    and the like need a deed, and a word more."""
    if a.measure in DIMENSIONS or b.measure in DIMENSIONS:
        return a.measure == b.measure and _is_one_sum(a, b)
    if a.deed == b.deed == "turnout" and a.figure.unit in SHARE_UNITS:
        return True
    if a.deed == b.deed and a.deed in MARKED and a.deed in (a.measure, b.measure) and a.measure and b.measure:
        return True
    if (
        a.deed == b.deed
        and a.deed in MARKED
        and a.figure.measure
        and b.figure.measure
        and not (a.measure and b.measure)
    ):
        return True
    if a.measure and b.measure:
        return a.measure == b.measure and (_is_staged(a, b) or _is_same_deed(a, b))
    if not a.figure.measure or not b.figure.measure:
        return False
    return bool(a.deed) and a.deed == b.deed and (a.measure or b.measure) in ("", a.deed)


def is_of_one_deed(a: Told, b: Told) -> bool:
    """Whether one counts those to whom it was done, and the other how often: six people arrested, 19 arrests."""
    counts = {a.figure.unit, b.figure.unit} <= COUNT_UNITS and a.measure != b.measure
    return counts and bool(a.deed) and a.deed == b.deed and a.deed in (a.measure, b.measure)


def _is_one_sum(a: Told, b: Told) -> bool:
    """Whether two sums have a deed and a word in common; or a word, and another or a time."""
    shared = (a.reading.own & b.reading.own) - {a.measure, a.deed}
    if a.deed and a.deed == b.deed:
        return bool(shared)
    if a.around.first and b.around.first and a.around.first != b.around.first:
        return False
    both = a.told_of & b.told_of & shared
    return not (a.deed and b.deed) and bool(both) and len(both | (a.around.times & b.around.times)) >= WORDS_OF_A_SUM


def _is_of_bodies(figure: Figure, *, said: str) -> bool:
    """Whether it is of bodies that were found: "12 bodies", "the bodies of 12 people"."""
    if BODIES not in said and BODIES not in figure.measure:
        return False
    before = words_of(said.split(figure.as_written)[0])[-2:] if figure.as_written else []
    return stem(BODIES) in {stem(word) for word in words_of(figure.measure)} or before == [BODIES, "of"]


def _of_bodies(figure: Figure) -> Figure:
    """So many are dead, and maybe more."""
    closed = figure.qualifier in (Qualifier.EXACT, Qualifier.ABOUT)
    return replace(figure, qualifier=Qualifier.AT_LEAST, high=None, best=None) if closed else figure


def _is_turnout(figure: Figure, *, said: str) -> bool:
    """Whether it is the share of the voters who voted."""
    return figure.unit in SHARE_UNITS and stem("voters") in stems(figure.measure) and bool(_VOTED.search(said))


def _is_staged(a: Told, b: Told) -> bool:
    """Whether their stages say what became of those who are counted."""
    return bool(a.figure.stage or b.figure.stage)


def _is_same_deed(a: Told, b: Told) -> bool:
    """One deed, or none that is told of both and makes the other count another one."""
    return a.deed == b.deed or (not (a.deed and b.deed) and not {a.deed, b.deed} & MARKED)


def whole_of(told: Told) -> frozenset[str]:
    """Of what a share is one: "62 percent of registered voters"."""
    figure = told.figure
    if figure.basis != Basis.SHARE and figure.unit not in SHARE_UNITS:
        return frozenset()
    said = told.reading.statement.quote or told.reading.statement.text
    after = said.split(figure.as_written, 1)[1:] if figure.as_written else []
    words = words_of(" ".join(after))[: NEAR // 2]
    while words and words[0] in ("percent", "per", "cent", "pct"):
        words = words[1:]
    return content_words(" ".join(words[1:])) if words[:1] == ["of"] else frozenset()


def _deed(reading: Reading, figure: Figure) -> str:
    """What is done by, or to, those that are counted: that of the measure, else the nearest that the words name."""
    of_measure = next((deed for _, deed in _deeds_in(words_of(figure.measure))), "")
    statement = reading.statement
    return of_measure or _nearest_deed(statement.quote, figure) or _nearest_deed(statement.text, figure)


def _nearest_deed(said: str, figure: Figure) -> str:
    if not figure.as_written or figure.as_written not in said:
        return ""
    before, after = said.split(figure.as_written, 1)
    deeds = [*_deeds_in(reversed(words_of(before)[-NEAR:])), *_deeds_in(words_of(after)[:NEAR])]
    return min(deeds)[1] if deeds else ""


def _deeds_in(words: Iterable[str]) -> list[tuple[int, str]]:
    """Deeds with their distance; one word further on is as near as one back."""
    named = ((distance, word) for distance, word in enumerate(words) if word not in DOERS)
    return [(distance, DEEDS[stem(word)]) for distance, word in named if stem(word) in DEEDS]
