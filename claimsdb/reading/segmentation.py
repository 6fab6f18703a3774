"""Segmentation of a text into lines, or into paragraphs where lines were wrapped at a margin."""

import re
from collections.abc import Iterator
from itertools import pairwise

from claimsdb.reading.vocabulary import listed

# Everything that str.splitlines takes for the end of a line, so that only a wrapped segment holds two.
LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
BYTE_ORDER_MARK = "\ufeff"

NARROWEST_MARGIN, WIDEST_MARGIN = 40, 120
FEWEST_BREAKS = 3
"""At least this many lines must be wrapped at the margin, and most of those with another right below."""

NARROWEST_UNFINISHED = 28  # of a line whose sentence shows by itself that it goes on below

STOPS = '.!?:;”"’)'
OPENINGS = "“\"‘'(["

Segment = tuple[int, int]


def split_segments(text: str) -> list[Segment]:
    """(start, end) of each segment in order, without white space at either end and without a byte order mark.

    A segment is a line, or in a text wrapped at a margin the lines of one paragraph.
    """
    lines = list(_iter_lines(text))
    together = [_are_adjacent(text, line, below) for line, below in pairwise(lines)]
    going_on = [
        touching and _goes_on(text, line, below)
        for touching, (line, below) in zip(together, pairwise(lines), strict=True)
    ]
    broken = _broken_at_margin(text, lines)
    wrapped = [here and touching for here, touching in zip(broken, together, strict=True)]
    if any(going_on) or (sum(wrapped) >= FEWEST_BREAKS and sum(wrapped) * 2 > sum(together)):
        wrapped = [here or there for here, there in zip(wrapped, going_on, strict=True)]
        return list(_join_wrapped(lines, wrapped))
    return lines


def _goes_on(text: str, line: Segment, below: Segment) -> bool:
    """Whether a sentence goes on below: a line as long as a margin, without a stop, and small letters after it, also
    behind a quotation mark; or a last word with which nothing ends."""
    start, end = line
    if not NARROWEST_UNFINISHED <= end - start <= WIDEST_MARGIN or text[end - 1] in STOPS:
        return False
    opening = text[below[0] : below[0] + 3].lstrip(OPENINGS)
    return opening[:1].islower() or text[start:end].split()[-1].casefold() in listed("lines", "unfinished")


def _iter_lines(text: str) -> Iterator[Segment]:
    for found in LINE.finditer(text, 1 if text.startswith(BYTE_ORDER_MARK) else 0):
        if words := found[0].strip():
            start = found.start() + found[0].index(words[0])
            yield start, start + len(words)


def _join_wrapped(lines: list[Segment], wrapped: list[bool]) -> Iterator[Segment]:
    start = lines[0][0]
    for (line, below), goes_on in zip(pairwise(lines), wrapped, strict=True):
        if not goes_on:
            yield start, line[1]
            start = below[0]
    yield start, lines[-1][1]


def _are_adjacent(text: str, line: Segment, below: Segment) -> bool:
    """Whether there is no blank line between them."""
    return len(text[line[1] : below[0] + 1].splitlines()) == 2


def _broken_at_margin(text: str, lines: list[Segment]) -> list[bool]:
    """For each line but the last, whether the first word of the next one would not have fitted on it.

    The margin is the longest line that can be a wrapped one; a heading or an address may stick out beyond it.
    """
    margin = max((end - start for start, end in lines if end - start <= WIDEST_MARGIN), default=0)
    if margin < NARROWEST_MARGIN:
        return [False for _ in lines[1:]]
    return [
        end - start <= margin < end - start + 1 + _first_word(text, below) and below[1] - below[0] <= margin
        for (start, end), below in pairwise(lines)
    ]


def _first_word(text: str, line: Segment) -> int:
    return len(text[line[0] : line[0] + WIDEST_MARGIN].split(maxsplit=1)[0])
