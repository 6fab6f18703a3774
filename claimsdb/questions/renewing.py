"""What links were compared by names actors by their slugs. Where an actor gets another one, or is merged into another,
no claim says anything else for it: the digests are renewed, and no editor has to look again."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver

from claimsdb.db.sql import ids_param
from claimsdb.models import Actor, Answer, Attribution, Quantity, Relation
from claimsdb.questions.digests import digests

BATCH = 500  # links


def claims_with(actor: Actor) -> list[int]:
    """The ids of the claims in which the actor has a part, or whose figures count the actor's things."""
    rows = Attribution.objects.filter(Q(actor=actor) | Q(side=actor)), Quantity.objects.filter(of=actor)
    return sorted({pk for found in rows for pk in found.order_by().values_list("claim_id", flat=True)})


@contextmanager
def saying_the_same(claims: Collection[int]) -> Iterator[None]:
    """Around a write by which actors of these claims go by other slugs, and nothing else is said: links that are up to
    date are so afterwards, at the version and in the state that they have."""
    up_to_date = _up_to_date(claims)
    yield
    _renew(up_to_date)


def _up_to_date(claims: Collection[int]) -> dict[Any, list[int]]:
    ids = ids_param(claims)
    relations = Relation.objects.filter(Q(a__in=ids) | Q(b__in=ids))
    found = {Answer: Answer.objects.filter(claim__in=ids), Relation: relations}
    pks = {
        model: [*rows.exclude(compared="").order_by("pk").values_list("pk", flat=True)] for model, rows in found.items()
    }
    return {
        model: [link.pk for link, digest in _compared(model, of_model) if link.compared == digest]
        for model, of_model in pks.items()
    }


def _renew(links: dict[Any, list[int]]) -> None:
    for model, pks in links.items():
        stale = []
        for link, digest in _compared(model, pks):
            if link.compared != digest:
                link.compared = digest
                stale.append(link)
        QuerySet(model).bulk_update(stale, ["compared"], batch_size=BATCH)


def _compared(model: Any, pks: Sequence[int]) -> Iterator[tuple[Any, str]]:
    """The links, each with the digest of what its claims say now."""
    for start in range(0, len(pks), BATCH):
        some = [*model.objects.filter(pk__in=pks[start : start + BATCH]).order_by("pk")]
        yield from zip(some, digests(some), strict=True)


@receiver(pre_save, sender=Actor)
def _actor_saved(instance: Any, **kwargs: Any) -> None:
    before = Actor.objects.filter(pk=instance.pk).values_list("slug", flat=True).first() if instance.pk else None
    is_renamed = before not in (None, instance.slug)
    instance._compared_as_before = _up_to_date(claims_with(instance)) if is_renamed else {}


@receiver(post_save, sender=Actor)
def _actor_was_saved(instance: Any, **kwargs: Any) -> None:
    _renew(instance.__dict__.pop("_compared_as_before", {}))
