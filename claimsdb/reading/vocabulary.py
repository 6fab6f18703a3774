"""The words by which the parts of an article are told apart, from vocabulary.toml."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """One table of vocabulary.toml."""
    path = Path(__file__).with_name("vocabulary.toml")
    return dict(tomllib.loads(path.read_text(encoding="utf-8"))[name])


@cache
def listed(name: str, entry: str) -> tuple[str, ...]:
    """The words of an entry, in order and in small letters."""
    return tuple(table(name)[entry].casefold().split())


@cache
def pattern(name: str, entry: str, *, flags: int = 0) -> re.Pattern[str]:
    """The expression of an entry, or the alternatives where it has several."""
    found = table(name)[entry]
    return re.compile(found if isinstance(found, str) else "|".join(found), re.IGNORECASE | flags)


@cache
def agencies() -> dict[str, str]:
    """The name of the source by each name of an agency, in small letters."""
    return {known.casefold(): name for name, (_, names) in table("agencies").items() for known in names.split("|")}
