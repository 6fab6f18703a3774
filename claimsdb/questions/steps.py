"""An editor's last decisions on answers and relations, to be taken back one by one."""

from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef

from claimsdb.models import AnswerDecision, RelationDecision
from claimsdb.questions.actions import UNDOABLE

AnyDecision = TypeVar("AnyDecision", bound=AnswerDecision | RelationDecision)

REACH = 10  # decisions that can be undone


def last_step(user: User, model: type[AnyDecision]) -> AnyDecision | None:
    """The user's newest decision on a link that can be undone; None where there is none within REACH."""
    all_decisions: Any = model.objects
    before = all_decisions.filter(link=OuterRef("link"), version=OuterRef("version") - 1)
    steps = all_decisions.filter(Exists(before), who=user, verb__in=UNDOABLE).order_by("-decided_at", "-pk")
    newest = steps.values("pk")[:REACH]
    return steps.filter(pk__in=[row["pk"] for row in newest]).in_force().select_related("link").first()


def decisions_of(step: AnyDecision) -> list[AnyDecision]:
    """What was decided with it, at one moment, and is the last decision on its link; itself first."""
    all_decisions: Any = type(step).objects
    together = all_decisions.filter(who=step.who, decided_at=step.decided_at, verb__in=UNDOABLE).exclude(link=step.link)
    return [step, *together.in_force().select_related("link").order_by("pk")]
