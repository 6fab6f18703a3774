"""Many ids as one parameter: a list in SQL would make each number of ids another statement, and has a limit."""

from collections.abc import Collection

from django.db import connection
from django.db.models.expressions import RawSQL

VALUES = {"sqlite": "SELECT value FROM json_each(%s)", "postgresql": "SELECT unnest(%s::bigint[])"}


def among(ids: Collection[int]) -> RawSQL:
    """The ids, for a filter such as `claim__in`."""
    return RawSQL(VALUES[connection.vendor], [packed(ids, connection.vendor)])


def packed(ids: Collection[int], vendor: str) -> list[int] | str:
    """The ids as the engine takes them in one parameter: as an array or, where it has none, as JSON."""
    return [*ids] if vendor == "postgresql" else f"[{','.join(map(str, ids))}]"
