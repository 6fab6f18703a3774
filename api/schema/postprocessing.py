"""Postprocessing of the OpenAPI document as a whole."""

import re
from http import HTTPStatus
from typing import Any

from api.http.problems import CONTENT_TYPE
from api.schema.operations import COMPONENTS, SELECTION
from api.schema.vocabularies import VOCABULARIES, description_of

OF_ALL = ("400", "401")  # a parameter that is not known, a token that is wrong
LARGEST = {2**bits - 1 for bits in (15, 31, 63)}
WORDS = {tuple(vocabulary): name for name, vocabulary in VOCABULARIES.items()}
SELECTIONS = {
    SELECTION: {
        "type": "object",
        "description": "A document of which `fields` has left what it names, as the whole one has it.",
        "additionalProperties": True,
    },
    f"{SELECTION}List": {
        "type": "object",
        "description": "A page of documents of which `fields` has left what it names.",
        "required": ["count", "next", "previous", "results", "meta"],
        "properties": {
            "count": {"type": "integer"},
            "next": {"type": ["string", "null"], "format": "uri"},
            "previous": {"type": ["string", "null"], "format": "uri"},
            "results": {"type": "array", "items": {"$ref": f"{COMPONENTS}{SELECTION}"}},
            "meta": {"type": "object", "additionalProperties": True},
        },
    },
}


def completed(result: dict[str, Any], generator: Any, **options: Any) -> dict[str, Any]:
    """With a word on each operation and answer, any other problem beside those named, and all that is referred to; the
    methods in the order of their names, as they come in another each time."""
    result["paths"] = {path: dict(sorted(operations.items())) for path, operations in result["paths"].items()}
    for operation in (operation for path in result["paths"].values() for operation in path.values()):
        operation.setdefault("summary", _first_words(operation))
        if {} in operation.get("security", []):
            del operation["security"]  # a padlock is for what cannot be done without
        responses = operation["responses"]
        for status in (*OF_ALL, "default"):
            responses.setdefault(status, {"content": {CONTENT_TYPE: {"schema": {"$ref": f"{COMPONENTS}Problem"}}}})
        operation["responses"] = responses = dict(sorted(responses.items()))
        for status, response in responses.items():
            phrase = HTTPStatus(int(status)).phrase if status.isdigit() else "Any other problem"
            response["description"] = response.get("description") or phrase
    tidy = _with_vocabularies(_tidied(result))
    schemas = {**tidy["components"]["schemas"], **SELECTIONS}
    tidy["components"]["schemas"] = dict(sorted(schemas.items()))
    return tidy


def _first_words(operation: dict[str, Any]) -> str:
    """The beginning of the description, as far as it says one thing."""
    return re.split(r"[.:;,(]", operation["description"].replace("\n", " "), maxsplit=1)[0].strip()


def _with_vocabularies(result: dict[str, Any]) -> dict[str, Any]:
    """Each list of words that has a name under this name, as a component of its own."""
    named = _named(result)
    used = {name for name in VOCABULARIES if name in _references(named)}
    for name in used:
        words = [word.value for word in VOCABULARIES[name]]
        named["components"]["schemas"][name] = {
            "type": "string",
            "enum": words,
            "description": description_of(VOCABULARIES[name]),
        }
    return named


def _named(part: Any) -> Any:
    match part:
        case {"enum": list(words)} if name := _name_of(words):
            rest = {key: value for key, value in part.items() if key not in ("enum", "type")}
            return rest | _reference(name, words)
        case dict():
            return {key: _named(each) for key, each in part.items()}
        case list():
            return [_named(each) for each in part]
    return part


def _name_of(words: list[Any]) -> str | None:
    """Of the list that has these words, or these without "none"."""
    listed = tuple(word for word in words if word is not None)
    return WORDS.get(listed) or WORDS.get(tuple(word for word in listed if word != "none"))


def _reference(name: str, words: list[Any]) -> dict[str, Any]:
    """One of the words or, where the list has them besides, none or null."""
    reference = {"$ref": COMPONENTS + name}
    also: list[dict[str, Any]] = []
    if "none" in words and "none" not in tuple(VOCABULARIES[name]):
        also.append({"type": "string", "enum": ["none"]})
    if None in words:
        also.append({"type": "null"})
    return {"anyOf": [reference, *also]} if also else reference


def _references(part: Any) -> set[str]:
    match part:
        case {"$ref": str(reference)}:
            return {reference.removeprefix(COMPONENTS)}.union(*map(_references, part.values()))
        case dict():
            return set().union(*map(_references, part.values()))
        case list():
            return set().union(*map(_references, part))
    return set()


def _tidied(part: Any) -> Any:
    """Without what is there for hooks that name lists of words, as `_with_vocabularies` does; and without the range of
    an engine's integers, which says nothing of the API and is not the same on both."""
    match part:
        case {"type": "integer", "maximum": most} if most in LARGEST:
            return {name: each for name, each in part.items() if name not in ("maximum", "format")}
        case dict():
            return {name: _tidied(each) for name, each in part.items() if name != "x-spec-enum-id"}
        case list():
            return [_tidied(each) for each in part]
    return part
