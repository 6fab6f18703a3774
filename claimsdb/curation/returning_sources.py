"""What goes back to a source that is there again: articles, assessments, fact checks, editions, and its place."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model

from claimsdb.curation.merge_records import OF_SOURCES
from claimsdb.curation.returning import Returning, leads, row_of, set_column
from claimsdb.curation.sources import ancestors
from claimsdb.db.sql import ids_param
from claimsdb.models import Merge, MergedSource, Source

OF_ARTICLES = {"articles": "articles, with their claims", "derivations": "articles that come out of it"}


def of_source(merge: Merge, into: Source) -> Iterator[Returning]:
    kept = merge.moved
    for name, (model, column) in OF_SOURCES.items():
        back = _referring(kept, name, into)
        lost = len(kept[name]) - len(back)
        stays = [f"{lost:,} with another {column} by now, or taken out"] if lost else []
        yield Returning(OF_ARTICLES.get(name, name), back, _giving(model, column), stays=stays)
    lacks = give_place(kept, row_of(Source, kept["row"]), copy(into))
    yield Returning("domain and publisher", [], _give_nothing, stays=lacks)
    yield leads(kept, MergedSource, into)


def give_place(kept: Mapping[str, Any], row: Source, into: Source) -> list[str]:
    """Gives both the domain and the parent again that they had before the merge, where they can have them; nothing is
    saved. Returns in words what they cannot have."""
    return [*_give_domain(kept, row, into), *_give_parents(kept, row, into)]


def _give_domain(kept: Mapping[str, Any], row: Source, into: Source) -> Iterator[str]:
    if kept["takes_domain"] and into.domain == row.domain:
        into.domain = ""
    elif other := Source.objects.filter(domain=row.domain).exclude(domain="").first():
        yield f"{row.domain} is the domain of {other} by now"
        row.domain = ""


def _give_parents(kept: Mapping[str, Any], row: Source, into: Source) -> Iterator[str]:
    below = dict.fromkeys(_referring(kept, "editions", into), row)
    above, row.parent_id = row.parent_id, None
    if above:
        yield from _give_parent(row, Source.objects.filter(pk=above).first(), below)
    before = kept["parent_before"]
    if before != kept["parent_after"] == into.parent_id:
        parent = row if before == row.pk else Source.objects.filter(pk=before).first()
        yield from _give_parent(into, parent, below)


def _give_parent(source: Source, parent: Source | None, below: Mapping[int, Source]) -> Iterator[str]:
    """Where it is there, and no edition of the source itself as soon as those are back that are `below` others."""
    if parent is None:
        yield f"what {source} was an edition of is there no more"
    elif source.pk in ancestors(parent, instead=below):
        yield f"{parent} is an edition of {source} itself by now"
    else:
        source.parent_id = parent.pk


def _referring(kept: Mapping[str, Any], name: str, into: Source) -> list[int]:
    """The ids of those that came to the other one and refer to it still."""
    model, column = OF_SOURCES[name]
    rows = model._default_manager.filter(**{column: into}, pk__in=ids_param(kept[name]))
    return [*rows.order_by("pk").values_list("pk", flat=True)]


def _giving(model: type[Model], column: str) -> Callable[[Sequence[int], Any, Any, User | None], None]:
    def give(pks: Sequence[int], row: Source, into: Source, by: User | None) -> None:
        set_column(model, pks, column, row, into, by=by)

    return give


def _give_nothing(rows: Sequence[Any], row: Source, into: Source, by: User | None) -> None:
    """It has its place from the beginning."""
