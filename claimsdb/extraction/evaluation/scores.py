"""How near an extractor comes to people who read the same article: gold claims and found ones -> frozen scores.

A found claim is paired with at most one gold claim, the best overlap first. Recall and precision count pairs; whether
speaker, stance and the rest agree is asked of pairs only, and agreeing with any one reading is enough.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimsdb.choices import Quotation, Role
from claimsdb.extraction.evaluation.gold import Figure, GoldClaim, Reading
from claimsdb.extraction.results import FoundClaim, FoundQuantity, Span

SAME_CLAIM = 0.5  # of the characters of two spans together, shared by both
HOLDS, NEAR = 0.8, 0.25  # of a gold claim inside a found one; and what they share at least
OPEN_ENDS = frozenset({999.0, 99_999.0})  # the upper bounds of "hundreds" and "tens of thousands", which few write
IDLE = frozenset("the a an of and for unnamed source sources".split())
POSSESSIVE = re.compile("['’]s")


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `out_of`; `percent` is None where there was nothing to get right."""

    right: int
    out_of: int

    @classmethod
    def of(cls, outcomes: Iterable[bool]) -> "Share":
        counted = list(outcomes)
        return cls(sum(counted), len(counted))

    @property
    def fraction(self) -> float:
        return self.right / self.out_of if self.out_of else 0.0

    @property
    def percent(self) -> float | None:
        return round(100 * self.right / self.out_of, 1) if self.out_of else None


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of one measurement.

    `core_recall`, `recall` and `numeric_recall` are the shares found of the core claims, of all that the annotators
    agreed on, and of those with a figure. `precision` is the share of found claims paired with any gold claim;
    `loose_precision` counts as right also those that hold a gold claim and more: the distance between the two is
    claims that are not atomic. `agreement` tells, by field, in how many pairs both say the same.
    """

    core_recall: Share
    recall: Share
    precision: Share
    loose_precision: Share
    numeric_recall: Share
    agreement: Mapping[str, Share]

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, in percent."""
        both = self.precision.fraction + self.recall.fraction
        return round(200 * self.precision.fraction * self.recall.fraction / both, 1) if both else 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """One article: `partners` gives for each gold claim the found one paired with it, or None."""

    gold: tuple[GoldClaim, ...]
    found: tuple[Reading, ...]
    partners: tuple[Reading | None, ...]

    @property
    def missed(self) -> list[GoldClaim]:
        """The core claims that were not found."""
        return [claim for claim, partner in self.told if claim.core and partner is None]

    @property
    def spurious(self) -> list[Reading]:
        """What was found and is no claim of the gold, nor holds one."""
        return [reading for reading in self.found if not self.is_right(reading)]

    @property
    def told(self) -> Iterator[tuple[GoldClaim, Reading | None]]:
        return zip(self.gold, self.partners, strict=True)

    def is_paired(self, reading: Reading) -> bool:
        return any(partner is reading for partner in self.partners)

    def is_right(self, reading: Reading) -> bool:
        return self.is_paired(reading) or holds_a_claim(reading, self.gold)


def compare(gold: Sequence[GoldClaim], found: Sequence[Reading]) -> Comparison:
    """Pairs found claims with gold ones, the best overlap first."""
    partners: dict[int, int] = {}
    for overlap, number, place in _candidates(gold, found):
        if overlap >= SAME_CLAIM and place not in partners and number not in partners.values():
            partners[place] = number
    paired = (found[partners[place]] if place in partners else None for place in range(len(gold)))
    return Comparison(tuple(gold), tuple(found), tuple(paired))


def _candidates(gold: Sequence[GoldClaim], found: Sequence[Reading]) -> list[tuple[float, int, int]]:
    """(overlap, number of the found claim, number of the gold claim), the best first."""
    return sorted(
        (
            (max(overlap_of(reading.span, each.span) for each in claim.readings), number, place)
            for number, reading in enumerate(found)
            for place, claim in enumerate(gold)
        ),
        reverse=True,
    )


