"""New links: that a claim answers a question, and how two claims stand to each other."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from claimsdb.choices import (
    SYMMETRIC,
    AnswerPart,
    LinkState,
    LinkVerb,
    RelationAbout,
    RelationKind,
    Strength,
)
from claimsdb.db.conflicts import retried_on_conflict
from claimsdb.index import synced
from claimsdb.models import Answer, Claim, Question, Relation
from claimsdb.questions import links

RULE = ("rule", "rule_version", "reason")  # what a proposal says of where it comes from


@retried_on_conflict
def assign(
    claim: Claim,
    *,
    to: Question,
    figure: int | None = None,
    value: str = "",
    part: AnswerPart = AnswerPart.STATES,
    verb: LinkVerb = LinkVerb.CONFIRM,
    rule: Mapping[str, Any] | None = None,
    **signature: Any,
) -> Answer:
    """Has the claim answer a question by one of its figures, or in a word. Raises ValidationError where it does so
    already, has no such figure, or the question takes no more."""
    answer = Answer(question=to, claim=claim, figure=figure, value=value, part=part, **(rule or {}))
    return links.add(answer, verb=verb, **signature)


@retried_on_conflict
def confirm_answer(
    claim: Claim,
    *,
    to: Question,
    figure: int | None = None,
    proposed: Answer | None = None,
    by: User,
    **said: Any,
) -> Answer:
    """Has an editor say that the claim answers the question, whatever was said of the two before, and with what they
    `said` of it (a word, a part). What is not on record is entered first, as it was `proposed` by a rule or else by the
    editor: undone, it is proposed again."""
    with synced():
        answer = Answer.objects.filter(question=to, claim=claim, figure=figure).first()
        if answer is None:
            rule = {name: getattr(proposed, name) for name in RULE} if proposed else None
            values = {name: getattr(proposed, name) for name in ("value", "part")} if proposed else said
            answer = assign(
                claim, to=to, figure=figure, verb=LinkVerb.PROPOSE, rule=rule, by=None if proposed else by, **values
            )
        confirm(answer, fields=said, by=by)
        return answer


def confirm(link: links.AnyLink, *, fields: Mapping[str, Any] | None = None, **signature: Any) -> None:
    """Whatever was decided of it before; `fields` is what is set with it. All of it is one step."""
    signature.setdefault("decided_at", timezone.now())
    if link.state in (LinkState.REJECTED, LinkState.WITHDRAWN):
        links.take(LinkVerb.REOPEN, link, **signature)
    if link.state == LinkState.CONFIRMED:
        links.amend(link, fields=fields or {}, **signature)
    else:
        links.take(LinkVerb.CONFIRM, link, fields=fields, **signature)


@retried_on_conflict
def relate(
    a: Claim,
    b: Claim,
    *,
    kind: RelationKind,
    about: RelationAbout,
    strength: Strength = Strength.CERTAIN,
    question: Question | None = None,
    verb: LinkVerb = LinkVerb.CONFIRM,
    rule: Mapping[str, Any] | None = None,
    **signature: Any,
) -> Relation:
    """Says how `a` stands to `b`. Raises ValidationError where that is said already."""
    relation = Relation(a=a, b=b, kind=kind, about=about, strength=strength, question=question, **(rule or {}))
    put_in_order(relation, keys=(a.key, b.key))
    return links.add(relation, verb=verb, **signature)


@retried_on_conflict
def relate_otherwise(
    relation: Relation,
    *,
    kind: RelationKind,
    turned: bool = False,
    fields: Mapping[str, Any],
    version: int | None = None,
    **signature: Any,
) -> Relation:
    """Has the two claims stand to each other in another way, or, `turned`, the other way round: the relation is
    rejected and one of that kind is confirmed, entered first where it is not on record. Both are one step, and taken
    back together (`steps.decisions_of`). `fields` are its other columns."""
    signature.setdefault("decided_at", timezone.now())
    with synced():
        links.take(LinkVerb.REJECT, relation, version=version, **signature)
        a, b = (relation.b, relation.a) if turned else (relation.a, relation.b)
        same = Q(a=a, b=b) | (Q(a=b, b=a) if kind in SYMMETRIC else Q())
        other = Relation.objects.filter(same, kind=kind).first()
        if other is None:
            other = relate(a, b, kind=kind, verb=LinkVerb.PROPOSE, **fields, **signature)
        confirm(other, fields=fields, **signature)
        return other


def put_in_order(relation: Relation, *, keys: tuple[str, str]) -> None:
    """The claim with the lower key first, where the relation says the same both ways; `keys` are those of both."""
    if relation.kind in SYMMETRIC and keys[0] > keys[1]:
        relation.a_id, relation.b_id = relation.b_id, relation.a_id
