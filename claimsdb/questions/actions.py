"""The table of what editors and the machine do to answers and relations: buttons, forms, endpoints are made of it."""

from dataclasses import dataclass

from claimsdb.choices import LinkState, LinkVerb
from claimsdb.models import UNDECIDED_LINKS

UNDECIDED = frozenset(UNDECIDED_LINKS)


@dataclass(frozen=True, slots=True)
class LinkAction:
    """One row. `starts_from` and `ends_in` are states, and None leaves the state as it is. `by_machine` is whether the
    program takes it and no editor does; `key` presses the desk's button, `help` explains it. `undoable` is whether who
    took it may take it back."""

    verb: LinkVerb
    label: str
    done: str
    starts_from: frozenset[LinkState]
    ends_in: LinkState | None
    key: str = ""
    help: str = ""
    moves_on: bool = False
    by_machine: bool = False
    undoable: bool = False


LINK_ACTIONS: dict[LinkVerb, LinkAction] = {
    action.verb: action
    for action in (
        LinkAction(
            LinkVerb.CONFIRM, "Confirm", "Confirmed", UNDECIDED, LinkState.CONFIRMED,
            key="a", help="confirm, with what you changed, and go on", moves_on=True, undoable=True,
        ),
        LinkAction(
            LinkVerb.REJECT, "Reject", "Rejected", UNDECIDED | {LinkState.CONFIRMED}, LinkState.REJECTED,
            key="x", help="reject: it stays on record and is not proposed again", moves_on=True, undoable=True,
        ),
        LinkAction(LinkVerb.AMEND, "Save", "Saved", UNDECIDED | {LinkState.CONFIRMED}, None, undoable=True),
        LinkAction(
            LinkVerb.REOPEN, "Reopen", "Reopened",
            frozenset({LinkState.CONFIRMED, LinkState.REJECTED, LinkState.WITHDRAWN}), LinkState.PROPOSED,
            undoable=True,
        ),
        LinkAction(LinkVerb.MOVE, "Move", "Moved", frozenset(LinkState), None, by_machine=True),
        LinkAction(LinkVerb.PROPOSE, "Propose", "Proposed", frozenset({LinkState.WITHDRAWN, LinkState.REJECTED}),
                   LinkState.PROPOSED, by_machine=True),
        LinkAction(LinkVerb.WITHDRAW, "Withdraw", "Withdrawn", frozenset({LinkState.PROPOSED}), LinkState.WITHDRAWN,
                   by_machine=True),
        LinkAction(LinkVerb.RECHECK, "Recheck", "To be looked at again", frozenset({LinkState.CONFIRMED}),
                   LinkState.NEEDS_RECHECK, by_machine=True),
        LinkAction(LinkVerb.UNDO, "Undo", "Undone", frozenset(LinkState), None, key="z",
                   help="undo your last decision, ten times"),
    )
}  # fmt: skip

UNDOABLE = [action.verb for action in LINK_ACTIONS.values() if action.undoable]
BY_EDITORS = [action for action in LINK_ACTIONS.values() if not action.by_machine]
