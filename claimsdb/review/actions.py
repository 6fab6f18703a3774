"""The table of review actions: what editors, and a re-extraction, do to a claim.

Everything that offers or checks an action is built from it: the rules of `transitions`, the desk's buttons, keys and
help, the admin's forms and bulk actions, the API's endpoints and the form of a second opinion.
"""

from dataclasses import dataclass
from enum import StrEnum

from claimsdb.choices import Status, Verb
from claimsdb.models import DECIDED, VERDICTS, WAITING


class Need(StrEnum):
    """What an action is given besides the claim, by the names of its arguments."""

    NOTE = "note"
    PUBLIC_NOTE = "public_note"
    REASON = "reason"
    ORIGINAL = "original"
    CHANGES = "changes"


NOTES = (Need.NOTE, Need.PUBLIC_NOTE)  # for editors, and for readers
CHOICES = (Need.REASON, Need.ORIGINAL)  # one value each, which a button can carry


@dataclass(frozen=True, slots=True)
class ReviewAction:
    """One row. `label` is for buttons and `done` for messages; `starts_from` and `ends_in` are statuses, and None
    leaves the status as it is. Every action takes NOTES; `needs` is what it cannot do without.

    `key` presses the desk's button and `help` explains it; `moves_on` is whether the desk goes to the next claim then.
    `on_claim` is whether an editor takes it on a claim that is there, by a button, a form or the API.
    """

    verb: Verb
    label: str
    done: str
    starts_from: frozenset[Status]
    ends_in: Status | None
    needs: tuple[Need, ...] = ()
    key: str = ""
    help: str = ""
    desk_label: str = ""
    opinion_label: str = ""
    moves_on: bool = False
    in_bulk: bool = False
    on_claim: bool = True

    @property
    def on_desk(self) -> str:
        """The label of its button at the desk, which is short."""
        return self.desk_label or self.label

    @property
    def as_opinion(self) -> str:
        """The label of its button where a second opinion is asked."""
        return self.opinion_label or self.label

    @property
    def choice(self) -> Need | None:
        """What is chosen together with it: the reason of a rejection, the original of a duplicate."""
        return next((need for need in self.needs if need in CHOICES), None)


UNDECIDED = frozenset(WAITING)
STANDING = frozenset({*WAITING, Status.ACCEPTED})

ACTIONS: dict[Verb, ReviewAction] = {
    action.verb: action
    for action in (
        ReviewAction(
            Verb.ACCEPT, "Accept", "Accepted", UNDECIDED, Status.ACCEPTED,
            key="a", help="accept, with what you changed, and go on", moves_on=True, in_bulk=True,
        ),
        ReviewAction(
            Verb.REJECT, "Reject", "Rejected", STANDING, Status.REJECTED, needs=(Need.REASON,),
            key="x", help="reject for that reason", moves_on=True, in_bulk=True,
        ),
        ReviewAction(
            Verb.MARK_DUPLICATE, "Mark duplicate", "Marked as a duplicate", STANDING, Status.DUPLICATE,
            needs=(Need.ORIGINAL,), key="m", help="merge: it repeats another claim",
            desk_label="Merge", opinion_label="Duplicate", moves_on=True,
        ),
        ReviewAction(Verb.AMEND, "Save", "Saved", STANDING, None, needs=(Need.CHANGES,)),
        ReviewAction(Verb.REOPEN, "Reopen", "Reopened", frozenset({*DECIDED, Status.SUPERSEDED}), Status.NEEDS_RECHECK),
        ReviewAction(Verb.ENTER, "Enter", "Entered", frozenset(), Status.EXTRACTED, on_claim=False),
        ReviewAction(Verb.SUPERSEDE, "Supersede", "Superseded", UNDECIDED, Status.SUPERSEDED, on_claim=False),
        ReviewAction(
            Verb.UNDO, "Undo", "Undone", frozenset(Status), None,
            key="z", help="undo your last decision, ten times", on_claim=False,
        ),
    )
}  # fmt: skip

ON_CLAIM = [action for action in ACTIONS.values() if action.on_claim]
AS_OPINION = [ACTIONS[verb] for verb in VERDICTS]
