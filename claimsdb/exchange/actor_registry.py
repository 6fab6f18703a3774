"""The sources and actors that come with this version, into the database."""

import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import transaction

from claimsdb.actors import Row, shipped_rows
from claimsdb.exchange.importing import import_fixture
from claimsdb.index import locks
from claimsdb.models import Actor, ActorCode, ActorName, Affiliation, MergedActor, MergedSource, NaturalKeyModel, Source

# What a row is known by: it is here if any of these is taken. An affiliation to which an editor has given other dates
# is still the same.
KEYS: dict[type[NaturalKeyModel], list[tuple[str, ...]]] = {
    Source: [("slug",), ("domain",)],
    Actor: [("slug",)],
    ActorCode: [("scheme", "code"), ("actor__slug", "scheme")],
    ActorName: [("actor__slug", "text", "language")],
    Affiliation: [("child__slug", "parent__slug", "kind")],
}
MERGED: dict[type[NaturalKeyModel], Any] = {Actor: MergedActor, Source: MergedSource}


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
    """What was merged here stays away: what names it names whom it was merged into."""
    taken = {(model, key): _taken(model, key) for model, keys in KEYS.items() for key in keys}
    merged = {model: dict(away.objects.values_list("slug", "into__slug")) for model, away in MERGED.items()}
    now = [(_followed(row, merged), row) for row in rows]
    coming: dict[Any, set[Any]] = defaultdict(set)
    for row, as_shipped in sorted(now, key=lambda pair: pair[0] != pair[1]):
        model, fields = apps.get_model(row["model"]), row["fields"]
        values = {(model, key): _values(fields, key) for key in KEYS[model]}
        is_followed = row != as_shipped
        if any(values[key] in taken[key] or (is_followed and values[key] in coming[key]) for key in values):
            continue
        if model is Affiliation and fields["child"] == fields["parent"]:
            continue
        for key, value in values.items():
            coming[key].add(value)
        yield row


def _followed(row: Row, merged: dict[type[NaturalKeyModel], dict[str, str]]) -> Row:
    """The row as it is where others are named by the slugs that they have now."""
    leads = merged[Source if apps.get_model(row["model"]) is Source else Actor]
    named = {name: value[0] for name, value in row["fields"].items() if isinstance(value, list)}
    return {**row, "fields": row["fields"] | {name: [leads.get(slug, slug)] for name, slug in named.items()}}


def _taken(model: type[NaturalKeyModel], key: tuple[str, ...]) -> set[tuple[Any, ...]]:
    """The values of the rows that are here, or were until they were merged; of what is left empty there may be many."""
    there = set(model.objects.order_by().values_list(*key)) - {("",)}
    if model in MERGED and len(key) == 1:
        there |= set(MERGED[model].objects.values_list(*key)) - {("",)}
    return there


def _values(fields: dict[str, Any], key: tuple[str, ...]) -> tuple[Any, ...]:
    """The same of a fixture's row, which names another by a list."""
    values = (fields[path.removesuffix("__slug")] for path in key)
    return tuple(value[0] if isinstance(value, list) else value for value in values)
