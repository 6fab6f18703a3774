"""Who may move a claim where: the one set of rules behind the admin, the API and the seeds' decisions.

Each verb is one transaction: it checks, changes the claim, raises its version and adds a Decision. `by` is the user
who acts; None is the program itself, which loads decisions that were taken elsewhere and re-extracts.
"""

import itertools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Required, TypedDict, Unpack

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from claimsdb.choices import REASON_WITH_NOTE, LinkState, Reason, Status, Verb
from claimsdb.db.conflicts import retried_on_conflict
from claimsdb.index import synced
from claimsdb.models import (
    DECIDED,
    REVIEW_PERMISSION,
    Article,
    Attribution,
    Claim,
    ClaimVersion,
    Decision,
    Quantity,
    check_note,
    claim_key,
)
from claimsdb.review import entries, one_editor, publication, snapshots
from claimsdb.review.actions import ACTIONS, NOTES, Need
from claimsdb.review.opinions import second_opinions

# An answer or a relation that somebody has entered or confirmed; what a rule proposes goes by itself.
STANDS = ~Q(state__in=[LinkState.REJECTED, LinkState.WITHDRAWN]) & (~Q(state=LinkState.PROPOSED) | Q(rule=""))

PROVENANCE = ("entered_by", "extractor", "extractor_version", "rule", "confidence", "calibrated", "found")


class ReviewError(ValueError):
    """A move that the rules forbid; the message says which and why."""


class NotAllowed(ReviewError):
    """The user may not do this to this claim."""


class IllegalMove(ReviewError):
    """The claim's status does not allow this verb."""


class Stale(ReviewError):
    """Somebody else has changed it since the caller looked at it; `version` is the present one."""

    def __init__(self, message: str, *, version: int | None = None):
        self.version = version
        super().__init__(message)


class Incomplete(ReviewError):
    """The decision lacks something, or has something wrong, that its action needs; `need` says what, if it is one."""

    def __init__(self, message: str, *, need: Need | None = None):
        self.need = need
        super().__init__(message)


class Signature(TypedDict, total=False):
    """How a verb is called: who acts, on which version of the claim (None: whichever it is), with which note
    for editors and which for readers, when, and in which batch, if several decisions are to be undone as one."""

    by: Required[User | None]
    version: int | None
    note: str
    public_note: str
    decided_at: datetime
    batch: str


@dataclass(frozen=True, slots=True)
class Move:
    """One action taken on a claim, with who takes it."""

    verb: Verb
    by: User | None
    version: int | None = None
    note: str = ""
    public_note: str = ""
    reason: str = ""
    decided_at: datetime = field(default_factory=timezone.now)
    batch: str = ""
    undoes: int | None = None


def check_reason(reason: str, *, note: str) -> None:
    """Raises Incomplete for what is no reason to reject, and for the reason that says nothing without a note."""
    if reason not in set(Reason):
        raise Incomplete(f"{reason!r} is no reason to reject; reasons are {', '.join(Reason)}.", need=Need.REASON)
    if reason == REASON_WITH_NOTE and not note.strip():
        raise Incomplete(f"The reason '{reason}' needs a note.", need=Need.NOTE)


def objection(verb: Verb, claim: Claim, *, by: User | None) -> str:
    """Why `by` cannot take this verb on the claim now; empty where they can."""
    try:
        _check(Move(verb, by), claim)
    except ReviewError as error:
        return str(error)
    return ""


def may(verb: Verb, claim: Claim, *, by: User | None) -> bool:
    """Whether `by` could take this verb on the claim now; for buttons and menus."""
    return not objection(verb, claim, by=by)


def accept(claim: Claim, **signature: Unpack[Signature]) -> Decision:
    """Says that the claim is faithfully recorded, which is not that it is true."""
    return _move(claim, Move(Verb.ACCEPT, **signature))


def reject(claim: Claim, *, reason: str, **signature: Unpack[Signature]) -> Decision:
    """Takes the claim out, with one of `Reason`; "other" needs a note."""
    check_reason(reason, note=signature.get("note", ""))
    return _move(claim, Move(Verb.REJECT, reason=reason, **signature))


def reopen(claim: Claim, **signature: Unpack[Signature]) -> Decision:
    """Puts a decided claim back before the editors."""
    return _move(claim, Move(Verb.REOPEN, **signature))


