"""Claims that wait and name somebody whom the registry had not known: they name the actor as soon as there is one."""

from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django_tasks import task

from claimsdb.actors import UnknownName, find_actor
from claimsdb.curation.merging import drop_repeated
from claimsdb.db.words import name_words
from claimsdb.index import lock_claims, synced
from claimsdb.models import WAITING, Actor, Attribution, Claim
from claimsdb.review import snapshots

AT_ONCE = 50  # claims in one transaction: each takes 30 statements, and SQLite has one writer


class Linked(NamedTuple):
    """How many claims name the actor now, and how many are left to do so."""

    claims: int
    left: int


def link_waiting(actor: Actor, *, by: User | None) -> Linked:
    """Has waiting claims that name somebody by a name of this actor, and of no other, name the actor; each is a new
    version. Beyond AT_ONCE the rest is a task, which begins when all this is committed."""
    linked = _link_some(actor, by=by)
    if linked.left:
        transaction.on_commit(lambda: link_rest.enqueue(actor=actor.pk, by=by.pk if by else None))
    return linked


@task()
def link_rest(*, actor: int, by: int | None) -> int:
    """The same until none is left, in transactions of their own; returns how many there were. Both are ids."""
    found, user = Actor.objects.filter(pk=actor).first(), User.objects.filter(pk=by).first() if by else None
    claims = 0
    while found:
        linked = _link_some(found, by=user)
        claims += linked.claims
        if not (linked.claims and linked.left):
            break
    return claims


def _link_some(actor: Actor, *, by: User | None) -> Linked:
    named = Attribution.objects.filter(actor=None, claim__status__in=WAITING).exclude(name="")
    words = {name_words(each) for each in (actor.name, *actor.names.values_list("text", flat=True))}
    alike = [name for name in {*named.values_list("name", flat=True)} if name_words(name) in words]
    theirs = named.filter(name__in=[name for name in alike if _is_called(actor, name)])
    pks = sorted({*theirs.values_list("claim", flat=True)})
    with synced():
        lock_claims(pks[:AT_ONCE], no_key=False)
        still = theirs.filter(claim__in=pks[:AT_ONCE])  # others may have decided them meanwhile
        claims = list(Claim.objects.filter(pk__in=still.values("claim")).order_by("pk"))
        for claim in claims:
            snapshots.ensure_recorded(claim, replacing=["attributions"])
            still.filter(claim=claim).update(actor=actor, name="")
            drop_repeated(claim, actor)
            claim.version += 1
            claim.save()
            snapshots.record(claim, by=by)
    return Linked(len(claims), len(pks[AT_ONCE:]))


def _is_called(actor: Actor, name: str) -> bool:
    try:
        return find_actor(name) == actor
    except UnknownName:
        return False  # several are called so
