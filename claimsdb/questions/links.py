"""Who may move an answer or a relation where: the one set of rules behind the API, the desk, the admin and the program.

Each verb is one transaction: it checks, changes the link, raises its version and adds a decision. `by` is the user who
acts; None is the program itself, which proposes, withdraws, and loads what was decided elsewhere.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Required, TypedDict, TypeVar, Unpack

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from claimsdb.choices import LinkState, LinkVerb, QuestionStatus
from claimsdb.db.sql import ids_param
from claimsdb.index import lock_claims, synced
from claimsdb.models import (
    Answer,
    AnswerDecision,
    Claim,
    LinkDecision,
    Question,
    Relation,
    RelationDecision,
    check_note,
)
from claimsdb.questions.actions import LINK_ACTIONS, UNDOABLE
from claimsdb.questions.digests import claims_of, digest
from claimsdb.review import IllegalMove, Incomplete, NotAllowed, ReviewError, Stale, check_permission

AnyLink = TypeVar("AnyLink", bound=Answer | Relation)

LEAVE_COMPARED = (LinkVerb.WITHDRAW,)  # whoever takes it has not looked at what the claims say now
# Questions that take no more.
FINISHED: dict[type, tuple[QuestionStatus, ...]] = {
    Answer: (QuestionStatus.CLOSED, QuestionStatus.MERGED),
    Relation: (QuestionStatus.MERGED,),
}

# Of which links there is one each, by the ids of what they link.
KEYS: dict[type, tuple[str, ...]] = {Answer: ("question_id", "claim_id", "figure"), Relation: ("a_id", "b_id", "kind")}

DECISIONS: dict[type, type[LinkDecision]] = {Answer: AnswerDecision, Relation: RelationDecision}


class Signature(TypedDict, total=False):
    """How a verb is called: who acts, on which version of the link (None: whichever it is), and with which note for
    editors and which for readers."""

    by: Required[User | None]
    version: int | None
    note: str
    public_note: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Move:
    verb: LinkVerb
    by: User | None
    version: int | None = None
    note: str = ""
    public_note: str = ""
    decided_at: datetime = field(default_factory=timezone.now)
    undoes: int | None = None


def add(link: AnyLink, *, verb: LinkVerb = LinkVerb.CONFIRM, **signature: Unpack[Signature]) -> AnyLink:
    """Stores a new link: confirmed, where an editor says so, or proposed. Raises ValidationError for one that does not
    fit, or is there already."""
    move = Move(verb, **signature)
    check_permission(move.by)
    _check_notes(move)
    with synced():
        lock_claims(claims_of(link))
        link.question = _hold_question(link, link.question)
        link.state, link.version, link.compared = LINK_ACTIONS[verb].ends_in or link.state, 1, digest(link)
        _check_said(link)
        link.full_clean()
        link.save()
        _decide(move, link)
        return link


def take(
    verb: LinkVerb, link: AnyLink, *, fields: Mapping[str, Any] | None = None, **signature: Unpack[Signature]
) -> LinkDecision:
    """Takes an action that needs nothing but the link: confirm, reject, reopen; for the program also propose, withdraw
    and recheck. `fields` is what is set with it, as by `amend`: it is one decision, and undone as one."""
    move = Move(verb, **signature)
    with synced():
        locked = _locked(link, move, asked=(fields or {}).get("question"))
        _set(locked, fields or {})
        locked.state = LINK_ACTIONS[verb].ends_in or locked.state
        if locked.state == LinkState.CONFIRMED:
            locked.clean()
        if verb not in LEAVE_COMPARED:
            locked.compared = digest(locked)
        return _record(move, locked, link)


def amend(link: AnyLink, *, fields: Mapping[str, Any], **signature: Unpack[Signature]) -> LinkDecision | None:
    """Sets what an editor may set: the columns in DECIDED, but for the state. Nothing happens where it is so already.
    Raises ValidationError for a value that does not fit."""
    move = Move(LinkVerb.AMEND, **signature)
    with synced():
        locked = _locked(link, move, asked=fields.get("question"))
        if not _set(locked, fields):
            return None
        locked.compared = digest(locked)
        return _record(move, locked, link)


def move(link: AnyLink, *, to: Question, by: User | None) -> LinkDecision:
    """Has the link belong to another question, into which its own is merged."""
    check_permission(by)
    with synced():
        locked = _locked(link, Move(LinkVerb.MOVE, None))
        locked.question = to
        return _record(Move(LinkVerb.MOVE, by), locked, link)


def undo(decision: LinkDecision, **signature: Unpack[Signature]) -> LinkDecision:
    """Takes back a decision of one's own: the link is again what it was before. Both stay on record. Raises Stale where
    something else has happened to the link since."""
    link: Any = decision.link
    move = Move(LinkVerb.UNDO, undoes=decision.version, **signature)
    with synced():
        asked = _asked_before(decision)
        locked = _locked(link, move, asked=asked)
        before = _check_undoable(decision, locked, by=move.by)
        set_columns(locked, before.columns)
        if asked:
            locked.question = asked
        locked.full_clean()
        return _record(move, locked, link)


def recheck(found: Sequence[AnyLink]) -> None:
    """Has editors look again at these confirmed links of one model, of which the claims say something else now. Without
    a signal: whoever calls tells of the change."""
    take_all(LinkVerb.RECHECK, found)


def take_all(verb: LinkVerb, found: Sequence[AnyLink]) -> list[AnyLink]:
    """Has the program take an action on links of one model, in as many statements whatever their number, and leave
    alone what somebody has decided since; it sets what they were `compared` by. Returns those that it took. Without a
    signal, too."""
    if not found:
        return []
    model, move, action = type(found[0]), Move(verb, None), LINK_ACTIONS[verb]
    wanted = {each.pk: each for each in found}
    rows: Any = model.objects.filter(pk__in=ids_param(wanted.keys()))
    held = rows.select_for_update(of=("self",)).select_related("question").order_by("pk")
    due = [each for each in held if each.state in action.starts_from and each.version == wanted[each.pk].version]
    for each in due:
        each.state, each.version, each.updated_at = action.ends_in or each.state, each.version + 1, move.decided_at
        each.compared = wanted[each.pk].compared
    QuerySet(model).bulk_update(due, ["state", "version", "compared", "updated_at"])
    DECISIONS[model].objects.bulk_create(_decision(move, each) for each in due)
    return due


def propose_all(new: Sequence[AnyLink]) -> list[AnyLink]:
    """Has the program propose links of one model that are not on record, in as many statements whatever their number;
    what they were `compared` by is theirs. Leaves out what is there by now, claims that are no more accepted, and
    questions that take no more. Returns those that it stored."""
    if not new:
        return []
    model, move = type(new[0]), Move(LinkVerb.PROPOSE, None)
    claims = {pk for each in new for pk in claims_of(each)}
    with synced():
        lock_claims(claims)
        accepted = {*Claim.objects.accepted().filter(pk__in=ids_param(claims)).values_list("pk", flat=True)}
        known, finished = (
            _known(model, claims),
            _finished(model, {each.question_id for each in new if each.question_id}),
        )
        fresh = [
            each
            for each in new
            if accepted.issuperset(claims_of(each)) and key_of(each) not in known and each.question_id not in finished
        ]
        model.objects.bulk_create(fresh)
        DECISIONS[model].objects.bulk_create(_decision(move, each) for each in fresh)
        return fresh


def key_of(link: Answer | Relation) -> tuple[Any, ...]:
    """By which there is one."""
    return tuple(getattr(link, column) for column in KEYS[type(link)])


def objection(verb: LinkVerb, link: AnyLink, *, by: User | None) -> str:
    """Why `by` cannot take this verb on the link now; empty where they can."""
    try:
        _check(Move(verb, by), link)
    except ReviewError as error:
        return str(error)
    return ""


def may(verb: LinkVerb, link: AnyLink, *, by: User | None) -> bool:
    return not objection(verb, link, by=by)


def amendable(model: type[AnyLink]) -> set[str]:
    """An answer belongs to its question, as long as that is not merged."""
    return {*model.DECIDED} - {"state", *({"question"} if model is Answer else ())}


def columns_of(link: AnyLink) -> dict[str, Any]:
    """What decisions set, for JSON: a question by its slug."""
    values = {name: getattr(link, name) for name in link.DECIDED}
    return {name: value.slug if isinstance(value, Question) else value for name, value in values.items()}


def set_columns(link: AnyLink, columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        if name == "question" and value is not None:
            value = Question.objects.get(slug=value)
        setattr(link, name, value)


def _set(link: AnyLink, fields: Mapping[str, Any]) -> bool:
    """Whether the values are others than it had."""
    if unknown := sorted({*fields} - amendable(type(link))):
        raise Incomplete(
            f"Editors do not set {', '.join(unknown)}; they set {', '.join(sorted(amendable(type(link))))}."
        )
    before = columns_of(link)
    for name, value in fields.items():
        setattr(link, name, value)
    if columns_of(link) == before:
        return False
    _check_said(link)
    link.full_clean()
    return columns_of(link) != before


def _locked(link: AnyLink, move: Move, *, asked: Question | None = None) -> AnyLink:
    """The link's row as it stands, held until the transaction ends, if the move is legal: after its claims, so that
    they go on saying what it is compared by, and the question that it is `asked` to belong to, or that an answer
    answers, so that this goes on asking for the same."""
    lock_claims(claims_of(link))
    _hold_question(link, asked)
    answered = _held(answers=link.pk) if isinstance(link, Answer) else None
    locked = type(link).objects.select_for_update(of=("self",)).get(pk=link.pk)
    if answered:
        locked.question = answered
    _check(move, locked)
    return locked


def _check(move: Move, link: AnyLink) -> None:
    check_permission(move.by)
    _check_notes(move)
    action, name = LINK_ACTIONS[move.verb], link._meta.verbose_name
    if action.by_machine and move.by is not None:
        raise NotAllowed(f"The program alone takes '{move.verb}' on an {name}.")
    if move.version not in (None, link.version):
        message = f"This {name} is at version {link.version}, not {move.version}: look at it again."
        raise Stale(message, version=link.version)
    if link.state not in action.starts_from:
        state = LinkState(link.state).replace("_", " ")
        raise IllegalMove(f"This {name} is {state}: it cannot be moved by '{move.verb}'.")


def _hold_question(link: Answer | Relation, asked: Question | None) -> Question | None:
    """The question as it stands until the transaction ends. Raises ValidationError for one that takes no more."""
    if asked is None:
        return None
    question = _held(pk=asked.pk)
    if question.status in FINISHED[type(link)]:
        raise ValidationError(
            {"question": f"{question.slug} is {question.get_status_display()}: reopen it, or name another."}
        )
    return question


def _held(**question: int) -> Question:
    return Question.objects.select_for_update(of=("self",), no_key=True).get(**question)


def _known(model: type, claims: Collection[int]) -> set[tuple[Any, ...]]:
    """The keys of the links on record that claims have or, of relations, begin."""
    begin = "claim" if model is Answer else "a"
    rows: Any = model.objects.filter(**{f"{begin}__in": ids_param(claims)})  # type: ignore[attr-defined]
    return {*rows.order_by().values_list(*KEYS[model])}


def _finished(model: type, questions: Collection[int]) -> set[int]:
    """Those of the questions that take no more; all are held until the transaction ends."""
    if not questions:
        return set()
    held = Question.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=questions).order_by("pk")
    return {pk for pk, status in held.values_list("pk", "status") if status in FINISHED[model]}


def _check_said(link: Answer | Relation) -> None:
    """Raises ValidationError for a figure that the claim has not."""
    if isinstance(link, Answer) and not _has_figure(link):
        raise ValidationError({"figure": f"The claim {link.claim.key} has no figure {link.figure}."})


def _has_figure(answer: Answer) -> bool:
    return answer.figure is None or answer.claim.quantities.filter(order=answer.figure).exists()


def _check_notes(move: Move) -> None:
    for note in (move.note, move.public_note):
        try:
            check_note(note)
        except ValidationError as error:
            raise Incomplete(" ".join(error.messages)) from error


def _check_undoable(decision: LinkDecision, link: AnyLink, *, by: User | None) -> LinkDecision:
    """What was decided before. Raises what forbids `by` to take the decision back."""
    name = link._meta.verbose_name
    if decision.who_id is None or by is None or decision.who_id != by.pk:
        raise NotAllowed(f"This was decided by {decision.who or 'the program'}, who alone may undo it.")
    if decision.verb not in UNDOABLE:
        raise IllegalMove(f"'{decision.get_verb_display()}' is not taken back: decide anew.")
    before = _before(decision)
    if before is None:
        raise Incomplete(f"This is how the {name} came about: reject it instead.")
    if not DECISIONS[type(link)].objects.filter(pk=decision.pk).in_force().exists():
        raise Stale(f"This {name} has changed since you decided: it cannot be undone.", version=link.version)
    return before


def _before(decision: LinkDecision) -> LinkDecision | None:
    """The decision before; what was reopened only to be confirmed, at the same moment, was reopened by this one."""
    earlier = type(decision).objects.filter(link=decision.link, version__lt=decision.version)  # type: ignore[misc]
    return earlier.exclude(verb=LinkVerb.REOPEN, decided_at=decision.decided_at).order_by("-version").first()


def _asked_before(decision: LinkDecision) -> Question | None:
    """The question to which a relation belonged before. Where that was merged since, the one into which it was: the
    relation would have gone there with the others. An answer's stays the same: a move is not taken back."""
    before = None if isinstance(decision, AnswerDecision) else _before(decision)
    if before is None or before.columns["question"] is None:
        return None
    question = Question.objects.select_related("merged_into").get(slug=before.columns["question"])
    return question.merged_into or question


def _record(move: Move, locked: AnyLink, link: AnyLink) -> LinkDecision:
    """Writes down the move, and brings the caller's `link` up to date."""
    locked.version += 1
    locked.save()
    link.refresh_from_db()
    return _decide(move, locked)


def _decide(move: Move, link: AnyLink) -> LinkDecision:
    decision = _decision(move, link)
    decision.save(force_insert=True)
    return decision


def _decision(move: Move, link: AnyLink) -> LinkDecision:
    decision: Any = DECISIONS[type(link)]
    return decision(
        link=link,
        version=link.version,
        verb=move.verb,
        columns=columns_of(link),
        who=move.by,
        decided_at=move.decided_at,
        note=move.note,
        public_note=move.public_note,
        undoes=move.undoes,
    )
