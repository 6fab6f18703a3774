"""Bodies that are not JSON: an article as it is, and articles as JSON lines, which may be more than memory holds."""

from collections.abc import Mapping
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.http import UnreadablePostError
from rest_framework import parsers

from api.http.problems import Refused

IN_MEMORY = 1024 * 1024  # bytes of a body; what is longer is on the disk until the answer ends
PIECE = 64 * 1024


class PlainTextParser(parsers.BaseParser):
    """The bytes of one article."""

    media_type = "text/plain"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        assert parser_context is not None
        return parser_context["request"].body


class LinesFile:
    """The body as a file, which whoever takes it closes."""

    def __init__(self, file: IO[bytes]):
        self.file = file


class JSONLinesParser(parsers.BaseParser):
    """The whole body, read before anything is done with it: who sends does not read the answer meanwhile. Memory stays
    the same however long it is."""

    media_type = "application/jsonl"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        assert parser_context is not None
        length, most = int(parser_context["request"].META["CONTENT_LENGTH"]), settings.CLAIMSDB_LINES_SIZE_LIMIT
        if length > most:
            raise Refused(413, f"The lines are too long: {most:,} bytes together is most. Send them in parts.")
        file: Any = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 — its reader closes it
        while piece := stream.read(PIECE):
            file.write(piece)
        if file.tell() < length:
            file.close()
            raise UnreadablePostError
        file.seek(0)
        return LinesFile(file)


class NDJSONParser(JSONLinesParser):
    media_type = "application/x-ndjson"


LINES = (JSONLinesParser.media_type, NDJSONParser.media_type)
