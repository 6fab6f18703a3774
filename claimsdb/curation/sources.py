"""Sources: who published the articles and the assessments."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from claimsdb.curation import rows
from claimsdb.curation.permissions import Seen, check_may, check_unused, lock
from claimsdb.curation.slugs import free_slug
from claimsdb.db.conflicts import retried_on_conflict
from claimsdb.index import synced
from claimsdb.models import Source

Row = Mapping[str, Any]


@retried_on_conflict
def enter(*, fields: Row, by: User | None) -> Source:
    """Adds a source; without a slug one is made of the name."""
    check_may("add", Source, by=by)
    with synced():
        source = Source()
        _write(source, free_slug(Source, fields), by=by)
        return source


@retried_on_conflict
def amend(source: Source, *, seen: Seen, fields: Row, by: User | None) -> Source:
    """Changes what is given; that it is confirmed makes it known to readers, and the source of its articles' claims."""
    check_may("change", Source, by=by)
    with synced():
        locked = lock(source, seen=seen)
        _write(locked, fields, by=by)
        return locked


def delete(source: Source, *, seen: Seen, by: User | None) -> None:
    """Takes out a source to which nothing refers."""
    check_may("delete", Source, by=by)
    with synced():
        locked = lock(source, seen=seen)
        check_unused(locked)
        locked._history_user = by
        locked.delete()


def _write(source: Source, fields: Row, *, by: User | None) -> None:
    faults: rows.Faults = {}
    if (domain := fields.get("domain")) and domain != source.domain:
        _check(faults, "domain", fault_of_domain(domain))
    if parent := fields.get("parent"):
        _check(faults, "parent", fault_of_parent(source, parent))
    rows.write(source, fields, by=by, faults=faults)


def _check(faults: rows.Faults, name: str, fault: str) -> None:
    if fault:
        faults[name] = [ValidationError(fault)]


def fault_of_domain(domain: str) -> str:
    """That another source has it; empty where none has."""
    if other := Source.objects.filter(domain=domain).first():
        return f"It is the domain of {other} ({other.slug}). If they are one, merge them."
    return ""


def fault_of_parent(source: Source, parent: Source) -> str:
    """That it would be an edition of itself; empty where it is not."""
    if source.pk == parent.pk:
        return "A source is no edition of itself."
    return f"{parent} is an edition of {source} itself." if source.pk in ancestors(parent) else ""


def ancestors(source: Source, *, instead: Mapping[int, Source] | None = None) -> set[int]:
    """The source and those of which it is an edition; where one is about to be that of another, `instead` has that."""
    found: set[int] = set()
    above: Source | None = source
    while above is not None and above.pk not in found:
        found.add(above.pk)
        above = (instead or {}).get(above.pk) or above.parent
    return found
