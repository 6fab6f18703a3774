"""What a figure is counted against: a total, an addition, a share, a part of what was seen, so many in each period."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal

from spacy.tokens import Span

from claimsdb.choices import Basis, Per
from claimsdb.extraction.quantities.amounts import Amount
from claimsdb.extraction.quantities.clauses import is_on_picture
from claimsdb.extraction.vocabulary import quantities as vocabulary
from claimsdb.extraction.vocabulary import stages


def _alternatives(listed: Iterable[str]) -> str:
    return "|".join(sorted(listed))


_RATE = re.compile(
    rf"""
    (?P<before>\b\w+\s+)?\b
    (?:
        (?:(?P<always>{_alternatives(vocabulary.RATE["always"])})|{_alternatives(vocabulary.RATE["each"])})
        [\s-](?P<period>{_alternatives(vocabulary.RATE["periods"])})\b
        (?(always)|(?!\s+(?:{_alternatives(vocabulary.RATE["not_before"])})\b))
      | (?P<adverb>{_alternatives(vocabulary.RATE["adverbs"])})\b
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CLAUSE_END = re.compile(r"[.;:!?,](?=\s|$)|\b(?:and|but)\b")
_ON_TOP = re.compile(rf"(?:\s\w+){{0,3}}\s(?:{_alternatives(vocabulary.ON_TOP)})\b", re.IGNORECASE)
# Characters after a figure, and words before it ("a daily average of 1,200"), in which its period is looked for.
_MAX_RATE_DISTANCE = 120
_RATE_WORDS_BEFORE = 4


def classify_basis(text: str, amount: Amount, number: Span) -> tuple[Basis, Per | Literal[""]]:
    """The basis, and for a rate the period where it is a year, a month or a day."""
    if amount.share:
        return Basis.SHARE, ""
    if period := _find_period(text, amount):
        return Basis.RATE, vocabulary.PER.get(period, "")
    if amount.additional or _ON_TOP.match(text, amount.end):
        return Basis.ADDITIONAL, ""
    return Basis.PARTIAL if _is_part(number) or is_on_picture(number) else Basis.TOTAL, ""


def _find_period(text: str, amount: Amount) -> str:
    """The word for the period of which the clause speaks: "3,000 a month", "3 million shells Russia uses each year"."""
    end = _CLAUSE_END.search(text, amount.end, amount.end + _MAX_RATE_DISTANCE)
    behind = _RATE.finditer(text, amount.end, end.start() if end else amount.end + _MAX_RATE_DISTANCE)
    for rate in behind:
        if (rate["before"] or "").strip().lower() not in vocabulary.RATE["not_after"]:
            return (rate["period"] or rate["adverb"]).lower()
    clause = _CLAUSE_END.split(text[max(0, amount.start - _MAX_RATE_DISTANCE) : amount.start])[-1]
    words = clause.lower().split()[-_RATE_WORDS_BEFORE:]
    adverb = next((word for word in words if word in vocabulary.RATE["adverbs"]), "")
    return adverb or _period_in_front(words)


def _period_in_front(words: list[str]) -> str:
    """ "Every day 240 people fall ill" """
    always, periods = vocabulary.RATE["always"], vocabulary.RATE["periods"]
    return next((word for before, word in pairwise(words) if before in always and word in periods), "")


def _is_part(number: Span) -> bool:
    """ "28 of them", "at least some of the 12,000 soldiers" """
    doc = number.doc
    before = [token.lower_ for token in doc[max(0, number.start - 3) : number.start]]
    after = [token.lower_ for token in doc[number.end : number.end + 2]]
    if len(after) == 2 and after[0] == "of" and after[1] in stages.PARTS["of"]:
        return doc[number.end + 1].dep_ == "pobj"  # not "500 of these tanks"
    return len(before) == 3 and before[0] in stages.PARTS["some"] and before[1:] in (["of", "the"], ["of", "its"])
