"""Questions: what claims are asked together, and whether they agree."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.documents import expansion, questions, tables
from api.http.parameters import read_parameter, refuse_parameters
from api.http.permissions import IsEditorOrReadOnly
from api.http.problems import Refused
from api.lists.pagination import RESERVED
from api.schema.operations import problems
from api.views.ledgers import LedgersMixin
from api.views.list_export import ListExportMixin
from api.views.merged import REDIRECT, leads_to
from api.views.moves import IF_MATCH
from api.views.question_facets import QuestionFacetsMixin
from api.writing import questions as bodies
from api.writing.idempotency import idempotent
from api.writing.preconditions import version_asked
from api.writing.refusals import refusal_of_change
from api.writing.registry import check_names_something
from claimsdb import review
from claimsdb.choices import Followed, QuestionStatus
from claimsdb.curation import questions as curation
from claimsdb.filters import QuestionFilterSet, QuestionList, RowList
from claimsdb.index import was_public
from claimsdb.models import Question, QuestionEntry
from claimsdb.questions.gathering import NOW, gather
from claimsdb.questions.standing import entry_of

REFUSALS = (400, 401, 403, 413, 415)
REFUSALS_OF_CHANGES = (*REFUSALS, 404, 409, 412, 428)


class QuestionViewSet(QuestionFacetsMixin, LedgersMixin, ListExportMixin):
    """Questions under which claims are gathered, by default those that are open or closed, and whether the claims agree
    that answer them."""

    queryset = Question.objects.select_related("entry", "merged_into").prefetch_related("scope__actor__codes")
    serializer_class = questions.QuestionSerializer
    detail_serializer_class = questions.QuestionSerializer
    filterset_class = QuestionFilterSet
    list_class = QuestionList
    known_by, undated = NOW, 0
    permission_classes = [IsEditorOrReadOnly]
    lookup_field = "slug"
    lookup_value_regex = "[-a-zA-Z0-9_]+"
    path_parameter = {"name": "slug", "description": "The slug of the question.", "example": "nk-casualties"}
    detail_parameters = {"redirect": REDIRECT}
    gone = [308, 410]
    expansions = expansion.QUESTION_EXPANSIONS
    columns = tables.QUESTIONS
    ordering = "slug"
    orderings = {
        "slug": "slug",
        "title": "title",
        "statements": "entry__statements",
        "first_day": "entry__first_day",
        "last_day": "entry__last_day",
        "created_at": "created_at",
        "updated_at": "updated_at",
    }

    def get_list(self, *, reserved: Collection[str] = RESERVED, **options: Any) -> RowList:
        found = super().get_list(reserved=reserved, version=self.data, **options)
        self.known_by = found.filters.known_by
        return found

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().list(request, *args, **kwargs)
        if self.known_by.day:
            response.data["meta"]["undated"] = self.undated
        return response

    def documents(self, page: Sequence[Any]) -> Sequence[Any]:
        """With what was known then, where they are asked for as of another time."""
        if not self.known_by.is_now:
            found = gather(page, as_of=self.known_by)
            self.undated = sum(each.undated for each in found.values())
            for question in page:
                question.entry = QuestionEntry(**entry_of(found[question.pk]))
        return super().documents(page)

    def get_queryset(self) -> QuerySet[Question]:
        return self.queryset.visible_to(self.request.user)

    def find(self, queryset: QuerySet, **place: Any) -> Question:
        redirects = read_parameter(self.request, "redirect", REDIRECT)
        try:
            self.shown = super().find(queryset, **place)
        except Http404:
            if there := self._into_which(place["slug"]):
                detail = "This question was merged into another one."
                url = {"slug": there.slug}
                raise leads_to(self.request, url, detail=detail, redirects=redirects, member="merged_into") from None
            raise
        return self.shown

    def _into_which(self, slug: str) -> Question | None:
        """The question into which the one that had this address was merged, if anybody could see that."""
        merged = Question.objects.filter(slug=slug).select_related("merged_into").first()
        into = merged and merged.merged_into
        is_told = into and into.is_visible_to(self.request.user) and was_public(Followed.QUESTION, slug)
        return into if is_told else None

    @extend_schema(request=bodies.NewQuestionBody, responses={201: questions.QuestionSerializer, **problems(*REFUSALS)})
    @idempotent(whole=True)
    def create(self, request: Request) -> Response:
        """Enters a question, open unless its status says otherwise."""
        refuse_parameters(request)
        given = bodies.NewQuestionBody().run_validation(request.data)
        document = self._written(curation.enter, **bodies.of_question(given))
        return Response(document, status=201, headers={"Location": str(document["url"])})

    @extend_schema(
        request=bodies.QuestionBody,
        parameters=[IF_MATCH],
        responses={200: questions.QuestionSerializer, **problems(*REFUSALS_OF_CHANGES)},
    )
    def partial_update(self, request: Request, **place: Any) -> Response:
        """Changes what is given. What is left out stays, a list is replaced, null leaves an end of the scope open."""
        question = self._unmerged()
        version = version_asked(request, question)
        given = bodies.QuestionBody().run_validation(request.data)
        check_names_something(given, bodies.QuestionBody)
        return Response(self._written(curation.amend, question, version=version, **bodies.of_question(given)))

    @extend_schema(
        summary="Merge into another",
        request=bodies.MergeQuestionBody,
        parameters=[IF_MATCH],
        responses={200: questions.QuestionSerializer, **problems(*REFUSALS_OF_CHANGES)},
    )
    @action(detail=True, methods=["post"])
    @idempotent(whole=True, of_version=True)
    def merge(self, request: Request, **place: Any) -> Response:
        """Says that it is really another: what answers it answers that one then, and its address leads there. Answers
        with the other one."""
        question = self._unmerged()
        version = version_asked(request, question)
        into = bodies.MergeQuestionBody().run_validation(request.data)["into"]
        return Response(self._written(curation.merge, question, into=into, version=version))

    def _unmerged(self) -> Question:
        question = self.get_object()
        if question.status == QuestionStatus.MERGED:
            into = question.merged_into.slug
            raise Refused(409, f"{question.slug} was merged into {into}: change that one.", version=question.version)
        return question

    @transaction.atomic
    def _written(self, write: Callable[..., Question], *what: Any, **options: Any) -> dict[str, Any]:
        """The document of the question that `write` returns."""
        try:
            written = write(*what, by=self.request.user, **options)
        except (review.NotAllowed, review.Stale, ValidationError) as error:
            raise refusal_of_change(error, bodies.PLACES) from error
        return self.get_serializer(self.find(self.get_queryset(), slug=written.slug)).data
