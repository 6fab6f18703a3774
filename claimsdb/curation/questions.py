"""Questions with their scope: entered, amended, and merged into others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from claimsdb import review
from claimsdb.choices import AnswerPart, LinkState, QuestionStatus, ScopePart
from claimsdb.curation import rows
from claimsdb.curation.slugs import free_slug
from claimsdb.db.conflicts import retried_on_conflict
from claimsdb.index import lock_claims, synced
from claimsdb.models import Actor, Answer, Question, QuestionActor, check_answer
from claimsdb.questions import entering, links

Scope = Mapping[ScopePart, Sequence[Actor]]  # whom it is about, and where; a part that is not named stays as it is

NAMED = 20  # answers that a refusal names
DECIDED = (LinkState.CONFIRMED, LinkState.REJECTED)


@retried_on_conflict
def enter(*, fields: Mapping[str, Any], scope: Scope | None = None, by: User | None) -> Question:
    """Adds a question; without a slug one is made of the title. Raises NotAllowed, and ValidationError for values that
    do not fit."""
    review.check_permission(by)
    with synced():
        question = Question()
        rows.write(question, _with_slug(fields), by=by)
        _write_scope(question, scope or {}, by=by)
        return question


@retried_on_conflict
def amend(
    question: Question,
    *,
    version: int | None,
    fields: Mapping[str, Any],
    scope: Scope | None = None,
    by: User | None,
) -> Question:
    """Changes what is given, and writes nothing where it is so already; of another note alone those see nothing who do
    not see the note: the version stays. `version` is the one that the editor has seen, None for whichever it is. Raises
    Stale where there is a later one, and as `enter` does."""
    review.check_permission(by)
    with synced():
        locked = _locked(question, version=version)
        if QuestionStatus.MERGED in (locked.status, fields.get("status")):
            raise ValidationError({"status": "A question is merged by its own verb, and says then where it leads."})
        if (kind := fields.get("answer", locked.answer)) != locked.answer:
            _check_kind(locked, kind)
        public = {name: value for name, value in fields.items() if name not in Question.PRIVATE}
        if _differs(locked, public, scope or {}):
            rows.write(locked, {**fields, "version": locked.version + 1}, by=by)
            _write_scope(locked, scope or {}, by=by)
        elif _differs(locked, fields, {}):
            rows.write(locked, fields, by=by, only=Question.PRIVATE)
        return locked


def merge(question: Question, *, into: Question, version: int | None, by: User | None) -> Question:
    """Has the answers to the question answer the other, where they do not already, and its address lead there. Raises
    ValidationError where the two ask for different things, or editors have decided of a claim here otherwise than
    there."""
    review.check_permission(by)
    with synced():
        if question.pk == into.pk:
            raise ValidationError({"into": f"It is {into.slug} itself: name another one."})
        lock_claims({pk for pair in _claims_of(question) for pk in pair})  # before the questions, as for each link
        first, second = sorted([question, into], key=lambda each: each.pk)
        held = {each.pk: _locked(each, version=version if each.pk == question.pk else None) for each in (first, second)}
        source, target = held[question.pk], held[into.pk]
        for each in (source, target):
            if each.status == QuestionStatus.MERGED:
                raise ValidationError({"into": f"{each.slug} was merged into {each.merged_into} already."})
        if source.answer != target.answer:
            kinds = f"{source.get_answer_display()}, {target.slug} for {target.get_answer_display()}"
            raise ValidationError({"into": f"{source.slug} asks for {kinds}: they are not one question."})
        _move_answers(source, target, by=by)
        for merged in source.merged.all():
            rows.write(merged, {"merged_into": target, "version": merged.version + 1}, by=by)
        leads = {"status": QuestionStatus.MERGED, "merged_into": target, "version": source.version + 1}
        rows.write(source, leads, by=by)
        return target


def put_in_place(actor: Actor, *, of: Actor, by: User | None) -> None:
    """Has the questions that are about one actor, or ask of a place, be about another, each as a new version."""
    asked = Question.objects.filter(scope__actor=of).distinct().values_list("pk", flat=True)
    for question in Question.objects.select_for_update(of=("self",)).filter(pk__in=[*asked]).order_by("pk"):
        scope = {
            part: dict.fromkeys(actor if each == of else each for each in question.actors_as(part))
            for part in ScopePart
        }
        rows.write(question, {"version": question.version + 1}, by=by)
        _write_scope(question, {part: [*actors] for part, actors in scope.items()}, by=by)


def give_place(actor: Actor, *, of: Actor, question: int, part: ScopePart, is_shared: bool, by: User | None) -> None:
    """Has the question ask for the actor in this part of its scope, instead of the other one, or beside it where both
    were asked for: as a new version."""
    locked = Question.objects.select_for_update(of=("self",)).get(pk=question)
    others = [each for each in locked.actors_as(part) if is_shared or each != of]
    rows.write(locked, {"version": locked.version + 1}, by=by)
    _write_scope(locked, {part: [*others, actor]}, by=by)


def _check_kind(question: Question, kind: str) -> None:
    """Raises ValidationError where confirmed answers do not answer a question of that kind."""
    misfits = []
    for answer in question.answers.counting().select_related("claim").prefetch_related("claim__quantities"):
        try:
            check_answer(kind, figure=answer.figure, value=answer.value)
        except ValidationError:
            misfits.append(f"{answer.claim.key} (“{answer.said}”)")
    if misfits:
        raise ValidationError(
            {"answer": f"Confirmed answers would be none any more, settle them first: {_some(misfits)}."}
        )


def _move_answers(source: Question, target: Question, *, by: User | None) -> None:
    there = {(each.claim_id, each.figure): each for each in _answers(target)}
    pairs = [(answer, there.get((answer.claim_id, answer.figure))) for answer in _answers(source)]
    if clashes := [_clash(one, other) for one, other in pairs if other and _clashes(one, other)]:
        raise ValidationError({"into": f"Editors have decided otherwise there, settle it first: {_some(clashes)}."})
    for answer, same in pairs:
        if same is None:
            links.move(answer, to=target, by=by)
        elif answer.state == LinkState.CONFIRMED and same.state != LinkState.CONFIRMED:
            entering.confirm(same, fields={"value": answer.value, "part": answer.part}, by=by)
    for relation in source.relations.all():
        links.move(relation, to=target, by=by)


def _answers(question: Question) -> Iterable[Answer]:
    return question.answers.select_related("question", "claim").prefetch_related("claim__quantities")


def _clashes(one: Answer, other: Answer) -> bool:
    """Whether editors have decided of both, and not the same."""
    if one.state != other.state:
        return one.state in DECIDED and other.state in DECIDED
    return one.state == LinkState.CONFIRMED and (one.value, one.part) != (other.value, other.part)


def _clash(one: Answer, other: Answer) -> str:
    return f"{one.claim.key} is {_decided(one)} here, {_decided(other)} there"


def _decided(answer: Answer) -> str:
    part = "" if answer.part == AnswerPart.STATES else f", {answer.get_part_display()}"
    return f"{answer.get_state_display()} (“{answer.said}”{part})"


def _some(things: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    return "; ".join(things[:NAMED]) + (f"; and {len(things) - NAMED} more" if len(things) > NAMED else "")


def _claims_of(question: Question) -> Iterator[Sequence[int]]:
    yield from question.answers.values_list("claim")
    yield from question.relations.values_list("a", "b")


def _with_slug(fields: Mapping[str, Any]) -> dict[str, Any]:
    slug = fields.get("slug") or slugify(fields["title"])[:80].strip("-")
    return {**fields, "slug": free_slug(Question, {"slug": slug, "name": fields["title"]})["slug"]}


def _locked(question: Question, *, version: int | None) -> Question:
    locked = Question.objects.select_for_update(of=("self",), no_key=True).get(pk=question.pk)
    if version not in (None, locked.version):
        message = f"The question {locked.slug} is at version {locked.version}, not {version}: look at it again."
        raise review.Stale(message, version=locked.version)
    return locked


def _differs(question: Question, fields: Mapping[str, Any], scope: Scope) -> bool:
    return any(getattr(question, name) != value for name, value in fields.items()) or any(
        {actor.pk for actor in actors} != {actor.pk for actor in question.actors_as(part)}
        for part, actors in scope.items()
    )


def _write_scope(question: Question, scope: Scope, *, by: User | None) -> None:
    for part, actors in scope.items():
        wanted = {actor.pk: actor for actor in actors}
        for kept in question.scope.filter(part=part):
            if kept.actor_id not in wanted:
                kept._history_user = by
                kept.delete()
            wanted.pop(kept.actor_id, None)
        for actor in wanted.values():
            row = QuestionActor(question=question, part=part, actor=actor)
            row._history_user = by  # type: ignore[attr-defined]
            row.save()
