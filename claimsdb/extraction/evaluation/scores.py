"""Scores of an extractor against gold claims: recall, precision, agreement.

A found claim is paired with at most one gold claim, the best overlap first. Recall and precision count pairs. Agreement
on speaker, stance and the rest is measured on pairs only, and agreeing with any one annotation is enough.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimsdb.choices import Quotation, Role
from claimsdb.extraction.evaluation.gold import Annotation, FigureBounds, GoldClaim
from claimsdb.extraction.results import FoundClaim, FoundQuantity, TextSpan

MIN_OVERLAP = 0.5  # of the characters of two spans together, shared by both
HOLDS, NEAR = 0.8, 0.25  # of a gold claim inside a found one; and what they share at least
OPEN_ENDS = frozenset({999.0, 99_999.0})  # the upper bounds of "hundreds" and "tens of thousands", which few write
STOP_WORDS = frozenset("the a an of and for unnamed source sources".split())
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
        precision, recall = self.precision.fraction, self.recall.fraction
        return round(200 * precision * recall / (precision + recall), 1) if precision + recall else 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """One article: `partners` gives for each gold claim the found one paired with it, or None."""

    gold: tuple[GoldClaim, ...]
    found: tuple[Annotation, ...]
    partners: tuple[Annotation | None, ...]

    @property
    def missed(self) -> list[GoldClaim]:
        """The core claims that were not found."""
        return [claim for claim, partner in self.pairs if claim.core and partner is None]

    @property
    def spurious(self) -> list[Annotation]:
        """What was found and is no claim of the gold, nor holds one."""
        return [annotation for annotation in self.found if not self.is_right(annotation)]

    @property
    def pairs(self) -> Iterator[tuple[GoldClaim, Annotation | None]]:
        return zip(self.gold, self.partners, strict=True)

    def is_paired(self, annotation: Annotation) -> bool:
        return any(partner is annotation for partner in self.partners)

    def is_right(self, annotation: Annotation) -> bool:
        return self.is_paired(annotation) or contains_gold_claim(annotation, self.gold)


def compare(gold: Sequence[GoldClaim], found: Sequence[Annotation]) -> Comparison:
    """Pairs found claims with gold ones, the best overlap first."""
    partners: dict[int, int] = {}
    for overlap, number, index in _candidates(gold, found):
        if overlap >= MIN_OVERLAP and index not in partners and number not in partners.values():
            partners[index] = number
    paired = (found[partners[index]] if index in partners else None for index in range(len(gold)))
    return Comparison(tuple(gold), tuple(found), tuple(paired))


def _candidates(gold: Sequence[GoldClaim], found: Sequence[Annotation]) -> list[tuple[float, int, int]]:
    """(overlap, number of the found claim, number of the gold claim), the best first."""
    return sorted(
        (
            (max(jaccard_overlap(annotation.span, each.span) for each in claim.annotations), number, index)
            for number, annotation in enumerate(found)
            for index, claim in enumerate(gold)
        ),
        reverse=True,
    )


def compute_scores(comparisons: Iterable[Comparison]) -> Scores:
    """The figures over several articles together."""
    comparisons = list(comparisons)
    pairs = [pair for each in comparisons for pair in each.pairs]
    found = [(each, annotation) for each in comparisons for annotation in each.found]
    matched = [(claim, partner) for claim, partner in pairs if partner is not None]
    return Scores(
        core_recall=_found_share(pairs, lambda claim: claim.core),
        recall=_found_share(pairs, lambda claim: claim.agreed),
        precision=Share.of(each.is_paired(annotation) for each, annotation in found),
        loose_precision=Share.of(each.is_right(annotation) for each, annotation in found),
        numeric_recall=_found_share(pairs, lambda claim: claim.agreed and claim.counts_something),
        agreement={field: _agreement(field, matched) for field in AGREEMENT_TESTS},
    )


def _found_share(pairs: list[tuple[GoldClaim, Annotation | None]], asked: Callable[[GoldClaim], bool]) -> Share:
    return Share.of(partner is not None for claim, partner in pairs if asked(claim))


def _agreement(field: str, pairs: list[tuple[GoldClaim, Annotation]]) -> Share:
    """In how many pairs both agree on a field; on quantities, of those where either has any."""
    if field == "quantities":
        pairs = [(claim, found) for claim, found in pairs if claim.counts_something or found.figures]
    agrees = AGREEMENT_TESTS[field]
    return Share.of(any(agrees(found, annotation) for annotation in claim.annotations) for claim, found in pairs)


def shared_length(first: TextSpan, second: TextSpan) -> int:
    return max(0, min(first.end, second.end) - max(first.start, second.start))


def jaccard_overlap(first: TextSpan, second: TextSpan) -> float:
    """Jaccard: the characters of both over the characters of either."""
    common = shared_length(first, second)
    union = (first.end - first.start) + (second.end - second.start) - common
    return common / union if union else 0.0


def contains_gold_claim(found: Annotation, gold: Iterable[GoldClaim]) -> bool:
    spans = [annotation.span for claim in gold for annotation in claim.annotations]
    holds = any(shared_length(found.span, span) >= HOLDS * max(1, span.end - span.start) for span in spans)
    return holds and any(jaccard_overlap(found.span, span) >= NEAR for span in spans)


def same_speaker(found: Annotation, annotation: Annotation) -> bool:
    return any(same_name(first, second) for first in found.speakers for second in annotation.speakers)


def same_name(first: str | None, second: str | None) -> bool:
    """Half of the shorter name's words are in the other: "Peskov" and "Kremlin spokesman Dmitry Peskov"."""
    if not first or not second:
        return not first and not second
    first_words, second_words = _content_words(first), _content_words(second)
    common = len(first_words & second_words)
    return common > 0 and 2 * common >= min(len(first_words), len(second_words))


