"""Keyset pagination by sealed cursors: a page begins where the last one ended, whatever was added or removed meanwhile.

Django REST framework's cursors lose rows that have no value to sort by; these do not.
"""

import json
from typing import Any

from django.conf import settings
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from api.documents.shape import SHAPING
from api.http.parameters import openapi_parameter, read_parameter
from claimsdb.filters import (
    CursorPosition,
    Fault,
    InvalidParameters,
    OrderedRows,
    Ordering,
    OrderingParameter,
    RowList,
    Text,
    WholeNumber,
)
from claimsdb.http.sealing import BadSeal, seal, unseal
from claimsdb.index import COUNT_LIMIT

RESERVED = ("limit", "cursor", "ordering", "format", *SHAPING)
NOT_PART_OF_THE_QUERY = {"limit", "cursor", "format", *SHAPING}
APPLIED = {
    "type": "object",
    "description": "The filters and the order in force, defaults too, by the names of their parameters.",
    "properties": {
        "ordering": {"type": "string"},
        "resolved": {
            "type": "array",
            "description": "Each actor that claims were asked for, and who counts `with` it.",
            "items": {
                "type": "object",
                "required": ["code", "name", "with"],
                "properties": {
                    "code": {"type": "string"},
                    "name": {"type": "string"},
                    "with": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
    "additionalProperties": True,
}
UNDATED = (
    "`as_of` a day: of claims and relations how many without one match otherwise, up to "
    f"{COUNT_LIMIT:,}; of questions how many claims were left out of what is told of this page."
)
LINK_LIMIT = 3000  # bytes: nginx allows 4,096 for all headers of an answer


class LimitParameter(WholeNumber):
    """How many rows a page has."""

    def __init__(self) -> None:
        most, default = settings.CLAIMSDB_PAGE_SIZE_LIMIT, settings.CLAIMSDB_PAGE_SIZE
        super().__init__("How many a page has.", high=most, example=20, default=default)


EXAMPLE_OF_CURSOR = "4f2ZC1yFNpTKo0bXH9aYy1bqWgTzD1cM0Jr3eQ"


class CursorParameter(Text):
    longest = 4000


CURSOR = CursorParameter("Where the page begins, as `next` and `previous` have it.", example=EXAMPLE_OF_CURSOR)


class KeysetPagination(BasePagination):
    """Reads limit, ordering and cursor; the view has `orderings` and the default `ordering`."""

    def paginate(self, found: RowList, request: Request, *, view: Any) -> list[Any]:
        """The page of the list that the request asks for. Raises InvalidParameters."""
        self.request, self.view, self.url = request, view, request.build_absolute_uri()
        self.applied, self.meta = found.applied, found.meta
        self.limit = read_parameter(request, "limit", LimitParameter())
        self.ordering = self._ordering(view)
        position = self._position()
        rows = found.ordered(self.ordering)
        self.count, self.is_exact = rows.count()
        return self._page(rows, position)

    def get_paginated_response(self, data: Any) -> Response:
        page = {"count": self.count, "next": self.next, "previous": self.previous, "results": data}
        applied = {**self.applied, "ordering": self.ordering.name, **self.view.shape.asked}
        meta = {"applied": applied, "limit": self.limit, "count": "exact" if self.is_exact else "at_least", **self.meta}
        return Response(page | {"meta": meta}, headers=self._links())

    def _links(self) -> dict[str, str]:
        """What lies around the page once more, as RFC 8288 has it; servers in between refuse headers that are long."""
        first = remove_query_param(self.url, "cursor") if "cursor" in self.request.query_params else self.url
        pages = {"first": first, "prev": self.previous, "next": self.next}
        link = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in pages.items() if url)
        return {"Link": link} if len(link) <= LINK_LIMIT else {}

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        meta = {
            "type": "object",
            "required": ["applied", "limit", "count"],
            "properties": {
                "applied": APPLIED,
                "limit": {"type": "integer"},
                "count": {
                    "type": "string",
                    "enum": ["exact", "at_least"],
                    "description": f"What `count` is: combinations of filters are counted up to {COUNT_LIMIT:,}.",
                },
                "undated": {"type": "integer", "description": UNDATED},
            },
        }
        properties = {"count": {"type": "integer"}, "next": link, "previous": link, "results": schema, "meta": meta}
        return {"type": "object", "required": list(properties), "properties": properties}

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        parameters = {"ordering": _ordering_parameter(view), "limit": LimitParameter(), "cursor": CURSOR}
        return [openapi_parameter(name, parameter) for name, parameter in parameters.items()]

    def _ordering(self, view: Any) -> Ordering:
        parameter = _ordering_parameter(view)
        return parameter.ordering(read_parameter(self.request, "ordering", parameter))

    def _page(self, rows: OrderedRows, position: CursorPosition | None) -> list[Any]:
        """One row more than the page tells whether the list goes on."""
        backward = position is not None and position.backward
        found = rows.read(position, size=self.limit + 1)
        page, goes_on = found[: self.limit], len(found) > self.limit
        if backward:
            page.reverse()
        self.next = self._link(rows.position(page[-1])) if page and (goes_on or backward) else None
        before = goes_on if backward else position is not None
        self.previous = self._link(rows.position(page[0], backward=True)) if page and before else None
        return page

    def _link(self, position: CursorPosition) -> str:
        cursor = seal([position.key, position.pk, position.backward], of=self._list_asked)
        return replace_query_param(self.url, "cursor", cursor)

    def _position(self) -> CursorPosition | None:
        cursor = read_parameter(self.request, "cursor", CURSOR)
        if cursor is None:
            return None
        try:
            return CursorPosition(*unseal(cursor, of=self._list_asked))
        except BadSeal:
            detail = "Is no cursor of this query: follow `next` and `previous` as they are, or begin without one."
            raise InvalidParameters([Fault("cursor", detail)]) from None

    @property
    def _list_asked(self) -> str:
        """The query without its page: a cursor of another one does not fit."""
        query = {
            name: values for name, values in self.request.query_params.lists() if name not in NOT_PART_OF_THE_QUERY
        }
        return json.dumps([self.request.path, self.ordering.name, sorted(query.items())])


def _ordering_parameter(view: Any) -> OrderingParameter:
    return OrderingParameter(view.orderings, default=view.ordering)
