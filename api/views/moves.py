"""What editors do with a claim: a POST for each verb of review, on the version of the claim that they have seen."""

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
from api.http.permissions import MayEdit
from api.schema.operations import problems
from api.views.reading import Reading
from api.writing.moves import AmendBody, DuplicateBody, MoveBody, RejectBody, amendment
from api.writing.preconditions import version_asked
from api.writing.refusals import refusal
from claimsdb import review
from claimsdb.choices import Verb
from claimsdb.filters.base import Fault, InvalidBody
from claimsdb.filters.values import shown
from claimsdb.models import Claim, Decision

IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description='Which version you have seen: the ETag as you last read it, or the version in quotation marks: `"3"`.',
    examples=[OpenApiExample('"3"', value='"3"')],
)
REFUSALS = (400, 401, 403, 404, 409, 412, 413, 415, 428)

Arguments = dict[str, Any]


def verb(body: type[MoveBody], **options: Any) -> Callable[[Any], Any]:
    """An action that takes `body` and answers with the claim as it is then."""
    described = extend_schema(
        request=body,
        parameters=[IF_MATCH],
        responses={200: ClaimDetailSerializer, **problems(*REFUSALS)},
    )
    acting = action(detail=True, methods=["post"], permission_classes=[MayEdit], **options)
    return lambda method: described(acting(method))


class Moves(Reading):
    """The verbs that editors have; `claimsdb.review` says who may take which, and when."""

    @verb(MoveBody)
    def accept(self, request: Request, **place: Any) -> Response:
        """Says that the claim is faithfully recorded, which is not that it is true."""
        return self._moved(Verb.ACCEPT, MoveBody)

    @verb(RejectBody)
    def reject(self, request: Request, **place: Any) -> Response:
        """Takes the claim out, for a reason."""
        return self._moved(Verb.REJECT, RejectBody)

    @verb(MoveBody)
    def reopen(self, request: Request, **place: Any) -> Response:
        """Puts a decided claim back before the editors."""
        return self._moved(Verb.REOPEN, MoveBody)

    @verb(AmendBody)
    def amend(self, request: Request, **place: Any) -> Response:
        """Sets the editor's values. What is left out stays, a list is replaced, null empties what may be empty."""
        return self._moved(Verb.AMEND, AmendBody, read=amendment)

    @verb(DuplicateBody, url_path="mark-duplicate")
    def mark_duplicate(self, request: Request, **place: Any) -> Response:
        """Says that the claim repeats another one."""
        return self._moved(Verb.MARK_DUPLICATE, DuplicateBody, read=self._repeated)

    def _moved(
        self, verb: Verb, body: type[MoveBody], *, read: Callable[[Arguments, Claim], Arguments] | None = None
    ) -> Response:
        """`read` makes what the verb takes of what the body says."""
        claim = self.get_object()
        version = version_asked(self.request)
        given = body().run_validation(self.request.data)
        arguments = read(given, claim) if read else given
        try:
            return self._taken(claim, getattr(review, verb), by=self.request.user, version=version, **arguments)
        except (review.ReviewError, ValidationError) as error:
            raise refusal(error, verb, needs=body.needs) from error

    @transaction.atomic
    def _taken(self, claim: Claim, move: Callable[..., Decision], **arguments: Any) -> Response:
        """The claim as this move leaves it, and not as somebody does who moves it right after."""
        move(claim, **arguments)
        return Response(self.get_serializer(self.find(self.get_queryset(), key=claim.key)).data)

    def _repeated(self, given: Arguments, claim: Claim) -> Arguments:
        original = self.visible_claims.filter(key=given["of"]).first()
        if original is None:
            raise InvalidBody([Fault("/of", f"No claim has the key {shown(given['of'])}.")])
        return {**given, "of": original}
