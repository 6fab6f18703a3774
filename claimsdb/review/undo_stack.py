"""An editor's last decisions, step by step: what was taken together is one step, and is undone as one."""

import secrets
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db.models import Q

from claimsdb.choices import Verb
from claimsdb.index import lock_claims, synced
from claimsdb.models import Decision, DecisionQuerySet
from claimsdb.review import transitions

REACH = 10  # steps that can be undone
CHUNK = 200  # decisions undone in one transaction


class _NotWhole(Exception):
    """A part of what is undone as a whole is refused."""


def new_batch() -> str:
    """The name of decisions that are about to be taken together."""
    return secrets.token_hex(8)


@dataclass(slots=True)
class Undone:
    """How many decisions of a step were undone, and by the ids of their claims why the others were not."""

    step: Decision
    done: int = 0
    refused: dict[int, str] = field(default_factory=dict)


def last_step(user: User) -> Decision | None:
    """The newest decision of the user's last step that can be undone; None where there is none within REACH."""
    steps = 0
    decisions = _decisions(user)
    while steps < REACH and (newest := decisions.first()):
        if _is_undoable(newest):
            return newest
        decisions, steps = _before(newest, decisions), steps + 1
    return None


def step_of(batch: str, user: User) -> Decision | None:
    """The newest decision of the user's in the batch that can be undone, however long ago."""
    return _undoable(_decisions(user).filter(batch=batch)).first() if batch else None


def undo(step: Decision, *, by: User) -> Undone:
    """Takes back the decision, and all that were taken together with it, the last first; those of a large batch in
    several transactions, each of which has whole decisions. One that the rules refuse is named and the others go on;
    but where a claim was entered, as by a split, all are undone or none."""
    undone = Undone(step)
    pks = list(_together(step).values_list("pk", flat=True))
    if _has_entered(step):
        _undo_whole(pks, undone, by=by)
        return undone
    for start in range(0, len(pks), CHUNK):
        _undo(pks[start : start + CHUNK], undone, by=by)
    return undone


def _undo_whole(pks: list[int], undone: Undone, *, by: User) -> None:
    try:
        with synced():
            _undo(pks, undone, by=by)
            if undone.refused:
                raise _NotWhole
    except _NotWhole:
        undone.done = 0


def _undo(pks: list[int], undone: Undone, *, by: User) -> None:
    decisions = Decision.objects.select_related("claim").defer("claim__found").in_bulk(pks)
    with synced():
        lock_claims({decision.claim_id for decision in decisions.values()})
        for pk in pks:
            try:
                transitions.undo(decisions[pk], by=by, batch=undone.step.batch)
                undone.done += 1
            except transitions.ReviewError as error:
                undone.refused[decisions[pk].claim_id] = str(error)


def _decisions(user: User) -> DecisionQuerySet:
    """Those that have a place among the user's steps, the newest first: what is entered elsewhere is no step."""
    no_steps = Q(verb=Verb.UNDO) | Q(verb=Verb.ENTER, batch="")
    decisions = Decision.objects.filter(who=user).exclude(no_steps)
    return decisions.select_related("claim").defer("claim__found").order_by("-decided_at", "-pk")


def _before(step: Decision, decisions: DecisionQuerySet) -> DecisionQuerySet:
    """What is left of the decisions before the step."""
    if step.batch:
        return decisions.exclude(batch=step.batch)
    return decisions.filter(decided_at__lte=step.decided_at).exclude(pk=step.pk)


def _is_undoable(step: Decision) -> bool:
    if _has_entered(step):
        return not any(transitions.objection_to_undoing(each, by=step.who) for each in _together(step))
    return _undoable(_together(step)).exists()


def _has_entered(step: Decision) -> bool:
    """Whether a claim was entered by the step: without its other decisions two claims would say the same words."""
    return bool(step.batch) and _together(step).filter(verb=Verb.ENTER).exists()


def _together(step: Decision) -> DecisionQuerySet:
    """What an undoing of the step takes back, in its order."""
    alike = (
        Decision.objects.filter(batch=step.batch, who=step.who_id)
        if step.batch
        else Decision.objects.filter(pk=step.pk)
    )
    return alike.in_force().reversible().order_by("-pk")


def _undoable(decisions: DecisionQuerySet) -> DecisionQuerySet:
    return decisions.in_force().unchanged().reversible()
