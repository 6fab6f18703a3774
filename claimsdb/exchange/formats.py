"""The registry of export formats, for the API's export (`?format=`, Accept, the schema, the ending of the file) and for
`export_fixtures --format`. A new format is a module with a function such as these have, and a line here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from claimsdb.exchange import csv_rows, fixture, json_lines, xlsx_rows
from claimsdb.exchange.audience import Audience
from claimsdb.filters import ClaimList


class Export(Protocol):
    def __call__(self, claims: ClaimList, *, audience: Audience, base: str) -> Iterator[bytes]:
        """The file for that audience, piece by piece; the addresses of claims in it begin with `base`."""


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """`name` is what `format=` takes, `option` what `--format` takes where that is another word; files get `ending`.
    What `is_text` is in UTF-8."""

    name: str
    media_type: str
    ending: str
    export: Export
    option: str = ""
    is_text: bool = True

    @property
    def content_type(self) -> str:
        return f"{self.media_type}; charset=utf-8" if self.is_text else self.media_type


CSV = "csv"
XLSX = "xlsx"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# The first is the default.
FORMATS = (
    ExportFormat("fixture", "application/json", "json", fixture.export, option="json"),
    ExportFormat(CSV, "text/csv", "csv", csv_rows.export),
    ExportFormat("jsonl", "application/jsonl", "jsonl", json_lines.export, option="documents"),
    ExportFormat(XLSX, XLSX_TYPE, "xlsx", xlsx_rows.export, is_text=False),
)
