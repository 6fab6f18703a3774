"""Whether the answers to a question agree, and the figures that they give.

Computed from what editors have confirmed alone: nothing is averaged, voted or scored.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from claimsdb.agreement.measures import Told
from claimsdb.agreement.spans import Span, span_of
from claimsdb.agreement.statements import Figure
from claimsdb.choices import SAID_OF_ONE, Agreement, AnswerKind, AnswerPart, RelationKind, Strength


@dataclass(frozen=True, eq=False)
class Answered:
    """A confirmed answer: by a figure of the claim, or in words (yes, no, 2024-06). Two are the same only if they are
    one."""

    key: str
    told: Told | None = None
    answer: str = ""
    part: AnswerPart = AnswerPart.STATES

    @cached_property
    def says(self) -> str | None:
        """By which two answers are the same; None where it says nothing of its own."""
        return figure_slug(self.told) if self.told else self.answer or None


@dataclass(frozen=True, slots=True)
class Related:
    """A confirmed relation between two claims."""

    kind: RelationKind
    a: str
    b: str
    strength: Strength = Strength.CERTAIN


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One value in one series (stage, basis, per), with the answers that give it."""

    slug: str
    first: Told
    answers: tuple[Answered, ...]

    @property
    def series(self) -> tuple[str, str, str]:
        return series_of(self.first)


def agreement_of(kind: AnswerKind, answers: Iterable[Answered], relations: Iterable[Related]) -> Agreement:
    """The agreement of a question. Only certain contradictions between its answers are a conflict; a denial of one of
    them leaves it denied."""
    stated = [each for each in answers if each.part != AnswerPart.PRESUPPOSES]
    if not stated:
        return Agreement.UNASSESSED
    if kind == AnswerKind.OPEN:
        return Agreement.OPEN
    keys = {each.key for each in stated}
    within = [each for each in relations if {each.a, each.b} <= keys and each.strength == Strength.CERTAIN]
    return verdict_of({each.kind for each in within}, is_one=lambda: is_one_answer(stated, within))


def verdict_of(kinds: Collection[str], *, is_one: Callable[[], bool]) -> Agreement:
    """By the kinds of the certain relations between what is stated, and, where these leave it open, by whether that is
    one answer."""
    if RelationKind.CONTRADICTS in kinds:
        return Agreement.CONFLICT
    if RelationKind.DENIES in kinds:
        return Agreement.DENIED
    return Agreement.ONE_ANSWER if is_one() else Agreement.COMPATIBLE


def is_one_answer(answers: Sequence[Answered], relations: Iterable[Related]) -> bool:
    """Whether all say the same, when what only repeats another counts with it."""
    return _different(answers, relations) <= 1


def figure_rows(answers: Iterable[Answered]) -> list[FigureRow]:
    """The figures of a question, by series and value; what stands for another figure is in the row of that one."""
    rows: dict[str, list[Answered]] = defaultdict(list)
    for each in sorted(answers, key=lambda one: one.key):
        if each.told is not None and each.says:
            rows[each.says].append(each)
    found = [FigureRow(slug, each[0].told, tuple(each)) for slug, each in rows.items() if each[0].told]
    return sorted(found, key=lambda row: (row.series, _size(row.first), row.slug))


def series_of(told: Told) -> tuple[str, str, str]:
    """What may be compared within a question: stage, basis, and the time for which it is counted."""
    return (told.figure.stage, told.figure.basis, told.figure.per)


def figure_slug(told: Told) -> str:
    """The name of a figure in its question: `3000-sent-total`, `10000-to-12000-sent-total`, `up-to-12000-total`."""
    return _slug(told.figure, told.span)


def figure_name(figure: Figure, *, said: str) -> str:
    """The same of a figure, with the value of the one for which it stands, in a statement that says `said`."""
    return _slug(figure, span_of(figure, said=said))


def _slug(figure: Figure, span: Span | None) -> str:
    per = f"per-{figure.per}" if figure.per else ""
    return "-".join(filter(None, [_value(span), figure.stage, figure.basis, per]))


def _value(span: Span | None) -> str:
    return "unknown" if span is None else _between(*span.told)


@lru_cache(maxsize=10_000)
def _between(least: Decimal | None, most: Decimal | None) -> str:
    low, high = (None if each is None else _plain(each) for each in (least, most))
    if low == high:
        return f"{low}"
    if low is None:
        return f"up-to-{high}"
    return f"{low}-or-more" if high is None else f"{low}-to-{high}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}".replace("-", "minus-")


def _size(told: Told) -> Decimal:
    bounds = [each for each in (told.span.told if told.span else ()) if each is not None]
    return bounds[0] if bounds else Decimal(0)


def _different(answers: Sequence[Answered], relations: Iterable[Related]) -> int:
    groups: dict[object, object] = {each.key: each.key for each in answers}
    first: dict[object, str] = {}
    for each in answers:
        if each.says is not None:
            _merge(groups, first.setdefault(each.says, each.key), each.key)
    for relation in relations:
        if relation.kind in SAID_OF_ONE:
            _merge(groups, relation.a, relation.b)
    return len({_root(groups, each.key) for each in answers if each.says is not None})


def _merge(groups: dict[object, object], one: str, other: str) -> None:
    groups[_root(groups, other)] = _root(groups, one)


def _root(groups: dict[object, object], key: object) -> object:
    while groups[key] != key:
        key = groups[key]
    return key
