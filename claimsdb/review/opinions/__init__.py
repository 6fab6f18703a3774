"""Second opinions: verdicts that are put to another editor, who is not shown the first, and how far the two agree."""

from claimsdb.review.opinions.agreement import agreement_of_editors
from claimsdb.review.opinions.second_opinions import disagreements, settle, waiting_for

__all__ = ["agreement_of_editors", "disagreements", "settle", "waiting_for"]
