"""How a claim came to say what it says."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.documents.history import HistorySerializer, versions
from api.schema.operations import problems
from api.views import merged
from api.views.reading import ReadingViewSet


class HistoryMixin(ReadingViewSet):
    @extend_schema(
        summary="The history of a claim", responses={200: HistorySerializer, **problems(404, *merged.STATUSES)}
    )
    @action(detail=True)
    def history(self, request: Request, **place: Any) -> Response:
        """Its versions, with the decisions that made them and what each changed; readers see those that were public."""
        claim = self.one_of(self.visible_claims)  # by itself: versions keep rows of their own
        told = {"key": claim.key, "version": claim.version, "results": versions(claim, user=self.request.user)}
        return Response(HistorySerializer(told, context=self.get_serializer_context()).data)
