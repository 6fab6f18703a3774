"""The tables of the data package as Croissant 1.0 (MLCommons), by which tools for machine learning find and load them.

Without license and day of publication, of which the data say nothing: whoever publishes them adds their own. And
without references between the tables, which datapackage.json has: mlcroissant joins whatever is referred to, and loses
the rows that refer to nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claimsdb.exchange.packages.tables import TABLES, PublicTable, TableColumn

CROISSANT = "http://mlcommons.org/croissant/"
TERMS = (
    *("citeAs", "column", "dataType", "extract", "field", "fileObject", "key", "recordSet", "references", "source"),
    *("fileProperty", "fileSet", "format", "includes", "isLiveDataset", "jsonPath", "md5", "parentField", "path"),
    *("regex", "repeated", "replace", "separator", "subField", "transform", "samplingRate", "equivalentProperty"),
)
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    **{term: f"cr:{term}" for term in sorted(TERMS)},
    "conformsTo": "dct:conformsTo",
    "cr": CROISSANT,
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
}
TYPES = {"string": "Text", "integer": "Integer", "number": "Float", "date": "Date", "datetime": "DateTime"}


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file as it was written: so many bytes, with this digest."""

    size: int
    sha256: str


def croissant(written: Mapping[str, WrittenFile], package: Mapping[str, Any]) -> dict[str, Any]:
    """The croissant.json, for the tables as they were `written`, by their names; `package` is the datapackage.json."""
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "conformsTo": f"{CROISSANT}1.0",
        "name": package["name"],
        "alternateName": package["title"],
        "description": package["description"],
        **({"url": package["homepage"]} if "homepage" in package else {}),
        "distribution": [_file(table, written[table.name]) for table in TABLES],
        "recordSet": [_records(table) for table in TABLES],
    }


def _file(table: PublicTable, written: WrittenFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{table.name}.csv",
        "name": f"{table.name}.csv",
        "description": table.title,
        "contentUrl": f"{table.name}.csv",
        "contentSize": f"{written.size} B",
        "encodingFormat": "text/csv",
        "sha256": written.sha256,
    }


def _records(table: PublicTable) -> dict[str, Any]:
    key = [{"@id": f"{table.name}/{name}"} for name in table.key]
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.title,
        **({"key": key[0] if len(key) == 1 else key} if key else {}),
        "field": [_field(table, column) for column in table.columns],
    }


def _field(table: PublicTable, column: TableColumn) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "dataType": f"sc:{TYPES[column.kind]}",
        "source": {"fileObject": {"@id": f"{table.name}.csv"}, "extract": {"column": column.name}},
    }
