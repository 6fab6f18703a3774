"""Natural keys: how fixtures name a row, so that they can be loaded into any database."""

from functools import reduce
from typing import Any, ClassVar

from django.db import models
from django.db.models.constants import LOOKUP_SEP


class NaturalKeyQuerySet(models.QuerySet):
    def get_by_natural_key(self, *values: Any):
        return self.get(**dict(zip(self.model.NATURAL_KEY, values, strict=True)))


class NaturalKeyModel(models.Model):
    """A model that fixtures name by the fields in NATURAL_KEY, which a unique constraint covers."""

    NATURAL_KEY: ClassVar[tuple[str, ...]]

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[Any, ...]:
        return tuple(reduce(getattr, path.split(LOOKUP_SEP), self) for path in self.NATURAL_KEY)
