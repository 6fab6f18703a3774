"""Words that stand for a figure given before: "similar estimates", "as much", "the same number".

They have no bounds of their own. Multiples ("twice that") stand for nothing: what they come to is not computed.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Doc

from claimsdb.extraction.quantities.measures import NOTHING, Measure, find_counted_noun, find_measure, measure_of_word
from claimsdb.extraction.results import FoundClaim, FoundQuantity, TextSpan
from claimsdb.extraction.text.dependency_parse import tokens_covering
from claimsdb.extraction.vocabulary import quantities as vocabulary
from claimsdb.extraction.vocabulary import stages

_ALIKE, _SAME, _COUNTS = ("|".join(sorted(stages.STAND_INS[name])) for name in ("alike", "same", "counts"))
_MULTIPLE = (
    r"(?:twice|double|triple|half|(?:two|three|four|five|ten|\d{1,3})\stimes)\s"
    r"(?:that\b|as\s(?:many|much)\b(?:\sas\sthat\b)?)"
)
_AS_MUCH = r"as\s(?:much|many)"
_THE_SAME = rf"the\s(?:{_SAME})\s(?:{_COUNTS})"
_POINTER = (
    rf"{_AS_MUCH}(?=\s*(?:[.,;:!?)]|$)|\s(?:in|again|last|this|so|already|since|during|before)\b)"
    rf"|{_THE_SAME}(?!\sas\b)"
    rf"|(?:{_ALIKE})(?=(?:\s\w+)?\s(?:{_COUNTS})\b(?!\sto\b))"
)
REFERENCES = re.compile(rf"\b(?:{_MULTIPLE}|{_POINTER})", re.IGNORECASE)
_STAND_IN = re.compile(rf"{_AS_MUCH}|{_THE_SAME}|{_ALIKE}", re.IGNORECASE)
MAX_DISTANCE = 600  # characters back to the figure that is meant


def measure_of_reference(doc: Doc, match: re.Match[str]) -> Measure:
    """What it counts: the noun that it belongs to, or the kind of estimate ("similar casualty estimates")."""
    tokens = tokens_covering(doc, *match.span())
    head = tokens.root.head if tokens.root.pos_ == "ADJ" else tokens.root
    if head.lower_ not in stages.STAND_INS["counts"]:
        return find_measure(tokens, tokens, elliptic=False) or NOTHING
    kind = next((measure for word in head.lefts if (measure := measure_of_word(word)).unit), None)
    noun = find_counted_noun(doc[head.i : head.i + 1]) if kind is None else None
    counted = measure_of_word(noun) if noun is not None and noun.i != head.i else NOTHING
    return kind or counted


def link_stand_ins(claims: Iterable[FoundClaim]) -> tuple[FoundClaim, ...]:
    """The claims of an article, each stand-in with the nearest figure of its measure before it."""
    claims = tuple(claims)
    if not any(is_stand_in(figure) for claim in claims for figure in claim.quantities):
        return claims
    figures = sorted(
        (
            (figure.span.end, -len(claim.quote), claim.span, order, figure)
            for claim in claims
            for order, figure in enumerate(claim.quantities)
            if has_bounds(figure)
        ),
        key=lambda row: row[:4],
    )
    return tuple(
        replace(claim, quantities=tuple(_linked(figure, figures) for figure in claim.quantities)) for claim in claims
    )


def is_stand_in(figure: FoundQuantity) -> bool:
    return not has_bounds(figure) and _STAND_IN.fullmatch(figure.as_written) is not None


def has_bounds(figure: FoundQuantity) -> bool:
    return (figure.low, figure.best, figure.high) != (None, None, None)


def _linked(figure: FoundQuantity, earlier: list[tuple[int, int, TextSpan, int, FoundQuantity]]) -> FoundQuantity:
    if not is_stand_in(figure):
        return figure
    for end, _, place, order, meant in reversed(earlier):
        near = 0 <= figure.span.start - end <= MAX_DISTANCE
        if near and _counts_the_same(figure, meant):
            return replace(
                figure,
                measure=meant.measure,
                unit=meant.unit,
                of=figure.of or meant.of,
                per=meant.per,
                stands_for=(place, order),
            )
    return figure


def _counts_the_same(figure: FoundQuantity, meant: FoundQuantity) -> bool:
    """Casualties may be meant by the killed: "killed 400; others gave similar casualty estimates"."""
    if figure.measure in ("", meant.measure):
        return True
    return figure.measure == "casualties" and meant.measure in vocabulary.CASUALTIES
