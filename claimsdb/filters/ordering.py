"""Orders of a list for keyset pagination: how it is sorted, and which rows come after one of it. Rows without a value
come last, both ways."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Model, OrderBy, Q, QuerySet, Value
from django.db.models.functions import NullIf

from claimsdb.actors import nearest
from claimsdb.filters.fields import Parameter
from claimsdb.filters.values import InvalidValue
from claimsdb.models import UNDATED

RELEVANCE = "relevance"  # the path of an order by how well a search fits
INDEXED_DAY = "entry__day"  # the path to the day of publication in the index of claims


@dataclass(frozen=True, slots=True)
class Ordering:
    """By the column at `path`, then by id, both in the same direction."""

    name: str
    path: str
    descending: bool = False

    @property
    def is_by_day(self) -> bool:
        """Whether it goes by the day of publication, which the index of claims has."""
        return self.path == INDEXED_DAY

    @property
    def is_by_relevance(self) -> bool:
        return self.path == RELEVANCE

    @property
    def is_by_id(self) -> bool:
        return self.path == "id"

    @property
    def is_as_indexed(self) -> bool:
        """Whether the index has the rows in this order as it is: with those without a day last."""
        return self.is_by_day and self.descending

    def sort(self, queryset: QuerySet, *, backward: bool = False) -> QuerySet:
        """The rows in order, or against it, each with its value as `sort_key`."""
        down = self.descending != backward
        empty: dict[str, Any] = {}
        if self._may_be_empty(queryset.model):
            empty = {"nulls_first": backward or None, "nulls_last": not backward or None}
        by_key = OrderBy(F("sort_key"), descending=down, **empty)
        return queryset.annotate(sort_key=self._key).order_by(by_key, "-pk" if down else "pk")

    def _may_be_empty(self, model: type[Model]) -> bool:
        """Whether rows without a value have to be told where to come: PostgreSQL's indexes have them elsewhere."""
        if "__" in self.path:
            return not self.is_as_indexed
        return model._meta.get_field(self.path).null  # type: ignore[union-attr]

    @property
    def _key(self) -> F | NullIf:
        return NullIf(self.path, Value(UNDATED)) if self.is_by_day and not self.descending else F(self.path)

    def after(self, key: Any, pk: int, *, backward: bool = False) -> Q:
        """The rows after (against the order: before) the one with this `sort_key` and id."""
        further = "lt" if self.descending != backward else "gt"
        tie = Q(**{f"pk__{further}": pk})
        if self.is_by_id:
            return tie
        if self.is_as_indexed:
            return Q(sort_key=key) & tie | Q(**{f"sort_key__{further}": key})
        if key is None:
            among_empty = Q(sort_key__isnull=True) & tie
            return among_empty | Q(sort_key__isnull=False) if backward else among_empty
        past = Q(**{f"sort_key__{further}": key}) | (Q(sort_key=key) & tie)
        return past if backward else past | Q(sort_key__isnull=True)


class OrderingParameter(Parameter):
    """One of the orderings of a list, "-" before it for the greatest first."""

    def __init__(self, paths: Mapping[str, str], *, default: str):
        super().__init__("The order of the list; rows without a value come last.", example=default, default=default)
        self.paths = paths
        self.words = [
            sign + name for name, path in paths.items() for sign in (("",) if path == RELEVANCE else ("", "-"))
        ]
        self.schema = {"type": "string", "enum": self.words}

    def read(self, word: str) -> str:
        if word not in self.words:
            raise InvalidValue(
                f"{word!r} is no order of this list.", known=self.words, nearest=nearest(word, self.words)
            )
        return word

    def ordering(self, word: str) -> Ordering:
        return Ordering(word, self.paths[word.removeprefix("-")], descending=word.startswith("-"))
