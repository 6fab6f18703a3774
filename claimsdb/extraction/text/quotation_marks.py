"""Pairing of quotation marks in a paragraph.

Curly marks and guillemets pair by their direction, straight marks by the characters around them. A quotation that is
not closed runs to the end of its paragraph, as when it continues in the next one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

CLOSING_MARKS = {
    "“": '”"',
    "«": "»",
    "„": "“”",
    '"': '"”',
    "''": "''",
    "”": "”",
}  # by the opening mark; writers mix curly and straight
DOUBLE_MARK = re.compile(r"[“”«»„\"]|''")
SINGLE_QUOTED = re.compile(r"(?<![\w’'])[‘'](?=[^\s'’])(.{2,300}?[^\s‘])[’'](?![\w’'])")


@dataclass(frozen=True, slots=True)
class QuotationMatch:
    """text[start:end] with its marks, text[inner_start:inner_end] without; `closed` is False where the end is open."""

    start: int
    inner_start: int
    inner_end: int
    end: int
    closed: bool


def find_quotations(text: str) -> tuple[QuotationMatch, ...]:
    """The quotations of one paragraph in order, the outermost of nested ones."""
    return keep_outermost([*find_double_quoted(text), *find_single_quoted(text)])


def find_double_quoted(text: str) -> Iterator[QuotationMatch]:
    opened: re.Match[str] | None = None
    depth = 0
    for mark in DOUBLE_MARK.finditer(text):
        if opened is None:
            opened, depth = (mark, 1) if may_open(text, mark) else (None, 0)
        elif mark[0] == opened[0] and mark[0] not in {'"', "''", "”"}:
            depth += 1
        elif mark[0] in CLOSING_MARKS[opened[0]] and (
            mark[0] != '"' or opened[0] == '"' or not is_opening_mark(text, mark)
        ):
            depth -= 1
        if opened is not None and depth == 0:
            yield QuotationMatch(opened.start(), opened.end(), mark.start(), mark.end(), True)
            opened = None
    if opened:
        yield QuotationMatch(opened.start(), opened.end(), len(text), len(text), False)


def may_open(text: str, mark: re.Match[str]) -> bool:
    """A mark that opens quotations; a closing one only where a writer has begun a paragraph with it."""
    if mark[0] == "”" and mark.start() > 0:
        return False
    return mark[0] in CLOSING_MARKS and is_opening_mark(text, mark)


def is_opening_mark(text: str, mark: re.Match[str]) -> bool:
    before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    return not before.isalnum() and bool(after.strip())


def find_single_quoted(text: str) -> Iterator[QuotationMatch]:
    for found in SINGLE_QUOTED.finditer(text):
        yield QuotationMatch(found.start(), found.start(1), found.end(1), found.end(), True)


def keep_outermost(found: list[QuotationMatch]) -> tuple[QuotationMatch, ...]:
    kept: list[QuotationMatch] = []
    for candidate in sorted(found, key=lambda m: (m.start, -m.end)):
        if candidate.inner_end > candidate.inner_start and (not kept or candidate.start >= kept[-1].end):
            kept.append(candidate)
    return tuple(kept)
