"""Articles as JSON lines, plain or gzip: one object a line, with the fields of a submission."""

import gzip
import zlib
from collections.abc import Iterator
from io import BufferedReader
from typing import IO, Any, cast

import orjson

from claimsdb.reading.doors.known_shapes import as_submission
from claimsdb.reading.doors.records import BadRecord
from claimsdb.reading.record import BadArticle
from claimsdb.reading.strict_json import Ambiguous, parse
from claimsdb.reading.submission import Submission, check_plain_text, parse_submission

GZIP = b"\x1f\x8b"
MAX_ESCAPE_LENGTH = 6
"""JSON may write a byte of text as \\u00e9, in six; metadata have as much room again as one text."""

Line = tuple[int, bytes]


def iter_lines(file: IO[bytes], *, path: str, size_limit: int) -> Iterator[Line | BadArticle]:
    """The lines with their numbers from 1, without blank ones; one that is too long, or a damaged file, is an error."""
    longest = (MAX_ESCAPE_LENGTH + 1) * size_limit
    number = 0
    try:
        while line := file.readline(longest + 1):
            number += 1
            if len(line) > longest:
                yield BadArticle(f"{path} line {number}", f"longer than {longest:,} bytes")
                _skip_line(file, longest)
            elif line.strip():
                yield number, line
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        yield BadArticle(f"{path} after line {number}", f"the gzip file is damaged or cut off ({error})")


def open_unpacked(file: BufferedReader) -> IO[bytes]:
    """The file as it reads unpacked, whatever its name says."""
    return cast(IO[bytes], gzip.open(file)) if file.peek(2)[:2] == GZIP else file


def read_line(line: bytes, *, where: str, file_name: str, size_limit: int) -> Submission:
    """The article of a submission's fields, or of those of a tool that is known. Raises BadArticle for what is not an
    object in JSON, or whose fields are not right."""
    try:
        given = as_submission(read_object_line(line, where=where))
    except BadRecord as bad:
        raise BadArticle(where, str(bad)) from None
    check_plain_text(given, where=where)
    return parse_submission({"file_name": file_name, **given}, where=where, size_limit=size_limit)


def read_object_line(line: bytes, *, where: str) -> dict[str, Any]:
    """Raises BadArticle for what is not an object in JSON."""
    try:
        given = parse(line)
    except orjson.JSONDecodeError as error:
        raise BadArticle(where, f"not JSON in UTF-8: {error}") from None
    except Ambiguous as error:
        raise BadArticle(where, str(error)) from None
    if not isinstance(given, dict):
        raise BadArticle(where, 'not an object, a line is {"text": "…"} and what else is known')
    return given


def _skip_line(file: IO[bytes], chunk: int) -> None:
    while (line := file.readline(chunk)) and not line.endswith(b"\n"):
        pass
