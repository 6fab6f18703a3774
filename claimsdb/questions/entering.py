"""New links: that a claim answers a question, and how two claims stand to each other."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from claimsdb.choices import (
    SYMMETRIC,
    AnswerPart,
    LinkVerb,
    QuestionStatus,
    RelationAbout,
    RelationKind,
    Strength,
)
from claimsdb.models import Answer, Claim, Question, Relation
from claimsdb.questions import links


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


def put_in_order(relation: Relation, *, keys: tuple[str, str]) -> None:
    """The claim with the lower key first, where the relation says the same both ways; `keys` are those of both."""
    if relation.kind in SYMMETRIC and keys[0] > keys[1]:
        relation.a_id, relation.b_id = relation.b_id, relation.a_id
