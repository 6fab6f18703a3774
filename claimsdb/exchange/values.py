"""Reads the values of a column of a fixture: checked as a form would, and made what the database takes.

A reader of its own beside `claimsdb.filters.values`: an import has millions of values, and one look at a column serves
all that are right.
"""

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import repeat
from operator import contains
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.backends.base.operations import BaseDatabaseOperations

from claimsdb.exchange.tables import Column, key_as_text
from claimsdb.models import AddressField, CountryField, DomainField, LanguageField, LineField, NoteField, ProseField
from claimsdb.reading import BadLanguageTag, normalize_language_tag

DAY = re.compile(r"\d{4}-\d\d-\d\d")
NUL, ESCAPED_NUL, HAS_NUL = "\0", "\\u0000", "It has a NUL character."  # which PostgreSQL does not keep
JSON_KINDS = {dict: "object", list: "list"}
SHOWN = 60  # characters of a value that a message repeats

Values = Sequence[Any]


class BadValue(ValueError):
    """A value that its column does not take."""


REFUSALS = (TypeError, ValueError, OverflowError)


@dataclass(frozen=True, slots=True)
class ColumnReader:
    """`read` makes the values of a column those that the database takes; it raises one of REFUSALS for any that it does
    not take, and `fault` says of that one what would be right."""

    read: Callable[[Values], Values]
    fault: Callable[[Any], str]


def column_reader(column: Column) -> ColumnReader:
    found = _reference(column) if column.refers_to else _plain(column.field)
    return ColumnReader(_or_null(found.read), found.fault) if column.field.null else found


def _plain(field: models.Field) -> ColumnReader:
    match field:
        case models.JSONField():
            return _json(field)
        case models.BooleanField():
            return ColumnReader(_flags, lambda value: f"It is {excerpt(value)}, not true or false.")
        case models.FloatField():
            return ColumnReader(_floats, lambda value: f"It is {excerpt(value)}, not a number.")
        case models.DecimalField():
            return _decimal(field)
        case models.IntegerField():
            return _integer(field)
        case models.DateTimeField():
            return ColumnReader(
                _moments, lambda value: f"It is {excerpt(value)}, not a time such as 2026-11-22T09:00:00Z."
            )
        case models.DateField():
            return ColumnReader(_days, lambda value: f"It is {excerpt(value)}, not a day such as 2026-11-22.")
        case LanguageField():
            return _language(field)
        case AddressField() | CountryField() | DomainField() | LineField() | NoteField() | ProseField():
            return _checked(field)
    return _word(field) if field.choices else _text(field)


def _or_null(read: Callable[[Values], Values]) -> Callable[[Values], Values]:
    def read_given(values: Values) -> Values:
        given = [value for value in values if value is not None]
        if len(given) == len(values):
            return read(values)
        there = iter(read(given) if given else ())
        return [None if value is None else next(there) for value in values]

    return read_given


def _must(hold: bool) -> None:
    if not hold:
        raise BadValue


def _are(values: Values, *kinds: type) -> bool:
    return {*map(type, values)} <= {*kinds}


def _have_nul(texts: Iterable[str]) -> bool:
    return any(map(contains, texts, repeat(NUL)))


def _json(field: models.JSONField) -> ColumnReader:
    kind = list if field.default is list else dict

    def read(values: Values) -> Values:
        texts = [orjson.dumps(value).decode() for value in values]
        _must(_are(values, kind) and not any(ESCAPED_NUL in text for text in texts))
        return texts

    def fault(value: Any) -> str:
        has_nul = ESCAPED_NUL in orjson.dumps(value).decode()
        return HAS_NUL if has_nul else f"It is {excerpt(value)}, not a JSON {JSON_KINDS[kind]}."

    return ColumnReader(read, fault)


def _reference(column: Column) -> ColumnReader:
    model: Any = column.refers_to
    named = str(model._meta.verbose_name)
    parts = orjson.dumps(model.NATURAL_KEY).decode()

    def read(values: Values) -> Values:
        _must(_are(values, list))
        keys = [key_as_text(model, key) for key in values] if column.is_compound else [key for (key,) in values]
        _must(_are(keys, str) and not _have_nul(keys))
        return keys

    return ColumnReader(
        read, lambda value: f"It is {excerpt(value)}, not the natural key of {_article(named)} {named}: {parts}."
    )


