"""Which claims answer which question: what of its scope they meet, leave open, or speak against.

An answer is proposed where nothing speaks against it and enough is met; confirmed it is by editors alone.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from claimsdb.agreement.corpus import Corpus
from claimsdb.agreement.measures import Told, measure_class
from claimsdb.agreement.readings import ACTOR, Reading
from claimsdb.agreement.spans import SHARE_UNITS
from claimsdb.agreement.statements import NOBODY, Days, Registry
from claimsdb.agreement.wording import DEEDS, KINDS, SAME, WORDS, content_words, stem, words_of
from claimsdb.choices import AnswerKind, AnswerPart, Basis, Phase, Placement, Stage, Stance, Voice

ENOUGH_OF_TITLE = 0.5  # of the words of a question that an answer without a figure has to have
# What became of those who are counted is another count, unless a question asks for it.
FATES = {Stage.LOST: "casualties", Stage.DESERTED: "desert", Stage.RETURNED: "return", Stage.USED: "use"}
ENTIRE = frozenset({AnswerKind.OPEN, AnswerKind.WHO})  # whose titles say little
NO_ANSWER = frozenset({Stance.QUESTIONS, Stance.CALLS_FOR})
ANY_TIME = Days()
_PER = re.compile(r"\b(?:a|per|each|every)\s+(year|month|day|week)\b|\b(annual|monthly|daily|weekly)", re.IGNORECASE)
_PLANNED = re.compile(r"\b(?:about to|plans? to|planned|will|going to|expected)\b", re.IGNORECASE)
_SHARE = re.compile(r"\b(?:percent|per cent|share|proportion|part)\b", re.IGNORECASE)
_PERIODS = {"annual": "year", "monthly": "month", "daily": "day", "weekly": "week"}


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
    def measures(self) -> frozenset[str]:
        return frozenset(_counted_as(self.measure))

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


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether a claim, or one figure of it, answers a question. `met`, `open` and `against` are parts of the scope, the
    last with what speaks against them; `answer` is yes, no, likely, a date, or empty where the figure is the answer."""

    question: str
    key: str
    figure: int | None
    met: tuple[str, ...]
    open: tuple[str, ...]
    against: Mapping[str, str] = field(hash=False)
    is_proposed: bool = False
    answer: str = ""
    part: AnswerPart = AnswerPart.STATES

    @property
    def in_words(self) -> str:
        if self.against:
            return "Not an answer: " + "; ".join(self.against.values()) + "."
        said = f"It meets {', '.join(self.met) or 'nothing'}"
        return f"{said}; not told: {', '.join(self.open)}." if self.open else f"{said}."


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """What claims of several articles count, and no question asks for."""

    title: str
    measure: str
    unit: str
    of: str | None
    stage: str
    keys: tuple[str, ...]


def answers(corpus: Corpus, scopes: Iterable[Scope]) -> list[Membership]:
    """The answers that are proposed, by question and claim."""
    known = sorted(scopes, key=lambda each: each.slug)
    found = (fit for scope in known for reading in corpus for fit in fits(scope, reading, corpus) if fit.is_proposed)
    return sorted(found, key=lambda each: (each.question, each.key, each.figure or 0))


def fits(scope: Scope, reading: Reading, corpus: Corpus) -> Iterator[Membership]:
    """How a claim meets a question: a membership for each figure where it asks for a number, else one."""
    if scope.answer == AnswerKind.NUMBER:
        for told in corpus.figures_of(reading):
            yield _number_fits(scope, told, corpus)
    else:
        yield _statement_fits(scope, reading, corpus)


def new_questions(corpus: Corpus, scopes: Iterable[Scope]) -> list[NewQuestion]:
    """What is counted in several articles without a question that takes it."""
    known = list(scopes)
    counted: dict[tuple[str, str, str | None, str], list[Told]] = defaultdict(list)
    for reading in corpus:
        for told in corpus.figures_of(reading):
            if told.measure and not any(
                _number_fits(scope, told, corpus).is_proposed for scope in known if _asks(scope)
            ):
                figure = told.figure
                counted[figure.measure, figure.unit, figure.of, figure.stage].append(told)
    found = (_new_question(*what, tolds=tolds) for what, tolds in counted.items() if _articles(tolds) > 1)
    return sorted(found, key=lambda each: each.title)


