"""The values of a fixture's row, checked as a form would check them, and as the database takes them."""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

import orjson
from django.db import connection, models
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models import NOT_PROVIDED

from claimsdb.exchange.tables import Column, FixtureTable
from claimsdb.models import Article, Claim, sha256
from claimsdb.models.claims import KEY_LENGTH

CLAIM_KEY = re.compile(rf"[a-z2-7]{{{KEY_LENGTH}}}")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
NUL, ESCAPED_NUL, HAS_NUL = "\0", "\\u0000", "It has a NUL character."  # which PostgreSQL does not keep
JSON_KINDS = {dict: "object", list: "list"}
SHOWN = 60  # characters of a value that a message repeats

Reader = Callable[[Any], Any]


class BadValue(ValueError):
    """A value that its column does not take; the message says what would be right."""


class RowReader:
    """Reads the rows of one table: the fields of a row -> its values in the order of the table's columns."""

    def __init__(self, table: FixtureTable) -> None:
        self.table = table
        self._readers = {column.name: reader(column) for column in table.columns}
        self._pairs = list(self._readers.items())

    def read(self, fields: Mapping[str, Any]) -> list[Any]:
        """Raises KeyError, TypeError or BadValue for a row with `faults`, or one that leaves fields out."""
        if len(fields) != len(self._pairs):
            raise KeyError
        values = [read(fields[name]) for name, read in self._pairs]
        self._check(fields)
        return values

    def completed(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The fields, and the defaults of those that are left out and have one."""
        return {name: default for name, default in self._defaults().items() if name not in fields} | dict(fields)

    def faults(self, fields: Mapping[str, Any]) -> Iterator[str]:
        """All that is wrong with the fields of a row: the field, and what would be right."""
        for name in fields.keys() - self._readers.keys():
            near = get_close_matches(name, self._readers, n=1)
            advice = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(self._readers)}."
            yield f"{name}: There is no such field. {advice}"
        for name, read in self._pairs:
            if name not in fields:
                yield f"{name}: It is missing."
                continue
            try:
                read(fields[name])
            except BadValue as error:
                yield f"{name}: {error}"
        try:
            self._check(fields)
        except BadValue as error:
            yield str(error)
        except (KeyError, TypeError, AttributeError):
            pass  # the field that it asks for has a fault of its own

    def _defaults(self) -> dict[str, Any]:
        return {column.name: default_of(column.field) for column in self.table.columns if may_be_left_out(column.field)}

    def _check(self, fields: Mapping[str, Any]) -> None:
        """What `clean` says of one row alone."""
        if self.table.model is Article and fields["text_sha256"] != sha256(fields["text"]):
            raise BadValue(f"text_sha256: It is not that of the text, which is {sha256(fields['text'])}.")
        if self.table.model is Claim and not CLAIM_KEY.fullmatch(fields["key"]):
            raise BadValue(f"key: It is {shown(fields['key'])}, not {KEY_LENGTH} of the characters a-z and 2-7.")


def may_be_left_out(field: models.Field) -> bool:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return False
    return field.null or field.blank or field.default is not NOT_PROVIDED


def default_of(field: models.Field) -> Any:
    """As a fixture would have it."""
    default = field.get_default()
    return default.isoformat() if isinstance(default, datetime) else default


def reader(column: Column) -> Reader:
    field = column.field
    read = _reference(column) if column.refers_to else _plain(field)
    return _or_null(read) if field.null else read


def _plain(field: models.Field) -> Reader:
    match field:
        case models.JSONField():
            return _json(field)
        case models.BooleanField():
            return _flag
        case models.FloatField():
            return _float
        case models.DecimalField():
            return _decimal(field)
        case models.IntegerField():
            return _integer(field)
        case models.DateTimeField():
            return _moment
        case models.DateField():
            return _day
    return _word(field) if field.choices else _text(field)


def _json(field: models.JSONField) -> Reader:
    kind = dict if field.null else field.default

    def read(value: Any) -> str:
        text = orjson.dumps(value).decode()
        if not isinstance(value, kind) or ESCAPED_NUL in text:
            raise BadValue(HAS_NUL if ESCAPED_NUL in text else f"It is {shown(value)}, not a JSON {JSON_KINDS[kind]}.")
        return text

    return read


def _or_null(read: Reader) -> Reader:
    return lambda value: None if value is None else read(value)


def _reference(column: Column) -> Reader:
    def read(value: Any) -> str:
        if type(value) is list and len(value) == 1 and type(value[0]) is str and NUL not in value[0]:
            return value[0]
        named = str(column.refers_to._meta.verbose_name)  # type: ignore[union-attr]
        raise BadValue(f'It is {shown(value)}, not the natural key of {_article(named)} {named}: ["{column.key}"].')

    return read


def _text(field: models.Field) -> Reader:
    longest = field.max_length or sys.maxsize

    def read(value: Any) -> str:
        if type(value) is str and len(value) <= longest and NUL not in value:
            return value
        if not isinstance(value, str):
            raise BadValue(f"It is {shown(value)}, not a text.")
        raise BadValue(HAS_NUL if NUL in value else f"It has {len(value)} characters; {longest} fit.")

    return read


def _word(field: models.Field) -> Reader:
    words = [word for word, _ in field.flatchoices]
    known = {*words, ""} if field.blank else {*words}

    def read(value: Any) -> str:
        if isinstance(value, str) and value in known:
            return value
        raise BadValue(f"It is {shown(value)}, not one of {', '.join(words)}.")

    return read


def _integer(field: models.Field) -> Reader:
    low, high = BaseDatabaseOperations.integer_field_ranges[field.get_internal_type()]  # SQLite would take any

    def read(value: Any) -> int:
        if type(value) is int and low <= value <= high:
            return value
        raise BadValue(f"It is {shown(value)}, not a whole number from {low} to {high}.")

    return read


def _float(value: Any) -> float:
    if type(value) in (int, float):
        return float(value)
    raise BadValue(f"It is {shown(value)}, not a number.")


def _flag(value: Any) -> bool:
    if type(value) is bool:
        return value
    raise BadValue(f"It is {shown(value)}, not true or false.")


def _decimal(field: models.DecimalField) -> Reader:
    whole = field.max_digits - field.decimal_places

    def read(value: Any) -> str:
        try:
            if type(value) not in (str, int, float):
                raise InvalidOperation
            number = Decimal(str(value))
            fits = number.is_finite() and number == round(number, field.decimal_places)
        except InvalidOperation:
            fits = False
        if fits and number.adjusted() < whole:
            return f"{number:.{field.decimal_places}f}"
        raise BadValue(
            f"It is {shown(value)}, not a number of up to {whole} digits and {field.decimal_places} decimal places."
        )

    return read


def _day(value: Any) -> str:
    try:
        if DAY.fullmatch(value):
            date.fromisoformat(value)
            return value
    except (TypeError, ValueError):
        pass
    raise BadValue(f"It is {shown(value)}, not a day such as 2026-11-22.")


def _moment(value: Any) -> str:
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo:
            return str(moment.astimezone(UTC).replace(tzinfo=None if connection.vendor == "sqlite" else UTC))
    except (TypeError, ValueError, OverflowError):
        pass
    raise BadValue(f"It is {shown(value)}, not a time such as 2026-11-22T09:00:00Z.")


def shown(value: Any) -> str:
    text = orjson.dumps(value).decode()
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"
