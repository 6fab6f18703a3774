"""The strict base of all filter sets: a name or a value that is not known is an error that says what is."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property, reduce
from itertools import product
from operator import and_, or_
from typing import Any

import django_filters
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.datastructures import MultiValueDict

from claimsdb.actors import nearest
from claimsdb.choices import RollUp
from claimsdb.db.folding import Folded
from claimsdb.filters.fields import NONE, ListParameter, Parameter
from claimsdb.filters.values import InvalidValue
from claimsdb.index import changed_since
from claimsdb.index.search import Alternative, Term, as_typed
from claimsdb.models import ALL_VISIBLE, Actor, Article, Claim, Question, Source, Visibility

FAULTS_LIMIT = 20
ALL, NOT = "all", "not"
VARIANTS = {ALL: "Each of these, as `{name}` has it.", NOT: "None of these: what `{name}` alone would not find."}
RANGES = {"_after": "_before", "_min": "_max"}  # how the filters of a first value end, and of the last one
BETWEEN = "__"  # a filter's name and its variant's


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one place, the values that are known there, and those most like what was given.

    The place is a parameter, in a body a JSON pointer (RFC 6901) such as /attributions/0/role, empty for the whole, in
    JSON lines the number of the line.
    """

    place: str
    detail: str
    known: Collection[str] = ()
    nearest: Collection[str] = ()

    @property
    def advice(self) -> str:
        """All of it in words, for a reader."""
        if self.nearest:
            return f"{self.detail} Did you mean {' or '.join(self.nearest)}?"
        return f"{self.detail} Known: {', '.join(self.known)}." if self.known else self.detail


class InvalidRequest(ValueError):
    """A request that cannot be understood, one Fault each; `kind` is what their places are."""

    kind: str
    whole: str  # what a fault without a place is about

    def __init__(self, faults: Iterable[Fault]):
        self.faults = list(faults)[:FAULTS_LIMIT]
        super().__init__(" ".join(f"{fault.place or self.whole}: {fault.advice}" for fault in self.faults))


class InvalidParameters(InvalidRequest):
    """Parameters of the address that cannot be understood."""

    kind, whole = "parameter", "A parameter without a name"


class InvalidBody(InvalidRequest):
    """A body that cannot be understood."""

    kind, whole = "pointer", "The body"


class StatusForbidden(InvalidParameters):
    """Parameters that ask for what the user may not see."""


class StrictFilter(django_filters.Filter):
    """A filter whose values `parameter` reads. `variants` are the filters of the same values that go with it:
    `name__all` asks for each of them, `name__not` for none. `missing` is the condition for what has no value."""

    def __init__(
        self,
        parameter: Parameter,
        field_name: str | None = None,
        lookup_expr: str = "in",
        *,
        variants: Collection[str] = (),
        missing: Q | None = None,
        **options: Any,
    ):
        super().__init__(field_name, lookup_expr, **options)
        self.parameter = parameter
        self.variants, self.missing = variants, missing

    def variant(self, which: str, *, of: str) -> "StrictFilter":
        """The filter `which` of the values of this one, a list, whose name is `of`."""
        assert isinstance(self.parameter, ListParameter)
        parameter = self.parameter.likewise(VARIANTS[which].format(name=of), or_none=which == NOT)
        return StrictFilter(parameter, self.field_name, self.lookup_expr, method=self.method, missing=self.missing)

    def condition(self, values: Any) -> Q:
        """That a column has one of the values, or none where NONE is one of them."""
        if not isinstance(values, list):
            return Q(**{f"{self.field_name}__{self.lookup_expr}": values})
        named = [value for value in values if value is not NONE]
        has_one = Q(**{f"{self.field_name}__{self.lookup_expr}": named})
        if len(named) == len(values) or self.missing is None:
            return has_one
        return has_one | self.missing if named else self.missing

    def read(self, words: list[str], filterset: "StrictFilterSet") -> Any:
        """The value that the words stand for. Raises InvalidValue."""
        parameter = self.parameter.for_rows(lambda: filterset.queryset, open_to=filterset.open_to)
        if filterset.is_for_followers:
            parameter = parameter.for_followers()
        return parameter.clean([word.strip() for word in words])


