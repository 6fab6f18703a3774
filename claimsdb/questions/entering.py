"""New links: that a claim answers a question, and how two claims stand to each other."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from claimsdb.choices import (
    SYMMETRIC,
    AnswerPart,
    LinkState,
    LinkVerb,
    QuestionStatus,
    RelationAbout,
    RelationKind,
    Strength,
)
from claimsdb.index import synced
from claimsdb.models import Answer, Claim, Question, Relation
from claimsdb.questions import links

RULE = ("rule", "rule_version", "reason")  # what a proposal says of where it comes from


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
    if to.status in (QuestionStatus.CLOSED, QuestionStatus.MERGED):
        raise ValidationError({"question": f"{to.slug} is {to.get_status_display()}: reopen it, or name another."})
    answer = Answer(question=to, claim=claim, figure=figure, value=value, part=part, **(rule or {}))
    return links.add(answer, verb=verb, **signature)


def confirm_answer(
    claim: Claim,
    *,
    to: Question,
    figure: int | None = None,
    proposed: Answer | None = None,
    by: User,
    **said: Any,
) -> Answer:
    """Has an editor say that the claim answers the question, whatever was said of the two before. What is not on record
    is entered first, as it was `proposed` by a rule or else by the editor: undone, it is proposed again."""
    with synced():
        answer = Answer.objects.filter(question=to, claim=claim, figure=figure).first()
        if answer is None:
            rule = {name: getattr(proposed, name) for name in RULE} if proposed else None
            values = {name: getattr(proposed, name) for name in ("value", "part")} if proposed else said
            answer = assign(
                claim, to=to, figure=figure, verb=LinkVerb.PROPOSE, rule=rule, by=None if proposed else by, **values
            )
        elif answer.state in (LinkState.REJECTED, LinkState.WITHDRAWN):
            links.take(LinkVerb.REOPEN, answer, by=by)
        links.take(LinkVerb.CONFIRM, answer, by=by)
        return answer


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
    rejected and one of that kind is entered and confirmed, each for itself undone. `fields` are its other columns."""
    with synced():
        links.take(LinkVerb.REJECT, relation, version=version, **signature)
        a, b = (relation.b, relation.a) if turned else (relation.a, relation.b)
        other = relate(a, b, kind=kind, verb=LinkVerb.PROPOSE, **fields, **signature)
        links.take(LinkVerb.CONFIRM, other, **signature)
        return other


def put_in_order(relation: Relation, *, keys: tuple[str, str]) -> None:
    """The claim with the lower key first, where the relation says the same both ways; `keys` are those of both."""
    if relation.kind in SYMMETRIC and keys[0] > keys[1]:
        relation.a_id, relation.b_id = relation.b_id, relation.a_id
