"""When a claim was made and its event happened, beside the day on which the article was published."""

from collections.abc import Iterator
from datetime import timedelta

from claimsdb.choices import Check, Phase
from claimsdb.models import Claim
from claimsdb.review.checks.finding import CheckFinding

LONG = timedelta(days=5 * 365)  # a wrong year is likelier than news of what was said so long ago


def outside_window(claim: Claim) -> Iterator[CheckFinding]:
    """Nothing where the article has no day of publication."""
    published = claim.article.published_on
    if published is None:
        return
    if claim.said_from and claim.said_from > published:
        yield _finding("said", claim.said_from, f"after the article was published on {published}")
    if claim.said_to and claim.said_to < published - LONG:
        yield _finding("said", claim.said_to, f"long before the article was published on {published}")
    if claim.event_from and claim.event_from > published and claim.phase == Phase.DONE:
        yield _finding("done", claim.event_from, f"after the article was published on {published}")


def _finding(what: str, day: object, why: str) -> CheckFinding:
    return CheckFinding(Check.DATE_OUTSIDE, f"{what} {day}", f"It was {what} on {day}, {why}.")
