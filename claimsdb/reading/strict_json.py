"""JSON as whoever sends it may have it: what two programs could read as two different things is refused (I-JSON, RFC
7493)."""

import json
from typing import Any

import orjson


class Ambiguous(ValueError):
    """An object has a name twice: some programs take the first value, some the last."""


def parse(written: bytes, **how: Any) -> Any:
    """The value; `how` is what `json.loads` takes besides.

    Raises JSONDecodeError, with line and column, for what is no JSON, NaN, too deep, no Unicode, or a number beyond any
    double; and Ambiguous.
    """
    value = orjson.loads(written)
    if how:
        return json.loads(written, object_pairs_hook=_object, **how)
    try:
        _NAMES.decode(written.decode())
    except RecursionError:
        raise orjson.JSONDecodeError("it is too deep", "", 0) from None
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Ambiguous(f"an object has {twice!r:.60} more than once")
    return found


_NAMES = json.JSONDecoder(object_pairs_hook=_object, parse_int=len, parse_float=len)  # made once: a row is soon read
