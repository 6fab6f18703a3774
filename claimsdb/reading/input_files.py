"""Input files of every kind, by their names or by what is in them. Articles are found first, one at a time, and parsed
later."""

import gzip
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from enum import StrEnum
from io import BufferedReader
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import orjson

from claimsdb.reading import standard_input
from claimsdb.reading.doors.archives import iter_pages
from claimsdb.reading.doors.feeds import iter_entries
from claimsdb.reading.doors.mails import fields_of
from claimsdb.reading.doors.records import BadRecord, Fields
from claimsdb.reading.doors.sniffing import BEGINNING, kind_of
from claimsdb.reading.doors.tables import iter_rows
from claimsdb.reading.files import check_file_name, check_readable, decode_text, list_files, read_bytes, utf8_name
from claimsdb.reading.json_lines import iter_lines, open_unpacked, read_line
from claimsdb.reading.markup import first_markup
from claimsdb.reading.record import BadArticle
from claimsdb.reading.submission import Submission, parse_submission
from claimsdb.reading.web_pages import read_web_page

STANDARD_INPUT = Path("-")
MARKUP_FACTOR = 10
"""A web page, a feed or a mail may be this many times as large as an article."""

ANY_SUFFIX = ("",)


class InputFormat(StrEnum):
    TEXT = "text"
    PAGE = "page"
    LINES = "lines"
    FEED = "feed"
    ARCHIVE = "archive"
    TABLE = "table"
    MAIL = "mail"


IN_WORDS = {
    InputFormat.TEXT: "a text",
    InputFormat.PAGE: "a web page",
    InputFormat.LINES: "JSON lines",
    InputFormat.FEED: "a feed (RSS or Atom)",
    InputFormat.ARCHIVE: "a web archive (WARC)",
    InputFormat.TABLE: "a table (CSV)",
    InputFormat.MAIL: "a mail (EML)",
}
FORMAT_BY_SUFFIX = {
    ".txt": InputFormat.TEXT,
    ".html": InputFormat.PAGE,
    ".htm": InputFormat.PAGE,
    ".jsonl": InputFormat.LINES,
    ".jsonl.gz": InputFormat.LINES,
    ".rss": InputFormat.FEED,
    ".atom": InputFormat.FEED,
    ".warc": InputFormat.ARCHIVE,
    ".warc.gz": InputFormat.ARCHIVE,
    ".csv": InputFormat.TABLE,
    ".tsv": InputFormat.TABLE,
    ".eml": InputFormat.MAIL,
}


@dataclass(frozen=True, slots=True)
class Taking:
    """How files are taken: all in one format, or each for what it is found to be (`auto`), else by their names; for
    tables which `columns` have which fields. `tell` is told of each file what it is taken for."""

    format: InputFormat | None = None
    auto: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    tell: Callable[[Path, InputFormat], None] = lambda path, found: None

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Of the files that a folder stands for."""
        return ANY_SUFFIX if self.auto or self.format else tuple(FORMAT_BY_SUFFIX)


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as bytes, unread. `where` names it in messages, `file_name` where it is stored; `url` is where the
    page was found, if that is known."""

    where: str
    file_name: str
    format: InputFormat
    data: bytes
    url: str = ""


Found = RawArticle | BadArticle
PASTED = "pasted.jsonl"
BY_NAME = Taking()
BY_LOOKING = Taking(auto=True)


def iter_raw_articles(paths: Iterable[Path], *, size_limit: int, taking: Taking = BY_NAME) -> Iterator[Found]:
    """The articles at the paths in order, and an error for each that cannot be read; one at a time is in memory.

    A directory stands for its files with a suffix of FORMAT_BY_SUFFIX, or for all of them where the names do not count;
    `-` for JSON lines from standard input.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            yield from _iter_json_lines(standard_input.opened(), path=Path("standard input"), size_limit=size_limit)
            continue
        try:
            for file in list_files(path, suffixes=taking.suffixes):
                yield from _iter_file(file, size_limit=size_limit, taking=taking)
        except BadArticle as bad:
            yield bad


def iter_raw_uploaded(
    name: str, pieces: Iterable[bytes], *, size_limit: int, taking: Taking = BY_LOOKING
) -> Iterator[Found]:
    """The articles in what somebody has sent under a file's name, as `iter_raw_articles` has those of a file."""
    try:
        check_file_name(name)
    except ValueError as error:
        yield BadArticle(name, f"the file's name {error}")
        return
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        try:
            with path.open("wb") as file:
                file.writelines(pieces)
        except OSError as error:  # a name of too many bytes, a full disk
            yield BadArticle(name, f"cannot be kept while it is read: {error.strerror}")
            return
        for found in iter_raw_articles([path], size_limit=size_limit, taking=taking):
            yield _without_folder(found, f"{folder}{os.sep}")


def iter_raw_pasted(text: str, *, size_limit: int) -> Iterator[Found]:
    """The articles in what somebody has pasted: a page or JSON lines by how it begins, and else a text, in which HTML
    would be kept for good."""
    data = text.encode("utf-8", "surrogatepass")
    try:
        form = InputFormat(kind_of(data[:BEGINNING], name="", columns={}))
    except BadRecord:
        form = InputFormat.TEXT
    if form is InputFormat.LINES:
        yield from iter_raw_uploaded(PASTED, [data], size_limit=size_limit)
    elif form is InputFormat.PAGE:
        yield RawArticle("", "", form, data)
    elif markup := first_markup(text):
        yield BadArticle("", f"has {markup:.40}, which is HTML: paste the whole page, from <html> on, or send the file")
    else:
        yield RawArticle("", "", InputFormat.TEXT, data)


