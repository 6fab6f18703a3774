"""A claim's published assessments as linked data, for who asks for it."""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotAcceptable
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.documents.serializers import ClaimDetailSerializer
from api.factcheck.claim_review import claim_review
from api.http.problems import Refused
from api.http.renderers import LinkedDataRenderer
from api.schema.operations import problems
from api.views import merged
from api.views.reading import ReadingViewSet
from claimsdb.choices import ArticleState
from claimsdb.filters import Fault, InvalidParameters
from claimsdb.models import Article, Assessment, Claim

NO_REVIEW = "No assessment of this claim has been published, so it comes as application/json alone."

REVIEWS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["@context", "@type", "url", "claimReviewed", "reviewRating", "author", "itemReviewed"],
        "properties": {
            "@context": {"const": "https://schema.org"},
            "@type": {"const": "ClaimReview"},
            "url": {"type": "string"},
            "claimReviewed": {"type": "string"},
            "reviewRating": {"type": "object", "required": ["@type", "alternateName"]},
            "author": {"type": "object", "required": ["@type", "name"]},
            "itemReviewed": {"type": "object", "required": ["@type", "appearance"]},
        },
    },
}


class ClaimReviewsMixin(ReadingViewSet):
    """The detail of a claim, which comes as JSON-LD as well where there is something to tell: with no published
    assessment there is no ClaimReview, whatever the claim's status, and who asks for nothing else gets a 406."""

    def get_renderers(self) -> list[BaseRenderer]:
        return [*super().get_renderers(), *([LinkedDataRenderer()] if self.action == "retrieve" else [])]

    @extend_schema(
        responses={
            (200, "application/json"): ClaimDetailSerializer,
            (200, LinkedDataRenderer.media_type): REVIEWS,
            **problems(404, 406, *merged.STATUSES),
        }
    )
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One claim; as application/ld+json its published assessments, in the order of publication."""
        if isinstance(request.accepted_renderer, LinkedDataRenderer):
            if reviews := _reviews(self.get_object()):
                self._check_shape()
                return Response(reviews)
            self._choose_another(request)
        return super().retrieve(request, *args, **kwargs)

    def _check_shape(self) -> None:
        if self.shape.asked:
            raise InvalidParameters([Fault(name, "Is for application/json alone.") for name in self.shape.asked])

    def _choose_another(self, request: Request) -> None:
        """What else the request accepts. Raises Refused where that is nothing."""
        negotiation, others = self.get_content_negotiator(), super().get_renderers()
        try:
            chosen = negotiation.select_renderer(request, others, self.format_kwarg)
        except (NotAcceptable, InvalidParameters):
            raise Refused(406, NO_REVIEW) from None
        request.accepted_renderer, request.accepted_media_type = chosen


def _reviews(claim: Claim) -> list[dict[str, Any]]:
    originals = Article.objects.filter(state=ArticleState.PUBLIC).select_related("source").defer("text")
    prefetch_related_objects([claim], Prefetch("article__derivations__original", originals))
    published = Assessment.objects.published().filter(claim=claim).select_related("publisher")
    return [claim_review(each, claim) for each in published.order_by("published_on", "key")]
