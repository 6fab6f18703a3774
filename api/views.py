"""What is at each address. Anyone may read; which claims they find, `Claim.objects.visible_to` decides."""

from collections.abc import Mapping
from typing import Any, cast

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.functional import SimpleLazyObject
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from api import serializers
from api.documents import written_claims
from api.filters import StrictFilters
from api.negotiation import Negotiation
from api.ordering import WALKED_BY
from api.pagination import RESERVED, ClaimPagination, KeysetPagination
from api.schema import ReadingSchema
from claimsdb.filters import ActorFilter, ArticleFilter, ClaimFilter, SourceFilter
from claimsdb.models import Actor, Article, Claim, Source, statuses_open_to
from claimsdb.models.claims import ClaimQuerySet
from claimsdb.naming import actor_named, source_named
from claimsdb.strict_filters import StrictFilterSet

ENTRY_POINTS = {"claims": "claim-list", "articles": "article-list", "sources": "source-list", "actors": "actor-list"}


class Root(APIView):
    """Where to begin. Each list has filters, and every claim says why it matched: try /api/claims/?actor=NK"""

    permission_classes = [AllowAny]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        names = {**ENTRY_POINTS, "schema": "schema", "docs": "docs"}
        return Response({title: reverse(name, request=request) for title, name in names.items()})


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


class ArticleViewSet(Reading):
    """Articles; the list is without their texts, the detail has the text and where in it each claim stands."""

    queryset = Article.objects.select_related("source")
    serializer_class = serializers.ArticleSerializer
    detail_serializer_class = serializers.ArticleDetailSerializer
    filterset_class = ArticleFilter
    lookup_value_regex = "[0-9]{1,18}"
    place = {"name": "id", "description": "The id of the article.", "example": "1"}
    ordering = "-published_on"
    orderings = {"published_on": "published_on", "created_at": "created_at"}

    def get_queryset(self) -> QuerySet[Article]:
        if self.action == "list":
            return self.queryset.defer("text")
        originals = Prefetch("derivations__original", Article.objects.defer("text"))
        claims = Prefetch(
            "claims", self.visible_claims.defer("found").order_by("start", "end", "key"), to_attr="visible_claims"
        )
        return self.queryset.prefetch_related("derivations__source", originals, claims)


class SourceViewSet(Reading):
    """Who published the articles."""

    queryset = Source.objects.select_related("parent")
    serializer_class = serializers.SourceSerializer
    detail_serializer_class = serializers.SourceDetailSerializer
    filterset_class = SourceFilter
    lookup_url_kwarg = "name"
    lookup_value_regex = "[^/]+"
    place = {"name": "name", "description": "The slug, domain or name.", "example": "eurasian-times"}
    ordering = "name"
    orderings = {"name": "name", "slug": "slug"}

    def find(self, queryset: QuerySet, **place: Any) -> Source:
        return super().find(queryset, pk=source_named(place["name"]).pk)


class ActorViewSet(Reading):
    """Who claims and who is claimed about. At /api/actors/NK/ and, as well, at KP, prk, north-korea or North Korea."""

    queryset = Actor.objects.prefetch_related("codes")
    serializer_class = serializers.ActorSerializer
    detail_serializer_class = serializers.ActorDetailSerializer
    filterset_class = ActorFilter
    lookup_url_kwarg = "name"
    lookup_value_regex = "[^/]+"
    place = {"name": "name", "description": "A code in any scheme, the slug or a name.", "example": "NK"}
    ordering = "name"
    orderings = {"name": "name", "slug": "slug"}

    def get_queryset(self) -> QuerySet[Actor]:
        if self.action == "list":
            return self.queryset
        return self.queryset.prefetch_related("names", "affiliations__parent__codes", "members__child__codes")

    def find(self, queryset: QuerySet, **place: Any) -> Actor:
        return super().find(queryset, pk=actor_named(place["name"]).pk)
