"""Which claims answer which question: what of its scope they meet, leave open, or speak against.

An answer is proposed where nothing speaks against it and enough is met; confirmed it is by editors alone.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from claimsdb.agreement.corpus import Corpus
from claimsdb.agreement.denials import answered, is_pointer
from claimsdb.agreement.measures import Told
from claimsdb.agreement.readings import ACTOR, Reading
from claimsdb.agreement.scopes import Scope, counted_as, is_enough, words_met
from claimsdb.agreement.statements import Days, Figure, Registry
from claimsdb.choices import (
    AnswerKind,
    AnswerPart,
    Basis,
    Phase,
    Placement,
    RelationKind,
    Stage,
    Stance,
    Strength,
    Voice,
)

# What became of those who are counted is another count, unless a question asks for it.
FATES = {Stage.LOST: "casualties", Stage.DESERTED: "desert", Stage.RETURNED: "return", Stage.USED: "use"}
ENTIRE = frozenset({AnswerKind.OPEN, AnswerKind.WHO})  # whose titles say little
NO_ANSWER = frozenset({Stance.QUESTIONS, Stance.CALLS_FOR})


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


def answers(corpus: Corpus, scopes: Iterable[Scope]) -> list[Membership]:
    """The answers that are proposed, by question and claim."""
    found: list[Membership] = []
    candidates = _Candidates(corpus)
    for scope in sorted(scopes, key=lambda each: each.slug):
        direct = [fit for reading in candidates.of(scope) for fit in fits(scope, reading, corpus) if fit.is_proposed]
        found += direct
        if scope.answer != AnswerKind.NUMBER:
            found += _inherited(scope, {each.key: each for each in direct}, corpus)
    return sorted(found, key=lambda each: (each.question, each.key, each.figure or 0))


class _Candidates:
    """Who may answer: an answer counts what is asked for, or is about whom the question is. So that a question costs as
    much as what it may gather, and not as much as all there is."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    def of(self, scope: Scope) -> Iterator[Reading]:
        """In the order of the corpus."""
        counts = scope.answer == AnswerKind.NUMBER
        by, wanted = (self._by_measure, scope.measures) if counts else (self._by_actor, scope.subjects)
        return (self._readings[place] for place in sorted({place for each in wanted for place in by.get(each, ())}))

    @cached_property
    def _readings(self) -> list[Reading]:
        return list(self.corpus)

    @cached_property
    def _by_measure(self) -> Mapping[str, list[int]]:
        return self._by(
            lambda reading: {each for told in self.corpus.figures_of(reading) for each in _measures(told.figure)}
        )

    @cached_property
    def _by_actor(self) -> Mapping[str, list[int]]:
        return self._by(lambda reading: _about(reading, self.corpus.registry))

    def _by(self, names_of: Callable[[Reading], Iterable[str]]) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for place, reading in enumerate(self._readings):
            for name in names_of(reading):
                found[name].append(place)
        return found


def _inherited(scope: Scope, direct: Mapping[str, Membership], corpus: Corpus) -> Iterator[Membership]:
    """What answers because another statement does: a copy of it, and a denial that only points at it."""
    for copy in corpus.copies:
        head = direct.get(copy.head.key)
        if head and copy.kind == RelationKind.REPEATS and copy.copy.key not in direct:
            yield replace(head, key=copy.copy.key, part=AnswerPart.REPEATS)
    if scope.answer != AnswerKind.YES_NO:
        return
    for denial in corpus:
        if not denial.denies or denial.key in direct or not is_pointer(denial):
            continue
        article = corpus.articles[denial.statement.article]
        given = [each for each in answered(denial, article, corpus.registry) if each.strength == Strength.CERTAIN]
        denied = next((direct[each.claim.key] for each in given if each.claim.key in direct), None)
        if denied:
            yield replace(denied, key=denial.key, answer="no")


def fits(scope: Scope, reading: Reading, corpus: Corpus) -> Iterator[Membership]:
    """How a claim meets a question: a membership for each figure where it asks for a number, else one."""
    if scope.answer == AnswerKind.NUMBER:
        for told in corpus.figures_of(reading):
            yield _number_fits(scope, told, corpus)
    else:
        yield _statement_fits(scope, reading, corpus)


def _number_fits(scope: Scope, told: Told, corpus: Corpus) -> Membership:
    reading, figure = told.reading, told.figure
    parts = _Parts(scope, reading, corpus.registry)
    parts.stance()
    parts.counted(figure.of)
    fate = _fate(figure)
    parts.has("measure", bool(_measures(figure) & scope.measures), f"it counts {figure.measure or 'something else'}")
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
    met = words_met(scope, reading)
    answer = _answer_of(scope, reading)
    has_day = scope.answer == AnswerKind.DATE and bool(answer)
    enough = met == scope.words if scope.answer in ENTIRE else is_enough(scope, met, has_day=has_day)
    if enough:
        parts.met.append("words")
    if scope.answer == AnswerKind.DATE and not answer:
        parts.open.append("day")
    part = AnswerPart.REPEATS if reading.key in corpus.heads else AnswerPart.STATES
    placed = not scope.places or "place" in parts.met
    return parts.result(answer=answer, part=part, enough=enough and placed and "subject" in parts.met)


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
        about = frozenset({of}) if of else _about(self.reading, self.registry)
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
        asked = self.scope.asked_days
        if not asked:
            return
        days = self.reading.statement.event or self.reading.as_of
        if days:
            self.has("time", days.overlaps(asked), f"it is of {days}")
        elif self.reading.statement.phase == Phase.PLANNED and self.scope.days:
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


def _fate(figure: Figure) -> str:
    return FATES[Stage(figure.stage)] if figure.stage in FATES else ""


def _measures(figure: Figure) -> set[str]:
    """The words for what it counts."""
    return counted_as(figure.measure) | {_fate(figure)} - {""}


def _about(reading: Reading, registry: Registry) -> frozenset[str]:
    return _rolled_up(reading.subjects | reading.actors, registry)


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
