"""The registry of export formats, for the API's export (`?format=`, Accept, the schema, the ending of the file) and for
`export_fixtures --format`. A new format is a module with a function such as these have, and a line here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from claimsdb.exchange import csv_rows, fixture, json_lines
from claimsdb.exchange.audience import Audience
from claimsdb.filters import ClaimList


class Export(Protocol):
    def __call__(self, claims: ClaimList, *, audience: Audience, base: str) -> Iterator[bytes]:
        """The file for that audience, piece by piece; the addresses of claims in it begin with `base`."""


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """`name` is what `format=` takes, `option` what `--format` takes where that is another word; files get `ending`."""

    name: str
    media_type: str
    ending: str
    export: Export
    option: str = ""


# The first is the default.
FORMATS = (
    ExportFormat("fixture", "application/json", "json", fixture.export, option="json"),
    ExportFormat("csv", "text/csv", "csv", csv_rows.export),
    ExportFormat("jsonl", "application/jsonl", "jsonl", json_lines.export, option="documents"),
)
