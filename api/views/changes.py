"""What has changed since somebody looked last: for a copy of the claims that is kept up to date."""

import re
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from api.documents.claims import where_claims_are, written_claims
from api.documents.serializers import ClaimSerializer
from api.http.conditional import ConditionalView
from api.lists.pagination import LimitParameter
from api.schema.operations import problems, query_parameter
from claimsdb.filters import Flag, InvalidValue, Parameter, StrictFilter, StrictFilterSet
from claimsdb.index import FIRST_CHANGE, ChangedClaim, ChangePosition, changed_after, data_version, record_days
from claimsdb.models import Change, visibility_of

POSITION = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})")


class SinceParameter(Parameter):
    """How far a reader has come in the record of changes."""

    def read(self, word: str) -> ChangePosition:
        found = POSITION.fullmatch(word)
        if found is None:
            raise InvalidValue(f"{word!r} is no place in the record: begin without one, and go on with `meta.since`.")
        position = ChangePosition(*map(int, found.groups()))
        if position.number > data_version().number:
            raise InvalidValue(f"{word!r} lies ahead of all changes: the data is older than yours. Begin without one.")
        return position


class ChangesFilterSet(StrictFilterSet):
    since = StrictFilter(
        SinceParameter("How far you have read, as `meta.since` of the last answer has it.", example="41.7")
    )
    limit = StrictFilter(LimitParameter())
    documents = StrictFilter(
        Flag("Whether each claim comes in full, as in the list of claims.", example=True, default=False)
    )

    class Meta:
        model = Change
        fields: list[str] = []


class ChangeSerializer(serializers.Serializer):
    """The last change of a claim. One that is `gone` was deleted, or is not public any more; `duplicate_of` is the key
    of the one into which it was merged."""

    key = serializers.CharField()
    gone = serializers.BooleanField()
    url = serializers.URLField(allow_null=True)
    status = serializers.CharField(allow_null=True)
    version = serializers.IntegerField(allow_null=True)
    duplicate_of = serializers.CharField(allow_null=True)
    claim = ClaimSerializer(required=False, allow_null=True, help_text="with `documents=true`")


class ChangesMeta(serializers.Serializer):
    since = serializers.CharField(help_text="what to give as `since` the next time")
    limit = serializers.IntegerField()


class ChangesSerializer(serializers.Serializer):
    next = serializers.URLField(allow_null=True, help_text="the changes after these; null when there are none yet")
    results = ChangeSerializer(many=True)
    meta = ChangesMeta()


class ChangesView(ConditionalView):
    """Claims by their last change, the oldest first. A claim that changes again moves to the end; none is left out,
    however long somebody took to write it."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="changes_list",
        parameters=[query_parameter(name, each.parameter) for name, each in ChangesFilterSet.base_filters.items()],
        responses={200: ChangesSerializer, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        record_days()
        filters = ChangesFilterSet(request.query_params, Change.objects.none(), reserved=["format"])
        filters.check()
        position, limit = filters.asked["since"] or FIRST_CHANGE, filters.asked["limit"]
        found = changed_after(position, visibility=visibility_of(request.user), limit=limit + 1)
        page = found[:limit]
        since = str(page[-1].position if page else position)
        link = replace_query_param(request.build_absolute_uri(), "since", since)
        results = _shown(page, request, with_documents=filters.asked["documents"])
        meta = {"since": since, "limit": limit}
        return Response({"next": link if len(found) > limit else None, "results": results, "meta": meta})


def _shown(page: list[ChangedClaim], request: Request, *, with_documents: bool) -> list[dict[str, Any]]:
    if not with_documents:
        return [_line(each, request) for each in page]
    there = [each.position.claim for each in page if each.status is not None]
    documents = dict(zip(there, written_claims(there, request), strict=True))
    return [_line(each, request) | {"claim": documents.get(each.position.claim)} for each in page]


def _line(each: ChangedClaim, request: Request) -> dict[str, Any]:
    gone = each.status is None
    url = None if gone else f"{where_claims_are(request)}{each.key}/"
    return {
        "key": each.key,
        "gone": gone,
        "url": url,
        "status": each.status,
        "version": each.version,
        "duplicate_of": each.duplicate_of,
    }
