"""Actors: states, bodies and persons."""

from typing import Any

from django.db.models import QuerySet

from api.documents import expansion, serializers
from api.views.reading import ReadingViewSet
from claimsdb.actors import find_actor
from claimsdb.filters import ActorFilterSet
from claimsdb.models import Actor


class ActorViewSet(ReadingViewSet):
    """Who claims and who is claimed about. At /api/actors/NK/ and, as well, at KP, prk, north-korea or North Korea."""

    queryset = Actor.objects.prefetch_related("codes")
    serializer_class = serializers.ActorSerializer
    detail_serializer_class = serializers.ActorDetailSerializer
    filterset_class = ActorFilterSet
    lookup_url_kwarg = "name"
    lookup_value_regex = "[^/]+"
    path_parameter = {"name": "name", "description": "A code in any scheme, the slug or a name.", "example": "NK"}
    expansions = expansion.ACTOR_EXPANSIONS
    ordering = "name"
    orderings = {"name": "name", "slug": "slug"}

    def get_queryset(self) -> QuerySet[Actor]:
        if self.action == "list":
            return self.queryset
        return self.queryset.prefetch_related("names", "affiliations__parent__codes", "members__child__codes")

    def find(self, queryset: QuerySet, **place: Any) -> Actor:
        return super().find(queryset, pk=find_actor(place["name"]).pk)
