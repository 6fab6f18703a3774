"""Review: who may move a claim where, and all that helps an editor to decide; no HTTP, no pages.

The verbs stand here; around them are the modules `queue_orders` (what comes next), `leases`, `undo_stack`, `batches`,
`checks`, `opinions`, `snapshots`, `statistics`, `integrity`.
"""

from claimsdb.review.transitions import (
    MOVES,
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
    enter,
    mark_duplicate,
    may,
    objection,
    objection_to_undoing,
    reject,
    reopen,
    supersede,
    undo,
)

__all__ = [
    "MOVES",
    "REVIEW_PERMISSION",
    "IllegalMove",
    "Incomplete",
    "NotAllowed",
    "ReviewError",
    "Signature",
    "Stale",
    "accept",
    "amend",
    "check_permission",
    "enter",
    "mark_duplicate",
    "may",
    "objection",
    "objection_to_undoing",
    "reject",
    "reopen",
    "supersede",
    "undo",
]
