"""Keeps the read model in step with the claims: whatever is written, it follows in the same transaction.

Signals tell which claims a write may have moved, as `dependencies` states it. Every write through the models happens in
`synced`, at whose end those are brought up to date: once for a larger piece of work, where that stands in a `synced` of
its own. What is written past the models (SQL by hand) is found and repaired by `manage.py check_consistency --repair`.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import chain
from threading import local
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from claimsdb.choices import Followed
from claimsdb.index import bulk, changes, row_changes
from claimsdb.index.dependencies import DEPENDENCIES, Dependency, claims_moved
from claimsdb.index.locks import lock_claims, lock_index
from claimsdb.models import (
    Actor,
    ActorCode,
    ActorName,
    Article,
    Assessment,
    Attribution,
    Claim,
    Decision,
    Evidence,
    NaturalKeyModel,
    Quantity,
    Source,
    rows_written,
    write_within,
)

OF_CLAIMS = (Claim, Attribution, Quantity, Decision, Assessment, Evidence)
NAMES = (Actor, ActorCode, ActorName)
BATCH = 500  # claims at a time: memory stays the same however many were written


class PendingChanges(local):
    """What this thread has written and the read model does not know yet: claims, and articles, sources and actors whose
    claims may have moved; what else has changed that is followed, and of it what others' pages show otherwise now; and
    whether anything at all, anything besides claims, and names of actors."""

    def __init__(self) -> None:
        self.depth = 0
        self.anything = self.besides = self.names = False
        self.moved: dict[type[Model], set[int]] = {model: set() for model in (Claim, Article, Source, Actor)}
        self.changed: dict[Followed, set[int]] = {kind: set() for kind in row_changes.ROWS}
        self.lines: dict[type[Model], set[int]] = {model: set() for model in row_changes.LINES}

    def forget(self) -> None:
        self.anything = self.besides = self.names = False
        for ids in (*self.moved.values(), *self.changed.values(), *self.lines.values()):
            ids.clear()


_pending = PendingChanges()

# What is told of the claims that moved and of the rows that changed, by kind, and adds those that it changes itself.
Follower = Callable[[list[int], dict[Followed, set[int]]], None]
_followers: list[Follower] = []


def followed_by(follower: Follower) -> Follower:
    """Has `follower` called at the end of every writing transaction, before it is given its number."""
    _followers.append(follower)
    return follower


@contextmanager
def synced() -> Iterator[None]:
    """One transaction, at whose end the read model is brought up to date with all that was written in it."""
    with transaction.atomic():
        _pending.depth += 1
        try:
            yield
            if _pending.depth == 1 and _pending.anything:
                _catch_up()
        finally:
            _pending.depth -= 1
            if not _pending.depth:
                _pending.forget()


def noting() -> AbstractContextManager[None]:
    """For what is only kept in mind until the end, which needs no savepoint where a `synced` is under way."""
    return nullcontext() if _pending.depth else synced()


write_within(synced)


def changed(kind: Followed, ids: Iterable[int]) -> None:
    """Says that rows were written of which no signal tells, and that they are public now, or were."""
    with noting():
        _pending.anything = True
        _pending.changed[kind].update(ids)
        if (model := row_changes.ROWS[kind]) in _pending.lines:
            _pending.lines[model].update(ids)


def written_unseen() -> None:
    """Says that something was written that no claim and nothing else that is followed shows: exports do."""
    with noting():
        _pending.anything = True


@transaction.atomic(savepoint=False)
def refresh(
    claims: Iterable[int],
    *,
    exclusive: bool = False,
    besides: bool = True,
    names: bool = True,
    rows: Iterable[tuple[Followed, Iterable[int]]] = (),
) -> None:
    """Brings the read model up to date with the claims of these ids, whether they are still there or not, and gives the
    data its next number; `besides` says whether more than claims was written, `names` whether actors' names were,
    `rows` which others that are followed. Its errors break the transaction: they are caught outside of it."""
    batches = _in_batches(claims)
    if not exclusive:
        for batch in batches:
            lock_claims(batch)
    changed_rows = defaultdict(set, {kind: {*ids} for kind, ids in rows})
    if batches:
        bulk.refresh_in_batches(batches, exclusive=exclusive, held=True)
    elif not exclusive and any(changed_rows.values()):
        lock_index(exclusive=False)  # what follows from these rows may hang on claims that others are writing
    for follow in _followers:
        follow(list(chain.from_iterable(batches)), changed_rows)
    numbered = [(kind, batch) for kind, ids in changed_rows.items() for batch in _in_batches(ids)]
    changes.record(batches, besides=besides, names=names, rows=numbered)


def _in_batches(ids: Iterable[int]) -> list[list[int]]:
    waiting = sorted(ids)
    return [waiting[start : start + BATCH] for start in range(0, len(waiting), BATCH)]


def _catch_up() -> None:
    exclusive = any(_pending.moved[model] for model in (Article, Source, Actor))
    if exclusive:
        lock_index(exclusive=True)  # before it asks for the claims: some may be coming
    for model, pks in _pending.lines.items():
        for kind, pages in row_changes.pages_with(model, pks):
            _pending.changed[kind] |= pages
    refresh(
        claims_moved(_pending.moved),
        exclusive=exclusive,
        besides=_pending.besides,
        names=_pending.names,
        rows=_pending.changed.items(),
    )


def _move(dependency: Dependency, ends: Iterable[int]) -> None:
    with noting():
        _pending.anything = True
        _pending.moved[dependency.leads_to].update(ends)


@receiver([post_save, post_delete, rows_written])
def _written(sender: type[Model], **kwargs: Any) -> None:
    if issubclass(sender, NaturalKeyModel):
        with noting():
            _pending.anything = True
            _pending.besides |= sender not in OF_CLAIMS and sender not in row_changes.PARTS_OF_ROWS
            _pending.names |= sender in NAMES


@receiver(rows_written)
def _rows_written(sender: type[Model], pks: set[int], **kwargs: Any) -> None:
    if dependency := DEPENDENCIES.get(sender):
        _move(dependency, dependency.ends(pks))


@receiver([pre_save, post_save])
def _row_saved(sender: type[Model], instance: Model, created: bool = False, **kwargs: Any) -> None:
    """Before it is saved as well: an attribution may have been another claim's, an affiliation another member's."""
    dependency = DEPENDENCIES.get(sender)
    if not dependency or not instance.pk or (created and dependency.is_root):
        return
    if not dependency.is_unchanged(instance):
        _move(dependency, dependency.ends([instance.pk]))


@receiver(post_delete)
def _row_deleted(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    dependency = DEPENDENCIES.get(sender)
    if dependency and not dependency.is_root:
        _move(dependency, dependency.end_of(instance))


@receiver([pre_save, post_save, post_delete])
def _row_changed(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """What a row was a part of has changed too: it is asked for before the row is saved."""
    if sender not in row_changes.PARTS_OF_ROWS or not instance.pk:
        return
    if row_changes.is_private(sender, kwargs.get("update_fields")):
        return
    kind, columns = row_changes.PARTS_OF_ROWS[sender]
    if kwargs["signal"] is pre_save:
        _, ids = row_changes.shown_with(sender, [instance.pk])
    else:
        ids = {getattr(instance, column) for column in columns}
    with noting():
        _pending.changed[kind] |= ids
        if sender is ActorCode:
            _pending.lines[Actor] |= ids


@receiver(pre_save)
def _line_changed(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    line = row_changes.LINES.get(sender)
    if not line or not instance.pk:
        return
    before = sender._default_manager.filter(pk=instance.pk).values(*line.columns).first()
    if before and line.differs(before, {name: getattr(instance, name) for name in line.columns}):
        with noting():
            _pending.lines[sender].add(instance.pk)


@receiver(rows_written)
def _lines_changed(sender: type[Model], pks: set[int], fields: Collection[str] | None, **kwargs: Any) -> None:
    """Before the update and after it: what was shown, and what is."""
    line = row_changes.LINES.get(sender)
    if line and {*line.columns} & {*(fields or ())}:
        with noting():
            _pending.lines[sender] |= row_changes.open_rows(sender, pks)


@receiver(rows_written)
def _rows_changed(sender: type[Model], pks: set[int], fields: Collection[str] | None, **kwargs: Any) -> None:
    if sender in row_changes.PARTS_OF_ROWS and not row_changes.is_private(sender, fields):
        kind, ids = row_changes.shown_with(sender, pks)
        with noting():
            _pending.changed[kind] |= ids
            if sender is ActorCode:
                _pending.lines[Actor] |= ids
