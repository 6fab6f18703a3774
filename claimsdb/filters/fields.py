"""Query parameters: what each may be given, as the schema tells, and how it is read (`claimsdb.filters.values`).

Every parameter gets all that was given under its name.
"""

from collections.abc import Callable, Mapping
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any, Generic, Self

from django.db.models import QuerySet

from claimsdb.actors import is_text, nearest
from claimsdb.choices import NONE, RollUp, Undated
from claimsdb.db.sql import FIRST_DAY, distinct_values
from claimsdb.filters.values import (
    EMPTY,
    EMPTY_PART,
    LONGEST,
    InvalidValue,
    Row,
    UnknownValue,
    read_choice,
    read_day,
    read_flag,
    read_moment,
    read_number,
    read_row,
    read_text,
    read_whole_number,
    shown,
)
from claimsdb.index.search import MeaninglessQuery, parse
from claimsdb.models import Visibility

VALUES_LIMIT = 50
NO_ROW = 0  # the id of none


class Parameter:
    """One value, or `default` (or what that returns) where none is given. `schema` is its JSON Schema."""

    many = False
    goes_alone = True  # whether it says something without others
    longest = LONGEST
    schema: Mapping[str, Any] = {"type": "string"}

    def __init__(self, help_text: str, *, example: Any = None, default: Any = None):
        self.help_text, self.example, self._default = help_text, example, default

    @property
    def default(self) -> Any:
        return self._default() if callable(self._default) else self._default

    @property
    def absent(self) -> Any:
        """What stands for it where it is not given."""
        return self.default

    def clean(self, value: list[str]) -> Any:
        if len(value) > 1:
            raise InvalidValue(f"Given {len(value)} times; it takes one value.")
        return self._read(value[0]) if value else self.absent

    def for_rows(self, rows: Callable[[], QuerySet], *, open_to: Visibility) -> "Parameter":
        """The parameter where these rows are filtered, for somebody who may see so much."""
        return self

    def for_followers(self) -> "Parameter":
        """The parameter for who has asked before: what it knows no more is no fault then, and nothing has it."""
        return self

    def read(self, word: str) -> Any:
        """What the word stands for; it is a text that is not empty. Raises InvalidValue."""
        raise NotImplementedError

    def _read(self, word: str) -> Any:
        return self.read(read_text(word, longest=self.longest, blank=False))


class ListParameter(Parameter):
    """Any of several values, repeated or with commas between them; a list without duplicates. Where `or_none` says so
    the word "none" is one of them, for what has no value: it stays NONE."""

    many = True
    is_for_followers = False

    def __init__(self, help_text: str, *, or_none: bool = False, **options: Any):
        super().__init__(help_text, **options)
        self.or_none = or_none

    def likewise(self, help_text: str, *, or_none: bool) -> Self:
        """A parameter of the same values, without a default; with NONE only where this one has it."""
        other = copy(self)
        other.help_text, other.or_none, other._default = help_text, or_none and self.or_none, None
        return other

    def for_followers(self) -> Self:
        other = copy(self)
        other.is_for_followers = True
        return other

    @property
    def absent(self) -> list[Any]:
        return list(self.default or [])

    def clean(self, value: list[str]) -> list[Any]:
        words = [word for each in value for word in self._words(each)]
        if not all(words):
            raise InvalidValue(EMPTY_PART if any(words) else EMPTY)
        if len(words) > VALUES_LIMIT:
            raise InvalidValue(f"Has {len(words)} values; it takes up to {VALUES_LIMIT}.")
        return list(dict.fromkeys(map(self._value, words))) or self.absent

    def _words(self, given: str) -> list[str]:
        return [word.strip() for word in given.split(",")]

    def _value(self, word: str) -> Any:
        if self.or_none and word.casefold() == NONE:
            return NONE
        try:
            return self._read(word)
        except UnknownValue:
            if not self.is_for_followers:
                raise
            return self.nothing(word)

    def nothing(self, word: str) -> Any:
        """What stands for a word that is not known, for a filter that nothing then has."""
        return word


class Choices(ListParameter):
    """Words of a closed list, in upper or lower case."""

    def __init__(self, vocabulary: type[StrEnum], help_text: str, **options: Any):
        super().__init__(help_text, **options)
        self.choices = {word.casefold(): word for word in vocabulary}
        self.schema = {"type": "string", "enum": [word.value for word in vocabulary] + [NONE] * self.or_none}

    def read(self, word: str) -> StrEnum:
        return read_choice(word, self.choices, ignore_case=True)


class RowNames(ListParameter, Generic[Row]):
    """Names of rows of a model, as the function `find` of `claimsdb.actors.lookup` understands them."""

    def __init__(self, find: Callable[..., Row], model: type[Row], help_text: str, **options: Any):
        super().__init__(help_text, **options)
        self.find, self.model = find, model

    def read(self, word: str) -> Row:
        return read_row(word, self.find)

    def nothing(self, word: str) -> Row:
        return self.model(pk=NO_ROW)


