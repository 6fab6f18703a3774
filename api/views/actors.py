"""Actors: states, bodies and persons."""

from django.db.models import QuerySet

from api.documents import expansion, serializers
from api.views.curating import CuratedViewSet, described
from api.writing import registry
from claimsdb import curation
from claimsdb.actors import find_actor
from claimsdb.filters import ActorFilterSet
from claimsdb.models import Actor, MergedActor


@described(registry.NewActorBody, registry.ActorBody, registry.MergeActorBody, serializers.ActorDetailSerializer)
class ActorViewSet(CuratedViewSet):
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

    rules, merging = curation.actors, staticmethod(curation.merge_actors)
    merged = MergedActor
    new_body, body, merge_body = registry.NewActorBody, registry.ActorBody, registry.MergeActorBody
    as_given, places = staticmethod(registry.of_actor), registry.ACTOR_PLACES

    def get_queryset(self) -> QuerySet[Actor]:
        if self.action == "list":
            return self.queryset
        return self.queryset.prefetch_related("names", "affiliations__parent__codes", "members__child__codes")

    def named(self, queryset: QuerySet[Actor], name: str) -> Actor:
        return queryset.get(pk=find_actor(name).pk)
