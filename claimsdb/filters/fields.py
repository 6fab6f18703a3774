"""What a filter's parameter may be given, and how a value is read: strictly, with an error that helps.

Every parameter gets all that was given under its name.
"""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from claimsdb.actors.lookup import UnknownName, is_text, nearest
from claimsdb.db.sql import distinct_values

VALUES_LIMIT = 50
EMPTY = "Is empty: give a value, or leave it out."

Named = TypeVar("Named", bound=Model)


class InvalidValue(ValidationError):
    """A value that a parameter does not take; `known` are those it does, `nearest` those like it."""

    def __init__(self, detail: str, *, known: Iterable[str] = (), nearest: Iterable[str] = ()):
        super().__init__(detail)
        self.known, self.nearest = list(known), list(nearest)


class Parameter:
    """One value, or `default` (or what that returns) where none is given. `schema` is its JSON Schema."""

    many = False
    longest = 200
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
        return self.read(self.checked(value[0])) if value else self.absent

    def read(self, word: str) -> Any:
        raise NotImplementedError

    def checked(self, word: str) -> str:
        if not word:
            raise InvalidValue(EMPTY)
        if len(word) > self.longest:
            raise InvalidValue(f"Has a value of {len(word)} characters; it takes up to {self.longest}.")
        if not is_text(word):
            raise InvalidValue("Has a character that no text may hold (NUL or half of a surrogate pair).")
        return word


class Parameters(Parameter):
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
        return list(dict.fromkeys(self.read(self.checked(word)) for word in words)) or self.absent


class OneOf(Parameters):
    """Words of a closed list of the vocabulary."""

    def __init__(self, vocabulary: type[StrEnum], help_text: str, **options: Any):
        super().__init__(help_text, **options)
        self.words = {word.casefold(): word for word in vocabulary}
        self.schema = {"type": "string", "enum": [word.value for word in vocabulary]}

    def read(self, word: str) -> StrEnum:
        if word.casefold() not in self.words:
            known = [each.value for each in self.words.values()]
            raise InvalidValue(f"{word!r} is not one of the values.", known=known, nearest=nearest(word, known))
        return self.words[word.casefold()]


class Names(Parameters, Generic[Named]):
    """Names of rows, as `claimsdb.actors.lookup` understands them."""

    def __init__(self, named: Callable[[str], Named], help_text: str, **options: Any):
        super().__init__(help_text, **options)
        self.named = named

    def read(self, word: str) -> Named:
        try:
            return self.named(word)
        except UnknownName as error:
            raise InvalidValue(str(error), nearest=error.nearest) from error


class Held(Parameters):
    """Words that `column` of the rows holds; whoever filters says `among` which rows."""

    rows: QuerySet

    def __init__(self, column: str, help_text: str, **options: Any):
        super().__init__(help_text, **options)
        self.column = column

    def among(self, rows: QuerySet) -> "Held":
        held = copy(self)
        held.rows = rows
        return held

    def read(self, word: str) -> str:
        if self.rows.filter(**{self.column: word}).exists():
            return word
        known = [each for each in distinct_values(self.rows, self.column) if each]
        for each in known:
            if each.casefold() == word.casefold():
                return each
        raise InvalidValue(f"Nothing has {word!r}.", known=known, nearest=nearest(word, known))


class Text(Parameter):
    def read(self, word: str) -> str:
        return word


class Flag(Parameter):
    schema = {"type": "boolean"}
    WORDS = {"true": True, "false": False}

    def read(self, word: str) -> bool:
        if word.casefold() not in self.WORDS:
            raise InvalidValue(f"{word!r} is neither true nor false.", known=self.WORDS)
        return self.WORDS[word.casefold()]


class Day(Parameter):
    schema = {"type": "string", "format": "date"}

    def read(self, word: str) -> date:
        try:
            return datetime.strptime(word, "%Y-%m-%d").date()
        except ValueError:
            raise InvalidValue(f"{word!r} is no day such as 2024-10-23.") from None


class Moment(Parameter):
    """A day or a time; without an offset it is in UTC."""

    schema = {"type": "string", "format": "date-time"}

    def read(self, word: str) -> datetime:
        try:
            moment = datetime.fromisoformat(word)
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            hint = " (a plus sign is written %2B in an address)" if " " in word else ""
            raise InvalidValue(f"{word!r} is no time such as 2026-11-22T10:00:00Z{hint}.") from None


class Whole(Parameter):
    """A whole number from 1 on."""

    def __init__(self, help_text: str, *, up_to: int, **options: Any):
        super().__init__(help_text, **options)
        self.up_to = up_to
        self.schema = {"type": "integer", "minimum": 1, "maximum": up_to}

    def read(self, word: str) -> int:
        number = int(word) if word.isascii() and word.isdigit() and len(word) < 10 else 0
        if not 1 <= number <= self.up_to:
            raise InvalidValue(f"{word!r} is no number from 1 to {self.up_to}.")
        return number


class Number(Parameter):
    schema = {"type": "number"}
    figure = forms.DecimalField(max_digits=24, decimal_places=6)

    def read(self, word: str) -> Decimal:
        try:
            return self.figure.clean(word)
        except ValidationError:
            raise InvalidValue(f"{word!r} is no number such as 10000, of up to 18 digits and 6 decimals.") from None
