"""Bodies in JSON, read strictly: an unknown name, a wrong type or a wrong value is a fault with its JSON pointer.

The fields check the JSON type; what a value stands for the readers of `claimsdb.filters.values` say, as for queries.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import Model
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.fields import empty

from api.http.problems import pointer_to
from claimsdb.actors import find_actor, nearest
from claimsdb.filters import (
    LONGEST,
    Fault,
    InvalidBody,
    InvalidValue,
    read_choice,
    read_day,
    read_number,
    read_row,
    read_text,
    read_whole_number,
    shown,
)

ROWS_LIMIT = 50
LARGEST_INTEGER = 2**31 - 1  # that a column holds

Member = tuple[str | int, Any, Any]  # name, field and value


class BodyList(serializers.ListSerializer):
    """A list of objects, up to ROWS_LIMIT of them. Raises InvalidBody, as `Body` does."""

    def to_internal_value(self, data: Any) -> list[Any]:
        if not isinstance(data, list):
            raise InvalidBody([Fault("", f"{shown(data)} is no list.")])
        if len(data) > ROWS_LIMIT:
            raise InvalidBody([Fault("", f"Has {len(data)} entries; it takes up to {ROWS_LIMIT}.")])
        return list(_read((number, self.child, each) for number, each in enumerate(data)).values())


# Raises InvalidBody with all that is wrong in it. (The docstring stands in the schema.)
class Body(serializers.Serializer):
    """An object, all of whose names are known."""

    class Meta:
        list_serializer_class = BodyList

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise InvalidBody([Fault("", f"{shown(data)} is no object.")])
        fields = {str(field.field_name): field for field in self._writable_fields}
        return _read(
            [(name, field, data.get(name, empty)) for name, field in fields.items()],
            unknown=[unknown_name(name, fields) for name in data if name not in fields],
        )


class TextField(serializers.CharField):
    """A text as it is given, or with `trim_whitespace` without the blanks around it."""

    def __init__(self, *, trim_whitespace: bool = False, **options: Any):
        super().__init__(trim_whitespace=trim_whitespace, **options)

    def to_internal_value(self, data: Any) -> str:
        return super().to_internal_value(read_text(data))


class ChoiceField(serializers.ChoiceField):
    """A word of a closed list, in just this case."""

    def __init__(self, vocabulary: type[StrEnum], **options: Any):
        super().__init__(choices=[word.value for word in vocabulary], **options)
        self.words = {word.value: word for word in vocabulary}

    def to_internal_value(self, data: Any) -> str:
        return read_choice(data, self.words).value


class WholeNumberField(serializers.IntegerField):
    """A whole number from 0 on."""

    def __init__(self, *, max_value: int = LARGEST_INTEGER, **options: Any):
        super().__init__(min_value=0, max_value=max_value, **options)
        self.high = max_value

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            raise InvalidValue(f"{shown(data)} is no whole number.")
        return read_whole_number(data, low=0, high=self.high)


class NumberField(serializers.DecimalField):
    """A number as the columns of figures hold it, null where there is none."""

    def __init__(self) -> None:
        super().__init__(max_digits=24, decimal_places=6, required=False, allow_null=True, coerce_to_string=False)

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, bool) or not isinstance(data, int | float | Decimal):
            raise InvalidValue(f"{shown(data)} is no number.")
        return read_number(data)


class DayField(serializers.DateField):
    def to_internal_value(self, data: Any) -> date:
        return read_day(data)


class ShownActorBody(Body):
    """An actor as the API shows one; its code counts."""

    code = TextField()
    name, kind = TextField(required=False), TextField(required=False)


def object_with(name: str, kind: str) -> dict[str, Any]:
    """The schema of an object of which this member counts."""
    return {"type": "object", "required": [name], "properties": {name: {"type": kind}}}


@extend_schema_field({"oneOf": [{"type": "string"}, object_with("code", "string")]})
class ActorField(serializers.Field):
    """An actor by any of its names, or as the API shows one."""

    def __init__(self, **options: Any):
        super().__init__(required=False, allow_null=True, **options)

    def to_internal_value(self, data: Any) -> Model:
        name = ShownActorBody().run_validation(data)["code"] if isinstance(data, dict) else data
        if not isinstance(name, str):
            raise InvalidValue(f"{shown(data)} names no actor: give a code, slug or name, such as NK.")
        return read_named(name, find_actor)


def read_named(name: str, find: Callable[[str], Model]) -> Model:
    return read_row(read_text(name, longest=LONGEST, blank=False), find)


def unknown_name(name: str, known: Iterable[str]) -> Fault:
    return Fault(pointer_to(name), "There is no such field.", list(known), nearest(name, known))


def misfits(error: DjangoValidationError, places: Mapping[str, str], *, within: str = "") -> list[Fault]:
    """What the rules of a model find wrong, at the places of the body that its columns come from: those named, or else
    by the names of the columns."""
    if not hasattr(error, "error_dict"):
        return [Fault(within, message) for message in error.messages]
    return [
        Fault(within + places.get(column, f"/{column}"), message)
        for column, messages in error.message_dict.items()
        for message in messages
    ]


def _read(members: Iterable[Member], *, unknown: Sequence[Fault] = ()) -> dict[Any, Any]:
    """The values by name, each as its field reads it; what was left out and has no default is left out."""
    values, faults = {}, list(unknown)
    for name, field, value in members:
        try:
            values[name] = field.run_validation(value)
        except serializers.SkipField:
            continue
        except (ValidationError, DjangoValidationError, InvalidBody) as error:
            faults += [replace(fault, place=pointer_to(name) + fault.place) for fault in _faults_of(error)]
    if faults:
        raise InvalidBody(faults)
    return values


def _faults_of(error: ValidationError | DjangoValidationError | InvalidBody) -> list[Fault]:
    match error:
        case InvalidBody():
            return error.faults
        case InvalidValue():
            return [Fault("", str(error.message), error.known, error.nearest)]
        case DjangoValidationError():
            return [Fault("", message) for message in error.messages]
    return [Fault("", str(detail)) for detail in error.detail]  # of a single field: a list
