"""A streaming reader of JSON files: their rows, one after the other, each with the line on which it begins.

A row a line, as JSON lines and our own fixtures have them, is read as it comes. Any other list, as `dumpdata` writes it
with and without --indent, is read as a whole, up to a limit.
"""

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO, Any

import orjson

from claimsdb.reading import strict_json

GZIP = b"\x1f\x8b"
WHOLE_LIMIT = 32 * 1024 * 1024  # bytes, unpacked, for which parsing takes about 190 MiB
ROW_BEGINS = re.compile(rb"^([ \t]*)\{", re.MULTILINE)

NumberedLine = tuple[int, bytes]
NumberedRow = tuple[int, Any]


class BadJSON(ValueError):
    """What cannot be read as JSON: on which line, and why."""

    def __init__(self, line: int, words: str) -> None:
        self.line = line
        super().__init__(words)


def rows_in(file: IO[bytes]) -> Iterator[NumberedRow]:
    """The rows of the file, which may be packed by gzip and has a `peek`. Raises BadJSON."""
    unpacked = gzip.GzipFile(fileobj=file) if file.peek(2).startswith(GZIP) else file  # type: ignore[attr-defined]
    line = 0
    try:
        for line, row in _rows(unpacked):  # type: ignore[arg-type]
            yield line, row
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BadJSON(line + 1, f"The file is packed by gzip, and damaged or cut short: {error}.") from error


def _rows(file: IO[bytes]) -> Iterator[NumberedRow]:
    begin = file.readline(WHOLE_LIMIT + 1)
    if not begin.lstrip().startswith(b"["):
        return _row_a_line(enumerate(chain([begin], _lines(file)), start=1))
    if begin.strip() == b"[":
        second = file.readline(WHOLE_LIMIT + 1)
        if second.strip() != b"{":
            return _row_a_line_in_list(enumerate(chain([second], _lines(file)), start=2))
        begin += second
    return _rows_of_whole_list(begin + file.read(WHOLE_LIMIT + 1 - len(begin)))


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """None longer than the limit, and a byte."""
    while line := file.readline(WHOLE_LIMIT + 1):
        yield line


def _rows_of_whole_list(text: bytes) -> Iterator[NumberedRow]:
    if len(text) > WHOLE_LIMIT:
        limit = f"{WHOLE_LIMIT // 1024**2} MiB"
        raise BadJSON(1, f"A list of more than {limit} needs a row a line, as `dumpdata --format jsonl` writes it.")
    rows = _parsed(1, text)
    return zip(_first_lines(text, len(rows)), rows, strict=True)


def _first_lines(text: bytes, count: int) -> list[int]:
    """The line on which each row of an indented list begins; 1 where the rows are laid out in some other way."""
    braces = list(ROW_BEGINS.finditer(text))
    outer = [brace.start() for brace in braces if brace[1] == braces[0][1]]
    if len(outer) != count:
        return [1] * count
    lines, line, seen = [], 1, 0
    for start in outer:
        line += text.count(b"\n", seen, start)
        lines.append(line)
        seen = start
    return lines


def _row_a_line(lines: Iterable[NumberedLine]) -> Iterator[NumberedRow]:
    for number, line in lines:
        if text := line.rstrip():
            yield number, _parsed(number, text)


def _row_a_line_in_list(lines: Iterable[NumberedLine]) -> Iterator[NumberedRow]:
    number, ended, comma = 1, False, True
    for number, line in lines:
        text = line.strip()
        if not text:
            continue
        if ended or not (comma or text == b"]"):
            raise BadJSON(number, "It follows the end of the list; is a comma missing?")
        ended, comma = text == b"]", text.endswith(b",")
        if not ended:
            yield number, _parsed(number, text.removesuffix(b","))
    if not ended:
        raise BadJSON(number, "The list does not end: the file is cut short.")


def _parsed(number: int, text: bytes) -> Any:
    """The value of a text whose first line has that number."""
    if len(text) > WHOLE_LIMIT:
        raise BadJSON(number, f"It is longer than {WHOLE_LIMIT // 1024**2} MiB; a row has less.")
    try:
        return strict_json.parse(text)
    except strict_json.Ambiguous as error:
        raise BadJSON(number, f"It is ambiguous: {error}.") from error
    except orjson.JSONDecodeError as error:
        if (broken := _not_utf8(text)) is not None:
            line, byte = broken.count(b"\n"), len(broken) - broken.rfind(b"\n")
            raise BadJSON(number + line, f"It is not UTF-8 at byte {byte} of the line.") from error
        line = number + error.lineno - 1
        raise BadJSON(line, f"It is not JSON: {error.msg}, at character {error.colno} of the line.") from error


def _not_utf8(text: bytes) -> bytes | None:
    """What comes before the first byte that is no UTF-8."""
    try:
        text.decode()
    except UnicodeDecodeError as error:
        return text[: error.start]
    return None
