"""What all lists and details have in common."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, Self

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from api.documents.expansion import Expansion
from api.documents.shape import SHAPING, Shape, shape_asked
from api.http.conditional import ConditionalView
from api.http.parameters import FORMAT, refuse_parameters
from api.http.renderers import JSONRenderer, SelectionRenderer
from api.lists.filters import FilterParameters
from api.lists.pagination import RESERVED, KeysetPagination
from api.schema.operations import SHAPED, ReadingSchema
from claimsdb.choices import Status
from claimsdb.filters import Parameter, RowList, StrictFilterSet
from claimsdb.models import Claim, ClaimQuerySet, visibility_of


class ReadingViewSet(ConditionalView, ReadOnlyModelViewSet):
    """A list and its details. Subclasses name `filterset_class`, `orderings` (name to column), `ordering`, `expansions`
    and, for the published description, the `path_parameter` of a detail, which `detail_parameters` it takes, and with
    which statuses it answers where there was something once (`gone`)."""

    permission_classes = [AllowAny]
    filter_backends = [FilterParameters]
    pagination_class = KeysetPagination
    schema = ReadingSchema()
    filterset_class: type[StrictFilterSet]
    list_class: type[RowList] = RowList
    detail_serializer_class: type
    orderings: Mapping[str, str]
    ordering: str
    expansions: Mapping[str, Expansion]
    path_parameter: Mapping[str, str]
    detail_parameters: Mapping[str, Parameter] = {}
    gone: Collection[int] = ()

    @classmethod
    def listing(cls, request: Request) -> Self:
        """The view of the list, for what it shows to who asks at another address."""
        view = cls(action="list", format_kwarg=None)
        view.setup(request._request)
        view.request = request
        return view

    def get_list(self, *, reserved: Collection[str] = RESERVED, **options: Any) -> RowList:
        """The rows that the request asks for; `options` are those of its filters. Raises InvalidParameters."""
        options |= {"reserved": reserved, "open_to": visibility_of(self.request.user)}
        return self.list_class(self.filterset_class(self.request.query_params, self.get_queryset(), **options))

    def get_serializer_class(self) -> Any:
        return self.serializer_class if self.action == "list" else self.detail_serializer_class

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "statuses": visibility_of(self.request.user).indexed(Status)}

    @cached_property
    def shape(self) -> Shape:
        return shape_asked(self.request, self.get_serializer_class(), self.expansions)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """What `fields` has left is no whole document, and says so by its media type."""
        is_json = type(getattr(request, "accepted_renderer", None)) is JSONRenderer
        if is_json and response.status_code == 200 and self.action in SHAPED and self.shape.fields:
            request.accepted_renderer = SelectionRenderer()
            request.accepted_media_type = SelectionRenderer.media_type
        return super().finalize_response(request, response, *args, **kwargs)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        shape = self.shape
        paginator: Any = self.paginator
        page = paginator.paginate(self.get_list(), request, view=self)
        return paginator.get_paginated_response(shape.apply(self.documents(page), self.get_serializer_context()))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        shape = self.shape
        context = self.get_serializer_context()
        [document] = shape.apply([self.get_serializer(self.get_object()).data], context)
        return Response(document)

    def documents(self, page: Sequence[Any]) -> Sequence[Any]:
        return self.get_serializer(page, many=True).data

    def get_object(self) -> Any:
        return self.one_of(self.get_queryset())

    def one_of(self, rows: QuerySet) -> Any:
        """The row at this address, among these."""
        shaping = SHAPING if self.action == "retrieve" else ()
        refuse_parameters(self.request, beside=[FORMAT, *shaping, *self.detail_parameters])
        return self.find(rows, **self.kwargs)

    def find(self, queryset: QuerySet, **place: Any) -> Any:
        """The row at this address. Raises Http404 or UnknownName."""
        found = queryset.filter(**place).first()
        if found is None:
            raise Http404(f"No {queryset.model._meta.verbose_name} is at this address.")
        return found

    @property
    def visible_claims(self) -> ClaimQuerySet:
        return Claim.objects.visible_to(self.request.user)
