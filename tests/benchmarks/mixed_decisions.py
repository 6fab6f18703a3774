"""One decision of an editor, at random among those that the rules allow."""

from random import Random

from django.contrib.auth.models import User

from claimsdb import review
from claimsdb.choices import Reason, Stance, Verb
from claimsdb.models import Attribution, Claim

EDITED = 2_000  # claims, those with the first ids: few enough for editors to meet


def decide(claim: Claim, *, by: User, random: Random) -> str:
    """Takes a verb on the claim as it was read, and returns the verb. Raises Stale or IllegalMove for who comes second."""
    verbs = [verb for verb in VERBS if review.may(verb, claim, by=by)]
    verb = random.choice(verbs)
    VERBS[verb](claim, by, random)
    return verb.value


def _amend(claim: Claim, by: User, random: Random) -> None:
    speaker = Attribution(actor_id=random.randint(1, 150), role="claimant")
    fields = {"stance": random.choice(list(Stance)), "text": f"{claim.text} Amended {random.randint(1, 9)} times."}
    review.amend(claim, fields=fields, attributions=[speaker], by=by, version=claim.version)


VERBS = {
    Verb.ACCEPT: lambda claim, by, random: review.accept(claim, by=by, version=claim.version),
    Verb.REJECT: lambda claim, by, random: review.reject(
        claim, reason=Reason.NOT_A_CLAIM, by=by, version=claim.version
    ),
    Verb.REOPEN: lambda claim, by, random: review.reopen(claim, by=by, version=claim.version),
    Verb.AMEND: _amend,
}
