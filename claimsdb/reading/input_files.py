"""Input files: text, web pages and JSON lines. Articles are found first, one at a time, and parsed later."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BufferedReader
from pathlib import Path
from typing import cast

from claimsdb.reading.files import decode_text, list_files, read_bytes, utf8_name
from claimsdb.reading.json_lines import iter_lines, open_unpacked, read_line
from claimsdb.reading.record import BadArticle
from claimsdb.reading.submission import Submission
from claimsdb.reading.web_pages import read_web_page

STANDARD_INPUT = Path("-")
MARKUP_FACTOR = 10
"""A web page may be this many times as large as the article in it."""


class InputFormat(StrEnum):
    TEXT = "text"
    PAGE = "page"
    LINES = "lines"


FORMAT_BY_SUFFIX = {
    ".txt": InputFormat.TEXT,
    ".html": InputFormat.PAGE,
    ".htm": InputFormat.PAGE,
    ".jsonl": InputFormat.LINES,
    ".jsonl.gz": InputFormat.LINES,
}


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as bytes, unread. `where` names it in messages, `file_name` where it is stored."""

    where: str
    file_name: str
    format: InputFormat
    data: bytes


def iter_raw_articles(paths: Iterable[Path], *, size_limit: int) -> Iterator[RawArticle | BadArticle]:
    """The articles at the paths in order, and an error for each that cannot be read; one at a time is in memory.

    A directory stands for its files with a suffix of FORMAT_BY_SUFFIX, `-` for JSON lines from standard input.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            stream = cast(BufferedReader, sys.stdin.buffer)
            yield from _iter_json_lines(stream, path=Path("standard input"), size_limit=size_limit)
            continue
        try:
            for file in list_files(path, suffixes=tuple(FORMAT_BY_SUFFIX)):
                yield from _iter_file(file, size_limit=size_limit)
        except BadArticle as bad:
            yield bad


def parse_raw_article(raw_article: RawArticle, *, size_limit: int) -> Submission:
    """The article as a submission. Raises BadArticle."""
    where, file_name = raw_article.where, raw_article.file_name
    match raw_article.format:
        case InputFormat.TEXT:
            return Submission(where, decode_text(raw_article.data, where), file_name=file_name)
        case InputFormat.PAGE:
            return read_web_page(raw_article.data, where=where, file_name=file_name, size_limit=size_limit)
        case InputFormat.LINES:
            return read_line(raw_article.data, where=where, file_name=file_name, size_limit=size_limit)


def _iter_file(path: Path, *, size_limit: int) -> Iterator[RawArticle | BadArticle]:
    try:
        file_format, name = _format_of(path), utf8_name(path)
        if file_format is InputFormat.LINES:
            with path.open("rb") as file:
                yield from _iter_json_lines(file, path=path, size_limit=size_limit)
        else:
            limit = size_limit * MARKUP_FACTOR if file_format is InputFormat.PAGE else size_limit
            yield RawArticle(str(path), name, file_format, read_bytes(path, size_limit=limit))
    except BadArticle as bad:
        yield bad
    except OSError as error:
        yield BadArticle(path, f"cannot be read ({error.strerror})")


def _format_of(path: Path) -> InputFormat:
    for suffix, file_format in FORMAT_BY_SUFFIX.items():
        if path.name.lower().endswith(suffix):
            return file_format
    raise BadArticle(path, f"not a kind of file that is read, they are {', '.join(FORMAT_BY_SUFFIX)}")


def _iter_json_lines(file: BufferedReader, *, path: Path, size_limit: int) -> Iterator[RawArticle | BadArticle]:
    for line in iter_lines(open_unpacked(file), path=str(path), size_limit=size_limit):
        if isinstance(line, BadArticle):
            yield line
        else:
            number, data = line
            file_name = f"{path.name[-200:]} line {number}"
            yield RawArticle(f"{path} line {number}", file_name, InputFormat.LINES, data)
