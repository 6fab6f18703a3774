"""Sources, which published the articles."""

from django.db.models import QuerySet

from api.documents import expansion, serializers
from api.views.curating import CuratedViewSet, described
from api.writing import registry
from claimsdb import curation
from claimsdb.actors import find_source
from claimsdb.filters import SourceFilterSet
from claimsdb.models import MergedSource, Source


@described(registry.NewSourceBody, registry.SourceBody, registry.MergeSourceBody, serializers.SourceDetailSerializer)
class SourceViewSet(CuratedViewSet):
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

    rules, merging = curation.sources, staticmethod(curation.merge_sources)
    merged = MergedSource
    new_body, body, merge_body = registry.NewSourceBody, registry.SourceBody, registry.MergeSourceBody
    as_given, places = staticmethod(registry.of_source), registry.SOURCE_PLACES

    def get_queryset(self) -> QuerySet[Source]:
        return self.queryset.visible_to(self.request.user)

    def named(self, queryset: QuerySet[Source], name: str) -> Source:
        return find_source(name, among=queryset)
