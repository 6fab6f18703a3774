"""Tables for Excel and LibreOffice (Office Open XML) in which days are days, numbers are numbers and words stay words.
The same rows give the same bytes.

What a spreadsheet cannot hold as it is stays a text as CSV has it, and nothing is cut: a day before March 1900, which
Excel counts wrongly, a whole number of more than 15 digits, of which it keeps 15, and on a sheet of its own a text that
has no room in a cell.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from tempfile import TemporaryDirectory, TemporaryFile
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from claimsdb.exchange.csv_table import FORMULA

if TYPE_CHECKING:
    from xlsxwriter import Workbook

ROWS = 1_048_576 - 1  # of a sheet, without the names of the columns
ROOM = 32_767  # UTF-16 code units in a cell
BIGGEST = 10**15  # from here on a spreadsheet does not keep every digit
FIRST_DAY = date(1900, 3, 1)  # Excel has a 29 February in 1900
LONG_TEXTS = "Long texts"
PIECE = 64 * 1024  # bytes

# Columns of any table; in all others a text stays one, whatever it looks like.
DAYS = frozenset(
    "published_on published_from published_to said_from said_to event_from event_to from to first_day last_day".split()
)
MOMENTS = frozenset("created_at updated_at".split())
WIDTHS = {"text": 60, "quote": 60, "in_words": 60, "title": 40, "article_title": 40, "url": 20}  # characters
WIDTH = 14

MADE = {"created": datetime(1980, 1, 1)}  # of no day, so that the same rows give the same bytes
AS_THEY_ARE = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


class TooManyRows(ValueError):
    """More than a sheet has room for."""

    def __init__(self) -> None:
        super().__init__(f"There are more than the {ROWS:,} rows that a sheet has room for: filter them, or take CSV.")


def check_rows(rows: QuerySet) -> None:
    """Raises TooManyRows."""
    if rows.order_by().values("pk")[ROWS : ROWS + 1].exists():
        raise TooManyRows


def workbook(columns: Sequence[str], rows: Iterable[Iterable[Any]], *, title: str) -> Iterator[bytes]:
    """The file with one sheet of that title, piece by piece once all of it is there: its parts are on disk until then.

    Values are None, texts, numbers, days and moments, these two also as ISO 8601 has them. Raises TooManyRows.
    """
    from xlsxwriter import Workbook  # a twentieth of the start of every command, few of which write one

    with TemporaryDirectory() as folder, TemporaryFile() as file:
        options = {"constant_memory": True, "tmpdir": folder, **AS_THEY_ARE}
        with Workbook(file, options) as book:
            book.set_properties(MADE)
            sheet = _Sheet(_Book(book), columns, title=title)
            for row in rows:
                sheet.add(row)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


class _Exact(float):
    """XlsxWriter writes 16 digits, 0.9900060000000001 for 0.990006."""

    def __format__(self, spec: str) -> str:
        return repr(float(self)).removesuffix(".0")


class _Book:
    """What the sheets of a file share: formats, and the sheet of long texts, which is there once it is needed."""

    def __init__(self, book: "Workbook") -> None:
        self.book = book
        self.bold = book.add_format({"bold": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": 'yyyy-mm-dd"T"hh:mm:ss"Z"'})
        # Else a text that begins with "=" would become a formula once somebody edits its cell.
        self.quoted = book.add_format({"quote_prefix": True})

    @cached_property
    def long_texts(self) -> "_Sheet":
        return _Sheet(self, ["sheet_row", "column", "part", "text"], title=LONG_TEXTS)


class _Sheet:
    def __init__(self, book: _Book, columns: Sequence[str], *, title: str) -> None:
        self.book, self.columns, self.row = book, columns, 0
        self.sheet = book.book.add_worksheet(title)
        self.sheet.freeze_panes(1, 0)
        for number, name in enumerate(columns):
            self.sheet.set_column(number, number, WIDTHS.get(name, WIDTH))
            self.sheet.write_string(0, number, name, book.bold)

    def add(self, values: Iterable[Any]) -> None:
        """The next row. Raises TooManyRows."""
        self.row += 1
        if self.row > ROWS:
            raise TooManyRows
        for number, (name, value) in enumerate(zip(self.columns, values, strict=True)):
            self._write(number, _as_meant(name, value))

    def _write(self, column: int, value: Any) -> None:
        match value:
            case None | "":
                pass
            case datetime():
                moment = value.astimezone(UTC).replace(tzinfo=None)
                self.sheet.write_datetime(self.row, column, moment, self.book.moment)
            case date():
                self.sheet.write_datetime(self.row, column, value, self.book.day)
            case bool():
                self.sheet.write_boolean(self.row, column, value)
            case int() | float() if abs(value) < BIGGEST:
                self.sheet.write_number(self.row, column, _Exact(value))
            case _:
                self._write_text(column, str(value))

    def _write_text(self, column: int, text: str) -> None:
        if _size(text) > ROOM:
            text = self._elsewhere(column, text)
        self.sheet.write_string(self.row, column, text, self.book.quoted if FORMULA.match(text) else None)

    def _elsewhere(self, column: int, text: str) -> str:
        """Puts the text on the sheet of long ones; what its own cell says of it."""
        there = self.book.long_texts
        first = there.row + 2  # rows count from 1, and the first has the names of the columns
        for number, part in enumerate(_parts(text), start=1):
            there.add([self.row + 1, self.columns[column], number, part])
        return f"[{len(text):,} characters: sheet “{LONG_TEXTS}”, rows {first} to {there.row + 1}]"


def _as_meant(name: str, value: Any) -> Any:
    """The value of a column of that name, with days and moments as such where a spreadsheet can have them."""
    if isinstance(value, str) and value and name in DAYS | MOMENTS:
        read = date.fromisoformat if name in DAYS else datetime.fromisoformat
        meant: date = read(value)
    elif isinstance(value, date):
        meant = value
    else:
        return value
    day = meant.date() if isinstance(meant, datetime) else meant
    return meant if day >= FIRST_DAY else meant.isoformat()


def _size(text: str) -> int:
    """In UTF-16 code units, which is what Excel counts."""
    return len(text) if len(text) * 2 <= ROOM else len(text.encode("utf-16-le")) // 2


def _parts(text: str) -> Iterator[str]:
    """Parts that fit into cells, none of which ends within a character."""
    while text:
        part = text[:ROOM]
        while (over := _size(part) - ROOM) > 0:
            part = part[: -max(over // 2, 1)]
        yield part
        text = text[len(part) :]
