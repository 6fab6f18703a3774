"""How many claims there are of each kind, under the same filters as the list."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import router
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.lists.pagination import UNDATED
from api.schema.operations import problems, query_parameter
from claimsdb.db.snapshot_isolation import read_snapshot
from claimsdb.filters import Choices, ClaimList, StrictFilter, StrictFilterSet, WholeNumber, as_json
from claimsdb.index import COUNT_LIMIT, DEFAULT_FACETS, FacetCounts, FacetName, facet_values
from claimsdb.models import Claim

OF_ACTORS = {FacetName.ACTOR, FacetName.CLAIMANT, FacetName.SUBJECT, FacetName.MENTIONED, FacetName.OF}


class FacetFilterSet(StrictFilterSet):
    """What a request says besides the filters of claims."""

    facets = StrictFilter(
        Choices(
            FacetName,
            "By what the claims are counted.",
            example="topic",
            default=[each.value for each in DEFAULT_FACETS],
        )
    )
    limit = StrictFilter(WholeNumber("How many values each facet has at most.", high=500, example=50, default=20))

    class Meta:
        model = Claim
        fields: list[str] = []


class ValueSerializer(serializers.Serializer):
    """How many of the claims, or the questions, have a value, which the filter of the same name takes."""

    value = serializers.CharField(
        help_text="the code of an actor, the slug of a source, the id of an article, a word, a year or a month: 2024-10"
    )
    name = serializers.CharField(allow_null=True, help_text="of an actor or a source; the title of an article")
    count = serializers.IntegerField(help_text="as the list has it with this filter added")


class FacetLists(serializers.Serializer):
    """The values of each facet, the most frequent first; of years and months the latest, in the order of time."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {facet.value: ValueSerializer(many=True, required=False) for facet in FacetName}


class FacetsMeta(serializers.Serializer):
    applied = serializers.DictField(help_text="the filters in force, defaults too")
    limit = serializers.IntegerField()
    count = serializers.ChoiceField(["exact", "at_least"], help_text="what `count` is, as in the list")
    facets = serializers.ChoiceField(
        ["exact", "at_least"],
        help_text=f"what the counts of the values are: `at_least` where {COUNT_LIMIT:,} of the claims were looked at",
    )
    at_least = serializers.ListField(
        child=serializers.ChoiceField([each.value for each in FacetName]),
        help_text="the facets of which the counts are `at_least`",
    )

    undated = serializers.IntegerField(required=False, help_text=UNDATED)


class FacetsSerializer(serializers.Serializer):
    count = serializers.IntegerField(help_text="how many claims there are, as in the list")
    facets = FacetLists()
    meta = FacetsMeta()


class FacetsMixin:
    """An action of the claims."""

    get_list: Callable[..., ClaimList]

    @extend_schema(
        filters=True,
        summary="Count claims by facets",
        parameters=[query_parameter(name, each.parameter) for name, each in FacetFilterSet.base_filters.items()],
        responses={200: FacetsSerializer, **problems(400, 403)},
    )
    @action(detail=False, pagination_class=None)
    def facets(self, request: Request) -> Response:
        """How many claims have which actor, role, source, topic, stance, status, month of publication, and more."""
        choice = FacetFilterSet({name: request.query_params.getlist(name) for name in FacetFilterSet.base_filters})
        counts_actors = not OF_ACTORS.isdisjoint(choice.asked["facets"])
        claims = self.get_list(reserved=[*choice.filters, "format"], counts_actors=counts_actors)
        choice.check()
        applied = {**claims.applied, "rollup": as_json(claims.filters.asked["rollup"])}
        with read_snapshot(using=router.db_for_read(Claim)):
            document = _document(claims.facets, applied=applied, **choice.asked)
            document["meta"] |= claims.meta
            return Response(document)


def _document(counts: FacetCounts, *, applied: Mapping[str, Any], facets: list[str], limit: int) -> dict[str, Any]:
    count, is_exact = counts.count()
    names = [FacetName(facet) for facet in facets]
    found = {facet.value: facet_values(facet, counts.counts(facet), limit=limit) for facet in names}
    at_least = [facet.value for facet in names if not counts.are_exact(facet)]
    how = {"count": _how(is_exact), "facets": _how(not at_least), "at_least": at_least}
    return {"count": count, "facets": found, "meta": {"applied": applied, "limit": limit, **how}}


def _how(is_exact: bool) -> str:
    return "exact" if is_exact else "at_least"
