"""Assessments and their evidence, as editors send them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.documents.serializers import ArticleDetailSerializer, SourceDetailSerializer
from api.writing.bodies import Body, ChoiceField, DayField, TextField, misfits, object_with, read_named, unknown_name
from claimsdb.actors import find_article, find_source
from claimsdb.choices import Bearing, Conclusion
from claimsdb.filters import InvalidBody, InvalidValue, shown
from claimsdb.models import Evidence


class RowField(serializers.Field):
    """A row by a name that `find` knows, or as the API shows it in `document`, where `shown_by` counts."""

    find: Callable[[str], Model]
    shown_by: str
    document: type[serializers.ModelSerializer]

    def to_internal_value(self, data: Any) -> Model:
        self._check_names(data)
        name = data.get(self.shown_by) if isinstance(data, dict) else data
        if isinstance(name, bool) or not isinstance(name, str | int):
            raise InvalidValue(f"{shown(data)} is no name: give one, or an object with its {self.shown_by}.")
        return read_named(str(name), self.find)

    def _check_names(self, data: Any) -> None:
        known = self.document.Meta.fields
        if isinstance(data, dict) and (unknown := [unknown_name(name, known) for name in data if name not in known]):
            raise InvalidBody(unknown)


@extend_schema_field({"oneOf": [{"type": "string"}, object_with("slug", "string")]})
class SourceField(RowField):
    find, shown_by, document = staticmethod(find_source), "slug", SourceDetailSerializer


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "integer"}, object_with("id", "integer")]})
class ArticleField(RowField):
    find, shown_by, document = staticmethod(find_article), "id", ArticleDetailSerializer


class ScoreField(serializers.FloatField):
    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool | str):
            raise InvalidValue(f"{shown(data)} is no number.")
        return super().to_internal_value(data)


class RatingBody(Body):
    value, worst, best = ScoreField(), ScoreField(), ScoreField()


class EvidenceBody(Body):
    bearing = ChoiceField(Bearing)
    article = ArticleField(required=False, allow_null=True)
    address = TextField(required=False, allow_null=True, allow_blank=True, trim_whitespace=True)
    as_written = TextField(required=False, allow_null=True, allow_blank=True)
    note = TextField(required=False, allow_null=True, allow_blank=True)


class AssessmentBody(Body):
    """What is left out stays, a list is replaced, null empties what may be empty."""

    publisher = SourceField(required=False)
    title = TextField(required=False, allow_null=True, allow_blank=True, trim_whitespace=True)
    address = TextField(required=False, allow_null=True, allow_blank=True, trim_whitespace=True)
    language = TextField(required=False, trim_whitespace=True)
    label = TextField(required=False, trim_whitespace=True)  # type: ignore[assignment]
    normalized = ChoiceField(Conclusion, required=False)
    rating = RatingBody(required=False, allow_null=True)
    rationale = TextField(required=False, allow_null=True, allow_blank=True)
    published_on = DayField(required=False, allow_null=True)
    evidence = EvidenceBody(many=True, required=False)


class NewAssessmentBody(AssessmentBody):
    claim = TextField(help_text="its key")
    publisher = SourceField()
    label = TextField(trim_whitespace=True)
    normalized = ChoiceField(Conclusion)


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
    """Rows that fit. Raises InvalidBody with the place of each that does not."""
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
