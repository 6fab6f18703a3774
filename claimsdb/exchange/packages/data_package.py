"""All that is public as a Data Package (datapackage.org): CSV tables and their description, also as Croissant, in one
zip file, the same bytes for the same data."""

import io
import json
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from typing import Any

from claimsdb.db.snapshot_isolation import read_snapshot
from claimsdb.exchange.csv_table import csv_lines
from claimsdb.exchange.packages.croissant import WrittenFile, croissant
from claimsdb.exchange.packages.tables import BY_NAME, TABLES, PublicTable, TableColumn

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can name: none is of the data
LINES = 1_000  # at a time
NOTES = (
    "Each source's words are its own; quotes are given to show who claimed what. Before a cell that a spreadsheet would"
    " take for a formula, or that begins with an apostrophe, stands an apostrophe."
)


def data_package(*, site: str = "") -> Iterator[bytes]:
    """The zip file, piece by piece; `site` is the address at which the same can be looked up."""
    out, about = _Pieces(), description(site=site)
    written: dict[str, WrittenFile] = {}
    with read_snapshot(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        with package.open(_entry("datapackage.json"), "w") as file:
            file.write(_as_json(about))
        for table in TABLES:
            with package.open(_entry(f"{table.name}.csv"), "w", force_zip64=True) as file:
                size, digest = 0, sha256()
                for lines in _table_lines(table):
                    size += file.write(lines)
                    digest.update(lines)
                    yield out.taken()
            written[table.name] = WrittenFile(size, digest.hexdigest())
            yield out.taken()
        with package.open(_entry("croissant.json"), "w") as file:
            file.write(_as_json(croissant(written, about)))
    yield out.taken()


def _table_lines(table: PublicTable) -> Iterator[bytes]:
    yield csv_lines([[column.name for column in table.columns]])
    yield from map(csv_lines, batched_rows(table))


def _as_json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, indent=2, ensure_ascii=False).encode() + b"\n"


def batched_rows(table: PublicTable) -> Iterator[list[tuple[Any, ...]]]:
    rows = table.rows()
    while some := list(islice(rows, LINES)):
        yield some


def description(*, site: str = "") -> dict[str, Any]:
    """The datapackage.json. Without a moment: it is of the data alone."""
    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "claimsdb",
        "title": "Who claimed what, where it was reported, and whether the claims agree",
        "description": f"All that is public in a claimsdb. {NOTES}",
        "resources": [_resource(table) for table in TABLES],
    }
    return package | ({"homepage": site} if site else {})


def _resource(table: PublicTable) -> dict[str, Any]:
    foreign = [
        {
            "fields": [column.name],
            "reference": {
                "resource": "" if column.refers_to == table.name else column.refers_to,
                "fields": [BY_NAME[column.refers_to].columns[0].name],
            },
        }
        for column in table.columns
        if column.refers_to
    ]
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    schema |= {"primaryKey": table.key} if table.key else {}
    schema |= {"foreignKeys": foreign} if foreign else {}
    return {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: TableColumn) -> dict[str, Any]:
    of_key = {"constraints": {"required": True}} if column.is_key else {}
    return {"name": column.name, "type": column.kind, **of_key}


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3  # wherever it was made
    return entry


class _Pieces(io.RawIOBase):
    """A file that can only be written on, and gives what has been written since it was last asked."""

    def __init__(self) -> None:
        super().__init__()
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._written.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        written, self._written = self._written, []
        return b"".join(written)
