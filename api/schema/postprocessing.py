"""Postprocessing of the OpenAPI document as a whole."""

import json
import re
from http import HTTPStatus
from typing import Any

from api.http.problems import CONTENT_TYPE
from api.schema.operations import COMPONENTS, SELECTED

OF_ALL = ("400", "401")  # a parameter that is not known, a token that is wrong
LARGEST = {2**bits - 1 for bits in (15, 31, 63)}


def completed(result: dict[str, Any], generator: Any, **options: Any) -> dict[str, Any]:
    """With a word on each operation and answer, any other problem beside those named, and all that is referred to; the
    methods in the order of their names, as they come in another each time."""
    result["paths"] = {path: dict(sorted(operations.items())) for path, operations in result["paths"].items()}
    for operation in (operation for path in result["paths"].values() for operation in path.values()):
        operation.setdefault("summary", operation["operationId"].replace("_", " ").capitalize())
        responses = operation["responses"]
        for status in (*OF_ALL, "default"):
            responses.setdefault(status, {"content": {CONTENT_TYPE: {"schema": {"$ref": f"{COMPONENTS}Problem"}}}})
        operation["responses"] = responses = dict(sorted(responses.items()))
        for status, response in responses.items():
            phrase = HTTPStatus(int(status)).phrase if status.isdigit() else "Any other problem"
            response["description"] = response.get("description") or phrase
    _add_selected(result)
    return _tidied(result)


def _add_selected(result: dict[str, Any]) -> None:
    """For each document that may come with some of its fields alone a schema that requires none, nor any further in."""
    schemas = result["components"]["schemas"]
    while missing := _selected_names(result) - schemas.keys():
        for name in missing:
            whole = name.removeprefix(SELECTED)
            described = {"description": f"{whole}, of which `fields` has left what it names."}
            schemas[name] = _optional(schemas[whole]) | described
    result["components"]["schemas"] = dict(sorted(schemas.items()))


def _selected_names(result: dict[str, Any]) -> set[str]:
    return set(re.findall(rf'"{COMPONENTS}({SELECTED}\w+)"', json.dumps(result)))


def _optional(part: Any) -> Any:
    match part:
        case {"$ref": reference}:
            return {**part, "$ref": reference.replace(COMPONENTS, COMPONENTS + SELECTED)}
        case dict():
            return {name: _optional(each) for name, each in part.items() if name != "required"}
        case list():
            return [_optional(each) for each in part]
    return part


def _tidied(part: Any) -> Any:
    """Without what is there for hooks that name lists of words, as such lists stand where they are used; and without
    the range of an engine's integers, which says nothing of the API and is not the same on both."""
    match part:
        case {"type": "integer", "maximum": most} if most in LARGEST:
            return {name: each for name, each in part.items() if name not in ("maximum", "format")}
        case dict():
            return {name: _tidied(each) for name, each in part.items() if name != "x-spec-enum-id"}
        case list():
            return [_tidied(each) for each in part]
    return part
