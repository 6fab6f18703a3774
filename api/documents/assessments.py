"""Assessments and their evidence, as they are shown."""

from rest_framework import serializers

from api.documents.fields import ColumnsSerializer, NumberOrNull, TextOrNull
from api.documents.visible import OriginalArticle
from claimsdb.models import Assessment, Claim, Evidence, Source


class AssessedClaim(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="claim-detail", lookup_field="key")

    class Meta:
        model = Claim
        fields = ["key", "url", "status", "stance", "text"]


class PublisherSerializer(serializers.ModelSerializer):
    domain = TextOrNull()

    class Meta:
        model = Source
        fields = ["slug", "name", "domain"]


class RatingSerializer(ColumnsSerializer):
    """A place on the publisher's own scale; null where the publisher has none."""

    value = NumberOrNull(source="rating_value")
    worst = NumberOrNull(source="worst_rating")
    best = NumberOrNull(source="best_rating")


class ClaimAssessmentSerializer(serializers.ModelSerializer):
    """An assessment as the detail of its claim has it. `label` is the publisher's word, `normalized` ours for it;
    `address` is where it can be read. Without a day of publication it is a draft."""

    url = serializers.HyperlinkedIdentityField(view_name="assessment-detail", lookup_field="key")
    publisher = PublisherSerializer()
    title, rationale = TextOrNull(), TextOrNull()
    address = TextOrNull(source="url")
    rating = RatingSerializer()

    class Meta:
        model = Assessment
        fields = [
            *("key", "url", "version", "publisher", "title", "address", "language", "label", "normalized", "rating"),
            *("rationale", "published_on", "created_at", "updated_at"),
        ]


class AssessmentSerializer(ClaimAssessmentSerializer):
    claim = AssessedClaim()

    class Meta(ClaimAssessmentSerializer.Meta):
        fields = ["claim", *ClaimAssessmentSerializer.Meta.fields]


class EvidenceArticle(OriginalArticle):
    """An article that is held here; null for readers where it is not public."""


class EvidenceSerializer(serializers.ModelSerializer):
    """What an assessment goes by, and its bearing on the claim: an article held here, or what is at `address`."""

    article = EvidenceArticle(allow_null=True)
    address = TextOrNull(source="url")
    as_written, note = TextOrNull(), TextOrNull()

    class Meta:
        model = Evidence
        fields = ["bearing", "article", "address", "as_written", "note"]


class AssessmentDetailSerializer(AssessmentSerializer):
    evidence = EvidenceSerializer(many=True)

    class Meta(AssessmentSerializer.Meta):
        fields = [*AssessmentSerializer.Meta.fields, "evidence"]
