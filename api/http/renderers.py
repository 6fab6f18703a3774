"""JSON, written by orjson: a page may hold documents that the database has made, which go out as they are."""

from typing import Any

import orjson
from rest_framework import renderers

from claimsdb.exchange import CSV, XLSX, XLSX_TYPE


class JSONRenderer(renderers.JSONRenderer):
    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        if data is None:
            return b""
        indent = self.get_indent(accepted_media_type or "", renderer_context or {})
        written = orjson.dumps(data)
        return orjson.dumps(orjson.loads(written), option=orjson.OPT_INDENT_2) if indent else written


class SelectionRenderer(JSONRenderer):
    """Of documents of which `fields` has left what it names: they do not follow the schema of whole ones."""

    media_type = "application/vnd.claimsdb.selection+json"


class JSONLinesRenderer(JSONRenderer):
    """A line for each line that was sent; of anything else one line."""

    media_type = "application/jsonl"
    format = "jsonl"


class TableRenderer(JSONRenderer):
    """Answers that are no table, such as errors, are JSON."""

    def render(self, data: Any, *args: Any, **options: Any) -> bytes:
        return data if isinstance(data, bytes) else super().render(data, *args, **options)


class CSVRenderer(TableRenderer):
    media_type = "text/csv"
    format = CSV
    charset = "utf-8"


class XLSXRenderer(TableRenderer):
    media_type = XLSX_TYPE
    format = XLSX


class LinkedDataRenderer(JSONRenderer):
    media_type = "application/ld+json"
    format = "jsonld"
