"""Articles as they lie in files of several kinds, one at a time: found here, read wherever there is time for it."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BufferedReader
from pathlib import Path
from typing import cast

from claimsdb.reading.files import bytes_of, decoded, files_at, utf8_name
from claimsdb.reading.json_lines import lines_of, opened, read_line
from claimsdb.reading.record import BadArticle
from claimsdb.reading.submission import Submission
from claimsdb.reading.web_pages import read_page

STANDARD_INPUT = Path("-")
MARKUP = 10
"""A web page may be so many times as large as the article in it."""


class Form(StrEnum):
    TEXT = "text"
    PAGE = "page"
    LINES = "lines"


SUFFIXES = {
    ".txt": Form.TEXT,
    ".html": Form.PAGE,
    ".htm": Form.PAGE,
    ".jsonl": Form.LINES,
    ".jsonl.gz": Form.LINES,
}


@dataclass(frozen=True, slots=True)
class Manuscript:
    """One article as bytes, unread. `where` names it in messages, `file_name` where it is stored."""

    where: str
    file_name: str
    form: Form
    data: bytes


def manuscripts(paths: Iterable[Path], *, size_limit: int) -> Iterator[Manuscript | BadArticle]:
    """The articles at the paths in order, and an error for each that cannot be had; none but one is held at a time.

    A directory stands for the files in it that have one of the SUFFIXES, `-` for JSON lines from standard input.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            stream = cast(BufferedReader, sys.stdin.buffer)
            yield from _lines(stream, path=Path("standard input"), size_limit=size_limit)
            continue
        try:
            for file in files_at(path, suffixes=tuple(SUFFIXES)):
                yield from _in_file(file, size_limit=size_limit)
        except BadArticle as bad:
            yield bad


def submission_in(manuscript: Manuscript, *, size_limit: int) -> Submission:
    """What the manuscript says. Raises BadArticle."""
    where, file_name = manuscript.where, manuscript.file_name
    match manuscript.form:
        case Form.TEXT:
            return Submission(where, decoded(manuscript.data, where), file_name=file_name)
        case Form.PAGE:
            return read_page(manuscript.data, where=where, file_name=file_name, size_limit=size_limit)
        case Form.LINES:
            return read_line(manuscript.data, where=where, file_name=file_name, size_limit=size_limit)


def _in_file(path: Path, *, size_limit: int) -> Iterator[Manuscript | BadArticle]:
    try:
        form, name = _form_of(path), utf8_name(path)
        if form is Form.LINES:
            with path.open("rb") as file:
                yield from _lines(file, path=path, size_limit=size_limit)
        else:
            limit = size_limit * MARKUP if form is Form.PAGE else size_limit
            yield Manuscript(str(path), name, form, bytes_of(path, size_limit=limit))
    except BadArticle as bad:
        yield bad
    except OSError as error:
        yield BadArticle(path, f"cannot be read ({error.strerror})")


def _form_of(path: Path) -> Form:
    for suffix, form in SUFFIXES.items():
        if path.name.lower().endswith(suffix):
            return form
    raise BadArticle(path, f"not a kind of file that is read, they are {', '.join(SUFFIXES)}")


def _lines(file: BufferedReader, *, path: Path, size_limit: int) -> Iterator[Manuscript | BadArticle]:
    for line in lines_of(opened(file), path=str(path), size_limit=size_limit):
        if isinstance(line, BadArticle):
            yield line
        else:
            number, data = line
            file_name = f"{path.name[-200:]} line {number}"
            yield Manuscript(f"{path} line {number}", file_name, Form.LINES, data)
