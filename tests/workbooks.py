"""What tests read of workbooks: by openpyxl, another hand than the one that writes them."""

import io
import zipfile
from html import unescape

from openpyxl import load_workbook


def xml_of(content):
    """The text of each part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return [unescape(file.read(name).decode()) for name in file.namelist()]


def sheets_of(content):
    """The rows of each sheet by its title, the names of the columns first."""
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}
