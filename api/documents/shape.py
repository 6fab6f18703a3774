"""How documents are to look: with some of their fields alone, and with some of their parts in full."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import orjson
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer

from api.documents.expansion import ExpandParameter, Expansion
from api.documents.selection import FieldsParameter, FieldTree, paths_in, paths_overlap, picked, tree_of, tree_with
from api.http.parameters import read_parameter
from claimsdb.filters import Fault, InvalidParameters, Parameter

SHAPING = ("fields", "expand")

Serializer = Callable[[], BaseSerializer]


@dataclass(frozen=True, slots=True)
class Shape:
    """`asked` is what was given, as the page's meta says it."""

    asked: Mapping[str, list[str]] = field(default_factory=dict)
    fields: FieldTree = field(default_factory=dict)
    expansions: Sequence[Expansion] = ()

    def apply(self, documents: Sequence[Any], context: dict[str, Any]) -> Sequence[Any]:
        """The documents in this shape. Those that the database has written as text are only read where it must be."""
        if not self.asked:
            return documents
        opened = orjson.loads(orjson.dumps(documents))
        for expansion in self.expansions:
            expansion.fill(opened, context)
        return picked(opened, self.fields)


PLAIN = Shape()


def shape_asked(request: Request, serializer: Serializer, expansions: Mapping[str, Expansion]) -> Shape:
    """The shape for documents of the serializer. Raises InvalidParameters."""
    if not any(name in request.query_params for name in SHAPING):
        return PLAIN
    expanded = read_parameter(request, "expand", ExpandParameter(expansions))
    paths = read_parameter(request, "fields", FieldsParameter(_needs(serializer, expansions), expanded=expanded))
    chosen = {name: expansion for name, expansion in expansions.items() if name in expanded}
    _check_shown(chosen, paths)
    asked = {name: words for name, words in {"fields": paths, "expand": expanded}.items() if words}
    return Shape(asked, tree_with(paths), list(chosen.values()))


def shape_parameters(serializer: Serializer, expansions: Mapping[str, Expansion]) -> Mapping[str, Parameter]:
    return {"fields": FieldsParameter(_needs(serializer, expansions)), "expand": ExpandParameter(expansions)}


def _needs(serializer: Serializer, expansions: Mapping[str, Expansion]) -> dict[str, str]:
    """All paths that there may be, each with the expansion that it needs, if any."""
    needs = dict.fromkeys(_paths(serializer), "")
    for name, expansion in expansions.items():
        for path in ("", *_paths(expansion.serializer)):
            needs.setdefault(f"{expansion.path}.{path}".rstrip("."), name)
    return needs


@cache
def _paths(serializer: Serializer) -> list[str]:
    return list(paths_in(tree_of(serializer())))


def _check_shown(expansions: Mapping[str, Expansion], paths: Iterable[str]) -> None:
    """Whoever asks for some fields and for a part that is not among them has forgotten one or the other."""
    faults = [
        Fault("expand", f"{name!r} is not among the fields that are asked for.")
        for name, expansion in expansions.items()
        if paths and not any(paths_overlap(path, expansion.path) for path in paths)
    ]
    if faults:
        raise InvalidParameters(faults)
