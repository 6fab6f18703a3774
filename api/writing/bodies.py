"""Bodies in JSON, read strictly: an unknown name, a wrong type or a wrong value is a fault with its JSON pointer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.fields import empty

from claimsdb.actors.lookup import find_actor, nearest
from claimsdb.filters import fields as parameters
from claimsdb.filters.base import Fault, InvalidBody
from claimsdb.filters.fields import InvalidValue
from claimsdb.models import Actor

ROWS_LIMIT = 50
LARGEST_INTEGER = 2**31 - 1  # that a column holds

Given = tuple[str | int, Any, Any]  # name, field and value


class Rows(serializers.ListSerializer):
    """A list of objects, up to ROWS_LIMIT of them. Raises BadBody, as `Body` does."""

    def to_internal_value(self, data: Any) -> list[Any]:
        if not isinstance(data, list):
            raise InvalidBody([Fault("", f"{shortened(data)} is no list.")])
        if len(data) > ROWS_LIMIT:
            raise InvalidBody([Fault("", f"Has {len(data)} entries; it takes up to {ROWS_LIMIT}.")])
        return list(_read((place, self.child, each) for place, each in enumerate(data)).values())


class Body(serializers.Serializer):
    """An object, all of whose names are known. Raises BadBody with all that is wrong in it."""

    class Meta:
        list_serializer_class = Rows

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise InvalidBody([Fault("", f"{shortened(data)} is no object.")])
        fields = {str(field.field_name): field for field in self._writable_fields}
        return _read(
            [(name, field, data.get(name, empty)) for name, field in fields.items()],
            unknown=[unknown_name(name, fields) for name in data if name not in fields],
        )


class Text(serializers.CharField):
    """Words as they are given, or with `trim_whitespace` without the blanks around them."""

    def __init__(self, *, trim_whitespace: bool = False, **options: Any):
        super().__init__(trim_whitespace=trim_whitespace, **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise InvalidValue(f"{shortened(data)} is no text.")
        return super().to_internal_value(data)


class Word(serializers.ChoiceField):
    """A word of a closed list."""

    def __init__(self, vocabulary: type[StrEnum], **options: Any):
        super().__init__(choices=[word.value for word in vocabulary], **options)

    def to_internal_value(self, data: Any) -> str:
        if isinstance(data, str) and data in self.choices:
            return data
        near = nearest(data, self.choices) if isinstance(data, str) else []
        raise InvalidValue(f"{shortened(data)} is not one of the values.", known=self.choices, nearest=near)


class Whole(serializers.IntegerField):
    """A whole number from 0 on."""

    def __init__(self, *, max_value: int = LARGEST_INTEGER, **options: Any):
        super().__init__(min_value=0, max_value=max_value, **options)

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            raise InvalidValue(f"{shortened(data)} is no whole number.")
        return data


class Figure(serializers.DecimalField):
    """A number as the columns of figures hold it, null where there is none."""

    def __init__(self) -> None:
        super().__init__(max_digits=24, decimal_places=6, required=False, allow_null=True, coerce_to_string=False)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, bool | str):
            raise InvalidValue(f"{shortened(data)} is no number.")
        return super().to_internal_value(data)


class Day(serializers.DateField):
    def to_internal_value(self, data: Any) -> Any:
        return parameters.Day("").read(data if isinstance(data, str) else shortened(data))


class ActorShown(Body):
    """An actor as the API shows one; its code counts."""

    code = Text()
    name, kind = Text(required=False), Text(required=False)


def object_with(name: str, kind: str) -> dict[str, Any]:
    """The schema of an object of which this member counts."""
    return {"type": "object", "required": [name], "properties": {name: {"type": kind}}}


@extend_schema_field({"oneOf": [{"type": "string"}, object_with("code", "string")]})
class ActorGiven(serializers.Field):
    """An actor by any of its names, or as the API shows one."""

    names = parameters.Names(find_actor, "")

    def __init__(self, **options: Any):
        super().__init__(required=False, allow_null=True, **options)

    def to_internal_value(self, data: Any) -> Actor:
        word = ActorShown().run_validation(data)["code"] if isinstance(data, dict) else data
        if not isinstance(word, str):
            raise InvalidValue(f"{shortened(data)} names no actor: give a code, slug or name, such as NK.")
        return self.names.read(self.names.checked(word))


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


def shortened(value: Any) -> str:
    """The value as JSON has it, as far as a message has room for it."""
    names = {True: "true", False: "false", None: "null"}
    match value:
        case bool() | None:
            return names[value]
        case dict():
            return "An object"
        case list():
            return "A list"
    return f"{value!r:.60}" if isinstance(value, str) else f"{value!s:.60}"


def _read(given: Iterable[Given], *, unknown: Sequence[Fault] = ()) -> dict[Any, Any]:
    """The values by name, each as its field reads it; what was left out and has no default is left out."""
    values, faults = {}, list(unknown)
    for name, field, value in given:
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


def pointer_to(name: str | int) -> str:
    """The step of a JSON pointer (RFC 6901) to a member or an entry."""
    return "/" + str(name).replace("~", "~0").replace("/", "~1")
