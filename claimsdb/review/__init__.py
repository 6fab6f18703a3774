"""Review: who may move a claim where, and all that helps an editor to decide; no HTTP, no pages.

`actions` is the table of what may be done, `transitions` does it; around them are `queue_orders` (what comes next),
`leases` (short locks), `undo_stack`, `batches`, `preview`, `checks`, `opinions`, `snapshots`, `statistics` and
`integrity`.
"""

from claimsdb.review.actions import ACTIONS, AS_OPINION, ON_CLAIM, Need, ReviewAction
from claimsdb.review.transitions import (
    REVIEW_PERMISSION,
    IllegalMove,
    Incomplete,
    NotAllowed,
    ReviewError,
    Signature,
    Stale,
    accept,
    amend,
    check_permission,
    check_reason,
    enter,
    mark_duplicate,
    may,
    objection,
    objection_to_undoing,
    reject,
    reopen,
    supersede,
    take,
    undo,
)

__all__ = [
    "ACTIONS",
    "AS_OPINION",
    "ON_CLAIM",
    "REVIEW_PERMISSION",
    "IllegalMove",
    "Incomplete",
    "Need",
    "NotAllowed",
    "ReviewAction",
    "ReviewError",
    "Signature",
    "Stale",
    "accept",
    "amend",
    "check_permission",
    "check_reason",
    "enter",
    "mark_duplicate",
    "may",
    "objection",
    "objection_to_undoing",
    "reject",
    "reopen",
    "supersede",
    "take",
    "undo",
]
