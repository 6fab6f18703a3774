"""Which stretches of a paragraph stand in quotation marks.

Curly marks and guillemets pair by their direction; straight marks by what stands around them. A quotation that
is not closed runs to the end of its paragraph, as it does where it goes on in the next one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

CLOSING = {"“": '”"', "«": "»", "„": "“”", '"': '"”', "''": "''"}  # by the opening mark; writers mix curly and straight
DOUBLE = re.compile(r"[“”«»„\"]|''")
SINGLE = re.compile(r"(?<![\w’'])[‘'](?=[^\s'’])(.{2,300}?[^\s‘])[’'](?![\w’'])")


@dataclass(frozen=True, slots=True)
class Marked:
    """text[start:end] with its marks, text[inner_start:inner_end] without; `closed` is False where the end is open."""

    start: int
    inner_start: int
    inner_end: int
    end: int
    closed: bool


def marked(text: str) -> tuple[Marked, ...]:
    """The quotations of one paragraph in order, none inside another."""
    return outermost([*double(text), *single(text)])


def double(text: str) -> Iterator[Marked]:
    opened: re.Match[str] | None = None
    depth = 0
    for mark in DOUBLE.finditer(text):
        if opened is None:
            opened, depth = (mark, 1) if mark[0] in CLOSING and opens(text, mark) else (None, 0)
        elif mark[0] == opened[0] != '"' and mark[0] != "''":
            depth += 1
        elif mark[0] in CLOSING[opened[0]] and (mark[0] != '"' or opened[0] == '"' or not opens(text, mark)):
            depth -= 1
        if opened is not None and depth == 0:
            yield Marked(opened.start(), opened.end(), mark.start(), mark.end(), True)
            opened = None
    if opened:
        yield Marked(opened.start(), opened.end(), len(text), len(text), False)


def opens(text: str, mark: re.Match[str]) -> bool:
    before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    return not before.isalnum() and bool(after.strip())


def single(text: str) -> Iterator[Marked]:
    for found in SINGLE.finditer(text):
        yield Marked(found.start(), found.start(1), found.end(1), found.end(), True)


def outermost(found: list[Marked]) -> tuple[Marked, ...]:
    kept: list[Marked] = []
    for candidate in sorted(found, key=lambda m: (m.start, -m.end)):
        if candidate.inner_end > candidate.inner_start and (not kept or candidate.start >= kept[-1].end):
            kept.append(candidate)
    return tuple(kept)
