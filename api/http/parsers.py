"""Bodies that are not JSON: an article as it is, and articles as JSON lines."""

from collections.abc import Mapping
from typing import Any

from rest_framework import parsers

from api.http.problems import Refused

LINES_SIZE = 200_000
"""Bytes of JSON lines in one request. A core reads some 15 kB of text a second: even where others need it too, the
answer comes within the minute for which servers wait. A longer article goes alone."""

LINES_LIMIT = 50
"""Articles in one request: storing one takes its time, however short it is."""

Line = tuple[int, bytes]


class PlainTextParser(parsers.BaseParser):
    """The bytes of one article."""

    media_type = "text/plain"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        assert parser_context is not None
        return parser_context["request"].body


class JSONLinesParser(parsers.BaseParser):
    """The lines that are not blank, each with its number from 1."""

    media_type = "application/jsonl"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        assert parser_context is not None
        body = parser_context["request"].body
        if len(body) > LINES_SIZE:
            raise Refused(413, f"The lines are too long: {LINES_SIZE:,} bytes together is most. Send them in parts.")
        lines = tuple((number, line) for number, line in enumerate(body.split(b"\n"), start=1) if line.strip())
        if len(lines) > LINES_LIMIT:
            raise Refused(413, f"There are {len(lines):,} articles: {LINES_LIMIT} is most. Send them in parts.")
        return lines


class NDJSONParser(JSONLinesParser):
    media_type = "application/x-ndjson"
