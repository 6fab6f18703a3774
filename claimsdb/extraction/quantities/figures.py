"""The quantities of a parsed paragraph: amounts with what they count and on which basis."""

import re
from collections.abc import Iterable
from decimal import Decimal

from spacy.tokens import Doc
from spacy.tokens import Span as Tokens

from claimsdb.choices import Basis, Qualifier
from claimsdb.extraction.quantities.amounts import Amount, find_amounts
from claimsdb.extraction.quantities.masking import mask_non_quantities
from claimsdb.extraction.quantities.measures import NOTHING, Measure, find_counted_noun, find_measure
from claimsdb.extraction.results import FoundQuantity, TextSpan
from claimsdb.extraction.text.dependency_parse import tokens_covering
from claimsdb.extraction.vocabulary import quantities as vocabulary

# Numbers up to the first have to count something checkable ("two soldiers", not "two leaders"); up to the second,
# something at all.
_MAX_SMALL, _MAX_BARE = Decimal(10), Decimal(100)


def _alternatives(listed: Iterable[str]) -> str:
    return "|".join(sorted(listed))


_RATE = re.compile(
    rf"(?P<before>\b\w+\s+)?\b(?:(?:{_alternatives(vocabulary.RATE['each'])})\s+(?:{_alternatives(vocabulary.RATE['periods'])})\b"
    rf"(?!\s+(?:{_alternatives(vocabulary.RATE['not_before'])})\b)|(?:{_alternatives(vocabulary.RATE['adverbs'])})\b)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_CLAUSE_END = re.compile(r"[.;:!?,](?=\s|$)|\b(?:and|but)\b")
# Characters after a figure, and words before it ("a daily average of 1,200"), in which its period is looked for.
_MAX_RATE_DISTANCE = 120
_RATE_WORDS_BEFORE = 4
_ANAPHORA = re.compile(
    r"\b(?:(?:twice|double|triple|half|(?:two|three|four|five|ten|\d{1,3})\stimes)\s"
    r"(?:that\b|as\s(?:many|much)\b(?:\sas\sthat\b)?)"
    r"|as\s(?:much|many)(?=\s*(?:[.,;:!?)]|$)|\s(?:in|again|last|this|so|already|since|during|before)\b))",
    re.IGNORECASE,
)


def find_quantities(doc: Doc, *, offset: int) -> tuple[FoundQuantity, ...]:
    """The quantities of one paragraph in reading order; `offset` is its first code point in the article.

    Numbers that count nothing checkable (names, dates, ages, two leaders) are left out. Anaphoric amounts ("twice
    that", "as much") have their words and no values.
    """
    text = doc.text  # put together at every access
    anaphors = list(_ANAPHORA.finditer(text))
    counting = (
        amount
        for amount in find_amounts(mask_non_quantities(doc))
        if not any(_starts_inside(amount, match) for match in anaphors)
    )
    found = [quantity for amount in counting if (quantity := _make_quantity(doc, amount, text=text, offset=offset))]
    found += [_make_anaphoric_quantity(doc, match, offset=offset) for match in anaphors]
    return tuple(sorted(found, key=lambda quantity: quantity.span))


def _starts_inside(amount: Amount, match: re.Match[str]) -> bool:
    return match.start() <= amount.start < match.end()


def _make_quantity(doc: Doc, amount: Amount, *, text: str, offset: int) -> FoundQuantity | None:
    as_written, measure = text[amount.start : amount.end], _find_measure(doc, amount)
    if measure is None or not _is_quantity(as_written, amount, measure):
        return None
    return FoundQuantity(
        span=TextSpan(amount.start + offset, amount.end + offset),
        as_written=as_written,
        low=amount.low,
        best=amount.best,
        high=amount.high,
        qualifier=amount.qualifier,
        measure=measure.name,
        unit=measure.unit,
        basis=_classify_basis(text, amount),
    )


def _is_quantity(as_written: str, amount: Amount, measure: Measure) -> bool:
    """Whether a number counts something checkable, or is so large that it can only be a count."""
    most = max(bound for bound in (amount.low, amount.high) if bound is not None)
    if measure.checkable:
        return not (most == 1 and measure.unit == "person" and measure.name in vocabulary.INDIVIDUALS)
    return most > (_MAX_SMALL if measure.name else _MAX_BARE) and not _YEAR.fullmatch(as_written)


def _find_measure(doc: Doc, amount: Amount) -> Measure | None:
    """What is counted, in which unit. A share has the unit "percent" or none, whatever it is a share of."""
    written, number = (
        tokens_covering(doc, amount.start, amount.end),
        tokens_covering(doc, amount.number_start, amount.number_end),
    )
    leads_on = number.end < len(doc) and doc[number.end].lower_ in vocabulary.WHOLE_FOLLOWS
    if amount.share:
        whole = find_measure(written, number, elliptic=leads_on)
        return Measure((whole or NOTHING).name, amount.unit, True) if whole or amount.unit else None
    if vocabulary.DIMENSIONS.get(amount.unit) == "money":
        return Measure("money", amount.unit, True)
    if amount.unit:
        noun = find_counted_noun(number) if leads_on else None
        return Measure(noun.lower_ if noun is not None else vocabulary.DIMENSIONS[amount.unit], amount.unit, True)
    return _measure_of_suffix(number, amount) or find_measure(written, number, elliptic=True)


def _measure_of_suffix(number: Tokens, amount: Amount) -> Measure | None:
    """What a "10,000-strong force" or a "12-member team" counts: its noun where that is known, else members, people."""
    if not amount.suffix:
        return None
    noun = find_counted_noun(number)
    keys = (noun.lemma_.lower() if noun is not None else "", amount.suffix, "people")
    return next(Measure(*vocabulary.COUNTED[key], True) for key in keys if key in vocabulary.COUNTED)


def _classify_basis(text: str, amount: Amount) -> Basis:
    if amount.share:
        return Basis.SHARE
    if _is_rate(text, amount):
        return Basis.RATE
    return Basis.ADDITIONAL if amount.additional else Basis.TOTAL


def _is_rate(text: str, amount: Amount) -> bool:
    """Whether the clause counts per period: "3,000 a month", "3 million shells Russia uses each year"."""
    end = _CLAUSE_END.search(text, amount.end, amount.end + _MAX_RATE_DISTANCE)
    behind = _RATE.finditer(text, amount.end, end.start() if end else amount.end + _MAX_RATE_DISTANCE)
    if any((rate["before"] or "").strip().lower() not in vocabulary.RATE["not_after"] for rate in behind):
        return True
    clause = _CLAUSE_END.split(text[max(0, amount.start - _MAX_RATE_DISTANCE) : amount.start])[-1]
    return not vocabulary.RATE["adverbs"].isdisjoint(clause.lower().split()[-_RATE_WORDS_BEFORE:])


def _make_anaphoric_quantity(doc: Doc, match: re.Match[str], *, offset: int) -> FoundQuantity:
    tokens = tokens_covering(doc, *match.span())
    measure = find_measure(tokens, tokens, elliptic=False) or NOTHING
    return FoundQuantity(
        span=TextSpan(match.start() + offset, match.end() + offset),
        as_written=match[0],
        low=None,
        best=None,
        high=None,
        qualifier=Qualifier.EXACT,
        measure=measure.name,
        unit=measure.unit,
        basis=Basis.TOTAL,
    )
