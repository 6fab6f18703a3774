"""What the published description says of every page besides its own shape: where it is, and how it fails."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import serializers

from api.errors import CONTENT_TYPE


class Fault(serializers.Serializer):
    """What is wrong with one parameter; `known` are the values it takes, `nearest` those most like the one given."""

    parameter = serializers.CharField()
    detail = serializers.CharField()
    known = serializers.ListField(child=serializers.CharField(), required=False)
    nearest = serializers.ListField(child=serializers.CharField(), required=False)


class Problem(serializers.Serializer):
    """An error as RFC 9457 has it."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    errors = Fault(many=True, required=False)  # type: ignore[assignment]


class ReadingSchema(AutoSchema):
    """Adds the problems that a list (400, 403) or a detail (400, 404) may answer, and the detail's `place`."""

    view: Any

    def get_response_serializers(self) -> Any:
        problems = (400, 403) if self.view.action == "list" else (400, 404)
        return {200: super().get_response_serializers()} | {(status, CONTENT_TYPE): Problem for status in problems}

    def get_override_parameters(self) -> list[Any]:
        return [] if self.view.action == "list" else [place(**self.view.place)]


def place(name: str, description: str, example: str) -> OpenApiParameter:
    """The part of an address that says which row it is."""
    return OpenApiParameter(
        name, str, OpenApiParameter.PATH, description=description, examples=[OpenApiExample(example, value=example)]
    )
