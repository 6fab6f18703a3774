"""What answers the words before it without saying them again: who else did it ("it was the union that walked out"), and
that what was given has not come ("they had not seen a penny")."""

import re

from claimsdb.agreement.negated_words import is_negated
from claimsdb.agreement.readings import Reading
from claimsdb.agreement.statements import NOBODY
from claimsdb.agreement.wording import WORDS, content_words, stems, words_of

TABLE = WORDS["replies"]
_IT_WAS = re.compile(TABLE["it_was"])
_BY = re.compile(r"\bby (?P<who>.+)", re.IGNORECASE)
_THEY = re.compile(r"\W*(?:they|it|he|she|we|i)\b", re.IGNORECASE)
_TO_THEM = re.compile(r"\bto (?:them|her|him|us|me|it)\b", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|them|this|that)\b", re.IGNORECASE)
_NOT_GOT = re.compile(TABLE["not_got"], re.IGNORECASE)
_SINGLE = re.compile(TABLE["single_things"], re.IGNORECASE)
GIVING = frozenset(stems(TABLE["giving"]))
WORDS_OF_A_DOER = 4


def names_another_doer(later: Reading, earlier: Reading) -> bool:
    """Whether it says who did what the earlier one says of somebody else."""
    found = _IT_WAS.match(later.said)
    if not found or is_negated(earlier):
        return False
    who, rest = content_words(found["who"]), later.said[found.end() :]
    of_it = content_words(rest) & earlier.words or _IT.search(rest)
    return bool(who and of_it) and not who & _doer(earlier)


def _doer(reading: Reading) -> frozenset[str]:
    by = _BY.search(reading.said)
    return content_words(by["who"] if by else " ".join(words_of(reading.said)[:WORDS_OF_A_DOER]))


def has_not_come(reading: Reading, claim: Reading) -> bool:
    """Whether it says that nothing has come of what the claim says was given."""
    found = _NOT_GOT.search(reading.said)
    if not found or is_negated(claim) or not GIVING & {*stems(claim.said)}:
        return False
    after = _SINGLE.sub(" ", reading.said[found.end() :])
    things = content_words(" ".join(words_of(after)[:WORDS_OF_A_DOER])) if after.strip() else NOBODY
    is_of_them = (claim.statement.figures and _THEY.match(claim.said)) or _TO_THEM.search(claim.said)
    return not things or bool(things & claim.words or is_of_them)
