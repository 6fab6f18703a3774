"""Questions with their scope: entered, amended, and merged into others."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from claimsdb import review
from claimsdb.choices import LinkState, QuestionStatus, ScopePart
from claimsdb.curation import rows
from claimsdb.curation.slugs import free_slug
from claimsdb.db.conflicts import retried_on_conflict
from claimsdb.index import lock_claims, synced
from claimsdb.models import UNDECIDED_LINKS, Actor, Question, QuestionActor
from claimsdb.questions import entering, links

Scope = Mapping[ScopePart, Sequence[Actor]]  # whom it is about, and where; a part that is not named stays as it is


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
    """Changes what is given, and writes nothing where it is so already. `version` is the one that the editor has seen,
    None for whichever it is. Raises Stale where there is a later one, and as `enter` does."""
    review.check_permission(by)
    with synced():
        locked = _locked(question, version=version)
        if QuestionStatus.MERGED in (locked.status, fields.get("status")):
            raise ValidationError({"status": "A question is merged by its own verb, and says then where it leads."})
        if _differs(locked, fields, scope or {}):
            rows.write(locked, {**fields, "version": locked.version + 1}, by=by)
            _write_scope(locked, scope or {}, by=by)
        return locked


def merge(question: Question, *, into: Question, version: int | None, by: User | None) -> Question:
    """Has the answers to the question answer the other, where they do not already, and its address lead there."""
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


def _move_answers(source: Question, target: Question, *, by: User | None) -> None:
    there = {(each.claim_id, each.figure): each for each in target.answers.select_related("question")}
    for answer in source.answers.select_related("question"):
        same = there.get((answer.claim_id, answer.figure))
        if same is None:
            links.move(answer, to=target, by=by)
        elif answer.state == LinkState.CONFIRMED and same.state in (*UNDECIDED_LINKS, LinkState.WITHDRAWN):
            entering.confirm(same, by=by)
    for relation in source.relations.all():
        links.move(relation, to=target, by=by)


def _claims_of(question: Question) -> Iterator[Sequence[int]]:
    yield from question.answers.values_list("claim")
    yield from question.relations.values_list("a", "b")


def _with_slug(fields: Mapping[str, Any]) -> dict[str, Any]:
    return free_slug(Question, {"slug": slugify(fields["title"])[:80].strip("-"), **fields, "name": fields["title"]})


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
