"""Articles, in which the claims were reported."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, StreamingHttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.documents import expansion, serializers
from api.http.parameters import refuse_parameters
from api.http.parsers import JSONLinesParser, LinesFile, NDJSONParser, PlainTextParser
from api.http.problems import Refused
from api.http.renderers import JSONLinesRenderer, JSONRenderer
from api.http.strict_json import JSONParser
from api.schema.operations import problems, query_parameter
from api.views.curating import IF_MATCH_TAG, REFUSALS_OF_CHANGES, TaggedViewSet
from api.writing import corrections
from api.writing.articles import (
    ArticleMetadata,
    Handed,
    correct_article,
    leave_to_queue,
    read_at,
    read_object,
    read_text,
    store_article,
)
from api.writing.idempotency import idempotent
from api.writing.lines import as_document, as_lines, take_in_lines
from api.writing.preconditions import tags_asked
from api.writing.registry import check_names_something
from api.writing.submissions import (
    AddressToFetch,
    ArticleSent,
    HandedInSerializer,
    LikeText,
    LinesTaken,
    LineTaken,
    TakenSerializer,
    TextToCompare,
)
from claimsdb.choices import ArticleState, Followed
from claimsdb.filters import ArticleFilterSet
from claimsdb.index import was_public
from claimsdb.ingest.handing_in import load_known_actors
from claimsdb.ingest.mending import find_like
from claimsdb.ingest.queue.handed_in import HandedIn
from claimsdb.models import Article, Derivation
from claimsdb.reading import ArticleRecord

REFUSALS = (400, 401, 403, 413, 415, 503)


class ArticleViewSet(TaggedViewSet):
    """Articles; the list is without their texts, the detail has the text and where in it each claim stands."""

    queryset = Article.objects.select_related("source")
    serializer_class = serializers.ArticleSerializer
    detail_serializer_class = serializers.ArticleDetailSerializer
    filterset_class = ArticleFilterSet
    parser_classes = [JSONParser, PlainTextParser, JSONLinesParser, NDJSONParser]
    lookup_value_regex = "[1-9][0-9]{0,17}"
    places = corrections.PLACES
    path_parameter = {"name": "id", "description": "The id of the article.", "example": "1"}
    gone = [410]
    expansions = expansion.ARTICLE_EXPANSIONS
    ordering = "-published_on"
    orderings = {"published_on": "published_to", "created_at": "created_at"}

    def get_queryset(self) -> QuerySet[Article]:
        articles = self.queryset.visible_to(self.request.user)
        if self.action == "list":
            return articles.defer("text")
        user = self.request.user
        articles = articles.select_related("source", "extraction_cut")
        others = Article.objects.defer("text")
        derivations = Prefetch("derivations", Derivation.objects.visible_to(user).select_related("source"))
        originals = Prefetch("derivations__original", others)
        revisions = Prefetch(
            "derived",
            Derivation.objects.revisions().filter(article__in=Article.objects.visible_to(user)).order_by("pk"),
            to_attr="visible_revisions",
        )
        claims = Prefetch("claims", self.visible_claims.defer("found").as_they_stand(), to_attr="visible_claims")
        return articles.prefetch_related(
            derivations, originals, revisions, Prefetch("visible_revisions__article", others), claims
        )

    def get_renderers(self) -> list[Any]:
        return [*super().get_renderers(), *([JSONLinesRenderer()] if self.action == "create" else [])]

    def find(self, queryset: QuerySet, **place: Any) -> Article:
        try:
            self.shown = super().find(queryset, **place)
        except Http404:
            withdrawn = Article.objects.filter(state=ArticleState.WITHDRAWN, **place).only("pk").first()
            if withdrawn and was_public(Followed.ARTICLE, str(withdrawn.pk)):
                raise Refused(410, "This article has been withdrawn.") from None
            raise
        return self.shown

    @extend_schema(
        summary="Hand articles in",
        parameters=[query_parameter(name, each.parameter) for name, each in ArticleMetadata.base_filters.items()],
        request={
            "application/json": ArticleSent,
            **dict.fromkeys(["text/plain", "application/jsonl", "application/x-ndjson"], str),
        },
        responses={
            201: TakenSerializer,
            200: TakenSerializer,
            202: HandedInSerializer,
            (207, "application/json"): LinesTaken,
            (207, "application/jsonl"): LineTaken,
            **problems(*REFUSALS),
        },
    )
    @idempotent(whole=False)
    def create(self, request: Request) -> Response | StreamingHttpResponse:
        """Takes an article in and looks for claims: as JSON, or as plain text with the parameters; or any number, as
        JSON lines. 201 for a new article, 200 for one that is known, 202 for a long one that is left to a worker: its
        Location tells how far it is. For JSON lines 207, with what became of each line as soon as it is known: as one
        document, or as JSON lines where Accept asks for them."""
        match request.data:
            case bytes() as text:
                return self._handed(read_text(text, request.query_params))
            case LinesFile() as lines:
                refuse_parameters(request)
                return self._taken_each(lines)
            case given:
                refuse_parameters(request)
                return self._handed(read_object(given))

    @extend_schema(
        request={"application/json": corrections.ArticleBody},
        parameters=[IF_MATCH_TAG],
        responses={200: corrections.CorrectedSerializer, **problems(*REFUSALS_OF_CHANGES, 503)},
    )
    def partial_update(self, request: Request, **place: Any) -> Response:
        """Corrects what is said of the article. Where its language or day of publication is another then, its claims
        are read again: the machine's part follows, what editors have set and decided stays. The text is never
        edited."""
        article, seen = self.get_object(), tags_asked(request)
        given = corrections.ArticleBody().run_validation(request.data)
        check_names_something(given, corrections.ArticleBody)
        read_again = self.attempt(correct_article, article, seen=seen, **corrections.correction(given))
        context = {**self.get_serializer_context(), "read_again": read_again}
        return Response(
            corrections.CorrectedSerializer(self.find(self.get_queryset(), pk=article.pk), context=context).data
        )

    @extend_schema(
        summary="Fetch an article",
        request=AddressToFetch,
        responses={201: TakenSerializer, 200: TakenSerializer, **problems(*REFUSALS)},
    )
    @action(detail=False, methods=["post"], parser_classes=[JSONParser])
    def fetch(self, request: Request) -> Response:
        """Takes in the article at a public address: a page of HTML, or plain text. Redirects are followed, and
        robots.txt is heeded. 403 where the operator has switched it off."""
        refuse_parameters(request)
        return self._taken(read_at(AddressToFetch().run_validation(request.data)["url"]))

    @extend_schema(
        summary="Articles like a text", request=TextToCompare, responses={200: LikeText, **problems(*REFUSALS[:-1])}
    )
    @action(detail=False, methods=["post"], parser_classes=[JSONParser])
    def near(self, request: Request) -> Response:
        """Which articles are like a text, before anything of it is stored."""
        refuse_parameters(request)
        like = find_like(TextToCompare().run_validation(request.data)["text"])
        return Response(LikeText(like, context=self.get_serializer_context()).data)

    def _handed(self, handed: Handed) -> Response:
        if task := leave_to_queue(handed, by=self.request.user):
            document = HandedInSerializer(HandedIn(task, "queued"), context=self.get_serializer_context()).data
            return Response(document, status=202, headers={"Location": document["url"]})
        return self._taken(handed.record)

    def _taken(self, record: ArticleRecord) -> Response:
        outcome = store_article(record, known=load_known_actors())
        article = self.find(self.get_queryset(), pk=outcome.article)
        article.outcome = outcome  # type: ignore[attr-defined]
        document = TakenSerializer(article, context=self.get_serializer_context()).data
        status, headers = (201, {"Location": str(document["url"])}) if outcome.is_new else (200, {})
        return Response(document, status=status, headers=headers)

    def _taken_each(self, lines: LinesFile) -> StreamingHttpResponse:
        answers = take_in_lines(lines, context=self.get_serializer_context())
        renderer: Any = self.request.accepted_renderer
        is_lines = isinstance(renderer, JSONLinesRenderer)
        return StreamingHttpResponse(
            as_lines(answers) if is_lines else as_document(answers),
            status=207,
            content_type=f"{(JSONLinesRenderer if is_lines else JSONRenderer).media_type}; charset=utf-8",
        )
