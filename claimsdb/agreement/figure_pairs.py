"""Which figures are compared: those of one article that count the same kind of thing, and across articles those that
are near in time as well, one for all that say the same."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations

from claimsdb.agreement.corpus import Corpus
from claimsdb.agreement.measures import Told, is_an_age
from claimsdb.agreement.spans import in_one_unit, plain_unit
from claimsdb.agreement.statements import Days, Statement

DAYS_APART = timedelta(days=31)  # between the articles of two figures that are compared
MOST_COMPARED = 60  # other figures, of those nearest in time

Block = tuple[str, str]


def figure_pairs(corpus: Corpus) -> Iterator[tuple[Told, Told]]:
    """Each pair once; a figure that only repeats one of its article is left to that one."""
    across: dict[Block, list[Told]] = defaultdict(list)
    for article in corpus.articles.values():
        within: dict[Block, list[Told]] = defaultdict(list)
        beside: dict[int | None, list[Told]] = defaultdict(list)
        for reading in article:
            if reading.key in corpus.heads:
                continue
            for told in corpus.figures_of(reading):
                if is_an_age(told):
                    continue
                for paragraph in _paragraphs(reading.statement):
                    beside[paragraph].append(told)
                for block in _blocks(told):
                    within[block].append(told)
        for block, alike in within.items():
            across[block] += alike
            yield from _once(combinations(alike, 2), block)
        for paragraph, alike in beside.items():
            yield from _without_block(combinations(alike, 2), paragraph)
    for block, alike in across.items():
        yield from _once(_near_in_time(alike), block)


def _blocks(told: Told) -> list[Block]:
    """The unit with what is counted: by the measure's word, and by the deed where the measure says little."""
    return [(_unit(told), each) for each in sorted({told.measure, told.deed} - {""})]


def _unit(told: Told) -> str:
    return plain_unit(told.figure.unit)


def _paragraphs(statement: Statement) -> list[int | None]:
    """Its own, and the one before where its sentence is all of it."""
    own = statement.paragraph
    return [own, own - 1] if statement.alone and own else [own]


def _without_block(pairs: Iterator[tuple[Told, Told]], paragraph: int | None) -> Iterator[tuple[Told, Told]]:
    """Those of one paragraph, or of two sentences that follow each other as paragraphs, that no word brings together:
    one may be set against the other."""
    for one, other in pairs:
        if paragraph not in (one.reading.statement.paragraph, other.reading.statement.paragraph):
            continue
        if one.reading is not other.reading and not {*_blocks(one)} & {*_blocks(other)}:
            yield one, other


def _once(pairs: Iterator[tuple[Told, Told]], block: Block) -> Iterator[tuple[Told, Told]]:
    """Those that do not meet in an earlier block, too."""
    for one, other in pairs:
        if one.reading is not other.reading and min({*_blocks(one)} & {*_blocks(other)}) == block:
            yield one, other


def _near_in_time(alike: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    dated = [(days, told) for told in _one_for_all(alike) if (days := _when(told))]
    dated.sort(key=lambda each: (each[0], each[1].reading.key, each[1].figure.order))
    for place, ((_, end), told) in enumerate(dated):
        for (later, _), other in dated[place + 1 : place + 1 + MOST_COMPARED]:
            if later > end + DAYS_APART:
                break
            if other.reading.statement.article != told.reading.statement.article and _is_apart(told, other):
                yield told, other


def _is_apart(one: Told, other: Told) -> bool:
    """Of two articles those alone are worth a look that cannot both be right as they stand."""
    if one.span is None or other.span is None:
        return False
    first, second = in_one_unit(one.span, other.span, (one.figure.unit, other.figure.unit))
    return first.is_apart_from(second)


def _one_for_all(alike: Sequence[Told]) -> list[Told]:
    """The first of those with which a speaker says the same of a day and place."""
    first: dict[object, Told] = {}
    for told in sorted(alike, key=lambda each: (each.reading.key, each.figure.order)):
        reading, figure = told.reading, told.figure
        speakers = reading.speakers or {reading.statement.article}
        said = (
            frozenset(speakers), told.span, figure.of, figure.basis, figure.stage, figure.per, reading.statement.phase,
            reading.statement.event, reading.as_of, reading.places, told.deed, reading.subjects,
        )  # fmt: skip
        first.setdefault(said, told)
    return list(first.values())


def _when(told: Told) -> tuple[date, date] | None:
    """The days by which a figure is found: when it was published, or said."""
    days: Days = told.reading.as_of
    start, end = days.start or days.end, days.end or days.start
    return (start, end) if start and end else None
