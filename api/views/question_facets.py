"""How many questions there are of each kind, under the same filters as the list."""

from collections.abc import Callable
from typing import Any

from django.db import router
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.schema.operations import problems, query_parameter
from api.views.facets import ValueSerializer
from api.views.reading import ReadingViewSet
from claimsdb.db.snapshot_isolation import read_snapshot
from claimsdb.filters import (
    AS_OF,
    Choices,
    Fault,
    InvalidParameters,
    StrictFilter,
    StrictFilterSet,
    WholeNumber,
    as_json,
)
from claimsdb.index import COUNT_LIMIT, QuestionFacetName, question_facet
from claimsdb.models import Question

NOT_NOW = "Facets count how questions stand now: leave it out."


class QuestionFacetFilterSet(StrictFilterSet):
    """What a request says besides the filters of questions."""

    facets = StrictFilter(
        Choices(
            QuestionFacetName,
            "By what the questions are counted; by all of these if not given.",
            example="agreement",
        )
    )
    limit = StrictFilter(WholeNumber("How many values each facet has at most.", high=500, example=50, default=20))

    class Meta:
        model = Question
        fields: list[str] = []


class QuestionFacetLists(serializers.Serializer):
    """The values of each facet, the most frequent first."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {facet.value: ValueSerializer(many=True, required=False) for facet in QuestionFacetName}


class QuestionFacetsMeta(serializers.Serializer):
    applied = serializers.DictField(help_text="the filters in force, defaults too")
    limit = serializers.IntegerField()
    count = serializers.ChoiceField(
        ["exact", "at_least"], help_text=f"what all counts are: {COUNT_LIMIT:,} questions are looked at"
    )


class QuestionFacetsSerializer(serializers.Serializer):
    count = serializers.IntegerField(help_text="how many questions there are, as in the list")
    facets = QuestionFacetLists()
    meta = QuestionFacetsMeta()


class QuestionFacetsMixin(ReadingViewSet):
    """An action of the questions."""

    get_list: Callable[..., Any]

    @extend_schema(
        filters=True,
        operation_id="questions_facets",
        summary="Count questions by facets",
        parameters=[
            *(query_parameter(name, each.parameter) for name, each in QuestionFacetFilterSet.base_filters.items()),
            *(OpenApiParameter(name, exclude=True) for name in AS_OF),
        ],
        responses={200: QuestionFacetsSerializer, **problems(400, 403)},
    )
    @action(detail=False, pagination_class=None)
    def facets(self, request: Request) -> Response:
        """How many questions have which agreement, kind of answer, measure and subject."""
        given = {name: request.query_params.getlist(name) for name in QuestionFacetFilterSet.base_filters}
        choice = QuestionFacetFilterSet({name: words for name, words in given.items() if words})
        facets = [QuestionFacetName(each) for each in choice.asked["facets"] or QuestionFacetName]
        counts_actors = QuestionFacetName.SUBJECT in facets
        found = self.get_list(reserved=[*choice.filters, "format"], counts_actors=counts_actors)
        choice.check()
        if not found.filters.known_by.is_now:
            raise InvalidParameters([Fault(name, NOT_NOW) for name in AS_OF if name in request.query_params])
        rollup, limit = found.filters.asked["rollup"], choice.asked["limit"]
        with read_snapshot(using=router.db_for_read(Question)):
            pks = list(found.queryset.order_by().values_list("pk", flat=True)[:COUNT_LIMIT])
            lists = {each.value: question_facet(each, pks, rollup=rollup, limit=limit) for each in facets}
        meta = {
            "applied": {**found.applied, "rollup": as_json(rollup)},
            "limit": limit,
            "count": "exact" if len(pks) < COUNT_LIMIT else "at_least",
        }
        return Response(QuestionFacetsSerializer({"count": len(pks), "facets": lists, "meta": meta}).data)
