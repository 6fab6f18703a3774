"""Claims: by whom they are made, where they were reported, how far review has come."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils.functional import SimpleLazyObject
from rest_framework.request import Request
from rest_framework.response import Response

from api import serializers
from api.documents import written_claims
from api.ordering import WALKED_BY
from api.pagination import RESERVED, ClaimPagination
from api.views.reading import Reading
from claimsdb.filters import ClaimFilter
from claimsdb.models import Claim, statuses_open_to
from claimsdb.strict_filters import StrictFilterSet


class ClaimViewSet(Reading):
    """Claims, by default the accepted ones: faithfully recorded, which is not to say true."""

    queryset = Claim.objects.all()
    serializer_class = serializers.ClaimSerializer
    detail_serializer_class = serializers.ClaimDetailSerializer
    filterset_class = ClaimFilter
    pagination_class = ClaimPagination
    lookup_field = "key"
    lookup_value_regex = "[a-z2-7]{16}"
    place = {"name": "key", "description": "The key of the claim.", "example": "keettb4bn3w35ds3"}
    ordering = "-published_on"
    orderings = {
        "published_on": WALKED_BY,
        "said_on": "said_from",
        "created_at": "created_at",
        "updated_at": "updated_at",
        "confidence": "confidence",
    }

    def filterset(self, data: Any, queryset: QuerySet) -> StrictFilterSet:
        return ClaimFilter(data, queryset, reserved=RESERVED, open_to=statuses_open_to(self.request.user))

    def get_queryset(self) -> QuerySet[Claim]:
        if self.action == "list":
            return cast(QuerySet, SimpleLazyObject(lambda: self.visible_claims))
        shown = ("parts__actor__codes", "parts__attribution__actor__codes", "decisions__who")
        return self.visible_claims.with_parts().prefetch_related(*shown)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Only if something reads it is there a query: most lists are walked."""
        filters = self.filterset(self.request.query_params, queryset)
        filters.check()
        self.applied, self.walk = filters.applied, filters.walk
        return cast(QuerySet, SimpleLazyObject(lambda: filters.qs))

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        documents = written_claims([row.pk for row in page or []], request)
        return self.get_paginated_response(documents)
