"""The words by which a sentence says no."""

import re
from functools import cache

from claimsdb.choices import Stance
from claimsdb.extraction.vocabulary import lexicon
from claimsdb.review.checks.inflection import any_form_of

_NOT = re.compile(r"\b(?:not|no|never|none|nobody|no-one|nothing|nowhere|neither|nor|cannot)\b|n['’]t\b", re.IGNORECASE)
_NOTHING_DENIED = re.compile(
    r"\bnot (?:only|just|merely|simply|solely|to mention|less than|fewer than|more than)\b"
    r"|\bno (?:less than|fewer than|more than|later than|doubt|matter)\b|\bno\. ?(?=\d)",
    re.IGNORECASE,
)
_REFUSALS = frozenset({"refuse", "decline", "fail", "cease"})
# They may be what a negation became in other words; alone they are none.
_NEARLY_NOT = any_form_of(
    "absence avoid ban barely end few halt hardly impossible inability incapable inexperience inexperienced "
    "insufficient lack little missing prevent rarely scarcely seldom stop without".split()
)
_WARNED_OFF = re.compile(r"\bagainst (?:\w+ly )?[a-z]{2,}ing\b", re.IGNORECASE)  # "warned against supplying arms"
_PREFIXED = re.compile(r"\b(?:un(?!der|i|til)|non-?)[a-z]{3,}", re.IGNORECASE)


def negation_in(text: str) -> str:
    """The word by which it denies something ("not", "refused"), if any; "not only" denies nothing."""
    found = _NOT.search(_NOTHING_DENIED.sub(" ", text)) or _denials().search(text)
    return found[0].lower() if found else ""


def may_negate(text: str) -> bool:
    """Whether it denies something, perhaps in other words: "lacks", "inexperienced"."""
    return any((negation_in(text), _NEARLY_NOT.search(text), _WARNED_OFF.search(text), _PREFIXED.search(text)))


@cache
def _denials() -> re.Pattern[str]:
    return any_form_of({*_REFUSALS, *(verb for verb, stance in lexicon().stances.items() if stance is Stance.DENIES)})
