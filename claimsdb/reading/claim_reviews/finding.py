"""ClaimReviews in a document of JSON, wherever they stand in it: alone, in a list, in a DataFeed or a graph, beside the
article whose page it is; and what the Fact Check Tools of Google have for one."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

OBJECT_LIMIT = 256 << 10  # bytes of one ClaimReview, as JSON
DEEPEST = 24  # lists and objects around a ClaimReview
REFERENCES = 3  # from a ClaimReview to the claim, from that to its author, from there to what that belongs to
MOST_REFERENCES = 100

CLAIM_REVIEW = "ClaimReview"
FEED = ("dataFeedElement", "item", "@graph", "claims", "pages", "claimReview", "claimReviewMarkups")
PREFIX = re.compile(r"^(?:https?://schema\.org/|schema:|sc:)")
NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")  # which no database takes
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class FoundReview:
    """One ClaimReview as it stands, with what its references name in their places. `where` is the file, or the line or
    script of it, and a JSON pointer."""

    where: str
    found: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Unread:
    """What is no ClaimReview, or none that can be read, and why."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


def bare(name: str) -> str:
    """A name of schema.org without what says that it is one."""
    return PREFIX.sub("", name)


def printable(text: str) -> str:
    """With U+FFFD for halves of characters, which JSON may name, and file names have for what is not UTF-8."""
    return LONE_SURROGATE.sub("\ufffd", text)


def types_of(node: Mapping[str, Any]) -> list[str]:
    given = node.get("@type", node.get("type"))
    return [bare(each) for each in (given if isinstance(given, list) else [given]) if isinstance(each, str)]


def reviews_in(document: Any, *, where: str) -> Iterator[FoundReview | Unread]:
    """Those of a document, in order."""
    graph = _Graph(document)
    for pointer, found in _walk(document, "", 0):
        place = printable(f"{where} {pointer}".rstrip())
        if isinstance(found, str):
            yield Unread(place, printable(found))
        elif not graph.is_told_elsewhere(found):
            yield _as_found(found, graph, place)


def _walk(value: Any, pointer: str, depth: int) -> Iterator[tuple[str, dict[str, Any] | str]]:
    """Each ClaimReview with the pointer to it, and what stands in the place of one and is none, as a reason."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from _walk(each, f"{pointer}/{number}", depth + 1)
    elif isinstance(value, dict):
        if CLAIM_REVIEW in types_of(value):
            yield pointer, value
        elif part := part_of_google(value):
            for number, each in enumerate(value[part]):
                place = f"{pointer}/{part}/{number}"
                yield (place, {**value, part: [each]}) if isinstance(each, dict) else (place, _is_none(each))
        else:
            for name, each in value.items():
                yield from _of_property(bare(name), each, f"{pointer}/{name}", depth)


def _of_property(name: str, value: Any, pointer: str, depth: int) -> Iterator[tuple[str, dict[str, Any] | str]]:
    if name not in FEED:
        yield from _walk(value, pointer, depth + 1)
        return
    for number, each in enumerate(value if isinstance(value, list) else [value]):
        place = f"{pointer}/{number}" if isinstance(value, list) else pointer
        if not isinstance(each, dict | list):
            yield place, _is_none(each)
        elif name == "item" and isinstance(each, dict) and CLAIM_REVIEW not in types_of(each) and types_of(each):
            yield place, f"is of the type {', '.join(types_of(each))}, not a ClaimReview"
        else:
            yield from _walk(each, place, depth + 2)


def _is_none(value: Any) -> str:
    shown = json.dumps(value, ensure_ascii=False)
    return f"is {shown:.40}, where a ClaimReview should be"


def part_of_google(node: Mapping[str, Any]) -> str:
    """Under which name a claim of Google's search, or a page of its markup, has reviews; empty for anything else."""
    if CLAIM_REVIEW in types_of(node):
        return ""
    if isinstance(node.get("claimReviewMarkups"), list):
        return "claimReviewMarkups"
    return "claimReview" if "text" in node and isinstance(node.get("claimReview"), list) else ""


def _id(node: Mapping[str, Any]) -> str:
    given = node.get("@id", node.get("id"))
    return given if isinstance(given, str) else ""


def _is_reference(value: Any) -> bool:
    return isinstance(value, dict) and bool(_id(value)) and value.keys() <= {"@id", "id", "@type", "type"}


def _take_names(value: Any, nodes: dict[str, Mapping[str, Any]], depth: int) -> None:
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        if _id(value) and not _is_reference(value):
            nodes.setdefault(_id(value), value)
        for each in value.values():
            _take_names(each, nodes, depth + 1)
    elif isinstance(value, list):
        for each in value:
            _take_names(each, nodes, depth + 1)


class _Graph:
    """The nodes of a document by their names; of a review so many references are followed, as a graph may be a knot."""

    def __init__(self, document: Any) -> None:
        self.nodes: dict[str, Mapping[str, Any]] = {}
        self._left = 0
        _take_names(document, self.nodes, 0)

    def is_told_elsewhere(self, found: Mapping[str, Any]) -> bool:
        return _is_reference(found) and _id(found) in self.nodes

    def filled(self, review: dict[str, Any]) -> dict[str, Any]:
        """The review with what it refers to. Raises RecursionError for one that is too deep."""
        self._left = MOST_REFERENCES
        return self._filled(review, REFERENCES)

    def _filled(self, value: Any, further: int) -> Any:
        if isinstance(value, list):
            return [self._filled(each, further) for each in value]
        if not isinstance(value, dict):
            return value
        if further and self._left and self.is_told_elsewhere(value):
            self._left -= 1
            return self._filled(dict(self.nodes[_id(value)]), further - 1)
        return {name: self._filled(each, further) for name, each in value.items()}


def _as_found(found: dict[str, Any], graph: _Graph, where: str) -> FoundReview | Unread:
    try:
        written = orjson.dumps(graph.filled(found))
    except (TypeError, ValueError, RecursionError) as error:
        return Unread(where, f"cannot be kept: {error}")
    if len(written) > OBJECT_LIMIT:
        return Unread(where, f"has {len(written):,} bytes: a ClaimReview has at most {OBJECT_LIMIT:,}")
    return FoundReview(where, orjson.loads(NUL.sub(rb"\1\\ufffd", written)))
