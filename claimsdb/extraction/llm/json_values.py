"""JSON of whatever shape somebody else's machine sends, taken apart without trust.

Readers of its own beside `claimsdb.filters.values`: what is wrong is dropped, not refused, and extraction knows no
Django.
"""

import json
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

Word = TypeVar("Word", bound=StrEnum)

INTEGER_DIGITS = 18  # of the database column for figures


class Unusable(ValueError):
    """An answer out of which no claims can be read; another try may give a better one."""


class CutShort(ValueError):
    """The model stopped in the middle of its answer; less at a time may do."""


def parsed(text: str) -> object:
    """The JSON, its numbers as decimals of any size. Raises Unusable."""
    try:
        return json.loads(text, parse_int=Decimal, parse_float=Decimal, parse_constant=lambda name: None)
    except (ValueError, ArithmeticError, RecursionError):
        raise Unusable(f"no JSON but {text[:80]!r}" if text.strip() else "an empty answer") from None


def fields(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def string(value: object) -> str:
    return value if isinstance(value, str) else ""


def figure(value: object) -> Decimal | None:
    """A number that the database can hold, otherwise None."""
    if not isinstance(value, Decimal) or not value.is_finite():
        return None
    return value if value.adjusted() < INTEGER_DIGITS else None


def word(value: object, words: type[Word]) -> Word | None:
    """A word of a closed list, None for any other value."""
    known = {each.value: each for each in words}
    return known.get(string(value).strip().lower())
