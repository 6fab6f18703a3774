"""The list of claims as most people would write it with Django REST framework and django-filter: the other end of the
scale. It even has the feed's `parts`, without which an actor's claims would take more joins still."""

from django.db.models import F
from django.urls import include, path
from django_filters.rest_framework import CharFilter, DjangoFilterBackend, FilterSet
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.routers import DefaultRouter
from rest_framework.viewsets import ModelViewSet

from claimsdb.models import Article, Claim, Part, Quantity, Source


class SourceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Source
        fields = ["slug", "name"]


class ArticleSerializer(serializers.ModelSerializer):
    source = SourceSerializer()  # type: ignore[assignment]

    class Meta:
        model = Article
        fields = ["id", "file_name", "title", "published_on", "source"]


class PartSerializer(serializers.ModelSerializer):
    code = serializers.CharField()
    name = serializers.CharField()
    as_written = serializers.CharField()
    via = serializers.CharField()

    class Meta:
        model = Part
        fields = ["code", "name", "role", "as_written", "via"]


class QuantitySerializer(serializers.ModelSerializer):
    class Meta:
        model = Quantity
        fields = ["as_written", "low", "best", "high", "qualifier", "measure", "unit", "basis"]


class ClaimSerializer(serializers.HyperlinkedModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="claim-detail", lookup_field="key")
    article = ArticleSerializer()
    actors = PartSerializer(source="parts", many=True)
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


class ClaimFilter(FilterSet):
    actor = CharFilter(field_name="parts__actor__codes__code", distinct=True)

    class Meta:
        model = Claim
        fields = ["stance", "topic", "voice"]


class Pages(PageNumberPagination):
    page_size_query_param = "limit"


class ClaimViewSet(ModelViewSet):
    queryset = (
        Claim.objects.accepted()
        .select_related("article__source")
        .prefetch_related("parts__actor__codes", "parts__attribution__actor__codes", "quantities")
        .order_by(F("article__published_on").desc(nulls_last=True), "-pk")
    )
    serializer_class = ClaimSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = ClaimFilter
    pagination_class = Pages
    lookup_field = "key"


router = DefaultRouter()
router.register("claims", ClaimViewSet)
urlpatterns = [path("api/", include(router.urls))]
