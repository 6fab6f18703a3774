"""Everything that a list's filters match as one file: a table, or JSON lines of the documents that the list shows."""

from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any

import orjson
from django.db import router
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request

from api.documents.tables import Columns, table
from api.http.parameters import FORMAT
from api.http.renderers import CSVRenderer, JSONLinesRenderer
from api.schema.operations import problems
from api.views.export import name_of_file, without_timeout
from api.views.reading import ReadingViewSet
from claimsdb.db.snapshot_isolation import read_snapshot
from claimsdb.exchange import csv_lines
from claimsdb.filters import RowList
from claimsdb.http import exports

BATCH = 500  # rows, each batch as of one moment


class ListExportMixin(ReadingViewSet):
    """An action of a list; `columns` are those of the table."""

    columns: Columns

    @extend_schema(
        filters=True,
        responses={
            (200, CSVRenderer.media_type): OpenApiTypes.STR,
            (200, JSONLinesRenderer.media_type): OpenApiTypes.STR,
            **problems(400, 403),
        },
    )
    @action(detail=False, pagination_class=None, renderer_classes=[CSVRenderer, JSONLinesRenderer])
    @exports.export
    def export(self, request: Request) -> StreamingHttpResponse:
        """All that the filters match as one file: a table as CSV unless `format` or Accept asks for JSON lines."""
        view = type(self).listing(_without_format(request))
        found = view.get_list(reserved=())
        renderer: Any = request.accepted_renderer
        documents = _documents(view, found)
        pieces = self._table(documents) if renderer.format == CSVRenderer.format else map(_lines, documents)
        noun = str(found.filters.queryset.model._meta.verbose_name_plural)
        name = f"{name_of_file(noun, found)}.{renderer.format}"
        return StreamingHttpResponse(
            iter(()) if request.method == "HEAD" else without_timeout(pieces, of=found.filters.queryset.model),
            content_type=f"{renderer.media_type}; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _table(self, documents: Iterable[list[Any]]) -> Iterator[bytes]:
        yield csv_lines([[*self.columns]])
        for each in documents:
            yield table(self.columns, each)


def _without_format(request: Request) -> Request:
    """The request without the form of the answer, which the addresses in documents would name."""
    query = request.query_params.copy()
    query.pop(FORMAT, None)
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
