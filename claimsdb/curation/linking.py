"""Claims that wait and name somebody whom the registry had not known: they name the actor as soon as there is one."""

from django.contrib.auth.models import User

from claimsdb.actors import UnknownName, find_actor
from claimsdb.curation.merging import drop_repeated
from claimsdb.db.words import name_words
from claimsdb.index import lock_claims, synced
from claimsdb.models import WAITING, Actor, Attribution, Claim
from claimsdb.review import snapshots


def link_waiting(actor: Actor, *, by: User | None) -> int:
    """Has waiting claims that name somebody by a name of this actor, and of no other, name the actor; each is a new
    version. Returns how many."""
    named = Attribution.objects.filter(actor=None, claim__status__in=WAITING).exclude(name="")
    words = {name_words(each) for each in (actor.name, *actor.names.values_list("text", flat=True))}
    alike = [name for name in {*named.values_list("name", flat=True)} if name_words(name) in words]
    meant = [name for name in alike if _is_called(actor, name)]
    with synced():
        pks = {*named.filter(name__in=meant).values_list("claim", flat=True)}
        lock_claims(pks, no_key=False)
        for claim in Claim.objects.waiting().filter(pk__in=pks).order_by("pk"):
            snapshots.ensure_recorded(claim, replacing=["attributions"])
            claim.attributions.filter(actor=None, name__in=meant).update(actor=actor, name="")
            drop_repeated(claim, actor)
            claim.version += 1
            claim.save()
            snapshots.record(claim, by=by)
        return len(pks)


def _is_called(actor: Actor, name: str) -> bool:
    try:
        return find_actor(name) == actor
    except UnknownName:
        return False  # several are called so
