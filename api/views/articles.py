"""Articles, in which the claims were reported."""

from django.db.models import Prefetch, QuerySet

from api import serializers
from api.views.reading import Reading
from claimsdb.filters import ArticleFilter
from claimsdb.models import Article


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
