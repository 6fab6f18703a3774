"""The figures of a paragraph: how many of what, within which bounds, on which basis."""

import re
from collections.abc import Iterable
from decimal import Decimal

from spacy.tokens import Doc
from spacy.tokens import Span as Tokens

from claimsdb.choices import Basis, Qualifier
from claimsdb.extraction.quantities.amounts import Amount, amounts_in
from claimsdb.extraction.quantities.masking import masked
from claimsdb.extraction.quantities.measures import NOTHING, Measure, counted_noun, measure_of
from claimsdb.extraction.results import FoundQuantity, Span
from claimsdb.extraction.text.dependency_parse import tokens_at
from claimsdb.extraction.vocabulary import quantities as words

# Up to here a number has to count something checkable: "two soldiers", but not "two leaders"; and something at all.
_SMALL, _BARE = Decimal(10), Decimal(100)


def _any(listed: Iterable[str]) -> str:
    return "|".join(sorted(listed))


_RATE = re.compile(
    rf"(?P<before>\b\w+\s+)?\b(?:(?:{_any(words.RATE['each'])})\s+(?:{_any(words.RATE['periods'])})\b"
    rf"(?!\s+(?:{_any(words.RATE['not_before'])})\b)|(?:{_any(words.RATE['adverbs'])})\b)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_CLAUSE_END = re.compile(r"[.;:!?,](?=\s|$)|\b(?:and|but)\b")
# So far behind a figure, and so many words before it ("a daily average of 1,200"), its period may stand.
_RATE_REACH = 120
_RATE_WORDS_BEFORE = 4
_ANAPHORA = re.compile(
    r"\b(?:(?:twice|double|triple|half|(?:two|three|four|five|ten|\d{1,3})\stimes)\s"
    r"(?:that\b|as\s(?:many|much)\b(?:\sas\sthat\b)?)"
    r"|as\s(?:much|many)(?=\s*(?:[.,;:!?)]|$)|\s(?:in|again|last|this|so|already|since|during|before)\b))",
    re.IGNORECASE,
)


def quantities_in(doc: Doc, *, offset: int) -> tuple[FoundQuantity, ...]:
    """The quantities of one paragraph in reading order; `offset` is where the paragraph begins in its article.

    Numbers that count nothing checkable (names, dates, ages, two leaders) are left out. Amounts that point to another
    ("twice that", "as much") are there with their words and without values.
    """
    text = doc.text  # put together at every access
    pointing = list(_ANAPHORA.finditer(text))
    counting = (amount for amount in amounts_in(masked(doc)) if not any(_inside(amount, match) for match in pointing))
    found = [quantity for amount in counting if (quantity := _quantity(doc, amount, text=text, offset=offset))]
    found += [_unvalued(doc, match, offset=offset) for match in pointing]
    return tuple(sorted(found, key=lambda quantity: quantity.span))


def _inside(amount: Amount, match: re.Match[str]) -> bool:
    return match.start() <= amount.start < match.end()


def _quantity(doc: Doc, amount: Amount, *, text: str, offset: int) -> FoundQuantity | None:
    as_written, measure = text[amount.start : amount.end], _measure(doc, amount)
    if measure is None or not _counts(as_written, amount, measure):
        return None
    return FoundQuantity(
        span=Span(amount.start + offset, amount.end + offset),
        as_written=as_written,
        low=amount.low,
        best=amount.best,
        high=amount.high,
        qualifier=amount.qualifier,
        measure=measure.name,
        unit=measure.unit,
        basis=_basis(text, amount),
    )


def _counts(as_written: str, amount: Amount, measure: Measure) -> bool:
    """Whether a number counts something that can be checked, or is too large for anything else than a count."""
    most = max(bound for bound in (amount.low, amount.high) if bound is not None)
    if measure.checkable:
        return not (most == 1 and measure.unit == "person" and measure.name in words.INDIVIDUALS)
    return most > (_SMALL if measure.name else _BARE) and not _YEAR.fullmatch(as_written)


def _measure(doc: Doc, amount: Amount) -> Measure | None:
    """What is counted, in which unit. A share has the unit "percent" or none, whatever it is a share of."""
    written, number = tokens_at(doc, amount.start, amount.end), tokens_at(doc, amount.number_start, amount.number_end)
    leads_on = number.end < len(doc) and doc[number.end].lower_ in words.WHOLE_FOLLOWS
    if amount.share:
        whole = measure_of(written, number, elliptic=leads_on)
        return Measure((whole or NOTHING).name, amount.unit, True) if whole or amount.unit else None
    if words.DIMENSIONS.get(amount.unit) == "money":
        return Measure("money", amount.unit, True)
    if amount.unit:
        noun = counted_noun(number) if leads_on else None
        return Measure(noun.lower_ if noun is not None else words.DIMENSIONS[amount.unit], amount.unit, True)
    return _suffixed(number, amount) or measure_of(written, number, elliptic=True)


def _suffixed(number: Tokens, amount: Amount) -> Measure | None:
    """What a "10,000-strong force" or a "12-member team" counts: its noun where that is known, else members, people."""
    if not amount.suffix:
        return None
    noun = counted_noun(number)
    keys = (noun.lemma_.lower() if noun is not None else "", amount.suffix, "people")
    return next(Measure(*words.COUNTED[key], True) for key in keys if key in words.COUNTED)


def _basis(text: str, amount: Amount) -> Basis:
    if amount.share:
        return Basis.SHARE
    if _recurs(text, amount):
        return Basis.RATE
    return Basis.ADDITIONAL if amount.additional else Basis.TOTAL


def _recurs(text: str, amount: Amount) -> bool:
    """Whether the clause counts per period: "3,000 a month", "3 million shells Russia uses each year"."""
    end = _CLAUSE_END.search(text, amount.end, amount.end + _RATE_REACH)
    behind = _RATE.finditer(text, amount.end, end.start() if end else amount.end + _RATE_REACH)
    if any((rate["before"] or "").strip().lower() not in words.RATE["not_after"] for rate in behind):
        return True
    clause = _CLAUSE_END.split(text[max(0, amount.start - _RATE_REACH) : amount.start])[-1]
    return not words.RATE["adverbs"].isdisjoint(clause.lower().split()[-_RATE_WORDS_BEFORE:])


def _unvalued(doc: Doc, match: re.Match[str], *, offset: int) -> FoundQuantity:
    tokens = tokens_at(doc, *match.span())
    measure = measure_of(tokens, tokens, elliptic=False) or NOTHING
    return FoundQuantity(
        span=Span(match.start() + offset, match.end() + offset),
        as_written=match[0],
        low=None,
        best=None,
        high=None,
        qualifier=Qualifier.EXACT,
        measure=measure.name,
        unit=measure.unit,
        basis=Basis.TOTAL,
    )
