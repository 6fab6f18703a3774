"""What answers the words before it without saying them again: who else did it ("it was the union that walked out"),
that what was given has not come ("they had not seen a penny"), or no more than that it is so, or not ("it had")."""

import re

from claimsdb.agreement.negated_words import is_negated
from claimsdb.agreement.readings import Reading
from claimsdb.agreement.sentences import is_next
from claimsdb.agreement.statements import NOBODY
from claimsdb.agreement.wording import WORDS, content_words, stems, words_of
from claimsdb.choices import Stance

TABLE = WORDS["replies"]
_IT_WAS = re.compile(TABLE["it_was"])
_BY = re.compile(r"\bby (?P<who>.+)", re.IGNORECASE)
_THEY = re.compile(r"\W*(?:they|it|he|she|we|i)\b", re.IGNORECASE)
_TO_THEM = re.compile(r"\bto (?:them|her|him|us|me|it)\b", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|them|this|that)\b", re.IGNORECASE)
_NOT_GOT = re.compile(TABLE["not_got"], re.IGNORECASE)
_SINGLE = re.compile(TABLE["single_things"], re.IGNORECASE)
GIVING = frozenset(stems(TABLE["giving"]))
GIVEN = content_words(TABLE["giving"])  # a gift is what was given
WORDS_OF_A_DOER = 4
_SHORT = re.compile(TABLE["short"], re.IGNORECASE)
_NO_SUCH = re.compile(TABLE["no_such"], re.IGNORECASE)
_NOT_INVOLVED = re.compile(TABLE["not_involved"], re.IGNORECASE)
_BLAMING = re.compile(TABLE["blaming"], re.IGNORECASE)


def is_short_answer(later: Reading, earlier: Reading) -> bool:
    """Whether it leaves to the sentence before it what is so, or is not: "it had", "no such request was received", "it
    had nothing to do with it"."""
    if earlier.place_in_article > later.place_in_article or not is_next(earlier.statement, later.statement):
        return False
    return _is_yes_or_no(later, earlier) or _has_no_such(later, earlier) or _was_not_involved(later, earlier)


def _is_yes_or_no(later: Reading, earlier: Reading) -> bool:
    found = _SHORT.match(later.said)
    return found is not None and bool(found["no"]) != is_negated(earlier)


def _has_no_such(later: Reading, earlier: Reading) -> bool:
    """Whether there was none of what the earlier one accuses somebody of, or of what he is accused of not doing."""
    return earlier.statement.stance == Stance.ACCUSES and bool(_NO_SUCH.match(later.said))


def _was_not_involved(later: Reading, earlier: Reading) -> bool:
    """Whether those whom the earlier one blames, one of whom may speak, had no part in it."""
    blames = earlier.statement.stance == Stance.ACCUSES or _BLAMING.search(earlier.said)
    return bool(_NOT_INVOLVED.search(later.said) and blames) and not is_negated(earlier)


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
    things = content_words(" ".join(words_of(after)[:WORDS_OF_A_DOER])) - GIVEN if after.strip() else NOBODY
    is_of_them = (claim.statement.figures and _THEY.match(claim.said)) or _TO_THEM.search(claim.said)
    return not things or bool(things & claim.words or is_of_them)
