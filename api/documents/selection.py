"""Sparse fieldsets: which fields of a document are asked for, as `fields=key,text,article.title`."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from rest_framework import serializers

from claimsdb.actors import nearest
from claimsdb.filters import InvalidValue, ListParameter

# Names of fields, each with those below it; a field without any is given whole.
FieldTree = Mapping[str, "FieldTree"]


def tree_of(serializer: serializers.Field) -> FieldTree:
    """The names of all fields that the serializer gives."""
    each = getattr(serializer, "child", serializer)
    if not isinstance(each, serializers.Serializer):
        return {}
    return {name: tree_of(field) for name, field in each.fields.items()}


def paths_in(tree: FieldTree, *, below: str = "") -> Iterator[str]:
    """`article`, `article.title` and so on."""
    for name, names in tree.items():
        yield below + name
        yield from paths_in(names, below=f"{below}{name}.")


def tree_with(paths: Iterable[str]) -> FieldTree:
    """The fields at the paths. The shorter comes first: `article` has all that `article.title` asks for."""
    tree: dict[str, Any] = {}
    for path in sorted(paths):
        place = tree
        for name in path.split("."):
            if place.get(name) == {}:
                break
            place = place.setdefault(name, {})
    return tree


def picked(document: Any, tree: FieldTree) -> Any:
    """The document with these of its fields alone, in the order in which it has them."""
    if not tree:
        return document
    match document:
        case list():
            return [picked(each, tree) for each in document]
        case dict():
            return {name: picked(value, tree[name]) for name, value in document.items() if name in tree}
    return document


def paths_overlap(path: str, other: str) -> bool:
    """Whether one of two paths leads to, or through, the other."""
    return all(step == stop for step, stop in zip(path.split("."), other.split("."), strict=False))


class FieldsParameter(ListParameter):
    """Paths of fields. `needs` has all that there are, each with the expansion without which it is not there, if any;
    `expanded` are those that are asked for."""

    def __init__(self, needs: Mapping[str, str], *, expanded: Collection[str] = ()) -> None:
        dotted = next((path for path in needs if "." in path), "")
        into = f" A dot leads into an object, or into each of several: `{dotted}`." if dotted else ""
        help_text = f"Gives these fields alone.{into}"
        super().__init__(help_text, example=next(iter(needs)))
        self.needs, self.expanded = needs, expanded
        self.schema = {"type": "string", "enum": list(needs)}

    def read(self, word: str) -> str:
        if word not in self.needs:
            known = list(self.needs)
            raise InvalidValue(f"{word!r} is no field.", known=known, nearest=nearest(word, known))
        need = self.needs[word]
        if need and need not in self.expanded:
            raise InvalidValue(f"{word!r} is there with expand={need} alone.")
        return word
