"""Tags: the state of a row and of what is edited with it, as an opaque word; two are alike only if all of it is."""

import base64
from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import Any

from django.db.models import Model

from claimsdb.models import Actor, Article, Source


def tag_of(row: Actor | Source | Article) -> str:
    """16 letters and digits. Of an actor over its names, codes and affiliations too; of an article without its text,
    which nobody edits."""
    state = [_columns(row), *(sorted(_columns(part) for part in PARTS.get(type(row), _nothing)(row)))]
    return base64.b32encode(blake2b("\n".join(state).encode(), digest_size=10).digest()).decode().lower()


def _columns(row: Model) -> str:
    fields = (field for field in row._meta.concrete_fields if field.attname not in row.get_deferred_fields())
    return repr([(field.attname, str(field.value_from_object(row))) for field in fields if field.name != "text"])


def _of_actor(actor: Any) -> Iterator[Model]:
    for rows in (actor.codes, actor.names, actor.affiliations):
        yield from rows.all()


def _nothing(row: Any) -> Iterator[Model]:
    return iter(())


PARTS: dict[type[Model], Callable[[Any], Iterator[Model]]] = {Actor: _of_actor}
