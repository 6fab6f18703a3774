"""Which of the contradictions between the figures of an article are proposed: one for each two values that stand
against each other, however often either is repeated."""

from collections.abc import Iterable, Iterator
from typing import Any

from claimsdb.agreement.comparability import Comparison
from claimsdb.agreement.measures import Told, is_same_measure
from claimsdb.agreement.readings import OPENING
from claimsdb.choices import Placement, Strength, Verdict

Compared = tuple[Told, Told, Comparison]


def without_repetitions(compared: Iterable[Compared]) -> Iterator[Compared]:
    """All pairs but the contradictions that only repeat a nearer one, and those of a headline that has a figure of the
    text: it stands for that one."""
    pairs = list(compared)
    settled = {id(each) for pair in pairs for each in _settled(pair)}
    met: set[object] = set()
    yield from (pair for pair in pairs if not _is_contradiction(pair))
    for pair in sorted(filter(_is_contradiction, pairs), key=_nearest_first):
        above = {id(each) for each in pair[:2] if _is_above(each)}
        values = frozenset(_value(each) for each in pair[:2])
        if (len(above) == 1 and above & settled) or values in met:
            continue
        met.add(values)
        if len(above) == 1:
            settled |= above
        yield pair


def _is_contradiction(pair: Compared) -> bool:
    """Whether two figures of one article contradict each other."""
    return pair[2].verdict == Verdict.CONTRADICTS and _is_of_one_article(*pair[:2])


def _settled(pair: Compared) -> Iterator[Told]:
    """The figure above the text that one of the text agrees with."""
    one, other, _ = pair
    if _is_above(one) != _is_above(other) and _is_of_one_article(one, other) and is_same_measure(one, other):
        above, text = (one, other) if _is_above(one) else (other, one)
        if above.span and text.span and text.span.is_closed and not above.span.is_apart_from(text.span):
            yield above


def _is_above(told: Told) -> bool:
    return told.reading.statement.placement in OPENING - {Placement.LEAD}


def _value(told: Told) -> object:
    """What makes two figures of an article one: the number, and what is counted."""
    article = told.reading.statement.article
    return (article, told.span.told if told.span else None, told.figure.unit, told.deed or told.measure)


def _nearest_first(pair: Compared) -> tuple[Any, ...]:
    """Certain ones before possible ones, of figures with a value of their own, that stand near each other."""
    one, other, result = pair
    first, second = (each.reading.place_in_article for each in (one, other))
    return (
        result.strength == Strength.POSSIBLE,
        bool(one.figure.stands_for or other.figure.stands_for),
        _is_above(one) or _is_above(other),
        abs(first[1] - second[1]),
        min(first, second),
        max(first, second),
        (one.figure.order, other.figure.order),
    )


def _is_of_one_article(one: Told, other: Told) -> bool:
    return one.reading.statement.article == other.reading.statement.article
