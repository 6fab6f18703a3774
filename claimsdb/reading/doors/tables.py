"""Articles as a table (CSV), a row each, with what its columns are called told beforehand or by their names."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Self

from claimsdb.reading.bylines import writers_in
from claimsdb.reading.doors.records import BadRecord, Fields, day_of, filled, line_of, under_title, without_markup
from claimsdb.reading.submission import DAYS, SUBMISSION_FIELDS

DELIMITERS = ",;\t|"
LONGEST_HEADER = 64 * 1024  # bytes
ROOM_FACTOR = 3
"""A table doubles quotation marks; other columns have as much room again as one text."""

NUL = "\0"
CHUNK = 64 * 1024  # characters
ENCODINGS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

# For all of the process, so it is never changed again. Rows have a limit of their own here, below this one.
csv.field_size_limit(1 << 30)

Mapped = Mapping[str, str]  # fields of a submission, and what their columns are called


@dataclass(frozen=True, slots=True)
class Row:
    """One row, by the number of the line where it begins: the fields of its article, or why they cannot be had."""

    number: int
    fields: Fields
    fault: str = ""


def iter_rows(file: IO[bytes], *, columns: Mapped, size_limit: int) -> Iterator[Row]:
    """The rows in their order, one at a time. Without `columns` those count that are called like fields.

    In UTF-8, or UTF-16 with a byte order mark. Raises BadRecord for what is no table of articles.
    """
    beginning = file.read(LONGEST_HEADER)
    encoding = next((name for mark, name in ENCODINGS if beginning.startswith(mark)), "utf-8")
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        first = text.readline(LONGEST_HEADER)
        places = _places(first, columns)
        delimiter = _delimiter(first, columns)
        yield from _rows(text, places, delimiter=delimiter, size_limit=size_limit)
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        raise BadRecord(f"not {encoding.upper()}: 0x{byte:02X}, save it as UTF-8") from None
    finally:
        text.detach()


class _RowTooLong(BadRecord):
    pass


class _Lines:
    """The lines of a table for csv, which has no limit for a row of many lines: `longest` is that, in characters."""

    def __init__(self, text: IO[str], *, longest: int) -> None:
        self.number = 1  # of the line that was read last; the first has the names
        self.first = 1  # line of the row
        self._text, self._longest, self._room = text, longest, longest
        self._marks, self._is_within_line = 0, False

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        """Raises _RowTooLong."""
        line = self._read(self._room + 1)
        if not line:
            raise StopIteration
        if len(line) > self._room:
            raise _RowTooLong(f"a row longer than {self._longest:,} characters")
        self._room -= len(line)
        return line

    def begin_row(self) -> None:
        self.first, self._room, self._marks = self.number + 1, self._longest, 0

    def skip_row(self) -> None:
        """Reads on to the end of the first line by which each quotation mark of the row has its other half."""
        while (self._is_within_line or self._marks % 2) and self._read(CHUNK):
            pass

    def _read(self, size: int) -> str:
        piece = self._text.readline(size)
        if piece:
            self.number += not self._is_within_line
            self._marks += piece.count('"')
            self._is_within_line = piece[-1] not in "\r\n"
        return piece


def _rows(text: IO[str], places: Mapping[str, int], *, delimiter: str, size_limit: int) -> Iterator[Row]:
    lines = _Lines(text, longest=ROOM_FACTOR * size_limit + LONGEST_HEADER)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin_row()
        try:
            row = next(reader, None)
            if row is None:
                return
            if any(row):
                yield Row(lines.first, _fields(row, places, size_limit=size_limit))
        except csv.Error as error:
            yield Row(lines.first, {}, f"no row of a table: {error}")
        except _RowTooLong as bad:
            lines.skip_row()
            where = f"it goes on to line {lines.number}: is a quotation mark without its other half?"
            yield Row(lines.first, {}, f"{bad}, {where}")
        except BadRecord as bad:
            yield Row(lines.first, {}, str(bad))


def _names(first: str, delimiter: str) -> list[str]:
    names = next(csv.reader([first], delimiter=delimiter), [])
    return [name.strip() for name in names]


def _delimiter(first: str, columns: Mapped) -> str:
    """The one by which most of the columns are found that are looked for, else most columns."""
    wanted = {*(columns.values() or SUBMISSION_FIELDS)}

    def found(delimiter: str) -> tuple[int, int]:
        names = _names(first, delimiter)
        return len(wanted.intersection(names)), len(names)

    return max(DELIMITERS, key=found)


def _places(first: str, columns: Mapped) -> dict[str, int]:
    """Where the column of each field is. Raises BadRecord where one is missing, or there is none for the text."""
    names = _names(first, _delimiter(first, columns))
    there = f"its columns are {', '.join(names)[:300]}"
    wanted = columns or {name: name for name in SUBMISSION_FIELDS if name in names}
    for field, column in wanted.items():
        if column not in names:
            raise BadRecord(f"{field}: there is no column {column!r}, {there}")
        if names.count(column) > 1:
            raise BadRecord(f"{field}: {names.count(column)} columns are called {column!r}")
    if "text" not in wanted:
        raise BadRecord(f"text: no column is called so, {there}: say which, as in --map text=Body,title=Headline")
    return {field: names.index(column) for field, column in wanted.items()}


def _fields(row: list[str], places: Mapping[str, int], *, size_limit: int) -> Fields:
    if len(row) <= (last := max(places.values())):
        raise BadRecord(f"has {len(row)} cells, and the columns that are asked for end with number {last + 1}")
    given = {field: row[place].strip() for field, place in places.items()}
    for field, cell in given.items():
        if len(cell) > size_limit:
            raise BadRecord(f"{field}: a cell of {len(cell):,} characters, the limit is {size_limit:,}")
        if NUL in cell:
            raise BadRecord(f"{field}: NUL at character {cell.index(NUL) + 1}, which no text has")
    for day in DAYS:
        if given.get(day):
            given[day] = day_of(given[day], field=day)
    if "title" in given:
        given["title"] = line_of(without_markup(given["title"]))
    if "byline" in given:
        given["byline"] = writers_in(given["byline"])
    if given["text"]:
        given["text"] = under_title(without_markup(given["text"]), given.get("title", ""))
    return filled(given)
