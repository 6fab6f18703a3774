"""Everything that a list's filters match as one file: a table, or JSON lines of the documents that the list shows."""

from collections.abc import Iterable, Iterator
from copy import copy
from itertools import chain
from typing import Any

import orjson
from django.db import router
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request

from api.documents.tables import Columns, rows_of, table
from api.http.parameters import BOM, BYTE_ORDER_MARK, FORMAT, wants_byte_order_mark
from api.http.renderers import CSVRenderer, JSONLinesRenderer, XLSXRenderer
from api.schema.operations import problems, query_parameter
from api.views.export import marked, name_of_file, no_room
from api.views.reading import ReadingViewSet
from claimsdb.db.snapshot_isolation import read_snapshot
from claimsdb.exchange import TooManyRows, check_rows, csv_lines, workbook
from claimsdb.filters import RowList
from claimsdb.http import exports

BATCH = 500  # rows, each batch as of one moment


class ListExportMixin(ReadingViewSet):
    """An action of a list; `columns` are those of the table."""

    columns: Columns

    @extend_schema(
        filters=True,
        parameters=[query_parameter(BOM, BYTE_ORDER_MARK)],
        responses={
            (200, CSVRenderer.media_type): OpenApiTypes.STR,
            (200, XLSXRenderer.media_type): OpenApiTypes.BINARY,
            (200, JSONLinesRenderer.media_type): OpenApiTypes.STR,
            **problems(400, 403),
        },
    )
    @action(detail=False, pagination_class=None, renderer_classes=[CSVRenderer, JSONLinesRenderer, XLSXRenderer])
    @exports.export
    def export(self, request: Request) -> StreamingHttpResponse:
        """All that the filters match as one file: a table as CSV unless `format` or Accept asks for JSON lines or a
        workbook."""
        view = type(self).listing(_without_format(request))
        found = view.get_list(reserved=())
        renderer: Any = request.accepted_renderer
        with_mark = wants_byte_order_mark(request, format=renderer.format)
        noun = str(found.filters.queryset.model._meta.verbose_name_plural)
        pieces = self._pieces(_documents(view, found), found, form=renderer.format, noun=noun)
        charset = "" if renderer.format == XLSXRenderer.format else "; charset=utf-8"
        return exports.file_response(
            marked(pieces) if with_mark else pieces,
            name=f"{name_of_file(noun, found)}.{renderer.format}",
            content_type=f"{renderer.media_type}{charset}",
            method=request.method,
        )

    def _pieces(self, documents: Iterable[list[Any]], found: RowList, *, form: str, noun: str) -> Iterator[bytes]:
        """Raises InvalidParameters where the form has no room for them."""
        match form:
            case CSVRenderer.format:
                return self._table(documents)
            case XLSXRenderer.format:
                try:
                    check_rows(found.queryset)
                except TooManyRows as refusal:
                    raise no_room(refusal) from refusal
                return workbook([*self.columns], rows_of(self.columns, chain.from_iterable(documents)), title=noun)
            case _:
                return map(_lines, documents)

    def _table(self, documents: Iterable[list[Any]]) -> Iterator[bytes]:
        yield csv_lines([[*self.columns]])
        for each in documents:
            yield table(self.columns, each)


def _without_format(request: Request) -> Request:
    """The request without the form of the answer, which the addresses in documents would name."""
    query = request.query_params.copy()
    for name in (FORMAT, BOM):
        query.pop(name, None)
    plain = copy(request)
    plain._request = copy(request._request)
    plain._request.GET = query  # type: ignore[assignment]
    return plain


def _lines(documents: list[Any]) -> bytes:
    return b"".join(orjson.dumps(each) + b"\n" for each in documents)


def _documents(view: ReadingViewSet, found: RowList) -> Iterator[list[Any]]:
    """As the list shows them, many at a time, in the order of their ids."""
    model, after = found.filters.queryset.model, 0
    while True:
        with read_snapshot(using=router.db_for_read(model)):
            rows = list(found.queryset.filter(pk__gt=after).order_by("pk")[:BATCH])
            documents = list(view.documents(rows))
        yield documents
        if len(rows) < BATCH:
            return
        after = rows[-1].pk
