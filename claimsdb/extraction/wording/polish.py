"""The last touches of a wording: lead-ins, hearsay, marks without a partner, capital and full stop."""

import re

from claimsdb.extraction.results import FRAGMENT
from claimsdb.extraction.vocabulary.hedges_and_topics import word_lists

DOUBLE_MARKS = '“”"'
_MARKERS = "|".join(sorted(word_lists().markers, key=len, reverse=True))
_MARKER = re.compile(rf"^(?:(?:{_MARKERS}),\s+)+", re.IGNORECASE)
_HEDGE = re.compile(rf",?\s*\b(?:{'|'.join(sorted(word_lists().hearsay))})\b,?(?=\s)", re.IGNORECASE)
_OPEN_MARK = re.compile(r"‘(?!.*’(?!\w))")


def polish(text: str) -> str:
    return as_sentence(clean(text))


def clean(text: str) -> str:
    """On one line, without lead-ins, hearsay and marks that lack their partner."""
    return strip_hedges(balance_marks(strip_discourse_marker(" ".join(text.split()))))


def as_fragment(text: str) -> str:
    """Marked as no sentence, for an editor to word."""
    return f"{FRAGMENT}{clean(text).strip(' ,;:.')}."


def strip_discourse_marker(text: str) -> str:
    """Without "However," and the like, which speak of the sentence before."""
    return _MARKER.sub("", text)


def strip_hedges(text: str) -> str:
    """Without "reportedly" and the like, which the claim has as its hedge."""
    return _HEDGE.sub("", text).strip()


def balance_marks(text: str) -> str:
    """Without quotation marks that lack their partner."""
    text = _OPEN_MARK.sub("", text)
    curly = text.count("“") == text.count("”")
    straight = text.count('"') % 2 == 0
    if curly and straight:
        return text
    return text.translate({ord(mark): None for mark in (DOUBLE_MARKS if not straight else "“”")})


def as_sentence(text: str) -> str:
    text = re.sub(r",([”\"])$", r"\1", text.strip(" ,;:"))
    text = re.sub(r"^(\[?)(\w)", lambda first: first[1] + first[2].upper(), text)
    return text if text.endswith((".", "?", "!", ".”", '."')) else text + "."
