"""What all lists and details have in common."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import ReadOnlyModelViewSet

from api.filters import StrictFilters
from api.negotiation import Negotiation
from api.pagination import RESERVED, KeysetPagination
from api.schema import ReadingSchema
from claimsdb.models import Claim, statuses_open_to
from claimsdb.models.claims import ClaimQuerySet
from claimsdb.strict_filters import StrictFilterSet


class Reading(ReadOnlyModelViewSet):
    """A list and its details. Subclasses name `filterset_class`, `orderings` (name to column), `ordering` and, for
    the published description, the `place` of a detail."""

    permission_classes = [AllowAny]
    filter_backends = [StrictFilters]
    pagination_class = KeysetPagination
    content_negotiation_class = Negotiation
    schema = ReadingSchema()
    filterset_class: type[StrictFilterSet]
    detail_serializer_class: type
    orderings: Mapping[str, str]
    ordering: str
    place: Mapping[str, str]
    applied: Mapping[str, Any] = {}

    def filterset(self, data: Any, queryset: QuerySet) -> StrictFilterSet:
        return self.filterset_class(data, queryset, reserved=RESERVED)

    def get_serializer_class(self) -> Any:
        return self.serializer_class if self.action == "list" else self.detail_serializer_class

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "statuses": statuses_open_to(self.request.user)}

    def get_object(self) -> Any:
        rows = self.get_queryset()
        StrictFilterSet(self.request.query_params, rows, reserved=["format"]).check()
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
