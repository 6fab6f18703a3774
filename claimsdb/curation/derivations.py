"""What the machine proposes of where an article came from: an editor confirms it, or refuses it for good."""

from django.contrib.auth.models import User

from claimsdb.choices import DerivationKind
from claimsdb.curation.permissions import Stale, check_may
from claimsdb.index import synced
from claimsdb.models import Article, Derivation, RefusedDerivation


def confirm(derivation: Derivation, *, by: User | None) -> None:
    """Raises Stale where somebody else has decided it."""
    with synced():
        locked = _proposed(derivation, by=by)
        locked.proposed = False
        locked.save()


def discard(derivation: Derivation, *, by: User | None) -> None:
    """Takes it out, and it is not proposed again; one that an editor has confirmed stays, and Stale is raised."""
    with synced():
        _proposed(derivation, by=by).delete()
        refuse(derivation, by=by)


def refuse(derivation: Derivation, *, by: User | None) -> None:
    """Keeps on record that one which an editor took out is not to be proposed, where the machine would."""
    if derivation.original and derivation.kind == DerivationKind.QUOTED and not derivation.as_written:
        pair = {"article": derivation.article, "original": derivation.original}
        RefusedDerivation.objects.get_or_create(**pair, defaults={"who": by})


def propose_again(refused: RefusedDerivation, *, by: User | None) -> None:
    """Takes the refusal back: it is proposed when the machine looks next."""
    check_may("change", Article, by=by)
    refused.delete()


def _proposed(derivation: Derivation, *, by: User | None) -> Derivation:
    check_may("change", Article, by=by)
    locked = Derivation.objects.select_for_update(of=("self",)).filter(pk=derivation.pk, proposed=True).first()
    if locked is None:
        raise Stale("Somebody else has decided already where this article came from: look at it again.")
    return locked
