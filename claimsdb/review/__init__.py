"""Review: who may move a claim where, and all that helps an editor to decide; no HTTP, no pages.

`actions` is the table of what may be done, `transitions` does it; around them are `queue_orders` (what comes next),
`leases` (short locks), `one_editor`, `splitting`, `undo_stack`, `batches`, `preview`, `checks`, `opinions`,
`snapshots`, `statistics`, `rule_precision`, `integrity` (what ought to hold of the data), `assessments`, and
`external_checks` of other people.
"""

from claimsdb.review.actions import ACTIONS, AS_OPINION, NOTES, ON_CLAIM, Need, ReviewAction
from claimsdb.review.batches import Batch, BatchOutcome, decide
from claimsdb.review.integrity import IntegrityReport, InvariantResult, check_integrity, repair_index
from claimsdb.review.one_editor import is_alone
from claimsdb.review.preview import preview_moves, state_of
from claimsdb.review.queue_orders import OrderName, decided_today
from claimsdb.review.rule_precision import RuleRecord, rule_records, worst_first
from claimsdb.review.statistics import EditorRecord, SourceRecord, WeekRecord
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
    "NOTES",
    "ON_CLAIM",
    "REVIEW_PERMISSION",
    "Batch",
    "BatchOutcome",
    "EditorRecord",
    "IllegalMove",
    "Incomplete",
    "IntegrityReport",
    "InvariantResult",
    "Need",
    "NotAllowed",
    "OrderName",
    "ReviewAction",
    "ReviewError",
    "RuleRecord",
    "Signature",
    "SourceRecord",
    "Stale",
    "WeekRecord",
    "accept",
    "amend",
    "check_integrity",
    "check_permission",
    "check_reason",
    "decide",
    "decided_today",
    "enter",
    "is_alone",
    "mark_duplicate",
    "may",
    "objection",
    "objection_to_undoing",
    "preview_moves",
    "reject",
    "reopen",
    "repair_index",
    "rule_records",
    "state_of",
    "supersede",
    "take",
    "undo",
    "worst_first",
]
