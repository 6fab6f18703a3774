"""Sources, which published the articles."""

from typing import Any

from django.db.models import QuerySet

from api.documents import expansion, serializers
from api.views.reading import ReadingViewSet
from claimsdb.actors import find_source
from claimsdb.filters import SourceFilterSet
from claimsdb.models import Source


class SourceViewSet(ReadingViewSet):
    """Who published the articles."""

    queryset = Source.objects.select_related("parent")
    serializer_class = serializers.SourceSerializer
    detail_serializer_class = serializers.SourceDetailSerializer
    filterset_class = SourceFilterSet
    lookup_url_kwarg = "name"
    lookup_value_regex = "[^/]+"
    path_parameter = {"name": "name", "description": "The slug, domain or name.", "example": "eurasian-times"}
    expansions = expansion.SOURCE_EXPANSIONS
    ordering = "name"
    orderings = {"name": "name", "slug": "slug"}

    def get_queryset(self) -> QuerySet[Source]:
        return self.queryset.visible_to(self.request.user)

    def find(self, queryset: QuerySet, **place: Any) -> Source:
        return find_source(place["name"], among=queryset)
