"""Query parameters: what each may be given, as the schema tells, and how it is read (`claimsdb.filters.values`).

Every parameter gets all that was given under its name.
"""

from collections.abc import Callable, Mapping
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic

from django.db.models import QuerySet

from claimsdb.actors import nearest
from claimsdb.db.sql import distinct_values
from claimsdb.filters.values import (
    EMPTY,
    LONGEST,
    InvalidValue,
    Row,
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

VALUES_LIMIT = 50


class Parameter:
    """One value, or `default` (or what that returns) where none is given. `schema` is its JSON Schema."""

    many = False
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

    def read(self, word: str) -> Any:
        """What the word stands for; it is a text that is not empty. Raises InvalidValue."""
        raise NotImplementedError

    def _read(self, word: str) -> Any:
        return self.read(read_text(word, longest=self.longest, blank=False))


class ListParameter(Parameter):
    """Any of several values, repeated or with commas between them; a list without duplicates."""

    many = True

    @property
    def absent(self) -> list[Any]:
        return list(self.default or [])

    def clean(self, value: list[str]) -> list[Any]:
        words = [word.strip() for each in value for word in each.split(",") if word.strip()]
        if value and not words:
            raise InvalidValue(EMPTY)
        if len(words) > VALUES_LIMIT:
            raise InvalidValue(f"Has {len(words)} values; it takes up to {VALUES_LIMIT}.")
        return list(dict.fromkeys(map(self._read, words))) or self.absent


class Choices(ListParameter):
    """Words of a closed list, in upper or lower case."""

    def __init__(self, vocabulary: type[StrEnum], help_text: str, **options: Any):
        super().__init__(help_text, **options)
        self.choices = {word.casefold(): word for word in vocabulary}
        self.schema = {"type": "string", "enum": [word.value for word in vocabulary]}

    def read(self, word: str) -> StrEnum:
        return read_choice(word, self.choices, ignore_case=True)


class RowNames(ListParameter, Generic[Row]):
    """Names of rows, as the function `find` of `claimsdb.actors.lookup` understands them."""

    def __init__(self, find: Callable[[str], Row], help_text: str, **options: Any):
        super().__init__(help_text, **options)
        self.find = find

    def read(self, word: str) -> Row:
        return read_row(word, self.find)


class StoredWords(ListParameter):
    """Words that `column` of the rows holds; whoever filters says `among` which rows."""

    rows: QuerySet

    def __init__(self, column: str, help_text: str, **options: Any):
        super().__init__(help_text, **options)
        self.column = column

    def among(self, rows: QuerySet) -> "StoredWords":
        parameter = copy(self)
        parameter.rows = rows
        return parameter

    def read(self, word: str) -> str:
        if self.rows.filter(**{self.column: word}).exists():
            return word
        known = [each for each in distinct_values(self.rows, self.column) if each]
        for each in known:
            if each.casefold() == word.casefold():
                return each
        raise InvalidValue(f"Nothing has {shown(word)}.", known=known, nearest=nearest(word, known))


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


class WholeNumber(Parameter):
    """A whole number from `low` to `high`."""

    def __init__(self, help_text: str, *, high: int, low: int = 1, **options: Any):
        super().__init__(help_text, **options)
        self.low, self.high = low, high
        self.schema = {"type": "integer", "minimum": low, "maximum": high}

    def read(self, word: str) -> int:
        return read_whole_number(word, low=self.low, high=self.high)


class Number(Parameter):
    schema = {"type": "number"}

    def read(self, word: str) -> Decimal:
        return read_number(word)
