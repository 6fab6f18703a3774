"""How far an article is that was too long to be read while its sender waited."""

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from api.http.conditional import ConditionalView
from api.http.parameters import refuse_parameters
from api.schema.operations import path_parameter, problems
from api.writing.submissions import HandedInSerializer
from claimsdb.ingest.queue.handed_in import find_handed_in


class HandedInView(ConditionalView):
    """What becomes of an article that was answered with 202, for who has handed it in."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="articles_handed_in_retrieve",
        summary="An article handed in",
        parameters=[path_parameter("task", "what `Location` named it", "0b8b0ef0-8b5a-422f-bd50-e6b2801a2e14")],
        responses={200: HandedInSerializer, **problems(400, 401, 404)},
        tags=["articles"],
    )
    def get(self, request: Request, task: UUID) -> Response:
        """How far it is: `queued`, `running`, then the `article` as with 201 and 200, or the `problem`. Kept as long as
        the operators keep finished tasks. 404 for whoever has not handed it in."""
        refuse_parameters(request)
        handed = find_handed_in(task, by=request.user)
        if handed is None:
            raise Http404("You have handed nothing in here, or it was taken in long ago.")
        document: Any = HandedInSerializer(handed, context={"request": request}).data
        return Response(document, headers={"Cache-Control": "no-store"})

    def is_of_the_data(self, request: Request) -> bool:
        return False