class StrictFilterSet(django_filters.FilterSet):
    """Filters that raise InvalidParameters for any name or value that they do not know.

    `data` maps names to a value or a list of values; `reserved` are names that somebody else reads; `open_to` says what
    the asker may know of. Where it `is_for_followers`, who began when a value named something, one that names nothing
    that they may know of is no fault and matches nothing. A subclass may have a `queryset` of its own.
    """

    SEARCHED: tuple[str, ...] = ()
    INTERNAL: tuple[str, ...] = ()  # filters for those who see all claims

    def __init__(
        self,
        data: Mapping[str, Any],
        queryset: QuerySet | None = None,
        *,
        reserved: Collection[str] = (),
        open_to: Visibility = ALL_VISIBLE,
        is_for_followers: bool = False,
    ) -> None:
        """Without the form that django-filter would build for each request."""
        self.open_to, self.is_for_followers = open_to, is_for_followers
        self.reserved, self.data, self.filters = reserved, _with_lists(data), self.base_filters
        if queryset is not None:
            self.queryset = queryset
        self.asked: dict[str, Any] = {name: each.parameter.absent for name, each in self.filters.items()}
        self.invalid: dict[str, InvalidValue] = {}
        for name in filter(self.data.__contains__, self.filters):
            try:
                self.asked[name] = self.filters[name].read(self.data.getlist(name), self)
            except InvalidValue as error:
                self.invalid[name] = error

    @classmethod
    def get_filters(cls) -> dict[str, StrictFilter]:
        """With their variants, each after its filter."""
        filters: dict[str, StrictFilter] = {}
        for name, each in super().get_filters().items():
            variants = {f"{name}{BETWEEN}{which}": each.variant(which, of=name) for which in each.variants}
            filters |= {name: each, **variants}
        return filters

    @cached_property
    def queryset(self) -> QuerySet:
        """The rows that are filtered."""
        return self._meta.model._default_manager.all()

    @property
    def searched(self) -> Mapping[str, Any]:
        """The columns in which words are looked for, or expressions."""
        return {column: column for column in self.SEARCHED}

    @property
    def qs(self) -> QuerySet:
        self.check()
        return self.filter_queryset(self.queryset)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        for name, value in self.asked.items():
            if value not in ([], None):
                each = self.filters[name]
                method = getattr(self, each.method) if each.method else None
                queryset = method(queryset, name, value) if method else each.filter(queryset, value)
        return queryset

    @property
    def applied(self) -> dict[str, Any]:
        """The filters in force, defaults too, as JSON has them: actors by code, rows by their public name."""
        return {name: as_json(value) for name, value in self.asked.items() if value not in ([], None)}

    def check(self) -> None:
        if not self.open_to.is_all and (closed := [name for name in self.data if plain_name(name) in self.INTERNAL]):
            raise StatusForbidden([Fault(name, "Is for signed-in editors and readers.") for name in closed])
        if faults := self.faults():
            raise InvalidParameters(faults)

    def faults(self) -> list[Fault]:
        return [*self._unknown_names(), *self._invalid_values(), *self._empty_ranges()]

    def beside_others(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        """For a parameter that another one reads."""
        return queryset

    def by_changes(self, queryset: QuerySet, name: str, moment: datetime) -> QuerySet:
        """By the record of changes: rows change with their names, codes and other parts too."""
        return queryset.filter(changed_since(self._meta.model, moment))

    def by_words(self, queryset: QuerySet, name: str, text: str) -> QuerySet:
        """Rows that hold in the set's SEARCHED columns what the text looks for, whatever the case and the accents."""
        columns = {f"folded_{name}": Folded(Coalesce(column, Value(""))) for name, column in self.searched.items()}
        query = as_typed(text)
        queryset = queryset.alias(**columns)
        for clause in query.required:
            queryset = queryset.filter(reduce(or_, (self.having(each, columns) for each in clause)))
        for each in query.excluded:
            queryset = queryset.exclude(self.having(each, columns))
        return queryset

    def having(self, asked: Alternative, columns: Iterable[str]) -> Q:
        """That one of the folded columns has each of the terms."""
        return reduce(and_, (reduce(or_, (_stands_in(column, term) for column in columns)) for term in asked.terms))

    def unknown_keys(self, name: str) -> list[Fault]:
        """A fault for each of the keys in this parameter that no claim has which the asker may know of."""
        keys = [] if self.is_for_followers else self.asked[name]
        if not keys:
            return []
        known = {*Claim.objects.within(self.open_to).filter(key__in=keys).values_list("key", flat=True)}
        return [Fault(name, f"No claim has the key {key!r}.") for key in keys if key not in known]

    def _unknown_names(self) -> list[Fault]:
        known = [*self.filters, *self.reserved]
        unknown = [name for name in self.data if name not in known]
        return [Fault(name, "There is no such parameter.", known, nearest(name, known)) for name in unknown]

    def _invalid_values(self) -> list[Fault]:
        return [Fault(name, str(error.message), error.known, error.nearest) for name, error in self.invalid.items()]

    @classmethod
    @cache
    def _ranges(cls) -> list[tuple[str, str]]:
        """The names of filters that are the first and the last value of the same."""
        ended = [each for each in product(cls.base_filters, RANGES.items()) if each[0].endswith(each[1][0])]
        pairs = [(name, name.removesuffix(low) + high) for name, (low, high) in ended]
        return [(first, last) for first, last in pairs if last in cls.base_filters]

    def _empty_ranges(self) -> Iterator[Fault]:
        """Of filters such as `value_min` and `value_max`, the first where nothing can lie between them."""
        for name, last in self._ranges():
            first_value, last_value = self.asked[name], self.asked[last]
            if first_value is not None and last_value is not None and first_value > last_value:
                values = f"from {as_json(first_value)} to {as_json(last_value)}"
                yield Fault(name, f"Is beyond {last}: the range {values} is empty.")


def _stands_in(column: str, term: Term) -> Q:
    first, *others = term.folded().words
    if not others:
        return Q(**{f"{column}__contains": first})
    return Q(**{f"{column}__regex": r"\W+".join([first, *others])})


def as_json(value: Any) -> Any:
    """A parameter's value as JSON may hold it."""
    match value:
        case list():
            return [as_json(each) for each in value]
        case Actor():
            return value.code
        case Source() | Question():
            return value.slug
        case Article():
            return value.pk
        case RollUp.ALL | RollUp.NOBODY:
            return value == RollUp.ALL
        case Decimal():
            return int(value) if value == int(value) else float(value)
        case date():
            return value.isoformat()
    return value


def _with_lists(data: Mapping[str, Any]) -> MultiValueDict:
    if isinstance(data, MultiValueDict):
        return data
    return MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in data.items()})


def plain_name(name: str) -> str:
    """The filter of which it is a variant, or the filter itself."""
    return name.partition(BETWEEN)[0]
