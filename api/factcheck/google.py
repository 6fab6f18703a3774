"""What Google's Fact Check Tools tell of a claim and its reviews, field by field; what is empty is left out."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Case, F, Prefetch, QuerySet, When
from django.db.models.functions import Coalesce
from rest_framework import serializers

from api.factcheck.claim_review import claimants, claimed_on, day, language, site, without_empty
from claimsdb.models import Assessment, Claim

# As `claimed_on` has it.
CLAIMED_ON = Coalesce(
    Case(When(claim__said_from=F("claim__said_to"), then=F("claim__said_from"))), F("claim__article__published_on")
)


class PublisherFound(serializers.Serializer):
    name = serializers.CharField()
    site = serializers.CharField(required=False)


class ReviewFound(serializers.Serializer):
    publisher = PublisherFound()
    url = serializers.CharField()
    title = serializers.CharField(required=False)
    reviewDate = serializers.DateTimeField()
    textualRating = serializers.CharField()
    languageCode = serializers.CharField(required=False)


class ClaimFound(serializers.Serializer):
    text = serializers.CharField()
    claimant = serializers.CharField(required=False)
    claimDate = serializers.DateTimeField(required=False)
    claimReview = ReviewFound(many=True)


class FactChecksFound(serializers.Serializer):
    """What is empty is left out; without a `nextPageToken` there are no more."""

    claims = ClaimFound(many=True, required=False)
    nextPageToken = serializers.CharField(required=False)


def documents(pks: Collection[int], assessments: QuerySet[Assessment]) -> list[dict[str, Any]]:
    """The claims with these ids, in their order, each with those of the assessments that are about it."""
    reviews = assessments.select_related("publisher").order_by("published_on", "key")
    claims = (
        Claim.objects.filter(pk__in=pks)
        .select_related("article")
        .defer("article__text", "found")
        .prefetch_related("attributions__actor", Prefetch("assessments", reviews, to_attr="reviews"))
        .in_bulk()
    )
    return [_claim(claims[pk]) for pk in pks]


def _claim(claim: Any) -> dict[str, Any]:
    """`claim` has its `reviews`."""
    return without_empty(
        {
            "text": claim.as_claimed,
            "claimant": ", ".join(part.who for part in claimants(claim)),
            "claimDate": _moment(claimed_on(claim)),
            "claimReview": [_review(each) for each in claim.reviews],
        }
    )


def _review(assessment: Assessment) -> dict[str, Any]:
    return without_empty(
        {
            "publisher": without_empty({"name": assessment.publisher.name, "site": site(assessment)}),
            "url": assessment.url,
            "title": assessment.title,
            "reviewDate": _moment(assessment.published_on),
            "textualRating": assessment.label,
            "languageCode": language(assessment),
        }
    )


def _moment(on: date | None) -> str:
    return f"{day(on)}T00:00:00Z" if on else ""
