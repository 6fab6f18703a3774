"""Fact checks of others: at which claim they belong, and what editors decide of them."""

from claimsdb.review.external_checks.conclusions import likely_conclusion
from claimsdb.review.external_checks.deciding import attach, enter_claim, follow, kept_words, put_back, reject
from claimsdb.review.external_checks.matching import (
    MAY_BE_MEANT,
    Candidate,
    Match,
    candidates,
    certain_match,
    is_same_wording,
)

__all__ = [
    "MAY_BE_MEANT",
    "Candidate",
    "Match",
    "attach",
    "candidates",
    "certain_match",
    "enter_claim",
    "follow",
    "is_same_wording",
    "kept_words",
    "likely_conclusion",
    "put_back",
    "reject",
]