def mark_duplicate(claim: Claim, *, original: Claim, **signature: Unpack[Signature]) -> Decision:
    """Says that the claim repeats `original`, which must be no duplicate; nor may another claim repeat this one."""
    _check_original(claim, original)
    return _move(claim, Move(Verb.MARK_DUPLICATE, **signature), duplicate_of=original)


def supersede(claim: Claim, **signature: Unpack[Signature]) -> Decision:
    """Retires a claim that a newer extraction no longer finds and that nobody has decided."""
    return _move(claim, Move(Verb.SUPERSEDE, **signature))


def amend(
    claim: Claim,
    *,
    fields: Mapping[str, Any] | None = None,
    attributions: Sequence[Attribution] | None = None,
    quantities: Sequence[Quantity] | None = None,
    **signature: Unpack[Signature],
) -> Decision | None:
    """Sets the editor's values: `fields` among Claim.EDITABLE, and the whole list of attributions or quantities.

    None leaves a list as it is, an empty one empties it. What the machine found stays in `claim.found`. What is given
    is checked as `entries` says; where it is what the claim has already nothing happens, and there is no decision.
    Raises Incomplete for a field that is not amendable, and for a note where nothing changes; ValidationError for a
    value that does not fit.
    """
    move, fields = Move(Verb.AMEND, **signature), fields or {}
    _check_amendable(fields)
    given = {"attributions": attributions, "quantities": quantities}
    with synced():
        locked = _locked(claim, move)
        fields, lists = entries.settle(locked, fields, {name: rows for name, rows in given.items() if rows is not None})
        if not (fields or lists):
            for need in filter(partial(getattr, move), NOTES):
                raise Incomplete("Nothing is changed, and a note goes with a decision: leave it out.", need=need)
            return None
        was = snapshots.ensure_recorded(locked, replacing=lists)
        entries.set_fields(locked, fields)
        for name, rows in lists.items():
            entries.replace_rows(snapshots.ROW_MODELS[name], rows, claim=locked)
        locked.amended = sorted({*locked.amended, *lists, *(fields.keys() & {*Claim.EDITABLE})})
        return _record(move, locked, claim, was=was, replaced=lists)


def undo(decision: Decision, **signature: Unpack[Signature]) -> Decision:
    """Takes back a decision of one's own: the claim is again what it was before; one that was entered is superseded.
    Both decisions stay on record.

    Raises Stale where something else has happened to the claim since that was not taken back itself, and Incomplete
    where one that was entered has been named elsewhere since: as an original, by a figure, a link or an assessment.
    """
    claim, move = decision.claim, Move(Verb.UNDO, undoes=decision.version, **signature)
    with synced():
        locked = _locked(claim, move)
        before = _check_undoable(decision, locked, by=move.by)
        was = snapshots.ensure_recorded(locked, replacing=Claim.ROW_LISTS)
        replaced = _bring_back(locked, before, was=was) if before else _take_out(locked)
        return _record(move, locked, claim, was=was, replaced=replaced)


def objection_to_undoing(decision: Decision, *, by: User | None) -> str:
    """Why `by` cannot take the decision back now; empty where the rules let them."""
    try:
        check_permission(by)
        _check_undoable(decision, decision.claim, by=by)
    except ReviewError as error:
        return str(error)
    return ""


TAKE: dict[Verb, Callable[..., Decision | None]] = {
    Verb.ACCEPT: accept,
    Verb.REJECT: reject,
    Verb.MARK_DUPLICATE: mark_duplicate,
    Verb.AMEND: amend,
    Verb.REOPEN: reopen,
    Verb.SUPERSEDE: supersede,
}


def take(verb: Verb, claim: Claim, **arguments: Any) -> Decision | None:
    """Takes the action of that verb, given what the table says that it needs, and a signature. None where it would
    change nothing."""
    return TAKE[verb](claim, **arguments)


