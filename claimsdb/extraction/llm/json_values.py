"""Reading untrusted JSON: each function returns a value of one type, or an empty one for anything else.

Separate from `claimsdb.filters.values`: what is wrong is dropped here, not refused, and extraction does without Django.
"""

import json
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

EnumMember = TypeVar("EnumMember", bound=StrEnum)

INTEGER_DIGITS = 18  # of the database column for figures


class UnusableAnswer(ValueError):
    """An answer out of which no claims can be read; another try may give a better one."""


class TruncatedAnswer(ValueError):
    """The model stopped in the middle of its answer; less at a time may do."""


def parse_json(text: str) -> object:
    """The JSON, its numbers as decimals of any size. Raises Unusable."""
    try:
        return json.loads(text, parse_int=Decimal, parse_float=Decimal, parse_constant=lambda name: None)
    except (ValueError, ArithmeticError, RecursionError):
        raise UnusableAnswer(f"no JSON but {text[:80]!r}" if text.strip() else "an empty answer") from None


def as_object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def as_string(value: object) -> str:
    return value if isinstance(value, str) else ""


def as_figure(value: object) -> Decimal | None:
    """A number that the database can hold, otherwise None."""
    if not isinstance(value, Decimal) or not value.is_finite():
        return None
    return value if value.adjusted() < INTEGER_DIGITS else None


def as_enum(value: object, words: type[EnumMember]) -> EnumMember | None:
    """A word of a closed list, None for any other value."""
    known = {each.value: each for each in words}
    return known.get(as_string(value).strip().lower())
