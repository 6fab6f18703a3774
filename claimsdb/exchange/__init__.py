"""Claims out of the database and, as fixtures, back in."""

from claimsdb.exchange.actor_registry import add_missing, load_if_missing
from claimsdb.exchange.audience import ANYBODY, OPERATOR, ClosedTexts, audience_of
from claimsdb.exchange.csv_table import BETWEEN, BOM, csv_lines
from claimsdb.exchange.faults import BadFixture
from claimsdb.exchange.fixture import export_lines
from claimsdb.exchange.formats import CSV, FORMATS, XLSX, XLSX_TYPE, Export, ExportFormat
from claimsdb.exchange.importing import Imported, import_fixture
from claimsdb.exchange.loaded_rows import loaded_claims_recorded
from claimsdb.exchange.merging import Merged
from claimsdb.exchange.packages import data_package, datasette_metadata, write_sqlite
from claimsdb.exchange.workbooks import TooManyRows, check_rows, workbook

__all__ = [
    "ANYBODY",
    "BETWEEN",
    "BOM",
    "CSV",
    "FORMATS",
    "OPERATOR",
    "XLSX",
    "XLSX_TYPE",
    "BadFixture",
    "ClosedTexts",
    "Export",
    "ExportFormat",
    "Imported",
    "Merged",
    "TooManyRows",
    "add_missing",
    "audience_of",
    "check_rows",
    "csv_lines",
    "data_package",
    "datasette_metadata",
    "export_lines",
    "import_fixture",
    "load_if_missing",
    "loaded_claims_recorded",
    "workbook",
    "write_sqlite",
]
