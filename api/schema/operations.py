"""OpenAPI operations: parameters, headers and problems that every list and detail has."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import force_instance
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from api.documents.shape import shape_parameters
from api.http.parameters import openapi_parameter
from api.http.problems import CONTENT_TYPE
from api.http.renderers import SelectionRenderer
from claimsdb.filters import Parameter

SHAPED = ("list", "retrieve")
STANDARD = (*SHAPED, "create", "update", "partial_update", "destroy")
COMPONENTS = "#/components/schemas/"
SELECTION = "Selection"
FORMAT = "The form of the answer, where an Accept header cannot say it."
ETAG = OpenApiParameter(
    "ETag",
    description="Names the answer as it is: with it in If-None-Match the next one is a 304 until something changes.",
    location=OpenApiParameter.HEADER,
    response=["200"],
)
LINK = OpenApiParameter(
    "Link",
    description="The `first`, `prev` and `next` page once more, as RFC 8288 has it.",
    location=OpenApiParameter.HEADER,
    response=["200"],
)


TAKEN_OUT = {204: OpenApiResponse(description="It is taken out.")}
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    description="A word of your own for this request. Sent again with it within a day, as after no answer, the same"
    " request changes nothing more and gets the same answer. Another one with it is a 409, as is one that comes"
    " while the first is at work.",
    location=OpenApiParameter.HEADER,
    examples=[OpenApiExample('"8e03978e-40d5"', value='"8e03978e-40d5"')],
)


class FaultSerializer(serializers.Serializer):
    """What is wrong in one place, a `parameter`, a `header` or of the body a JSON `pointer` or a `line`; `known` are
    the values that it takes, `nearest` those most like the one given."""

    parameter = serializers.CharField(required=False)
    pointer = serializers.CharField(required=False)
    line = serializers.IntegerField(required=False)
    header = serializers.CharField(required=False)
    detail = serializers.CharField()
    known = serializers.ListField(child=serializers.CharField(), required=False)
    nearest = serializers.ListField(child=serializers.CharField(), required=False)


class RepeatedClaim(serializers.Serializer):
    """The claim into which the one at this address was merged."""

    key = serializers.CharField()
    url = serializers.URLField()


class MergedQuestion(serializers.Serializer):
    """The question into which the one at this address was merged."""

    slug = serializers.CharField()
    url = serializers.URLField()


class ProblemSerializer(serializers.Serializer):
    """An error as RFC 9457 has it."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    request_id = serializers.CharField(required=False, help_text="by which operators find the request in their log")
    version = serializers.IntegerField(required=False, help_text="the present one, with 412")
    duplicate_of = RepeatedClaim(required=False, help_text="with 308 and 410, of a claim that was merged into another")
    merged_into = MergedQuestion(required=False, help_text="with 308 and 410, of a merged question")
    errors = FaultSerializer(many=True, required=False)  # type: ignore[assignment]


def problems(*statuses: int) -> dict[tuple[int, str], type[ProblemSerializer]]:
    """The answers that are problems, for `extend_schema`."""
    return {(status, CONTENT_TYPE): ProblemSerializer for status in statuses}


class ReadingSchema(AutoSchema):
    """Adds what every list and detail takes and answers besides: the `path_parameter` of a detail, the shape, and the
    problems of a list (403) or a detail (404, and those of what is gone)."""

    view: Any

    def get_summary(self) -> str | None:
        names = self.view.queryset.model._meta
        titles = {
            "list": names.verbose_name_plural,
            "retrieve": f"one {names.verbose_name}",
            "create": f"enter one {names.verbose_name}",
            "partial_update": f"change one {names.verbose_name}",
            "destroy": f"delete one {names.verbose_name}",
        }
        return titles[self.view.action].capitalize() if self.view.action in titles else super().get_summary()

    def get_operation_id(self) -> str:
        """`claims_accept`, not `claims_accept_create`."""
        if self.view.action in STANDARD:
            return super().get_operation_id()
        return "_".join(step.replace("-", "_") for step in self._tokenize_path())

    def get_auth(self) -> list[dict[str, Any]]:
        """Reading is for anyone, whoever may write at the same address."""
        auth = super().get_auth()
        return [*auth, {}] if self.method == "GET" and {} not in auth else auth

    def get_response_serializers(self) -> Any:
        refusals = [403] if self.view.action == "list" else [404, *self.view.gone]
        return {200: super().get_response_serializers(), **problems(*refusals)}

    def get_override_parameters(self) -> list[Any]:
        where = [path_parameter(**self.view.path_parameter)] if self.view.detail else []
        if getattr(getattr(self.view, self.view.action), "takes_idempotency_key", False):
            where.append(IDEMPOTENCY_KEY)
        if self.view.detail and self.method == "GET":
            where += [query_parameter(name, each) for name, each in self.view.detail_parameters.items()]
        if self.view.action not in SHAPED:
            return where
        shaping = shape_parameters(self.view.get_serializer_class(), self.view.expansions)
        headers = [ETAG] if self.view.detail else [ETAG, LINK]
        return [*where, *[query_parameter(name, parameter) for name, parameter in shaping.items()], *headers]

    def _map_basic_serializer(self, serializer: Any, direction: str) -> dict[str, Any]:
        """A row is shown with all its fields, those too that may be left out where one is made."""
        schema = super()._map_basic_serializer(serializer, direction)
        if isinstance(force_instance(serializer), serializers.ModelSerializer):
            schema["required"] = sorted(schema["properties"])
        return schema

    def _get_format_parameters(self) -> list[dict[str, Any]]:
        return [
            each | {"description": FORMAT, "example": each["schema"]["enum"][0]}
            for each in super()._get_format_parameters()
        ]

    def _get_response_bodies(self, *args: Any, **options: Any) -> Any:
        bodies = super()._get_response_bodies(*args, **options)
        if self.view.action in SHAPED:
            name = f"{SELECTION}List" if self.view.action == "list" else SELECTION
            bodies["200"]["content"][SelectionRenderer.media_type] = {"schema": {"$ref": COMPONENTS + name}}
        return bodies


def path_parameter(name: str, description: str, example: str) -> OpenApiParameter:
    """The part of an address that says which row it is."""
    return OpenApiParameter(
        name, str, OpenApiParameter.PATH, description=description, examples=[OpenApiExample(example, value=example)]
    )


def query_parameter(name: str, parameter: Parameter, *, required: bool = False) -> OpenApiParameter:
    """A parameter of a view that is no list of rows."""
    document = openapi_parameter(name, parameter)
    return OpenApiParameter(
        name,
        document["schema"],
        description=document["description"],
        required=required,
        style=document.get("style"),
        explode=document.get("explode"),
    )
