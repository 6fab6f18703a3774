"""Assessments and their evidence, as editors send them."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.writing.bodies import Body, Day, Text, Word, misfits, object_with, shortened
from claimsdb.actors.lookup import find_article, find_source
from claimsdb.choices import Bearing, Outcome
from claimsdb.filters import fields as parameters
from claimsdb.filters.base import InvalidBody
from claimsdb.filters.fields import InvalidValue
from claimsdb.models import Evidence


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
