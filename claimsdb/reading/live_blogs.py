"""Where the entries of a live blog begin.

An entry begins with a line that is a time ("10:42", "14.05 GMT", "Published at 10:42 BST 17 October", "3h ago"), or
a heading right above one, or with a time before its first sentence ("2:58 p.m.: The bridge fell"). A day without a time
in a line of its own heads the entries below it. An ornament ("* * *") begins an entry of which no time is known.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from claimsdb.reading.datelines import length_of_time
from claimsdb.reading.dates import day_of_year, find_first_date, is_date_line, is_revision, resolve_date
from claimsdb.reading.entries import HOUR, Entry, Mark
from claimsdb.reading.record import ArticleBlock, BlockKind

FEWEST = 2
"""A text with fewer lines that are a time is no live blog."""

_CLOCK = re.compile(
    r"(?<![\d.:+-])(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?(?::\d{2})?\s*(?P<half>[ap])\.?m\b"
    r"|(?P<hour24>[01]?\d|2[0-3])[:.](?P<minute24>[0-5]\d)(?!\d)"
    r"|(?P<hour4>[01]\d|2[0-3])(?P<minute4>[0-5]\d)(?=\s+(?-i:GMT|UTC|[A-Z]{1,3}T)\b))",
    re.I,
)
_AGO = re.compile(r"\bago\b|\bjust now\b", re.I)
_NOON = 12


def mark_of(line: str) -> Mark | None:
    """What a line says that is a time or a day and nothing else; None for any other, and for one of a revision."""
    if not is_date_line(line, bare=True) or is_revision(line):
        return None
    if _AGO.search(line):
        return Mark()
    found = find_first_date(line)
    day = resolve_date(found) if found else day_of_year(line)
    minute = minute_of(line.replace(found[0], "").removeprefix("T") if found else line)
    return Mark(minute, day, without_year=not found) if day or minute is not None else None


def mark_in_front(words: str) -> Mark | None:
    """The time before the first sentence of a paragraph."""
    minute = minute_of(words[: length_of_time(words)])
    return None if minute is None else Mark(minute)


def minute_of(words: str) -> int | None:
    """The minute of the day of the first time that is named."""
    found = _CLOCK.search(words)
    if not found:
        return None
    hour = int(found["hour"] or found["hour24"] or found["hour4"])
    minute = int(found["minute"] or found["minute24"] or found["minute4"] or 0)
    if found["half"]:
        if not 0 < hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if found["half"].casefold() == "p" else 0)
    return hour * HOUR + minute


def begins_entries(marks: Iterable[Mark]) -> bool:
    """Whether lines with these marks are those of a live blog."""
    return sum(not mark.heads_entries for mark in marks) >= FEWEST


def find_entries(text: str, blocks: Sequence[ArticleBlock]) -> tuple[Entry, ...]:
    """The entries in the order of the text; none where it is no live blog."""
    marks = [_mark_of_block(text, block) for block in blocks]
    if not begins_entries(filter(None, marks)):
        return ()
    entries: list[Entry] = []
    heading = Mark()
    for place, (block, mark) in enumerate(zip(blocks, marks, strict=True)):
        if mark and mark.heads_entries:
            heading = mark
        elif mark and mark.day is None and mark.minute is not None:
            mark = replace(heading, minute=mark.minute)
        elif mark is None and entries and _is_ornament(text, block):
            mark = Mark()
        if mark and not mark.heads_entries:
            is_headed = place > 1 and blocks[place - 1].kind is BlockKind.HEADING and not marks[place - 2]
            entries.append(Entry(blocks[place - is_headed].start, mark))
    return tuple(entries)


def _mark_of_block(text: str, block: ArticleBlock) -> Mark | None:
    words = text[block.start : block.end]
    if block.kind is BlockKind.NOTICE:
        return mark_of(words)
    return mark_in_front(words) if block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) else None


def _is_ornament(text: str, block: ArticleBlock) -> bool:
    return block.kind is BlockKind.NOTICE and not any(map(str.isalnum, text[block.start : block.end]))