def _number_fits(scope: Scope, told: Told, corpus: Corpus) -> Membership:
    reading, figure = told.reading, told.figure
    parts = _Parts(scope, reading, corpus.registry)
    parts.stance()
    parts.counted(figure.of)
    fate = FATES[Stage(figure.stage)] if figure.stage in FATES else ""
    measures = _counted_as(figure.measure) | {fate} - {""}
    parts.has("measure", bool(measures & scope.measures), f"it counts {figure.measure or 'something else'}")
    if fate and fate not in scope.measures | scope.words:
        parts.against["stage"] = f"it counts those {figure.stage}"
    if not figure.stage and told.deed in _fates() and told.deed not in scope.measures | scope.words:
        parts.against["stage"] = f"it counts those of whom it says {told.deed}"
    parts.has("unit", not scope.unit or scope.unit == figure.unit, f"its unit is {figure.unit or 'none'}")
    if bool(scope.per) != bool(figure.per) and not (scope.per and figure.basis == Basis.SHARE):
        parts.against["per"] = f"it is {'a ' + figure.per if figure.per else 'in all'}"
    if figure.basis == Basis.SHARE and not (scope.is_of_shares or scope.per):
        parts.against["basis"] = "it is a share"
    parts.phase()
    parts.place()
    parts.time()
    part = AnswerPart.PRESUPPOSES if _presupposes(told, corpus) else AnswerPart.STATES
    part = AnswerPart.REPEATS if reading.key in corpus.heads else part
    states = part != AnswerPart.PRESUPPOSES
    return parts.result(figure=figure.order, part=part, enough=states and "measure" in parts.met)


def _statement_fits(scope: Scope, reading: Reading, corpus: Corpus) -> Membership:
    parts = _Parts(scope, reading, corpus.registry)
    parts.stance()
    parts.counted(None)
    parts.place()
    parts.time()
    met = _words_met(scope, reading)
    answer = _answer_of(scope, reading)
    has_day = scope.answer == AnswerKind.DATE and bool(answer)
    enough = met == scope.words if scope.answer in ENTIRE else _is_enough(scope, met, has_day=has_day)
    if enough:
        parts.met.append("words")
    if scope.answer == AnswerKind.DATE and not answer:
        parts.open.append("day")
    part = AnswerPart.REPEATS if reading.key in corpus.heads else AnswerPart.STATES
    placed = not scope.places or "place" in parts.met
    return parts.result(answer=answer, part=part, enough=enough and placed and "subject" in parts.met)


def _words_met(scope: Scope, reading: Reading) -> frozenset[str]:
    """The words of a question that a claim says, or says a kind of, or that follow from its deed. What is denied lets
    nothing follow; what only the wording has, and the quote not, is presupposed."""
    statement = reading.statement
    denies = statement.stance == Stance.DENIES
    words = reading.words if denies or not statement.quote else content_words(statement.quote)
    words |= {KINDS[each] for each in words if each in KINDS}
    implied = {word for word in scope.words if {*WORDS["implied"].get(word, "").split()} & words}
    return scope.words & (words if denies else words | implied)


def _is_enough(scope: Scope, met: frozenset[str], *, has_day: bool) -> bool:
    """Half of a question's words, and all the deeds and things that it asks for; with a day these may be missing."""
    asked = scope.words & frozenset(SAME.values())
    return (has_day or asked <= met) and len(met) >= ENOUGH_OF_TITLE * len(scope.words) > 0


