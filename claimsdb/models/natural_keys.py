"""Natural keys: how fixtures name a row, so that they can be loaded into any database."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from functools import reduce
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import NotSupportedError, models, transaction
from django.db.models.constants import LOOKUP_SEP
from django.dispatch import Signal

from claimsdb.choices import NONE

# Django tells of rows that are saved or deleted one by one; this tells of rows written together, by `pks`, the set of
# their ids: before an update and after it, and after a bulk creation. `fields` are those that are updated; None is all.
rows_written = Signal()

_scope: Callable[[], AbstractContextManager[None]] = transaction.atomic


def write_within(scope: Callable[[], AbstractContextManager[None]]) -> None:
    """Has every write through the models happen in `scope`, which is a transaction and may end with more."""
    global _scope
    _scope = scope


class NaturalKeyQuerySet(models.QuerySet):
    def get_by_natural_key(self, *values: Any):
        return self.get(**dict(zip(self.model.NATURAL_KEY, values, strict=True)))

    def update(self, **values: Any) -> int:
        if not rows_written.has_listeners(self.model):
            return super().update(**values)
        with _scope():
            pks = set(self.order_by().values_list("pk", flat=True))
            rows_written.send(self.model, pks=pks, fields=values.keys())
            updated = super().update(**values)
            rows_written.send(self.model, pks=pks, fields=values.keys())
        return updated

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        with _scope():
            rows = super().bulk_create(objs, *args, **options)
            pks = {row.pk for row in rows}
            if None in pks:
                raise NotSupportedError("With ignore_conflicts nobody learns which rows were written.")
            rows_written.send(self.model, pks=pks, fields=None)
        return rows

    def delete(self) -> tuple[int, dict[str, int]]:
        with _scope():
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class NaturalKeyModel(models.Model):
    """A model that fixtures name by the fields in NATURAL_KEY, which a unique constraint covers."""

    NATURAL_KEY: ClassVar[tuple[str, ...]]

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"  # for what Django writes on its own: `article.claims.add(claim)`

    def natural_key(self) -> tuple[Any, ...]:
        return tuple(reduce(getattr, path.split(LOOKUP_SEP), self) for path in self.NATURAL_KEY)

    def save_base(self, *args: Any, **options: Any) -> None:
        """What `save` and `loaddata` have in common; here in one transaction with all that follows from it."""
        with _scope():
            super().save_base(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        with _scope():
            return super().delete(*args, **options)


def check_not_reserved(slug: str) -> None:
    """Raises ValidationError for the word by which filters ask for what has no value."""
    if slug.casefold() == NONE:
        raise ValidationError({"slug": f"{slug} stands for nobody, where lists are asked: take another slug."})


def check_not_merged(row: models.Model, *names: str) -> None:
    """Raises ValidationError where what the row would go by leads to one into which another was merged; `names` are the
    columns."""
    found = {}
    for name in names:
        value = getattr(row, name)
        if value and (into := type(row)._default_manager.filter(**{f"merged__{name}__iexact": value}).first()):
            found[name] = ValidationError(f"{value} was merged into {into} ({into.slug}), to which it leads.")  # type: ignore[attr-defined]
    if found:
        raise ValidationError(found)
