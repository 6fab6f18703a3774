"""Readers of untrusted values, strict: the same for a query parameter and for a member of a JSON body. Each returns
what a value stands for, or raises InvalidValue with words for whoever sent it.

Three readers elsewhere are others for a reason: `claimsdb.exchange.values` reads millions of values a column at a time,
`claimsdb.reading.submission` reads articles without Django, and `claimsdb.extraction.llm.json_values` what a model has
answered, of which it drops what it does not understand.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from claimsdb.actors import UnknownName, is_text, nearest

LONGEST = 200  # characters of a name or a word
EMPTY = "Is empty: give a value, or leave it out."
EMPTY_PART = "Has an empty value beside others: give one on either side of each comma."
FLAGS = {"true": True, "false": False}

# As JSON writes numbers, here and in bodies: Python reads 1_000, ١٠, +1 and 1. as well.
WRITTEN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
WRITTEN_WHOLE_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
WRITTEN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

NUMBER = forms.DecimalField(max_digits=24, decimal_places=6)  # as the columns of figures

Row = TypeVar("Row", bound=Model)


class InvalidValue(ValidationError):
    """A value that is not taken; `known` are those that are, `nearest` those like it."""

    def __init__(self, detail: str, *, known: Iterable[str] = (), nearest: Iterable[str] = ()):
        super().__init__(detail)
        self.known, self.nearest = list(known), list(nearest)


class UnknownValue(InvalidValue):
    """A value of the right form that names nothing, or nothing any more."""


def read_text(value: Any, *, longest: int | None = None, blank: bool = True) -> str:
    if not isinstance(value, str):
        raise InvalidValue(f"{shown(value)} is no text.")
    if not value and not blank:
        raise InvalidValue(EMPTY)
    if longest is not None and len(value) > longest:
        raise InvalidValue(f"Has a value of {len(value)} characters; it takes up to {longest}.")
    if not is_text(value):
        raise InvalidValue("Has a character that no text may hold (NUL or half of a surrogate pair).")
    return value


def read_choice(value: Any, choices: Mapping[str, StrEnum], *, ignore_case: bool = False) -> StrEnum:
    """A word of a closed list; `choices` has them by what is given for them, in lower case to ignore the case."""
    word = value if isinstance(value, str) else ""
    found = choices.get(word.casefold() if ignore_case else word)
    if found is None:
        known = [choice.value for choice in choices.values()]
        near = nearest(word, known) if word else []
        raise InvalidValue(f"{shown(value)} is not one of the values.", known=known, nearest=near)
    return found


def read_row(name: str, find: Callable[[str], Row]) -> Row:
    """The row of this name, as one of the functions of `claimsdb.actors.lookup` finds it."""
    try:
        return find(name)
    except UnknownName as error:
        kind = InvalidValue if error.between else UnknownValue
        raise kind(str(error), nearest=error.nearest) from error


def read_flag(word: str) -> bool:
    if word.casefold() not in FLAGS:
        raise InvalidValue(f"{shown(word)} is neither true nor false.", known=FLAGS)
    return FLAGS[word.casefold()]


def read_day(value: Any) -> date:
    try:
        if isinstance(value, str) and WRITTEN_DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass  # there is no such day
    raise InvalidValue(f"{shown(value)} is no day such as 2024-10-23.")


def read_moment(word: str) -> datetime:
    """A day or a time; without an offset it is in UTC."""
    try:
        moment = datetime.fromisoformat(word)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        hint = " (a plus sign is written %2B in an address)" if " " in word else ""
        raise InvalidValue(f"{shown(word)} is no time such as 2026-11-22T10:00:00Z{hint}.") from None


def read_whole_number(value: str | int, *, low: int, high: int) -> int:
    is_written = not isinstance(value, str) or WRITTEN_WHOLE_NUMBER.fullmatch(value)
    number = int(value) if is_written else low - 1
    if not low <= number <= high:
        raise InvalidValue(f"{shown(value)} is no number from {low} to {high}.")
    return number


def read_number(value: str | int | Decimal, *, like: str = "10000") -> Decimal:
    try:
        if not isinstance(value, str) or WRITTEN_NUMBER.fullmatch(value):
            return NUMBER.clean(value)
    except ValidationError:
        pass  # larger, or finer, than the columns hold
    raise InvalidValue(f"{shown(value)} is no number such as {like}, of up to 18 digits and 6 decimals.")


def shown(value: Any) -> str:
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