@retried_on_conflict
def enter(
    article: Article,
    *,
    fields: Mapping[str, Any],
    attributions: Sequence[Attribution] = (),
    quantities: Sequence[Quantity] = (),
    part_of: Claim | None = None,
    **signature: Unpack[Signature],
) -> Claim:
    """Adds a claim by hand, or as `part_of` one that is there, whose provenance it keeps; `fields` as for `amend`, with
    `text` and, if it has a place, `start` and `end`. Raises ValidationError as `amend` does."""
    move = Move(Verb.ENTER, **signature)
    check_permission(move.by)
    _check_notes(move)
    _check_amendable(fields)
    with synced():
        claim = Claim(article=article, entered_by=move.by, amended=sorted(fields.keys() & {*Claim.EDITABLE}))
        for name in PROVENANCE if part_of else ():
            setattr(claim, name, getattr(part_of, name))
        claim.key = _free_key(article, fields)
        settled, lists = entries.settle(claim, fields, {"attributions": attributions, "quantities": quantities})
        entries.set_fields(claim, settled)
        claim.save()
        for name, rows in lists.items():
            entries.replace_rows(snapshots.ROW_MODELS[name], rows, claim=claim)
        snapshots.record(claim, by=move.by)
        _decide(move, claim)
        return claim


def _move(claim: Claim, move: Move, *, duplicate_of: Claim | None = None) -> Decision:
    with synced():
        locked = _locked(claim, move)
        was, to = snapshots.ensure_recorded(locked), ACTIONS[move.verb].ends_in or locked.status
        locked.status, locked.duplicate_of = to, duplicate_of
        locked.decided_at = move.decided_at if to in DECIDED else None
        return _record(move, locked, claim, was=was)


def _locked(claim: Claim, move: Move) -> Claim:
    """The claim's row as it stands, held until the transaction ends, if the move is legal."""
    locked = Claim.objects.select_for_update(of=("self",)).select_related("article").get(pk=claim.pk)
    _check(move, locked)
    return locked


def _check(move: Move, claim: Claim) -> None:
    check_permission(move.by)
    _check_notes(move)
    if move.version is not None and move.version != claim.version:
        message = f"Claim {claim.key} is at version {claim.version}, not {move.version}: look at it again."
        raise Stale(message, version=claim.version)
    if claim.status not in ACTIONS[move.verb].starts_from:
        verb, status = move.verb.replace("_", " "), claim.get_status_display()
        raise IllegalMove(f"A claim that is {status} cannot be moved by '{verb}' ({claim.key}).")
    own = move.by is not None and claim.entered_by_id == move.by.pk
    if move.verb == Verb.ACCEPT and own and not (settings.CLAIMSDB_ACCEPT_OWN_CLAIMS or one_editor.is_alone()):
        raise NotAllowed(f"{move.by} entered this claim by hand; somebody else accepts it ({claim.key}).")
    if move.verb == Verb.ACCEPT and not claim.quote_stands:
        raise Incomplete(
            f"The quote is not what the article has at its place: put the place right first ({claim.key})."
        )


def _check_original(claim: Claim, original: Claim) -> None:
    """Raises Incomplete where `claim` cannot be the duplicate of `original`."""
    problem = ""
    if original.pk == claim.pk:
        problem = "A claim does not repeat itself."
    elif original.status == Status.DUPLICATE:
        problem = f"{original.key} is itself a duplicate; name the claim that it repeats."
    elif repeat := claim.duplicates.first():
        problem = f"{repeat.key} is marked as repeating {claim.key}; have it repeat {original.key} first."
    if problem:
        raise Incomplete(problem, need=Need.ORIGINAL)


def _check_undoable(decision: Decision, claim: Claim, *, by: User | None) -> ClaimVersion | None:
    """What the claim was before the decision; None where it was entered by it. Raises what forbids `by` to take the
    decision back."""
    if decision.who_id is None or by is None or decision.who_id != by.pk:
        raise NotAllowed(f"This was decided by {decision.who or 'the program'}, who alone may undo it ({claim.key}).")
    before = None if decision.verb == Verb.UNDO else snapshots.version_before(decision)
    if before is None and not decision.has_entered_in_a_step:
        raise Incomplete(f"What the claim was before is not on record: reopen it instead ({claim.key}).")
    if not Decision.objects.in_force().filter(pk=decision.pk).exists():
        raise IllegalMove(f"This decision is undone already ({claim.key}).")
    if not Decision.objects.unchanged().filter(pk=decision.pk).exists():
        raise Stale(f"Claim {claim.key} has changed since you decided: it cannot be undone.", version=claim.version)
    if before is None:
        _check_unnamed(claim)
    return before


