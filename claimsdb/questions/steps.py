"""An editor's last decisions on answers and relations, to be taken back one by one."""

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef

from claimsdb.choices import LinkVerb
from claimsdb.models import LinkDecision

REACH = 10  # decisions that can be undone
STEPS = (LinkVerb.CONFIRM, LinkVerb.REJECT, LinkVerb.AMEND, LinkVerb.REOPEN)


def last_step(user: User, model: type[LinkDecision]) -> LinkDecision | None:
    """The user's newest decision on a link that can be undone; None where there is none within REACH."""
    undoing = model.objects.filter(link=OuterRef("link"), undoes=OuterRef("version"))  # type: ignore[attr-defined]
    decisions = model.objects.filter(who=user, verb__in=STEPS, version__gt=1)  # type: ignore[attr-defined]
    last = decisions.exclude(Exists(undoing)).order_by("-decided_at", "-pk").annotate(now=F("link__version"))[:REACH]
    return next((each for each in last.select_related("link") if each.now == each.version), None)