class VisibleRowNames(RowNames[Row]):
    """Names of rows of a model among those that the asker may know of."""

    def for_rows(self, rows: Callable[[], QuerySet], *, open_to: Visibility) -> "VisibleRowNames[Row]":
        parameter = copy(self)
        parameter.find = partial(self.find, among=self.model._default_manager.within(open_to))  # type: ignore[attr-defined]
        return parameter


class StoredWords(ListParameter):
    """Words that `column` of the rows that are filtered holds."""

    rows: QuerySet

    def __init__(self, column: str, help_text: str, **options: Any):
        super().__init__(help_text, **options)
        self.column = column

    def for_rows(self, rows: Callable[[], QuerySet], *, open_to: Visibility) -> "StoredWords":
        parameter = copy(self)
        parameter.rows = rows()
        return parameter

    def _words(self, given: str) -> list[str]:
        """A word with commas in it that the rows hold as it stands is one."""
        return [given] if "," in given and is_text(given) and self._is_held(given) else super()._words(given)

    def _is_held(self, word: str) -> bool:
        return len(word) <= self.longest and self.rows.filter(**{self.column: word}).exists()

    def read(self, word: str) -> str:
        if self._is_held(word):
            return word
        known = [each for each in distinct_values(self.rows, self.column) if each]
        for each in known:
            if each.casefold() == word.casefold():
                return each
        raise UnknownValue(f"Nothing has {shown(word)}.", known=known, nearest=nearest(word, known))


class Words(ListParameter):
    """Words of whatever kind, as they stand."""

    def read(self, word: str) -> str:
        return word


class Periods(ListParameter):
    """Years or months, written as a day begins: 2024, 2024-10."""

    def __init__(self, help_text: str, *, length: int, **options: Any):
        super().__init__(help_text, **options)
        self.length = length

    def read(self, word: str) -> str:
        try:
            read_day(word + FIRST_DAY[self.length :])
        except InvalidValue:
            raise InvalidValue(f"{shown(word)} is not written as {self.example} is.") from None
        return word


class Text(Parameter):
    def read(self, word: str) -> str:
        return word


class SearchText(Text):
    """Words, "phrases" and beginnings* to search for; OR between two of them, a minus sign before what is left out."""

    def read(self, word: str) -> str:
        try:
            parse(word)
        except MeaninglessQuery as error:
            raise InvalidValue(f"{shown(word)} {error}") from error
        return word


class Flag(Parameter):
    schema = {"type": "boolean"}

    def read(self, word: str) -> bool:
        return read_flag(word)


class Day(Parameter):
    schema = {"type": "string", "format": "date"}

    def read(self, word: str) -> date:
        return read_day(word)


class Moment(Parameter):
    """A day or a time; without an offset it is in UTC."""

    schema = {"type": "string", "format": "date-time"}

    def read(self, word: str) -> datetime:
        return read_moment(word)


class RollUpParameter(Parameter):
    goes_alone = False
    schema = {"anyOf": [{"type": "boolean"}, {"type": "string", "enum": [RollUp.OFFICIALS.value]}]}

    def read(self, word: str) -> RollUp:
        return RollUp(read_choice(word, {each.value: each for each in RollUp}, ignore_case=True))


class Choice(Parameter):
    """One word of a closed list."""

    def __init__(self, vocabulary: type[StrEnum], help_text: str, **options: Any):
        super().__init__(help_text, **options)
        self.vocabulary = vocabulary
        self.schema = {"type": "string", "enum": [each.value for each in vocabulary]}

    def read(self, word: str) -> StrEnum:
        return self.vocabulary(read_choice(word, {each.value: each for each in self.vocabulary}, ignore_case=True))


class UndatedParameter(Choice):
    goes_alone = False

    def __init__(self, help_text: str, **options: Any):
        super().__init__(Undated, help_text, **options)


class WholeNumber(Parameter):
    """A whole number from `low` to `high`."""

    def __init__(self, help_text: str, *, high: int, low: int = 1, **options: Any):
        super().__init__(help_text, **options)
        self.low, self.high = low, high
        self.schema = {"type": "integer", "minimum": low, "maximum": high}

    def read(self, word: str) -> int:
        return read_whole_number(word, low=self.low, high=self.high)


class Number(Parameter):
    schema: Mapping[str, Any] = {"type": "number"}

    def read(self, word: str) -> Decimal:
        return read_number(word)


class Share(Number):
    """A number from 0 to 1."""

    schema = {"type": "number", "minimum": 0, "maximum": 1}

    def read(self, word: str) -> Decimal:
        number = read_number(word, like="0.5")
        if not 0 <= number <= 1:
            raise InvalidValue(f"{shown(word)} is no number from 0 to 1.")
        return number