def _check_unnamed(claim: Claim) -> None:
    """Raises Incomplete where what is said elsewhere names the claim, which cannot be taken out under it."""
    stand_ins = claim.stood_for_by.exclude(claim=claim).exclude(claim__status=Status.SUPERSEDED)
    links = (claim.answers, claim.relations_from, claim.relations_to)
    problem = ""
    if repeat := claim.duplicates.first():
        problem = f"{repeat.key} is marked as repeating {claim.key}: reopen it first."
    elif figure := stand_ins.select_related("claim").first():
        problem = f"A figure of {figure.claim.key} stands for one of {claim.key}: amend it first."
    elif any(each.filter(STANDS).exists() for each in links):
        problem = f"{claim.key} has a relation or an answer: reject it first."
    elif claim.assessments.exists():
        problem = f"{claim.key} has an assessment, which would be left without it."
    if problem:
        raise Incomplete(problem)


def _take_out(claim: Claim) -> list[str]:
    """Retires a claim whose entering is taken back; its rows stay."""
    claim.status = Status.SUPERSEDED
    return []


def _bring_back(claim: Claim, before: ClaimVersion, *, was: ClaimVersion) -> list[str]:
    """Gives the claim what it had, and returns which lists of rows are others now. Raises Incomplete where that names
    what is no longer there, or no original now."""
    snapshots.restore(claim, before)
    replaced = [name for name in Claim.ROW_LISTS if getattr(before, name) not in (None, getattr(was, name))]
    try:
        if claim.duplicate_of:
            _check_original(claim, claim.duplicate_of)
        for name in replaced:
            rows = snapshots.rows_at(before, name) or []
            snapshots.follow_merges(rows)
            entries.replace_rows(snapshots.ROW_MODELS[name], rows, claim=claim)
        return replaced
    except (Claim.DoesNotExist, ValidationError) as error:
        raise Incomplete(f"What the claim was names something that is no longer there ({claim.key}).") from error


def check_permission(by: User | None) -> None:
    """Raises NotAllowed for who may not edit what is said of claims."""
    if by is not None and not by.has_perm(REVIEW_PERMISSION):
        raise NotAllowed(f"{by} lacks the permission to review claims.")


def _check_notes(move: Move) -> None:
    for need in NOTES:
        try:
            check_note(getattr(move, need))
        except ValidationError as error:
            raise Incomplete(" ".join(error.messages), need=need) from error


def _check_amendable(fields: Mapping[str, Any]) -> None:
    if unknown := sorted({*fields} - {*Claim.EDITABLE, "editors_words"}):
        raise Incomplete(f"Editors do not set {', '.join(unknown)}; they set {', '.join(sorted(Claim.EDITABLE))}.")


def _record(move: Move, locked: Claim, claim: Claim, *, was: ClaimVersion, replaced: Collection[str] = ()) -> Decision:
    """Writes down the move and what the claim is by it, and brings the caller's `claim` up to date; lists of rows that
    were not `replaced` are as they were."""
    locked.version += 1
    locked.save()
    snapshots.record(locked, by=move.by, known={name: getattr(was, name) for name in {*Claim.ROW_LISTS} - {*replaced}})
    was_public = was.columns["status"] in settings.CLAIMSDB_PUBLIC_STATUSES
    publication.follow_claims([locked.article_id], undone=move.verb == Verb.UNDO and was_public)
    claim.refresh_from_db()
    decision = _decide(move, claim, before=was.columns["status"])
    second_opinions.follow(decision)
    return decision


def _decide(move: Move, claim: Claim, *, before: str = "") -> Decision:
    return Decision.objects.create(
        claim=claim,
        version=claim.version,
        verb=move.verb,
        from_status=before,
        to_status=claim.status,
        who=move.by,
        decided_at=move.decided_at,
        reason=move.reason,
        note=move.note,
        public_note=move.public_note,
        batch=move.batch,
        undoes=move.undoes,
    )


def _free_key(article: Article, fields: Mapping[str, Any]) -> str:
    """The key of the place or, without one, of the wording; counted on where the place has a claim already."""
    place = (fields["start"], fields["end"]) if "start" in fields else ("text", fields.get("text", ""))
    places = itertools.chain([place], ((*place, count) for count in itertools.count(1)))
    keys = (claim_key(article.text_sha256, *each) for each in places)
    return next(key for key in keys if not Claim.objects.filter(key=key).exists())
