"""Keeps the index true: whatever is written, by whichever door, the index follows in the same transaction.

Signals tell which claims a write may have moved. Every write through the models happens in `synced`, at whose end those
are brought up to date: once for a larger piece of work, where that stands in a `synced` of its own. What is written
past the models (SQL by hand) is found and mended by `manage.py check_consistency --repair`.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import local
from typing import Any

from django.db import transaction
from django.db.models import Model, Q
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from claimsdb.actors.affiliations import Affiliations
from claimsdb.index import bulk, changes
from claimsdb.index.locks import lock_index
from claimsdb.models import (
    Actor,
    Affiliation,
    Article,
    Assessment,
    Attribution,
    Claim,
    Decision,
    Evidence,
    Quantity,
)
from claimsdb.models.natural_keys import NaturalKeyModel, rows_written, write_within

OF_CLAIMS = (Claim, Attribution, Quantity, Decision, Assessment, Evidence)
BATCH = 500  # claims at a time: memory stays the same however many were written


class PendingChanges(local):
    """What this thread has written and the feed does not know yet: claims, articles and actors whose claims may have
    moved, and whether anything at all, and anything besides claims."""

    def __init__(self) -> None:
        self.depth = 0
        self.anything = self.besides = False
        self.claims: set[int] = set()
        self.articles: set[int] = set()
        self.actors: set[int] = set()

    def forget(self) -> None:
        self.anything = self.besides = False
        self.claims.clear()
        self.articles.clear()
        self.actors.clear()


_touched = PendingChanges()


@contextmanager
def synced() -> Iterator[None]:
    """One transaction, at whose end the feed is brought up to date with all that was written in it."""
    with transaction.atomic():
        _touched.depth += 1
        try:
            yield
            if _touched.depth == 1 and _touched.anything:
                _catch_up()
        finally:
            _touched.depth -= 1
            if not _touched.depth:
                _touched.forget()


write_within(synced)


@transaction.atomic
def refresh(claims: Iterable[int], *, alone: bool = False, besides: bool = True) -> None:
    """Brings the feed up to date with the claims of these ids, whether they are still there or not, and gives the data
    its next number; `besides` says whether more than claims was written."""
    waiting = sorted(claims)
    batches = [waiting[start : start + BATCH] for start in range(0, len(waiting), BATCH)]
    if batches:
        bulk.refresh(batches, alone=alone)
    changes.record(batches, besides=besides)


def _catch_up() -> None:
    alone = bool(_touched.articles or _touched.actors)
    if alone:
        lock_index(alone=True)  # before it asks for the claims: some may be coming
    claims = _touched.claims | _claims_in(_touched.articles) | _claims_of(_touched.actors)
    refresh(claims, alone=alone, besides=_touched.besides)


def _claims_in(articles: set[int]) -> set[int]:
    return set(_values(Claim, "pk", article__in=articles)) if articles else set()


def _claims_of(actors: set[int]) -> set[int]:
    """The claims in which one of the actors, or one who belongs to them, has a part."""
    if not actors:
        return set()
    everyone = Affiliations().with_members(actors)
    rows = Attribution.objects.filter(Q(actor__in=everyone) | Q(side__in=everyone)).order_by()
    return set(rows.values_list("claim_id", flat=True))


def _touch(*, claims: Iterable[int] = (), articles: Iterable[int] = (), actors: Iterable[int] = ()) -> None:
    with synced():
        _touched.anything = True
        _touched.claims.update(claims)
        _touched.articles.update(articles)
        _touched.actors.update(actors)


@receiver([post_save, post_delete, rows_written])
def _written(sender: type[Model], **kwargs: Any) -> None:
    if issubclass(sender, NaturalKeyModel):
        with synced():
            _touched.anything = True
            _touched.besides |= sender not in OF_CLAIMS


# Which claims, or whose, rows of a table move: by the ids of the rows. A draft of an assessment moves nothing.
MOVED_BY: dict[type[Model], Callable[[Iterable[int]], dict[str, Iterable[int]]]] = {
    Claim: lambda pks: {"claims": pks},
    Attribution: lambda pks: {"claims": _values(Attribution, "claim_id", pk__in=pks)},
    Quantity: lambda pks: {"claims": _values(Quantity, "claim_id", pk__in=pks)},
    Assessment: lambda pks: {"claims": _values(Assessment, "claim_id", pk__in=pks, published_on__isnull=False)},
    Evidence: lambda pks: {
        "claims": _values(Evidence, "assessment__claim_id", pk__in=pks, assessment__published_on__isnull=False)
    },
    Article: lambda pks: {"articles": pks},
    Affiliation: lambda pks: {"actors": _values(Affiliation, "child_id", pk__in=pks)},
    Actor: lambda pks: {"actors": pks},
}


def _values(model: type[Model], column: str, **where: Any) -> Iterable[int]:
    return model._default_manager.filter(**where).order_by().values_list(column, flat=True)


@receiver(rows_written)
def _rows_written(sender: type[Model], pks: set[int], **kwargs: Any) -> None:
    if sender in MOVED_BY:
        _touch(**MOVED_BY[sender](pks))


@receiver([pre_save, post_save])
def _row_saved(sender: type[Model], instance: Model, created: bool = False, **kwargs: Any) -> None:
    """Before it is saved as well: an attribution may have been another claim's, an affiliation another member's."""
    if sender in MOVED_BY and instance.pk and not _is_same_actor(instance) and not (created and sender is Article):
        _touch(**MOVED_BY[sender]([instance.pk]))


@receiver(post_delete, sender=Claim)
def _claim_deleted(instance: Claim, **kwargs: Any) -> None:
    _touch(claims=[instance.pk])


@receiver(post_delete, sender=Attribution)
@receiver(post_delete, sender=Quantity)
def _part_deleted(instance: Attribution | Quantity, **kwargs: Any) -> None:
    _touch(claims=[instance.claim_id])


@receiver(post_delete, sender=Assessment)
def _assessment_deleted(instance: Assessment, **kwargs: Any) -> None:
    if instance.published_on:
        _touch(claims=[instance.claim_id])


@receiver(post_delete, sender=Evidence)
def _evidence_deleted(instance: Evidence, **kwargs: Any) -> None:
    _assessment_deleted(instance=instance.assessment)


@receiver(post_delete, sender=Affiliation)
def _affiliation_deleted(instance: Affiliation, **kwargs: Any) -> None:
    _touch(actors=[instance.child_id])


def _is_same_actor(instance: Model) -> bool:
    """Whether it is an actor as it was: a name moves no claim, but a state, unlike others, speaks for itself."""
    return isinstance(instance, Actor) and Actor.objects.filter(pk=instance.pk, kind=instance.kind).exists()
