"""Second opinions: which verdicts are put to another editor, to whom, and when a question falls away."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from claimsdb.models import VERDICTS, Decision, SecondOpinion
from claimsdb.review import one_editor


def follow(decision: Decision) -> None:
    """Updates opinions after a decision: an editor's move ends the questions about the claim's
    earlier verdicts, and a verdict that is drawn is a question itself, where there is another editor to put it to."""
    if decision.who is None or decision.from_status == decision.to_status:
        return
    _close(decision)
    if decision.verb in VERDICTS and is_drawn(decision.claim.key, decision.version) and not one_editor.is_alone():
        SecondOpinion.objects.create(decision=decision)


def is_drawn(key: str, version: int) -> bool:
    """Whether the verdict that made this version of the claim is put to another editor. The same verdict is always
    drawn or never, and who does not know the installation's secret cannot tell which."""
    digest = salted_hmac("claimsdb.second-opinion", f"{key}:{version}", algorithm="sha256").digest()
    return int.from_bytes(digest[:8]) * 100 < settings.CLAIMSDB_SECOND_OPINION_PERCENT * 2**64


def _close(decision: Decision) -> None:
    """A question that nobody has answered is withdrawn; a disagreement is settled."""
    unsettled = SecondOpinion.objects.filter(decision__claim=decision.claim_id, settled_at=None)
    for opinion in unsettled.select_for_update(of=("self",)):
        if opinion.given_at is None:
            opinion.delete()
        else:
            settle(opinion)


def waiting_for(user: User) -> QuerySet[SecondOpinion]:
    """The questions that `user` may answer, the oldest first: about claims that they neither entered nor decided
    anything about."""
    theirs = Decision.objects.filter(claim=OuterRef("decision__claim"), who=user)
    asked = SecondOpinion.objects.asked().exclude(decision__claim__entered_by=user).filter(~Exists(theirs))
    return asked.select_related("decision__claim__article").order_by("asked_at", "pk")


def disagreements() -> QuerySet[SecondOpinion]:
    """Opinions with another verdict than the decision, which nobody has looked into; the oldest first."""
    open_ones = SecondOpinion.objects.given().filter(settled_at=None)
    return open_ones.select_related("by", "decision__who", "decision__claim").order_by("given_at", "pk")


def settle(opinion: SecondOpinion) -> None:
    """Settles the disagreement: somebody looked into it."""
    opinion.settled_at = timezone.now()
    opinion.save(update_fields=["settled_at"])
