"""What tests read of workbooks: by openpyxl, another hand than the one that writes them."""

import io
import zipfile
from datetime import datetime
from html import unescape

from openpyxl import load_workbook


def xml_of(content):
    """The text of each part of a workbook, but for its theme, which is the same in all and full of numbers."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return [unescape(file.read(name).decode()) for name in file.namelist() if not name.startswith("xl/theme/")]


def sheets_of(content):
    """The rows of each sheet by its title, the names of the columns first."""
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def words_of(content):
    """All that somebody may find in a workbook, with days and moments as ISO 8601 has them."""
    cells = [cell for rows in sheets_of(content).values() for row in rows for cell in row]
    moments = [f"{cell.date()} {cell.isoformat()}Z" for cell in cells if isinstance(cell, datetime)]
    return "\n".join([*xml_of(content), *moments])
