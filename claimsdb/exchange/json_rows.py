"""The rows of a JSON file, one after the other, each with the line on which it begins.

A row a line, as JSON lines and our own fixtures have them, is read quickest; any other list of objects is read too.
"""

import codecs
import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import IO, Any

import orjson

GZIP = b"\x1f\x8b"
CHUNK = 1 << 16  # bytes
LONGEST = 1 << 26  # characters of a row; beyond it a quotation mark is missing somewhere
CUT = 12  # characters before the end of what has been read, in which a word or an escape may be cut

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
    begin = file.readline(CHUNK)
    if begin.strip() != b"[" and begin.lstrip().startswith(b"["):
        return _rows_anywhere(begin, file)
    if not begin.endswith(b"\n"):
        begin += file.readline()
    if begin.strip() != b"[":
        return _row_a_line(enumerate(chain([begin], file), start=1))
    second = file.readline()
    if second.strip() in (b"", b"]") or _is_row(second.strip().removesuffix(b",")):
        return _row_a_line_in_list(enumerate(chain([second], file), start=2))
    return _rows_anywhere(begin + second, file)


def _is_row(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False


def _row_a_line(lines: Iterable[NumberedLine]) -> Iterator[NumberedRow]:
    for number, line in lines:
        if line.strip():
            yield number, _parsed(number, line)


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


def _parsed(number: int, line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        if (place := _not_utf8(line)) is not None:
            raise BadJSON(number, f"It is not UTF-8 at byte {place + 1} of the line.") from error
        raise BadJSON(number, f"It is not JSON: {error.msg}, at character {error.pos + 1} of the line.") from error


def _not_utf8(line: bytes) -> int | None:
    try:
        line.decode()
    except UnicodeDecodeError as error:
        return error.start
    return None


def _rows_anywhere(begin: bytes, file: IO[bytes]) -> Iterator[NumberedRow]:
    """The objects of a list, wherever their lines break; `begin` has been read already."""
    text = JsonWindow(chain([begin], iter(partial(file.read, CHUNK), b"")))
    text.expect("[")
    while text.next() != "]":
        yield text.line, text.value()
        if text.next() == ",":
            text.expect(",")
        elif text.next() != "]":
            raise BadJSON(text.line, "A comma or the end of the list is missing.")
    text.expect("]")
    if text.next():
        raise BadJSON(text.line, "Something follows the end of the list.")


class JsonWindow:
    """What has been read and not yet parsed of a text, and the line on which it begins."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._chunks = _decoded(pieces)
        self._text = ""
        self.line = 1

    def next(self) -> str:
        """The next character that is not blank; empty at the end."""
        while True:
            rest = self._text.lstrip()
            self._forget(len(self._text) - len(rest))
            if rest or not self._read():
                return rest[:1]

    def expect(self, character: str) -> None:
        if self.next() != character:
            raise BadJSON(self.line, f"There is {self.next() or 'nothing'} where {character} belongs.")
        self._forget(1)

    def value(self) -> Any:
        """The value that stands next."""
        decoder = json.JSONDecoder()
        self.next()
        while True:
            try:
                _, end = decoder.raw_decode(self._text)
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated") or error.pos >= len(self._text) - CUT
                if not cut or len(self._text) > LONGEST or not self._read():
                    line = self.line + error.lineno - 1
                    raise BadJSON(line, f"It is not JSON: {error.msg}, column {error.colno}.") from error
            else:
                value = _parsed(self.line, self._text[:end].encode())
                self._forget(end)
                return value

    def _read(self) -> bool:
        """Reads on, as much again as there is; tells whether there was more."""
        more = next(self._chunks, "")
        while more and len(more) < len(self._text) and (chunk := next(self._chunks, "")):
            more += chunk
        self._text += more
        return bool(more)

    def _forget(self, length: int) -> None:
        self.line += self._text.count("\n", 0, length)
        self._text = self._text[length:]


def _decoded(pieces: Iterable[bytes]) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    line = 1
    for piece in pieces:
        try:
            yield decoder.decode(piece)
        except UnicodeDecodeError as error:
            read = error.object[: error.start]
            byte = len(read) - read.rfind(b"\n")
            raise BadJSON(line + read.count(b"\n"), f"It is not UTF-8 at byte {byte} of the line.") from error
        line += piece.count(b"\n")
