"""The words by which a sentence says that something is to come, or may be."""

import re
from functools import cache

from claimsdb.extraction.vocabulary import word_lists
from claimsdb.review.checks.inflection import any_form_of

_AHEAD = re.compile(
    r"\b(?:will|shall|would|should|might|could|can|must|won['’]t|(?:going|about|set|poised) to)\b|['’]ll\b"
    r"|\b(?<!in )(?<!last )(?<!since )may\b(?! \d)",  # and not the month
    re.IGNORECASE,
)
# Who alleges something takes it for done.
_HEARSAY = frozenset(
    "alleged allegedly apparent apparently arguably presumably presumed purported purportedly reported reportedly "
    "seemingly supposed supposedly suspected unconfirmed".split()
)


def prospect_in(text: str) -> str:
    """The word by which it is a plan, a prediction or a possibility ("will", "preparing", "probably"), if any."""
    found = _AHEAD.search(text) or _possible().search(text)
    return found[0].lower() if found else ""


@cache
def _possible() -> re.Pattern[str]:
    hedges, plans = word_lists().hedges, word_lists().phases["planned"]
    return any_form_of({*plans, *hedges["adverbs"], *hedges["adjectives"], *hedges["nouns"]} - _HEARSAY)
