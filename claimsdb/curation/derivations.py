"""What the machine proposes of where an article came from: an editor confirms it, or it goes."""

from django.contrib.auth.models import User

from claimsdb.curation.permissions import Stale, check_may
from claimsdb.index import synced
from claimsdb.models import Article, Derivation


def confirm(derivation: Derivation, *, by: User | None) -> None:
    """Raises Stale where somebody else has decided it."""
    with synced():
        locked = _proposed(derivation, by=by)
        locked.proposed = False
        locked.save()


def discard(derivation: Derivation, *, by: User | None) -> None:
    """Takes it out; one that an editor has confirmed stays, and Stale is raised."""
    with synced():
        _proposed(derivation, by=by).delete()


def _proposed(derivation: Derivation, *, by: User | None) -> Derivation:
    check_may("change", Article, by=by)
    locked = Derivation.objects.select_for_update(of=("self",)).filter(pk=derivation.pk, proposed=True).first()
    if locked is None:
        raise Stale("Somebody else has decided already where this article came from: look at it again.")
    return locked
