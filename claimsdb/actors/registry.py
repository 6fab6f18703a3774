"""The actor registry as plain values for the extractor: as the database has it, or as `fixtures/` brings it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.conf import settings

from claimsdb.choices import ActorKind, AffiliationKind, CodeScheme, NameKind
from claimsdb.extraction import KnownActor, KnownAffiliation, KnownName, Registry
from claimsdb.models import Actor

FILES = ("sources.json", "actors.json")

Row = dict[str, Any]  # of a fixture: its "model", and its "fields", which name other rows by their natural keys


def shipped_rows() -> list[Row]:
    """The sources and actors that come with this version, each row after those that it refers to."""
    folder = settings.BASE_DIR / "fixtures"
    return [row for name in FILES for row in json.loads((folder / name).read_text(encoding="utf-8"))]


def known_actors() -> Registry:
    """Every actor of the database with names and affiliations, in four queries."""
    return _registry(map(_known, Actor.objects.prefetch_related("codes", "names", "affiliations__parent")))


def shipped_actors() -> Registry:
    """What `known_actors` gives where the shipped rows are loaded, and nothing else is."""
    rows = shipped_rows()
    codes = {
        fields["actor"][0]: str(fields["code"])
        for fields in _fields(rows, "actorcode")
        if fields["scheme"] == CodeScheme.CLAIMSDB
    }
    names, affiliations = defaultdict(list), defaultdict(list)
    for fields in _fields(rows, "actorname"):
        name = KnownName(fields["text"], NameKind(fields["kind"]), fields["language"], fields["matchable"])
        names[fields["actor"][0]].append(name)
    for fields in _fields(rows, "affiliation"):
        days = _day(fields["started_on"]), _day(fields["ended_on"])
        affiliation = KnownAffiliation(fields["parent"][0], AffiliationKind(fields["kind"]), *days)
        affiliations[fields["child"][0]].append(affiliation)
    return _registry(
        KnownActor(
            slug=slug,
            name=fields["name"],
            kind=ActorKind(fields["kind"]),
            code=codes.get(slug, slug),
            names=_in_order(names[slug]),
            affiliations=_in_time(affiliations[slug]),
        )
        for fields in _fields(rows, "actor")
        for slug in [str(fields["slug"])]
    )


def _fields(rows: Iterable[Row], model: str) -> Iterator[dict[str, Any]]:
    return (row["fields"] for row in rows if row["model"] == f"claimsdb.{model}")


def _known(actor: Actor) -> KnownActor:
    return KnownActor(
        slug=actor.slug,
        name=actor.name,
        kind=ActorKind(actor.kind),
        code=actor.code,
        names=_in_order(
            KnownName(name.text, NameKind(name.kind), name.language, name.matchable) for name in actor.names.all()
        ),
        affiliations=_in_time(
            KnownAffiliation(each.parent.slug, AffiliationKind(each.kind), each.started_on, each.ended_on)
            for each in actor.affiliations.all()
        ),
    )


# Sorted here: each engine has an order of its own for letters, and for what is null.


def _registry(actors: Iterable[KnownActor]) -> Registry:
    return Registry.of(sorted(actors, key=lambda actor: actor.slug))


def _in_order(names: Iterable[KnownName]) -> tuple[KnownName, ...]:
    return tuple(sorted(names, key=lambda name: (name.text, name.language)))


def _in_time(affiliations: Iterable[KnownAffiliation]) -> tuple[KnownAffiliation, ...]:
    return tuple(sorted(affiliations, key=lambda each: (each.parent, each.kind, each.start or date.min)))


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