class _Parts:
    """What of a scope is met, open, and spoken against."""

    def __init__(self, scope: Scope, reading: Reading, registry: Registry) -> None:
        self.scope, self.reading, self.registry = scope, reading, registry
        self.met: list[str] = []
        self.open: list[str] = []
        self.against: dict[str, str] = {}

    def has(self, part: str, is_met: bool, otherwise: str) -> None:
        if is_met:
            self.met.append(part)
        else:
            self.against[part] = otherwise

    def stance(self) -> None:
        stance = self.reading.statement.stance
        if stance in NO_ANSWER:
            self.against["stance"] = f"it {stance.replace('_', ' ')}, and says nothing of what is"

    def counted(self, of: str | None) -> None:
        """Whose things are counted, or whom it is about."""
        about = frozenset({of}) if of else _rolled_up(self.reading.subjects | self.reading.actors, self.registry)
        if not self.scope.subjects:
            return
        if not about:
            self.open.append("subject")
        else:
            self.has("subject", bool(about & self.scope.subjects), "it is about others")

    def place(self) -> None:
        if not self.scope.places:
            return
        named = {word.removeprefix(ACTOR) for place in self.reading.places for word in place if word.startswith(ACTOR)}
        if _rolled_up(named | self.reading.actors, self.registry) & self.scope.places:
            self.met.append("place")
        elif named:
            self.against["place"] = f"it is in {', '.join(sorted(named))}"
        else:
            self.open.append("place")

    def time(self) -> None:
        if not self.scope.days:
            return
        days = self.reading.statement.event or self.reading.as_of
        if days:
            self.has("time", days.overlaps(self.scope.days), f"it is of {days}")
        elif self.reading.statement.phase == Phase.PLANNED:
            self.against["time"] = "it is a plan of an unknown day"
        else:
            self.open.append("time")

    def phase(self) -> None:
        is_planned = self.reading.statement.phase == Phase.PLANNED
        if self.scope.is_of_plans and not is_planned:
            self.against["phase"] = "it is no plan"

    def result(self, *, enough: bool, figure: int | None = None, answer: str = "", part: AnswerPart) -> Membership:
        return Membership(
            question=self.scope.slug, key=self.reading.key, figure=figure, met=tuple(self.met), open=tuple(self.open),
            against=self.against, is_proposed=enough and not self.against, answer=answer, part=part,
        )  # fmt: skip


def _answer_of(scope: Scope, reading: Reading) -> str:
    statement = reading.statement
    match scope.answer:
        case AnswerKind.YES_NO:
            if statement.stance == Stance.DENIES:
                return "no"
            return "likely" if statement.stance == Stance.PREDICTS or statement.phase == Phase.PLANNED else "yes"
        case AnswerKind.DATE:
            return _day_in_words(statement.event)
        case AnswerKind.WHO:
            return ", ".join(sorted(reading.subjects))
    return ""


def _day_in_words(days: Days) -> str:
    """A day, a month or a year where the interval is just that; empty where nothing is known."""
    if not days.start or not days.end:
        return ""
    if days.start == days.end:
        return days.start.isoformat()
    same_month = (days.start.year, days.start.month) == (days.end.year, days.end.month)
    if same_month and days.start.day == 1 and days.end.day >= 28:
        return f"{days.start:%Y-%m}"
    return f"{days.start}/{days.end}"


def _counted_as(measure: str) -> set[str]:
    """The words for a measure: its own, and the deed that it names."""
    stems = [stem(word) for word in words_of(measure)]
    return {measure_class(measure), *stems, *(DEEDS[each] for each in stems if each in DEEDS)} - {""}


def _fates() -> Collection[str]:
    return ("kill", "injure", "missing", "desert", "capture", "arrest", "release")


def _presupposes(told: Told, corpus: Corpus) -> bool:
    """Whether the article only takes up a figure that somebody gives in it: "3000 soldiers is not much"."""
    statement = told.reading.statement
    if statement.voice != Voice.ARTICLE or statement.phase != Phase.UNKNOWN or statement.placement != Placement.BODY:
        return False
    others = (each for each in corpus.articles[statement.article] if each is not told.reading)
    return any(
        other.span == told.span and other.figure.measure == told.figure.measure
        for each in others
        for other in corpus.figures_of(each)
    )


def _rolled_up(actors: Iterable[str], registry: Registry) -> frozenset[str]:
    return frozenset().union(*({actor} | registry.above(actor, None) for actor in actors))


def _asks(scope: Scope) -> bool:
    return scope.answer == AnswerKind.NUMBER


def _articles(tolds: Sequence[Told]) -> int:
    return len({each.reading.statement.article for each in tolds})


def _new_question(measure: str, unit: str, of: str | None, stage: str, *, tolds: Sequence[Told]) -> NewQuestion:
    whose = f" of {of.replace('-', ' ')}" if of else ""
    title = f"How many {measure}{whose}{f' were {stage}' if stage else ''}?"
    keys = tuple(sorted({each.reading.key for each in tolds}))
    return NewQuestion(title=title, measure=measure, unit=unit, of=of, stage=stage, keys=keys)
