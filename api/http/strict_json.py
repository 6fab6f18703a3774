"""JSON as a body may have it."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import UnreadablePostError
from rest_framework import parsers

from claimsdb.filters import Fault, InvalidBody
from claimsdb.reading import strict_json


def read(written: bytes) -> Any:
    """The value, with Decimals where it has fractions.

    Raises InvalidBody with line and column for what is no JSON, NaN, too deep, no Unicode, or a number beyond any
    double; and for an object that has a name twice.
    """
    try:
        return strict_json.parse(written, parse_float=Decimal)
    except json.JSONDecodeError as error:  # that of orjson, which is one, knows the limits
        raise _fault(f"Is no JSON that can be read: {error}.") from None
    except strict_json.Ambiguous as error:
        told = str(error)
        raise _fault(f"{told[0].upper()}{told[1:]}.") from None
    except RecursionError:
        raise _fault("Is no JSON that can be read: it is too deep.") from None


def _fault(detail: str) -> InvalidBody:
    return InvalidBody([Fault("", detail)])


class JSONParser(parsers.JSONParser):
    """The whole body, up to DATA_UPLOAD_MAX_MEMORY_SIZE, of which Django REST framework's own knows nothing."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        request: Any = (parser_context or {})["request"]
        written = request.body
        if len(written) < int(request.META["CONTENT_LENGTH"]):
            raise UnreadablePostError
        return read(written)
