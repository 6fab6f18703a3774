"""Whether the answers to a question agree, out of what is confirmed and may be seen by anybody."""

from typing import Any

from claimsdb.choices import Agreement
from claimsdb.models import Question


def verdict_of(question: Question) -> dict[str, Any]:
    return {
        "agreement": Agreement.UNASSESSED,
        "statements": 0,
        "articles": 0,
        "figures": 0,
        "first_day": None,
        "last_day": None,
    }
