"""Articles, in which the claims were reported."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.documents import expansion, serializers
from api.http.parameters import refuse_parameters
from api.http.parsers import JSONLinesParser, NDJSONParser, PlainTextParser
from api.http.permissions import IsEditorOrReadOnly
from api.http.problems import Refused
from api.http.strict_json import JSONParser
from api.schema.operations import problems, query_parameter
from api.views.reading import ReadingViewSet
from api.writing.articles import ArticleMetadata, load_known_actors, read_lines, read_object, read_text, store_article
from api.writing.submissions import ArticleSent, LinesTaken, TakenSerializer, line_taken
from claimsdb.choices import ArticleState
from claimsdb.filters import ArticleFilterSet
from claimsdb.models import Article
from claimsdb.reading import ArticleRecord

REFUSALS = (400, 401, 403, 413, 415, 503)


class ArticleViewSet(ReadingViewSet):
    """Articles; the list is without their texts, the detail has the text and where in it each claim stands."""

    queryset = Article.objects.select_related("source")
    serializer_class = serializers.ArticleSerializer
    detail_serializer_class = serializers.ArticleDetailSerializer
    filterset_class = ArticleFilterSet
    permission_classes = [IsEditorOrReadOnly]
    parser_classes = [JSONParser, PlainTextParser, JSONLinesParser, NDJSONParser]
    lookup_value_regex = "[1-9][0-9]{0,17}"
    path_parameter = {"name": "id", "description": "The id of the article.", "example": "1"}
    gone = [410]
    expansions = expansion.ARTICLE_EXPANSIONS
    ordering = "-published_on"
    orderings = {"published_on": "published_on", "created_at": "created_at"}

    def get_queryset(self) -> QuerySet[Article]:
        articles = self.queryset.visible_to(self.request.user)
        if self.action == "list":
            return articles.defer("text")
        originals = Prefetch("derivations__original", Article.objects.defer("text"))
        claims = Prefetch(
            "claims", self.visible_claims.defer("found").order_by("start", "end", "key"), to_attr="visible_claims"
        )
        return articles.prefetch_related("derivations__source", originals, claims)

    def find(self, queryset: QuerySet, **place: Any) -> Article:
        try:
            return super().find(queryset, **place)
        except Http404:
            if Article.objects.filter(state=ArticleState.WITHDRAWN, **place).exists():
                raise Refused(410, "This article has been withdrawn.") from None
            raise

    @extend_schema(
        parameters=[query_parameter(name, each.parameter) for name, each in ArticleMetadata.base_filters.items()],
        request={
            "application/json": ArticleSent,
            **dict.fromkeys(["text/plain", "application/jsonl", "application/x-ndjson"], str),
        },
        responses={
            201: TakenSerializer,
            200: TakenSerializer,
            207: LinesTaken,
            **problems(*REFUSALS),
        },
    )
    def create(self, request: Request) -> Response:
        """Takes an article in and looks for claims: as JSON, or as plain text with the parameters; or several, as JSON
        lines. 201 for a new article, 200 for one that is known, 207 with what became of each for JSON lines."""
        match request.data:
            case bytes() as text:
                return self._taken(read_text(text, request.query_params))
            case tuple() as lines:
                refuse_parameters(request)
                return self._taken_each(read_lines(lines))
            case given:
                refuse_parameters(request)
                return self._taken(read_object(given))

    def _taken(self, record: ArticleRecord) -> Response:
        outcome = store_article(record, known=load_known_actors())
        article = self.find(self.get_queryset(), pk=outcome.article)
        document = TakenSerializer(article, context={**self.get_serializer_context(), "outcome": outcome}).data
        status, headers = (201, {"Location": document["url"]}) if outcome.is_new else (200, {})
        return Response(document, status=status, headers=headers)

    def _taken_each(self, records: Mapping[int, ArticleRecord]) -> Response:
        known, outcomes = load_known_actors(), {}
        for number, record in records.items():
            try:
                outcomes[number] = store_article(record, known=known)
            except Refused as error:
                detail = f"Line {number}: {error} The lines before it are stored: send all of them again."
                raise Refused(error.status, detail) from error
        articles = Article.objects.only("title").in_bulk([outcome.article for outcome in outcomes.values()])
        results = [line_taken(number, each, articles[each.article]) for number, each in outcomes.items()]
        return Response(LinesTaken({"results": results}, context=self.get_serializer_context()).data, status=207)
