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
from claimsdb.curation import actors
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
from claimsdb.models import Actor, check_note
from claimsdb.review import entries

ROWS_LIMIT = 50
LARGEST_INTEGER = 2**31 - 1  # that a column holds

MEANT = {  # how a body says that what is refused is meant
    actors.SHARED: " If they share it, say so by `shared`.",
    entries.OWN_WORDS: " If they are your own, say so by `editors_words`.",
    entries.NEW_MEASURE: " If it is meant, say so by `new_measure`.",
    entries.OWN_FIGURE: " If it is meant, say so by `editors_figure`.",
}

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


class NoteField(TextField):
    """What somebody says: it may have lines, and nothing that cannot be seen. Null is none, where it may be."""

    def __init__(self, **options: Any):
        super().__init__(required=False, allow_blank=True, trim_whitespace=True, **options)

    def run_validation(self, data: Any = empty) -> str:
        return super().run_validation(data) or ""

    def to_internal_value(self, data: Any) -> str:
        note = super().to_internal_value(data)
        try:
            check_note(note)
        except DjangoValidationError as error:
            raise InvalidBody([Fault("", " ".join(error.messages))]) from error
        return note


class ChoiceField(serializers.ChoiceField):
    """A word of a closed list, in just this case."""

    def __init__(self, vocabulary: Iterable[StrEnum], **options: Any):
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


class FlagField(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            raise InvalidValue(f"{shown(data)} is neither true nor false.", known=["true", "false"])
        return data


class WordsField(serializers.ListField):
    """A list of words of a closed list, each once."""

    def __init__(self, words: Iterable[str], **options: Any):
        self.words = [*words]
        super().__init__(child=serializers.ChoiceField(choices=self.words), **options)

    def to_internal_value(self, data: Any) -> list[str]:
        if not isinstance(data, list):
            raise InvalidValue(f"{shown(data)} is no list.", known=self.words)
        for word in data:
            if word not in self.words:
                near = nearest(word, self.words) if isinstance(word, str) else []
                raise InvalidValue(f"{shown(word)} is not one of the values.", known=self.words, nearest=near)
        return [*dict.fromkeys(data)]


class ShownActorBody(Body):
    """An actor as the API shows one: its code counts, and what else is given has to be the same actor's."""

    code = TextField()
    name, kind = TextField(required=False), TextField(required=False)

    def to_internal_value(self, data: Any) -> Any:
        given = super().to_internal_value(data)
        actor = read_named(given["code"], find_actor)
        if "name" in given:
            check_actor_name(actor, given["name"], place="/name")
        if given.get("kind", actor.kind) != actor.kind:
            raise InvalidBody([Fault("/kind", f"{actor} ({actor.code}) is of the kind {actor.kind}.", [actor.kind])])
        return actor


def check_actor_name(actor: Actor, name: str, *, place: str) -> None:
    """Raises InvalidBody at this place for a name that is not one of the actor's."""
    if name.casefold() not in {each.casefold() for each in (actor.name, *actor.names.values_list("text", flat=True))}:
        detail = f"{shown(name)} is no name of {actor} ({actor.code}), whom the code names: leave one of them out."
        raise InvalidBody([Fault(place, detail, nearest=[actor.name])])


def object_with(name: str, kind: str) -> dict[str, Any]:
    """The schema of an object of which this member counts."""
    return {"type": "object", "required": [name], "properties": {name: {"type": kind}}}


@extend_schema_field({"oneOf": [{"type": "string"}, object_with("code", "string")]})
class ActorField(serializers.Field):
    """An actor by any of its names, or as the API shows one."""

    def __init__(self, *, is_needed: bool = False, **options: Any):
        super().__init__(required=is_needed, allow_null=not is_needed, **options)

    def to_internal_value(self, data: Any) -> Model:
        if isinstance(data, dict):
            return ShownActorBody().run_validation(data)
        if not isinstance(data, str):
            raise InvalidValue(f"{shown(data)} names no actor: give a code, slug or name, such as NK.")
        return read_named(data, find_actor)


class ActorsField(serializers.ListField):
    """A list of actors, each once."""

    def __init__(self, **options: Any):
        super().__init__(child=ActorField(is_needed=True), **options)

    def to_internal_value(self, data: Any) -> list[Actor]:
        if not isinstance(data, list):
            raise InvalidValue(f"{shown(data)} is no list.")
        if len(data) > ROWS_LIMIT:
            raise InvalidValue(f"Has {len(data)} entries; it takes up to {ROWS_LIMIT}.")
        given = _read((number, self.child, each) for number, each in enumerate(data)).values()
        return [*{actor.pk: actor for actor in given}.values()]


def read_named(name: str, find: Callable[[str], Any]) -> Any:
    return read_row(read_text(name, longest=LONGEST, blank=False), find)


def unknown_name(name: str, known: Iterable[str]) -> Fault:
    return Fault(pointer_to(name), "There is no such field.", list(known), nearest(name, known))


def misfits(error: DjangoValidationError, places: Mapping[str, str], *, within: str = "") -> list[Fault]:
    """What the rules of a model find wrong, at the places of the body that its columns come from: those named, or else
    by the names of the columns."""
    if not hasattr(error, "error_dict"):
        return [Fault(within, message) for message in error.messages]
    return [
        Fault(
            _place_of(column, places, within=within),
            message + MEANT.get(each.code or "", ""),
            getattr(each, "known", ()),
            getattr(each, "nearest", ()),
        )
        for column, errors in error.error_dict.items()
        for each in errors
        for message in each.messages
    ]


def _place_of(column: str, places: Mapping[str, str], *, within: str) -> str:
    """Of a column, or of one in a row of a list: `quantities/0/high`."""
    row, _, name = column.rpartition("/")
    within = f"{within}/{row}" if row else within
    return within + (f"/{name}" if row and name.isdigit() else places.get(name, f"/{name}"))


def _read(members: Iterable[Member], *, unknown: Sequence[Fault] = ()) -> dict[Any, Any]:
    """The values by name, each as its field reads it; what was left out and has no default is left out. An empty text
    is null, where there may be none."""
    values, faults = {}, list(unknown)
    for name, field, value in members:
        try:
            values[name] = field.run_validation(None if value == "" and field.allow_null else value)
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
