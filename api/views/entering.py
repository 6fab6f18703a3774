"""Claims that editors enter by hand."""

from django.core.exceptions import ValidationError
from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.documents.serializers import ClaimDetailSerializer
from api.http.parameters import refuse_parameters
from api.schema.operations import problems
from api.views.reading import ReadingViewSet
from api.writing.idempotency import idempotent
from api.writing.new_claims import NewClaimBody, entry
from api.writing.refusals import refusal
from claimsdb import review
from claimsdb.choices import Verb


class EnteringMixin(ReadingViewSet):
    """The POST to the list of claims."""

    @extend_schema(request=NewClaimBody, responses={201: ClaimDetailSerializer, **problems(400, 401, 403, 413, 415)})
    @idempotent(whole=True)
    def create(self, request: Request) -> Response:
        """Enters a claim by hand. It waits for another editor: nobody accepts a claim that they entered, unless the
        installation lets them."""
        refuse_parameters(request)
        given = NewClaimBody().run_validation(request.data)
        try:
            with transaction.atomic():
                claim = review.enter(**entry(given, by=request.user))
                document = self.get_serializer(self.find(self.get_queryset(), key=claim.key)).data
        except (review.ReviewError, ValidationError) as error:
            raise refusal(error, Verb.ENTER) from error
        return Response(document, status=201, headers={"Location": str(document["url"])})