def _content_words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", POSSESSIVE.sub("", name.lower()))) - STOP_WORDS


def same_figures(found: Annotation, annotation: Annotation) -> bool:
    """The same bounds; or the same numbers, where one takes for a bound what the other takes for a figure."""
    if _bounds(found.figures) == _bounds(annotation.figures):
        return True
    return bool(annotation.figures) and _numbers(found.figures) == _numbers(annotation.figures)


def _bounds(figures: Iterable[FigureBounds]) -> list[str]:
    rounded = (tuple(None if bound is None else round(float(bound), 6) for bound in figure) for figure in figures)
    return sorted(map(str, rounded))


def _numbers(figures: Iterable[FigureBounds]) -> list[float]:
    each = (round(float(bound), 6) for figure in figures for bound in set(figure) if bound is not None)
    return sorted(number for number in each if number not in OPEN_ENDS)


AGREEMENT_TESTS: Mapping[str, Callable[[Annotation, Annotation], bool]] = {
    "speaker": same_speaker,
    "side": lambda found, annotation: found.side == annotation.side,
    "stance": lambda found, annotation: found.stance == annotation.stance,
    "hedged": lambda found, annotation: found.hedged == annotation.hedged,
    "verbatim": lambda found, annotation: found.verbatim == annotation.verbatim,
    "quantities": same_figures,
}


def to_annotation(claim: FoundClaim, *, codes: Mapping[str, str]) -> Annotation:
    """A found claim as the gold has it. `codes` are the registry's by slug; an outlet speaks where nobody else does. A
    figure that only points to another has no bounds of its own to compare."""
    speakers = [part for part in claim.attributions if part.role is Role.CLAIMANT]
    speakers = speakers or [part for part in claim.attributions if part.role is Role.RELAYER]
    sides = {part.side for part in speakers}
    side = sides.pop() if len(sides) == 1 else None
    return Annotation(
        span=claim.span,
        quote=claim.quote,
        speakers=(" and ".join(part.name for part in speakers) or None,),
        side=codes[side] if side else None,
        stance=claim.stance,
        hedged=bool(claim.hedge),
        verbatim=claim.quotation is Quotation.DIRECT,
        figures=tuple(_figure_bounds(figure) for figure in claim.quantities if figure.stands_for is None),
    )


def _figure_bounds(quantity: FoundQuantity) -> FigureBounds:
    low, high = quantity.low, quantity.high
    return (None if low is None else float(low), None if high is None else float(high))
