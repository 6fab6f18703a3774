"""The sources and actors that come with this version, into the database."""

import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import transaction

from claimsdb.actors import Row, shipped_rows
from claimsdb.exchange.importing import import_fixture
from claimsdb.index import locks
from claimsdb.models import Actor, ActorCode, ActorName, Affiliation, NaturalKeyModel, Source

# What a row is known by: it is here if any of these is taken. An affiliation to which an editor has given other dates
# is still the same.
KEYS: dict[type[NaturalKeyModel], list[tuple[str, ...]]] = {
    Source: [("slug",), ("domain",)],
    Actor: [("slug",)],
    ActorCode: [("scheme", "code"), ("actor__slug", "scheme")],
    ActorName: [("actor__slug", "text", "language")],
    Affiliation: [("child__slug", "parent__slug", "kind")],
}


def load_if_missing() -> None:
    """Loads the registry into a database that has no actors."""
    if not Actor.objects.exists():
        add_missing()


@transaction.atomic
def add_missing() -> list[Row]:
    """Adds what has come with this version and is not here; nothing that is here changes. Returns the rows added."""
    locks.lock_index(exclusive=True)  # another process may be about to add the same
    rows = list(_missing(shipped_rows()))
    if rows:
        import_fixture(io.BufferedReader(io.BytesIO("\n".join(map(json.dumps, rows)).encode())))
    return rows


def _missing(rows: Iterable[Row]) -> Iterator[Row]:
    taken = {(model, key): _taken(model, key) for model, keys in KEYS.items() for key in keys}
    for row in rows:
        model = apps.get_model(row["model"])
        if not any(_values(row["fields"], key) in taken[model, key] for key in KEYS[model]):
            yield row


def _taken(model: type[NaturalKeyModel], key: tuple[str, ...]) -> set[tuple[Any, ...]]:
    """The values of the rows that are here; of what is left empty there may be many."""
    return set(model.objects.order_by().values_list(*key)) - {("",)}


def _values(fields: dict[str, Any], key: tuple[str, ...]) -> tuple[Any, ...]:
    """The same of a fixture's row, which names another by a list."""
    values = (fields[path.removesuffix("__slug")] for path in key)
    return tuple(value[0] if isinstance(value, list) else value for value in values)
