"""Statements that only repeat another of their article: a headline over the text, a lead, a summary, a figure twice.

Relations go to the head of such a chain, and those who repeat it inherit them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from claimsdb.agreement.denials import FEWEST_WORDS
from claimsdb.agreement.measures import Told, is_same_measure, told
from claimsdb.agreement.readings import Reading, same_side, same_voice, share_subject
from claimsdb.agreement.spans import COUNT_UNITS, span_of
from claimsdb.agreement.statements import Figure, Registry
from claimsdb.agreement.wording import content_words
from claimsdb.choices import Basis, Placement, RelationKind, Stance, Voice

LEAST_OF_HEAD = 0.5  # of its words has more: "the works council" repeats nothing that is said of it
DOWN_THE_PAGE = (Placement.HEADLINE, Placement.LEAD, Placement.SUMMARY, Placement.HEADING, Placement.CAPTION)
# To affirm, to refuse and to demand are different things to say.
STANDS = (frozenset({Stance.DENIES, Stance.QUESTIONS}), frozenset({Stance.CALLS_FOR}))


@dataclass(frozen=True, slots=True, eq=False)
class Copy:
    """That `copy` says what `head` says, in the same article."""

    copy: Reading
    head: Reading
    kind: RelationKind
    in_words: str


def copies_of_article(article: Sequence[Reading], registry: Registry) -> list[Copy]:
    """One for each statement above the text that says what one further down says."""
    found = (_copy_of(each, article, registry) for each in article if each.is_copy)
    return [each for each in found if each]


def heads(copies: Sequence[Copy]) -> Mapping[str, Reading]:
    """For each key of a copy the statement at the end of its chain."""
    next_down = {each.copy.key: each.head for each in copies}
    ends: dict[str, Reading] = {}
    for key in next_down:
        head = next_down[key]
        while head.key in next_down:
            head = next_down[head.key]
        ends[key] = head
    return ends


def shares_of_wholes(article: Sequence[Reading]) -> Iterator[tuple[Reading, Reading]]:
    """Statements of one paragraph of which one has the number that the other gives as a share of a whole: half of
    3 million, and 1.5 million."""
    products = [(each, value, figure) for each in article for value, figure in _products(each)]
    for shared, value, whole in products:
        for other in article:
            near = other is not shared and other.statement.paragraph == shared.statement.paragraph
            if near and any(_has_value(each, value) and _same(each, whole) for each in other.statement.figures):
                yield shared, other


def _copy_of(copy: Reading, article: Sequence[Reading], registry: Registry) -> Copy | None:
    lower = sorted(
        (each for each in article if _height(each) > _height(copy)),
        key=lambda each: (_height(each), each.statement.voice != Voice.ATTRIBUTED, each.place_in_article),
    )
    head = next((each for each in lower if _says_the_same(copy, each, registry)), None)
    return Copy(copy, head, *_kind(copy, head, registry)) if head else None


def _kind(copy: Reading, head: Reading, registry: Registry) -> tuple[RelationKind, str]:
    """It repeats what it says no more than; else only the figure is from there."""
    if same_voice(copy, head, registry) or not head.lacks(copy.asked):
        return RelationKind.REPEATS, f"The {copy.statement.placement} says what the {head.statement.placement} says."
    return RelationKind.SAME_ORIGIN, f"The {copy.statement.placement} has it from whom the text quotes."


def _says_the_same(copy: Reading, head: Reading, registry: Registry) -> bool:
    if any((copy.statement.stance in stand) != (head.statement.stance in stand) for stand in STANDS):
        return False
    if copy.speakers and not (same_voice(copy, head, registry) or same_side(copy, head)):
        return False
    valued = [told(copy, figure) for figure in copy.statement.figures if figure.has_value]
    if valued:
        others = [told(head, figure) for figure in head.statement.figures]
        return all(any(_equal(one, other) for other in others) for one in valued)
    if min(len(copy.asked), len(head.asked)) < FEWEST_WORDS or not share_subject(copy, head):
        return False
    is_whole = len(copy.asked) > LEAST_OF_HEAD * len(head.asked)
    return (is_whole and not head.lacks(copy.asked) and not _leaves_open(copy, head)) or _says_more_of_it(copy, head)


def _leaves_open(copy: Reading, head: Reading) -> bool:
    """Whether it names the unit of which the text says how many, and no number: "fish die by the tonne"."""
    units = content_words(" ".join(figure.unit for figure in head.statement.figures if figure.unit not in COUNT_UNITS))
    return bool(units & copy.asked)


def _says_more_of_it(copy: Reading, head: Reading) -> bool:
    """Whether it has all that the text says, and something beside it: not what the text gives a number for."""
    alike = copy.statement.topic == head.statement.topic and copy.statement.stance == head.statement.stance
    return alike and not head.statement.figures and not copy.lacks(head.asked)


def _equal(one: Told, other: Told) -> bool:
    same = one.figure.basis == other.figure.basis and one.figure.unit == other.figure.unit
    equal = same and bool(one.span and other.span and one.span.equals(other.span))
    return equal and is_same_measure(one, other) and not _are_elsewhere(one, other)


def _are_elsewhere(one: Told, other: Told) -> bool:
    """Whether each names a place of its own: so many in the country, and as many in a town."""
    places = one.around.places, other.around.places
    return all(places) and not places[0] & places[1]


def _height(reading: Reading) -> int:
    """0 for the headline, and so on down to the text."""
    placement = reading.statement.placement
    return DOWN_THE_PAGE.index(placement) if placement in DOWN_THE_PAGE else len(DOWN_THE_PAGE)


def _products(reading: Reading) -> Iterator[tuple[Decimal, Figure]]:
    figures = reading.statement.figures
    shares = [each.best for each in figures if each.basis == Basis.SHARE and each.best]
    wholes = [each for each in figures if each.basis != Basis.SHARE and each.best]
    for share in shares:
        for whole in wholes:
            assert whole.best is not None
            yield (share if share <= 1 else share / 100) * whole.best, whole


def _has_value(figure: Figure, value: Decimal) -> bool:
    span = span_of(figure)
    return span is not None and span.told == (value, value)


def _same(figure: Figure, whole: Figure) -> bool:
    return (figure.measure, figure.unit, figure.per) == (whole.measure, whole.unit, whole.per)