def scores_of(comparisons: Iterable[Comparison]) -> Scores:
    """The figures over several articles together."""
    comparisons = list(comparisons)
    told = [pair for each in comparisons for pair in each.told]
    found = [(each, reading) for each in comparisons for reading in each.found]
    pairs = [(claim, partner) for claim, partner in told if partner is not None]
    return Scores(
        core_recall=_found(told, lambda claim: claim.core),
        recall=_found(told, lambda claim: claim.agreed),
        precision=Share.of(each.is_paired(reading) for each, reading in found),
        loose_precision=Share.of(each.is_right(reading) for each, reading in found),
        numeric_recall=_found(told, lambda claim: claim.agreed and claim.counts_something),
        agreement={field: _agreement(field, pairs) for field in AGREES},
    )


def _found(told: list[tuple[GoldClaim, Reading | None]], asked: Callable[[GoldClaim], bool]) -> Share:
    return Share.of(partner is not None for claim, partner in told if asked(claim))


def _agreement(field: str, pairs: list[tuple[GoldClaim, Reading]]) -> Share:
    """In how many pairs both agree on a field; on quantities, of those where either has any."""
    if field == "quantities":
        pairs = [(claim, found) for claim, found in pairs if claim.counts_something or found.figures]
    agrees = AGREES[field]
    return Share.of(any(agrees(found, reading) for reading in claim.readings) for claim, found in pairs)


def shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def overlap_of(one: Span, other: Span) -> float:
    """Jaccard: the characters of both over the characters of either."""
    both = shared(one, other)
    either = (one.end - one.start) + (other.end - other.start) - both
    return both / either if either else 0.0


def holds_a_claim(found: Reading, gold: Iterable[GoldClaim]) -> bool:
    spans = [reading.span for claim in gold for reading in claim.readings]
    holds = any(shared(found.span, span) >= HOLDS * max(1, span.end - span.start) for span in spans)
    return holds and any(overlap_of(found.span, span) >= NEAR for span in spans)


def same_speaker(found: Reading, reading: Reading) -> bool:
    return any(same_name(one, other) for one in found.speakers for other in reading.speakers)


def same_name(one: str | None, other: str | None) -> bool:
    """Half of the shorter name's words are in the other: "Peskov" and "Kremlin spokesman Dmitry Peskov"."""
    if not one or not other:
        return not one and not other
    words, others = _words(one), _words(other)
    return bool(words & others) and 2 * len(words & others) >= min(len(words), len(others))


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", POSSESSIVE.sub("", name.lower()))) - IDLE


def same_figures(found: Reading, reading: Reading) -> bool:
    """The same bounds; or the same numbers, where one takes for a bound what the other takes for a figure."""
    if _bounds(found.figures) == _bounds(reading.figures):
        return True
    return bool(reading.figures) and _numbers(found.figures) == _numbers(reading.figures)


def _bounds(figures: Iterable[Figure]) -> list[str]:
    rounded = (tuple(None if bound is None else round(float(bound), 6) for bound in figure) for figure in figures)
    return sorted(map(str, rounded))


def _numbers(figures: Iterable[Figure]) -> list[float]:
    each = (round(float(bound), 6) for figure in figures for bound in set(figure) if bound is not None)
    return sorted(number for number in each if number not in OPEN_ENDS)


AGREES: Mapping[str, Callable[[Reading, Reading], bool]] = {
    "speaker": same_speaker,
    "side": lambda found, reading: found.side == reading.side,
    "stance": lambda found, reading: found.stance == reading.stance,
    "hedged": lambda found, reading: found.hedged == reading.hedged,
    "verbatim": lambda found, reading: found.verbatim == reading.verbatim,
    "quantities": same_figures,
}


def reading_of(claim: FoundClaim, *, codes: Mapping[str, str]) -> Reading:
    """A found claim as the gold has it. `codes` are the registry's by slug; an outlet speaks where nobody else does."""
    speakers = [part for part in claim.attributions if part.role is Role.CLAIMANT]
    speakers = speakers or [part for part in claim.attributions if part.role is Role.RELAYER]
    sides = {part.side for part in speakers}
    side = sides.pop() if len(sides) == 1 else None
    return Reading(
        span=claim.span,
        quote=claim.quote,
        speakers=(" and ".join(part.name for part in speakers) or None,),
        side=codes[side] if side else None,
        stance=claim.stance,
        hedged=bool(claim.hedge),
        verbatim=claim.quotation is Quotation.DIRECT,
        figures=tuple(map(_figure, claim.quantities)),
    )


def _figure(quantity: FoundQuantity) -> Figure:
    low, high = quantity.low, quantity.high
    return (None if low is None else float(low), None if high is None else float(high))
