"""Checks of a claim before it is accepted, and the dismissals of their findings.

All is told from words and columns, so that a page has it in milliseconds; whether it matters, the editor says.
"""

from collections.abc import Callable, Iterator

from django.contrib.auth.models import User

from claimsdb.choices import Check
from claimsdb.models import Claim, Dismissal
from claimsdb.review import transitions
from claimsdb.review.checks.dates import outside_window
from claimsdb.review.checks.duplicates import duplicates
from claimsdb.review.checks.finding import CheckFinding
from claimsdb.review.checks.sentences import stands_alone
from claimsdb.review.checks.wording import changes


def findings(claim: Claim) -> list[CheckFinding]:
    """The findings that nobody has dismissed: what blocks first, then in the order of Check. In at most five queries,
    where the claim's article, `attributions__actor` and quantities are loaded."""
    found = _found(claim)
    dismissed = set(claim.dismissals.values_list("check_name", "about")) if found else set()
    return [each for each in found if (each.check, each.about) not in dismissed]


def dismiss(claim: Claim, finding_check: str, about: str, *, by: User) -> None:
    """Dismisses the finding as no problem; again is the same.

    Raises ReviewError for what is not found in the claim as it stands, or is to be put right instead.
    """
    transitions.check_permission(by)
    finding = next((each for each in _found(claim) if (each.check, each.about) == (finding_check, about)), None)
    if finding is None:
        raise transitions.Incomplete(f"No check finds this in the claim as it is now: look at it again ({claim.key}).")
    if finding.blocks:
        raise transitions.Incomplete(f"A quote that is not at its place is put right, not dismissed ({claim.key}).")
    Dismissal.objects.get_or_create(claim=claim, check_name=finding.check, about=about, defaults={"user": by})


def _found(claim: Claim) -> list[CheckFinding]:
    return [finding for check in CHECKS for finding in check(claim)]


def _misplaced(claim: Claim) -> Iterator[CheckFinding]:
    if not claim.quote_stands:
        message = "The quote is not what the article has at its place."
        yield CheckFinding(Check.QUOTE_PLACE, f"{claim.start}-{claim.end}", message, blocks=True)


CHECKS: tuple[Callable[[Claim], Iterator[CheckFinding]], ...] = (
    _misplaced,
    changes,
    stands_alone,
    duplicates,
    outside_window,
)
"""In the order of Check."""
