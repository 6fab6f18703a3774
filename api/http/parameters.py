"""Query parameters: read strictly, and as OpenAPI describes them."""

import json
from collections.abc import Iterable
from typing import Any

from rest_framework.request import Request

from claimsdb.exchange import CSV
from claimsdb.filters import Fault, Flag, InvalidParameters, InvalidValue, Parameter, StrictFilterSet, as_json

FORMAT = "format"  # which content negotiation reads
BOM = "bom"


class ByteOrderMark(Flag):
    """Taken as 1, too, as it is known from elsewhere."""

    def read(self, word: str) -> bool:
        return super().read({"1": "true", "0": "false"}.get(word, word))


BYTE_ORDER_MARK = ByteOrderMark(
    "Whether a table as CSV begins with a byte order mark, without which Excel does not take it for UTF-8 when it is"
    " opened by a click.",
    example=True,
    default=False,
)


def wants_byte_order_mark(request: Request, *, format: str) -> bool:
    """Raises InvalidParameters where it is asked for in another format than CSV."""
    is_wanted = bool(read_parameter(request, BOM, BYTE_ORDER_MARK))
    if is_wanted and format != CSV:
        raise InvalidParameters([Fault(BOM, f"Only a table as CSV may have one: add {FORMAT}={CSV}.")])
    return is_wanted


def read_parameter(request: Request, name: str, parameter: Parameter) -> Any:
    """What the request gives under the name, read by the parameter. Raises InvalidParameters."""
    try:
        return parameter.clean([word.strip() for word in request.query_params.getlist(name)])
    except InvalidValue as error:
        raise InvalidParameters([Fault(name, str(error.message), error.known, error.nearest)]) from error


def refuse_parameters(request: Request, *, beside: Iterable[str] = (FORMAT,)) -> None:
    """Raises InvalidParameters for all but those that somebody reads."""
    StrictFilterSet(request.query_params, reserved=[*beside]).check()


def openapi_parameter(name: str, parameter: Parameter) -> dict[str, Any]:
    """An OpenAPI parameter object; one that takes several values is an array with commas between them.

    The example stands in the schema: Swagger's page would send one that stands beside it with every trial, as it sends
    a default, which is left out where a parameter says nothing without others.
    """
    single = {**parameter.schema, "examples": [parameter.example]}
    schema: dict[str, Any] = {"type": "array", "items": single} if parameter.many else single
    if parameter.default is not None and parameter.goes_alone:
        schema["default"] = as_json(parameter.default)
    example = parameter.example if isinstance(parameter.example, str) else json.dumps(parameter.example)
    description = f"{parameter.help_text} For example `{example}`."
    document = {"name": name, "in": "query", "description": description, "schema": schema}
    return document | ({"style": "form", "explode": False} if parameter.many else {})
