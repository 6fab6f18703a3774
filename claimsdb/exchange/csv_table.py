"""Tables for spreadsheets and statistics: CSV as RFC 4180 has it, in UTF-8."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

# What OWASP names under "CSV injection", full-width and small forms too, and an apostrophe.
FORMULA = re.compile(r"[\t\r\n]|[\s\ufeff\u200b]*[=+\-@'\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]")
BOM = "\ufeff".encode()  # by which Excel knows that a file is in UTF-8
BETWEEN = "; "  # several names or codes in a cell


def cell(value: Any) -> Any:
    """A value as a cell has it. An apostrophe goes before what a spreadsheet would take for a formula, and before what
    begins with one itself: whoever takes the first apostrophe of a cell away has the value."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def csv_lines(rows: Iterable[Iterable[Any]]) -> bytes:
    """The rows as lines of the table."""
    out = io.StringIO()
    csv.writer(out).writerows([cell(value) for value in row] for row in rows)
    return out.getvalue().encode()
