"""Who may change a row, and when: the checks before every change."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import PROTECT, Model

from claimsdb.curation.tags import tag_of
from claimsdb.models import MergedActor, MergedSource
from claimsdb.review import NotAllowed

Seen = Collection[str] | None  # tags of the states that somebody has seen; None is whichever it is


class Stale(Exception):
    """Somebody else has changed the row since."""


class InUse(Exception):
    """Others refer to the row, and so it stays."""


def check_may(verb: str, model: type[Model], *, by: User | None) -> None:
    """Raises NotAllowed for who lacks Django's permission to `add`, `change` or `delete` such rows; None is the
    program."""
    names = model._meta
    if by is not None and not by.has_perm(f"{names.app_label}.{verb}_{names.model_name}"):
        raise NotAllowed(f"{by} lacks the permission to {verb} {names.verbose_name_plural}.")


def lock(row: Any, *, seen: Seen) -> Any:
    """The row as it stands, held until the transaction ends. Raises Stale where it is in no state that was seen, or
    gone."""
    locked = type(row).objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if locked is None:
        raise Stale(f"The {row._meta.verbose_name} {row} is there no more: somebody has taken it out, or merged it.")
    if seen is not None and tag_of(locked) not in seen:
        noun = row._meta.verbose_name
        raise Stale(f"The {noun} {locked} is not as you have seen it: look at it again.")
    return locked


@dataclass(frozen=True, slots=True)
class Use:
    """How many rows of a model refer to a row by that column."""

    model: type[Model]
    column: str
    count: int

    @property
    def nouns(self) -> str:
        return str(self.model._meta.verbose_name_plural)


def uses_of(row: Model) -> list[Use]:
    """What refers to the row. What goes with it is no use of it, but for what was merged into it and still leads
    there."""
    relations: Any = [each for each in row._meta.get_fields(include_hidden=True) if each.auto_created]
    found = []
    for relation in relations:
        if getattr(relation, "on_delete", None) is PROTECT or relation.related_model in (MergedActor, MergedSource):
            model, column = relation.related_model, relation.remote_field.name
            if count := model._base_manager.filter(**{column: row}).count():
                found.append(Use(model, column, count))
    return found


def check_unused(row: Model) -> None:
    """Raises InUse, with how many rows of which kind refer to it."""
    uses = Counter[str]()
    for use in uses_of(row):
        uses[use.nouns] += use.count
    if named := [f"{count:,} {nouns}" for nouns, count in uses.items()]:
        raise InUse(f"{row} is in use ({', '.join(named)}): it stays, or is merged into another.")
