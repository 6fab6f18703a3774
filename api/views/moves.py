"""What editors do with a claim: a POST for each review action, on the version of the claim that they have seen."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.documents.serializers import ClaimDetailSerializer
from api.http.permissions import IsEditorOrReadOnly
from api.schema.operations import problems
from api.views.reading import ReadingViewSet
from api.writing.idempotency import idempotent
from api.writing.moves import BODIES, MoveBody
from api.writing.preconditions import version_asked
from api.writing.refusals import refusal
from claimsdb import review
from claimsdb.choices import Verb
from claimsdb.models import Claim

IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="Which version you have seen: the ETag as you last read it, strong or weak, or the version in "
    'quotation marks: `"3"`. Of several tags one has to name the present version; `*` is whichever it is.',
    examples=[OpenApiExample('"3"', value='"3"')],
)
REFUSALS = (400, 401, 403, 404, 409, 412, 413, 415, 428)

DESCRIPTIONS = {
    Verb.ACCEPT: "Says that the claim is faithfully recorded, which is not that it is true.",
    Verb.REJECT: "Takes the claim out, for a reason.",
    Verb.REOPEN: "Puts a decided claim back before the editors.",
    Verb.AMEND: "Sets the editor's values. What is left out stays, a list is replaced, null empties what may be empty.",
    Verb.MARK_DUPLICATE: "Says that the claim repeats another one.",
}
SUMMARIES = {
    Verb.ACCEPT: "Accept a claim",
    Verb.REJECT: "Reject a claim",
    Verb.REOPEN: "Reopen a claim",
    Verb.AMEND: "Amend a claim",
    Verb.MARK_DUPLICATE: "Merge a claim into another",
}


class MovesMixin(ReadingViewSet):
    """Review actions on a claim, an endpoint for each of BODIES: `accept/`, `mark-duplicate/`; `claimsdb.review` says
    who may take which, and when."""

    def move(self, verb: Verb, body: type[MoveBody]) -> Response:
        """Takes the action and answers with the claim as it is then."""
        claim = self.one_of(self.visible_claims.select_related("article"))  # its document is of the claim as moved
        version = version_asked(self.request, claim)
        given = body().run_validation(self.request.data)
        arguments = body.arguments(given, claim, visible=self.visible_claims)
        try:
            return self._moved(verb, claim, by=self.request.user, version=version, **arguments)
        except (review.ReviewError, ValidationError) as error:
            raise refusal(error, verb) from error

    @transaction.atomic
    def _moved(self, verb: Verb, claim: Claim, **arguments: Any) -> Response:
        """The claim as this move leaves it, and not as somebody does who moves it right after."""
        review.take(verb, claim, **arguments)
        return Response(self.get_serializer(self.find(self.get_queryset(), key=claim.key)).data)


def endpoint(verb: Verb, body: type[MoveBody]) -> Callable[..., Response]:
    """The POST that takes the action of that verb, on the version of the claim that the writer has seen."""

    @idempotent(whole=True, of_version=True)
    def move(self: MovesMixin, request: Request, **place: Any) -> Response:
        return self.move(verb, body)

    move.__name__, move.__doc__ = verb.value, DESCRIPTIONS[verb]
    offered = action(
        detail=True, methods=["post"], permission_classes=[IsEditorOrReadOnly], url_path=verb.replace("_", "-")
    )
    described = extend_schema(
        request=body,
        summary=SUMMARIES[verb],
        parameters=[IF_MATCH],
        responses={200: ClaimDetailSerializer, **problems(*REFUSALS)},
    )
    return described(offered(move))


for verb, body in BODIES.items():
    setattr(MovesMixin, verb, endpoint(verb, body))