def _without_folder(found: Found, folder: str) -> Found:
    if isinstance(found, BadArticle):
        return BadArticle(found.path.removeprefix(folder), found.reason, nearest=found.nearest)
    return replace(found, where=found.where.removeprefix(folder))


def parse_raw_article(raw_article: RawArticle, *, size_limit: int) -> Submission:
    """The article as a submission. Raises BadArticle."""
    where, file_name, data = raw_article.where, raw_article.file_name, raw_article.data
    match raw_article.format:
        case InputFormat.TEXT:
            return Submission(where, decode_text(data, where), file_name=file_name)
        case InputFormat.PAGE:
            return read_web_page(
                data, where=where, file_name=file_name, size_limit=size_limit, found_at=raw_article.url
            )
        case InputFormat.MAIL:
            try:
                fields = fields_of(data)
            except BadRecord as bad:
                raise BadArticle(where, str(bad)) from None
            return parse_submission({"file_name": file_name, **fields}, where=where, size_limit=size_limit)
        case _:
            return read_line(data, where=where, file_name=file_name, size_limit=size_limit)


def _iter_file(path: Path, *, size_limit: int, taking: Taking) -> Iterator[Found]:
    try:
        form, name = _format_of(path, taking), utf8_name(path)
        taking.tell(path, form)
        match form:
            case InputFormat.LINES:
                with path.open("rb") as file:
                    yield from _iter_json_lines(file, path=path, size_limit=size_limit)
            case InputFormat.ARCHIVE:
                with path.open("rb") as file:
                    yield from _iter_archive(file, path=path, size_limit=size_limit)
            case InputFormat.TABLE:
                with path.open("rb") as file:
                    yield from _iter_table(file, path=path, size_limit=size_limit, columns=taking.columns)
            case InputFormat.FEED:
                yield from _iter_feed(read_bytes(path, size_limit=size_limit * MARKUP_FACTOR), path=path)
            case _:
                limit = size_limit if form is InputFormat.TEXT else size_limit * MARKUP_FACTOR
                yield RawArticle(str(path), name, form, read_bytes(path, size_limit=limit))
    except BadArticle as bad:
        yield bad
    except BadRecord as bad:
        yield BadArticle(path, str(bad))
    except OSError as error:
        yield BadArticle(path, f"cannot be read ({error.strerror})")


def _format_of(path: Path, taking: Taking) -> InputFormat:
    """Raises BadArticle, and BadRecord for what is none of them."""
    check_readable(path)
    if taking.format:
        return taking.format
    if taking.auto:
        return _format_found(path, taking)
    for suffix, file_format in FORMAT_BY_SUFFIX.items():
        if path.name.lower().endswith(suffix):
            return file_format
    raise BadArticle(
        path, f"not a kind of file that is read, they are {', '.join(FORMAT_BY_SUFFIX)}; --from auto looks into it"
    )


def _format_found(path: Path, taking: Taking) -> InputFormat:
    with path.open("rb") as file, closing(open_unpacked(file)) as unpacked:
        try:
            beginning = unpacked.read(BEGINNING)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise BadRecord(f"the gzip file is damaged or cut off ({error})") from None
        is_packed = unpacked is not file
    found = InputFormat(kind_of(beginning, name=path.name.lower().removesuffix(".gz"), columns=taking.columns))
    if is_packed and found not in (InputFormat.LINES, InputFormat.ARCHIVE):
        raise BadRecord(f"{IN_WORDS[found]}, packed with gzip: unpack it first")
    return found


def _iter_json_lines(file: BufferedReader, *, path: Path, size_limit: int) -> Iterator[Found]:
    for line in iter_lines(open_unpacked(file), path=str(path), size_limit=size_limit):
        if isinstance(line, BadArticle):
            yield line
        else:
            number, data = line
            yield RawArticle(f"{path} line {number}", _named(path, "line", number), InputFormat.LINES, data)


def _iter_feed(data: bytes, *, path: Path) -> Iterator[Found]:
    entries = 0
    for entry in iter_entries(data):
        entries += 1
        where = " ".join(filter(None, [f"{path} entry {entry.number}", entry.url]))
        yield _of_fields(entry.fields, entry.fault, where, _named(path, "entry", entry.number))
    if not entries:
        raise BadRecord("a feed without entries")


def _iter_archive(file: BufferedReader, *, path: Path, size_limit: int) -> Iterator[Found]:
    pages = 0
    for page in iter_pages(file, size_limit=size_limit * MARKUP_FACTOR):
        pages += 1
        where = " ".join(filter(None, [f"{path} record {page.number}", page.url]))
        if page.fault:
            yield BadArticle(where, page.fault)
        else:
            yield RawArticle(where, _named(path, "record", page.number), InputFormat.PAGE, page.data, page.url)
    if not pages:
        raise BadRecord("a web archive without a page: no record is HTML that was got with status 200")


def _iter_table(file: IO[bytes], *, path: Path, size_limit: int, columns: Mapping[str, str]) -> Iterator[Found]:
    for row in iter_rows(file, columns=columns, size_limit=size_limit):
        yield _of_fields(row.fields, row.fault, f"{path} line {row.number}", _named(path, "line", row.number))


def _of_fields(fields: Fields, fault: str, where: str, file_name: str) -> Found:
    if fault:
        return BadArticle(where, fault)
    return RawArticle(where, file_name, InputFormat.LINES, orjson.dumps(fields))


def _named(path: Path, part: str, number: int) -> str:
    return f"{path.name[-200:]} {part} {number}"
