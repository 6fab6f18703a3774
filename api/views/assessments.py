"""Assessments: what fact-checkers found of claims. Anyone reads the published ones; editors write."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.documents import assessments, expansion
from api.http.parameters import refuse_parameters
from api.http.permissions import IsEditorOrReadOnly
from api.http.problems import Refused
from api.schema.operations import TAKEN_OUT, problems
from api.views.moves import IF_MATCH
from api.views.reading import ReadingViewSet
from api.writing import assessments as bodies
from api.writing.bodies import misfits
from api.writing.idempotency import idempotent
from api.writing.preconditions import version_asked
from api.writing.refusals import overtaken
from claimsdb.choices import Followed
from claimsdb.filters import AssessmentFilterSet, Fault, InvalidBody, shown
from claimsdb.index import was_public
from claimsdb.models import Article, Assessment, Claim
from claimsdb.review import Stale
from claimsdb.review import assessments as assessing

REFUSALS = (400, 401, 403, 413, 415)


class AssessmentViewSet(ReadingViewSet):
    """Assessments of claims, by default the published ones. A claim that has none may be true or not: that it is
    accepted says nothing of this."""

    queryset = Assessment.objects.select_related("claim", "publisher").defer("claim__found")
    serializer_class = assessments.AssessmentSerializer
    detail_serializer_class = assessments.AssessmentDetailSerializer
    filterset_class = AssessmentFilterSet
    permission_classes = [IsEditorOrReadOnly]
    lookup_field = "key"
    lookup_value_regex = "[a-z2-7]{16}"
    path_parameter = {"name": "key", "description": "The key of the assessment.", "example": "mzxw6ytboi2dcnru"}
    expansions = expansion.ASSESSMENT_EXPANSIONS
    ordering = "-published_on"
    orderings = {"published_on": "published_on", "created_at": "created_at", "updated_at": "updated_at"}

    def get_queryset(self) -> QuerySet[Assessment]:
        visible = self.queryset.visible_to(self.request.user)
        if self.action == "list":
            return visible
        return visible.prefetch_related(Prefetch("evidence__article", Article.objects.defer("text")))

    def find(self, queryset: QuerySet, **place: Any) -> Assessment:
        try:
            self.shown = super().find(queryset, **place)
        except Http404:
            deleted = Assessment.objects.deleted(**place).filter(claim__in=self.visible_claims)
            if deleted.exists() and was_public(Followed.ASSESSMENT, place["key"]):
                raise Refused(410, "This assessment was published, and has been taken back.") from None
            raise
        return self.shown

    @extend_schema(
        request=bodies.NewAssessmentBody,
        responses={201: assessments.AssessmentDetailSerializer, **problems(*REFUSALS)},
    )
    @idempotent(whole=True)
    def create(self, request: Request) -> Response:
        """Enters an assessment, as a draft unless it has a day of publication."""
        refuse_parameters(request)
        given = bodies.NewAssessmentBody().run_validation(request.data)
        claim = self._claim(given.pop("claim"))
        response = self._written(assessing.enter, claim, given)
        return Response(response, status=201, headers={"Location": str(response["url"])})

    @extend_schema(
        request=bodies.AssessmentBody,
        parameters=[IF_MATCH],
        responses={200: assessments.AssessmentDetailSerializer, **problems(*REFUSALS, 404, 412, 428)},
    )
    def partial_update(self, request: Request, **place: Any) -> Response:
        """Changes what is given. What is left out stays, a list is replaced, null empties what may be empty."""
        assessment = self.get_object()
        version = version_asked(request, assessment)
        given = bodies.AssessmentBody().run_validation(request.data)
        if not given:
            raise InvalidBody([Fault("", "Names nothing to change.", list(bodies.AssessmentBody().fields))])
        try:
            return Response(self._written(assessing.amend, assessment, given, version=version))
        except Stale as error:
            raise overtaken(error) from error

    @extend_schema(parameters=[IF_MATCH], responses={**TAKEN_OUT, **problems(*REFUSALS, 404, 412, 428)})
    def destroy(self, request: Request, **place: Any) -> Response:
        """Takes an assessment out. A draft is gone as if it had never been; of a published one those who follow
        `/api/changes/` are told by its claim, and its address answers 410."""
        assessment, by = self.get_object(), cast(User, request.user)
        try:
            assessing.delete(assessment, by=by, version=version_asked(request, assessment))
        except Stale as error:
            raise overtaken(error) from error
        return Response(status=204)

    def _claim(self, key: str) -> Claim:
        claim = self.visible_claims.filter(key=key).first()
        if claim is None:
            raise InvalidBody([Fault("/claim", f"No claim has the key {shown(key)}.")])
        return claim

    @transaction.atomic
    def _written(self, write: Any, what: Claim | Assessment, given: dict[str, Any], **options: Any) -> dict[str, Any]:
        """The document of the assessment that `write` makes of what is given."""
        if "evidence" in given:
            options["evidence"] = bodies.evidence_rows(given.pop("evidence"))
        try:
            written = write(what, by=self.request.user, fields=bodies.columns(given), **options)
        except ValidationError as error:
            raise InvalidBody(misfits(error, bodies.PLACES)) from error
        return self.get_serializer(self.find(self.get_queryset(), key=written.key)).data