def _text(field: models.Field) -> ColumnReader:
    longest = field.max_length or sys.maxsize

    def read(values: Values) -> Values:
        _must(_are(values, str) and max(map(len, values)) <= longest and not _have_nul(values))
        return values

    def fault(value: Any) -> str:
        if not isinstance(value, str):
            return f"It is {excerpt(value)}, not a text."
        return HAS_NUL if NUL in value else f"It has {len(value)} characters; {longest} fit."

    return ColumnReader(read, fault)


def _checked(field: models.Field) -> ColumnReader:
    """A column by the checks that its forms make, too."""
    words = _text(field)

    def fault_of(value: str) -> str:
        try:
            for check in field.default_validators if value else ():
                check(value)
        except ValidationError as error:
            return " ".join(error.messages)
        return ""

    def read(values: Values) -> Values:
        _must(not any(map(fault_of, words.read(values))))
        return values

    return ColumnReader(read, lambda value: (isinstance(value, str) and fault_of(value)) or words.fault(value))


def _language(field: LanguageField) -> ColumnReader:
    words = _text(field)

    def fault(value: Any) -> str:
        try:
            _tag(value)
        except BadLanguageTag as error:
            return f"It is {excerpt(value)}, which {error}."
        except REFUSALS:
            pass
        return words.fault(value)

    return ColumnReader(lambda values: [*map(_tag, words.read(values))], fault)


@lru_cache(maxsize=1000)
def _tag(value: str) -> str:
    return normalize_language_tag(value)


def _word(field: models.Field) -> ColumnReader:
    words = [word for word, _ in field.flatchoices]
    known = {*words, ""} if field.blank else {*words}

    def read(values: Values) -> Values:
        _must({*values} <= known)
        return values

    return ColumnReader(read, lambda value: f"It is {excerpt(value)}, not one of {', '.join(words)}.")


def _integer(field: models.Field) -> ColumnReader:
    low, high = BaseDatabaseOperations.integer_field_ranges[field.get_internal_type()]  # SQLite would take any

    def read(values: Values) -> Values:
        _must(_are(values, int) and low <= min(values) and max(values) <= high)
        return values

    return ColumnReader(read, lambda value: f"It is {excerpt(value)}, not a whole number from {low} to {high}.")


def _floats(values: Values) -> Values:
    _must(_are(values, int, float))
    return [*map(float, values)]


def _flags(values: Values) -> Values:
    _must(_are(values, bool))
    return values


def _decimal(field: models.DecimalField) -> ColumnReader:
    whole, places = field.max_digits - field.decimal_places, field.decimal_places

    def read(value: Any) -> str:
        try:
            number = Decimal(str(value))
            _must(number.is_finite() and number == round(number, places) and number.adjusted() < whole)
        except InvalidOperation as error:
            raise BadValue from error
        return f"{number:.{places}f}"

    def read_all(values: Values) -> Values:
        _must(_are(values, str, int, float))
        return [*map(read, values)]

    return ColumnReader(
        read_all,
        lambda value: f"It is {excerpt(value)}, not a number of up to {whole} digits and {places} decimal places.",
    )


def _days(values: Values) -> Values:
    _must(all(map(_is_day, values)))
    return values


@lru_cache(maxsize=10_000)
def _is_day(text: str) -> bool:
    """Raises ValueError for a day that no month has."""
    return bool(DAY.fullmatch(text) and date.fromisoformat(text))


def _moments(values: Values) -> Values:
    moments = [datetime.fromisoformat(value) for value in values]
    _must(all(moment.tzinfo for moment in moments))
    texts = [moment.astimezone(UTC).isoformat(" ") for moment in moments]
    return [text.removesuffix("+00:00") for text in texts] if connection.vendor == "sqlite" else texts


def excerpt(value: Any) -> str:
    text = orjson.dumps(value).decode()
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"
