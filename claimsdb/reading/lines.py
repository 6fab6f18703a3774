"""Where the stretches of a text begin and end: a line each, or a paragraph that was wrapped at a margin."""

import re
from collections.abc import Iterator
from itertools import pairwise

# Everything that str.splitlines takes for the end of a line, so that no stretch but a wrapped one holds two.
LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
BYTE_ORDER_MARK = "\ufeff"
MARGIN = 100
"""Lines wrapped by a machine are at most this long."""

Stretch = tuple[int, int]


def stretches_of(text: str) -> list[Stretch]:
    """(start, end) of each, in order, without white space at either end and without a byte order mark in front.

    A line is a stretch of its own. In a text that was wrapped at a margin, lines in a row that were only broken
    there are one.
    """
    lines = list(_lines(text))
    if _is_wrapped(text, lines):
        return list(_unwrapped(text, lines))
    return lines


def _lines(text: str) -> Iterator[Stretch]:
    for found in LINE.finditer(text, 1 if text.startswith(BYTE_ORDER_MARK) else 0):
        if words := found[0].strip():
            start = found.start() + found[0].index(words[0])
            yield start, start + len(words)


def _is_wrapped(text: str, lines: list[Stretch]) -> bool:
    """Most lines with another right below them were broken because its first word did not fit."""
    together = [(line, below) for line, below in pairwise(lines) if _touch(text, line, below)]
    broken = sum(_breaks_at_margin(text, line, below, margin=_margin(lines)) for line, below in together)
    return broken >= 3 and broken * 2 > len(together)


def _unwrapped(text: str, lines: list[Stretch]) -> Iterator[Stretch]:
    margin = _margin(lines)
    start = lines[0][0]
    for line, below in pairwise(lines):
        if not (_touch(text, line, below) and _breaks_at_margin(text, line, below, margin=margin)):
            yield start, line[1]
            start = below[0]
    yield start, lines[-1][1]


def _margin(lines: list[Stretch]) -> int:
    """The length of the longest line that can be a wrapped one: a heading or an address may stick out."""
    return max((end - start for start, end in lines if end - start <= MARGIN), default=0)


def _touch(text: str, line: Stretch, below: Stretch) -> bool:
    """No blank line is between them."""
    gap = text[line[1] : below[0]].replace("\r\n", "\n")
    return sum(gap.count(end) for end in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029") == 1


def _breaks_at_margin(text: str, line: Stretch, below: Stretch, *, margin: int) -> bool:
    first_word = text[below[0] : min(below[1], below[0] + MARGIN)].split(maxsplit=1)[0]
    length = line[1] - line[0]
    return length <= margin < length + 1 + len(first_word) and below[1] - below[0] <= margin
