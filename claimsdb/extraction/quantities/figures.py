"""The quantities of a parsed paragraph: amounts with what they count and on which basis."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Literal

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from claimsdb.choices import Basis, Qualifier, Stage
from claimsdb.extraction.quantities.amounts import Amount, find_amounts
from claimsdb.extraction.quantities.basis import classify_basis
from claimsdb.extraction.quantities.clauses import find_stage, is_ceiling
from claimsdb.extraction.quantities.masking import mask_non_quantities
from claimsdb.extraction.quantities.measures import NOTHING, Measure, find_counted_noun, find_measure
from claimsdb.extraction.quantities.stand_ins import REFERENCES, is_stand_in, measure_of_reference
from claimsdb.extraction.results import FoundQuantity, TextSpan
from claimsdb.extraction.text.dependency_parse import tokens_covering
from claimsdb.extraction.vocabulary import quantities as vocabulary
from claimsdb.extraction.vocabulary import stages

# Numbers up to the first have to count something checkable, or several of a thing that is not pointed at ("nine nests",
# not "the two leaders"); up to the second, something at all.
_MAX_SMALL, _MAX_BARE = Decimal(10), Decimal(100)
_MAX_STEPS_TO_COUNTING = 4  # "put the number of barges waiting at 50"
_ROLES_OF_COUNTS = frozenset({"dobj", "attr", "nsubj", "nsubjpass"})
_TYING = frozenset({":", "-", "–"})  # "3:2", "fifty-fifty"
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Figure:
    """A quantity with its number in the parsed text, and the noun that is counted."""

    quantity: FoundQuantity
    number: Tokens
    noun: Token | None


def find_quantities(doc: Doc, *, offset: int) -> tuple[FoundQuantity, ...]:
    """The quantities of one paragraph in reading order; `offset` is its first code point in the article."""
    return tuple(figure.quantity for figure in find_figures(doc, offset=offset))


def find_figures(doc: Doc, *, offset: int) -> tuple[Figure, ...]:
    """The same with their words.

    Numbers that count nothing checkable (names, dates, ages, two leaders) are left out. References ("twice that", "as
    much", "similar estimates") have their words and no values.
    """
    text = doc.text  # put together at every access
    references = list(REFERENCES.finditer(text))
    found = [
        figure
        for amount in find_amounts(mask_non_quantities(doc))
        if not any(_starts_inside(amount, match) for match in references)
        if (figure := _make_figure(doc, amount, text=text, offset=offset))
    ]
    first = min((figure.quantity.span.start for figure in found), default=None)
    found += _references(doc, references, offset=offset, first=first)
    return tuple(sorted(found, key=lambda figure: figure.quantity.span))


def _starts_inside(amount: Amount, match: re.Match[str]) -> bool:
    return match.start() <= amount.start < match.end()


def _make_figure(doc: Doc, amount: Amount, *, text: str, offset: int) -> Figure | None:
    as_written = text[amount.start : amount.end]
    number = tokens_covering(doc, amount.number_start, amount.number_end)
    measure = _find_measure(doc, amount, number) or (NOTHING if amount.level else None)
    noun = find_counted_noun(number)
    if measure is None or not (
        _is_quantity(as_written, amount, measure) or _is_given_as_count(number, amount) or _counts_several(number, noun)
    ):
        return None
    basis, per = classify_basis(text, amount, number)
    limited = amount.qualifier in (Qualifier.EXACT, Qualifier.ABOUT) and is_ceiling(number)
    quantity = FoundQuantity(
        span=TextSpan(amount.start + offset, amount.end + offset),
        as_written=as_written,
        low=None if limited else amount.low,
        best=None if limited else amount.best,
        high=amount.high,
        qualifier=Qualifier.AT_MOST if limited else amount.qualifier,
        measure=measure.name,
        unit=measure.unit,
        basis=basis,
        stage=_find_stage(measure, number, noun),
        per=per,
    )
    return Figure(quantity, number, noun)


def _find_stage(measure: Measure, number: Tokens, noun: Token | None) -> Stage | Literal[""]:
    """Whoever is counted as dead is lost; for anything else but a time the clause tells."""
    if measure.name == "duration":
        return ""
    return Stage.LOST if measure.name in vocabulary.LOST else find_stage(number, noun)


def _is_quantity(as_written: str, amount: Amount, measure: Measure) -> bool:
    """Whether a number counts something checkable, or is so large that it can only be a count."""
    most = max(bound for bound in (amount.low, amount.high) if bound is not None)
    if amount.level:
        return True
    if vocabulary.DIMENSIONS.get(measure.unit) == "duration":
        return most != 1 or "-" in as_written or amount.qualifier is not Qualifier.EXACT  # "one day he left"
    if measure.checkable:
        return not (most == 1 and measure.unit == "person" and measure.name in vocabulary.INDIVIDUALS)
    return most > (_MAX_SMALL if measure.name else _MAX_BARE) and not _YEAR.fullmatch(as_written)


def _is_given_as_count(number: Tokens, amount: Amount) -> bool:
    """Whether a bare number is given as a count: "the strike involves 85", "it knows of eleven", "five were on a ward",
    "nine of whom"."""
    root = number.root
    if root.pos_ != "NUM" or amount.suffix or _is_somebody(number, amount) or _YEAR.fullmatch(number.text):
        return False
    if any(word.dep_ == "det" for word in root.lefts):
        return False  # "the three" were told of before
    if root.dep_ == "pobj":
        governing = islice(root.ancestors, _MAX_STEPS_TO_COUNTING)
        return any(verb.lemma_ in vocabulary.COUNTING for verb in governing)
    is_tied = any(
        word.text in _TYING
        for word in (*root.doc[number.start - 1 : number.start], *root.doc[number.end : number.end + 1])
    )
    is_whole = len(number.text) == amount.number_end - amount.number_start and not is_tied
    return is_whole and root.dep_ in _ROLES_OF_COUNTS and root.head.lemma_ not in vocabulary.OF_AGE


def _is_somebody(number: Tokens, amount: Amount) -> bool:
    """Whether "one" stands for somebody or something: it counts as an object alone, "he missed one"."""
    return amount.low == amount.high == 1 and (number.root.dep_ != "dobj" or any(number.root.rights))


def _counts_several(number: Tokens, noun: Token | None) -> bool:
    """Whether a number in words or figures counts several of a thing, that no "the" or "these" makes known ones."""
    if noun is None or noun.tag_ != "NNS" or noun.lemma_.lower() in vocabulary.UNTOLD or number.root.head != noun:
        return False
    determiners = (word.lower_ for word in noun.lefts if word.dep_ in {"det", "poss", "predet"})
    return number.root.dep_ == "nummod" and not any(determiners) and number.text.lower() not in {"1", "one"}


def _find_measure(doc: Doc, amount: Amount, number: Tokens) -> Measure | None:
    """What is counted, in which unit. A share has the unit "percent" or none, whatever it is a share of."""
    written = tokens_covering(doc, amount.start, amount.end)
    leads_on = number.end < len(doc) and doc[number.end].lower_ in vocabulary.WHOLE_FOLLOWS
    if amount.share:
        whole = find_measure(written, number, elliptic=leads_on)
        return Measure((whole or NOTHING).name, amount.unit, True) if whole or amount.unit else None
    if vocabulary.DIMENSIONS.get(amount.unit) == "money":
        return Measure("money", amount.unit, True)
    if vocabulary.DIMENSIONS.get(amount.unit) == "duration":
        return Measure("duration", amount.unit, True)
    if amount.unit:
        noun = find_counted_noun(number) if leads_on else None
        return Measure(noun.lower_ if noun is not None else vocabulary.DIMENSIONS[amount.unit], amount.unit, True)
    return _measure_of_suffix(number, amount) or find_measure(written, number, elliptic=True)


def _measure_of_suffix(number: Tokens, amount: Amount) -> Measure | None:
    """What a "10,000-strong force" or a "12-member team" counts: its noun where that is known, else members, people."""
    if not amount.suffix:
        return None
    noun = find_counted_noun(number)
    keys = [noun.lemma_.lower() if noun is not None else "", amount.suffix, "people"]
    if vocabulary.unit_of(amount.suffix) == "item":
        keys.insert(0, amount.suffix)  # "a 500-bed hospital"
    return next(Measure(*vocabulary.COUNTED[key], True) for key in keys if key in vocabulary.COUNTED)


def _references(doc: Doc, matches: list[re.Match[str]], *, offset: int, first: int | None) -> Iterator[Figure]:
    """The references; "similar estimates" only behind a figure, as there is nothing to be similar to otherwise."""
    for match in matches:
        figure = _make_reference(doc, match, offset=offset)
        behind = first is not None and first < figure.quantity.span.start
        if behind or match[0][:2].lower() == "as" or not is_stand_in(figure.quantity):
            yield figure


def _make_reference(doc: Doc, match: re.Match[str], *, offset: int) -> Figure:
    tokens, measure = tokens_covering(doc, *match.span()), measure_of_reference(doc, match)
    noun = find_counted_noun(tokens)
    quantity = FoundQuantity(
        span=TextSpan(match.start() + offset, match.end() + offset),
        as_written=match[0],
        low=None,
        best=None,
        high=None,
        qualifier=Qualifier.ABOUT if match[0].lower() in stages.STAND_INS["alike"] else Qualifier.EXACT,
        measure=measure.name,
        unit=measure.unit,
        basis=Basis.TOTAL,
        stage=_find_stage(measure, tokens, noun),
    )
    return Figure(quantity, tokens, noun)
