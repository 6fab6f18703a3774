"""Assessments and their evidence: how they are shown, and what an editor sends."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.bodies import Body, Day, Text, Word, misfits, object_with, shortened
from api.fields import Columns, Figure, Words
from claimsdb.actors.lookup import find_article, find_source
from claimsdb.choices import Bearing, Outcome
from claimsdb.filters import fields as parameters
from claimsdb.filters.base import InvalidBody
from claimsdb.filters.fields import InvalidValue
from claimsdb.models import Article, Assessment, Claim, Evidence, Source


class AssessedClaim(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="claim-detail", lookup_field="key")

    class Meta:
        model = Claim
        fields = ["key", "url", "status", "stance", "text"]


class PublisherSerializer(serializers.ModelSerializer):
    domain = Words()

    class Meta:
        model = Source
        fields = ["slug", "name", "domain"]


class RatingSerializer(Columns):
    """A place on the publisher's own scale; null where the publisher has none."""

    value = Figure(source="rating_value")
    worst = Figure(source="worst_rating")
    best = Figure(source="best_rating")


class ClaimAssessmentSerializer(serializers.ModelSerializer):
    """An assessment as the detail of its claim has it. `label` is the publisher's word, `normalized` ours for it;
    `address` is where it can be read. Without a day of publication it is a draft."""

    url = serializers.HyperlinkedIdentityField(view_name="assessment-detail", lookup_field="key")
    publisher = PublisherSerializer()
    title, rationale = Words(), Words()
    address = Words(source="url")
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


class EvidenceArticle(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="article-detail")

    class Meta:
        model = Article
        fields = ["id", "url", "title"]


class EvidenceSerializer(serializers.ModelSerializer):
    """What an assessment goes by, and its bearing on the claim: an article held here, or what is at `address`."""

    article = EvidenceArticle(allow_null=True)
    address = Words(source="url")
    as_written, note = Words(), Words()

    class Meta:
        model = Evidence
        fields = ["bearing", "article", "address", "as_written", "note"]


class AssessmentDetailSerializer(AssessmentSerializer):
    evidence = EvidenceSerializer(many=True)

    class Meta(AssessmentSerializer.Meta):
        fields = [*AssessmentSerializer.Meta.fields, "evidence"]


# --- what an editor sends -----------------------------------------------------------------------------------------


class Named(serializers.Field):
    """A row by a name that `names` reads, or as the API shows it, where `shown_by` counts."""

    names: parameters.Names
    shown_by: str

    def to_internal_value(self, data: Any) -> Any:
        word = data.get(self.shown_by) if isinstance(data, dict) else data
        if isinstance(word, bool) or not isinstance(word, str | int):
            raise InvalidValue(f"{shortened(data)} is no name: give one, or an object with its {self.shown_by}.")
        return self.names.read(self.names.checked(str(word)))


@extend_schema_field({"oneOf": [{"type": "string"}, object_with("slug", "string")]})
class SourceGiven(Named):
    names, shown_by = parameters.Names(find_source, ""), "slug"


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "integer"}, object_with("id", "integer")]})
class ArticleGiven(Named):
    names, shown_by = parameters.Names(find_article, ""), "id"


class Score(serializers.FloatField):
    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool | str):
            raise InvalidValue(f"{shortened(data)} is no number.")
        return super().to_internal_value(data)


class RatingBody(Body):
    value, worst, best = Score(), Score(), Score()


class EvidenceBody(Body):
    bearing = Word(Bearing)
    article = ArticleGiven(required=False, allow_null=True)
    address = Text(required=False, allow_null=True, allow_blank=True, trim_whitespace=True)
    as_written = Text(required=False, allow_null=True, allow_blank=True)
    note = Text(required=False, allow_null=True, allow_blank=True)


class AssessmentBody(Body):
    """What is left out stays, a list is replaced, null empties what may be empty."""

    publisher = SourceGiven(required=False)
    title = Text(required=False, allow_null=True, allow_blank=True, trim_whitespace=True)
    address = Text(required=False, allow_null=True, allow_blank=True, trim_whitespace=True)
    language = Text(required=False, trim_whitespace=True)
    label = Text(required=False, trim_whitespace=True)  # type: ignore[assignment]
    normalized = Word(Outcome, required=False)
    rating = RatingBody(required=False, allow_null=True)
    rationale = Text(required=False, allow_null=True, allow_blank=True)
    published_on = Day(required=False, allow_null=True)
    evidence = EvidenceBody(many=True, required=False)


class NewAssessmentBody(AssessmentBody):
    claim = Text(help_text="its key")
    publisher = SourceGiven()
    label = Text(trim_whitespace=True)
    normalized = Word(Outcome)


SCALE = {"value": "rating_value", "worst": "worst_rating", "best": "best_rating"}

# Where a body has what a column holds, and the whole where a rule is about several.
PLACES = {column: f"/rating/{name}" for name, column in SCALE.items()} | {"url": "/address", "__all__": ""}


def columns(given: Mapping[str, Any]) -> dict[str, Any]:
    """What AssessmentBody has read, without the evidence, as `claimsdb.review.assessments` takes it."""
    values = {"url" if name == "address" else name: value for name, value in given.items()}
    values |= {name: values[name] or "" for name in ("url", "title", "rationale") if name in values}
    if "rating" in values:
        rating = values.pop("rating") or {}
        values |= {column: rating.get(name) for name, column in SCALE.items()}
    return values


def evidence_rows(given: list[Mapping[str, Any]]) -> list[Evidence]:
    """Rows that fit. Raises BadBody with the place of each that does not."""
    rows, faults = [], []
    for order, values in enumerate(given):
        stated = {"url" if name == "address" else name: value for name, value in values.items() if value is not None}
        row = Evidence(**stated)
        try:
            row.full_clean(exclude=["assessment", "order"], validate_unique=False)
        except ValidationError as error:
            faults += misfits(error, PLACES, within=f"/evidence/{order}")
        rows.append(row)
    if faults:
        raise InvalidBody(faults)
    return rows
