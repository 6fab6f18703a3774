"""The list of claims as most people would write it with Django REST framework and django-filter, on the models as they
are and without the index: the other end of the scale."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import include, path
from django_filters.rest_framework import CharFilter, DjangoFilterBackend, FilterSet
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.routers import DefaultRouter
from rest_framework.viewsets import ModelViewSet

from claimsdb.models import Actor, Article, Attribution, Claim, Quantity, Source


class SourceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Source
        fields = ["slug", "name"]


class ArticleSerializer(serializers.ModelSerializer):
    source = SourceSerializer()  # type: ignore[assignment]

    class Meta:
        model = Article
        fields = ["id", "file_name", "title", *Article.DAYS, "source"]


class QuantitySerializer(serializers.ModelSerializer):
    class Meta:
        model = Quantity
        fields = ["as_written", "low", "best", "high", "qualifier", "measure", "unit", "basis", "of", "stage", "per"]


class ClaimSerializer(serializers.HyperlinkedModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="claim-detail", lookup_field="key")
    article = ArticleSerializer()
    actors = serializers.SerializerMethodField()
    quantities = QuantitySerializer(many=True)

    class Meta:
        model = Claim
        fields = [
            *("key", "url", "status", "version", "text", "quote", "start", "end", "article"),
            *("voice", "quotation", "stance", "hedge", "phase", "topic"),
            *("said_from", "said_to", "said_as_written", "event_from", "event_to", "event_as_written"),
            *("actors", "quantities", "extractor", "extractor_version", "rule", "confidence"),
            *("created_at", "updated_at"),
        ]

    def get_actors(self, claim: Claim) -> list[dict[str, Any]]:
        """Who is named, each followed by those they belong to."""
        return [part for each in claim.attributions.all() for part in parts_of(each)]


def parts_of(attribution: Attribution) -> Iterator[dict[str, Any]]:
    actor, role = attribution.actor, attribution.role
    named = {"code": actor and actor.code, "name": actor.name if actor else attribution.name, "role": role}
    yield {**named, "as_written": attribution.as_written, "via": None}
    for affiliation in actor.affiliations.all() if actor else ():
        behind = affiliation.parent
        yield {"code": behind.code, "name": behind.name, "role": role, "as_written": None, "via": named["code"]}


class ClaimFilterSet(FilterSet):
    actor = CharFilter(method="by_actor")

    class Meta:
        model = Claim
        fields = ["stance", "topic", "voice"]

    def by_actor(self, claims: QuerySet[Claim], name: str, word: str) -> QuerySet[Claim]:
        actor = Actor.objects.filter(Q(slug=word) | Q(codes__code=word)).first()
        own, through = Q(attributions__actor=actor), Q(attributions__actor__affiliations__parent=actor)
        return claims.filter(own | through).distinct()


class Pages(PageNumberPagination):
    page_size_query_param = "limit"


class ClaimViewSet(ModelViewSet):
    queryset = (
        Claim.objects.accepted()
        .select_related("article__source")
        .prefetch_related("attributions__actor__codes", "attributions__actor__affiliations__parent__codes")
        .prefetch_related("quantities")
        .order_by(F("article__published_on").desc(nulls_last=True), "-pk")
    )
    serializer_class = ClaimSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = ClaimFilterSet
    pagination_class = Pages
    lookup_field = "key"


router = DefaultRouter()
router.register("claims", ClaimViewSet)
urlpatterns = [path("api/", include(router.urls))]
