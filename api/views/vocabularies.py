"""The closed lists of words, for whoever shows them to people."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from api.http.conditional import ConditionalView
from api.schema.operations import problems
from api.schema.vocabularies import VOCABULARIES, description_of, words_of
from claimsdb.filters import StrictFilterSet
from claimsdb.index import Version
from claimsdb.models import Claim


class WordSerializer(serializers.Serializer):
    """A word of a closed list: as the API has it, and as people read it."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    description = serializers.CharField(allow_null=True, help_text="null where the label says it all")


class VocabularySerializer(serializers.Serializer):
    """A closed list of words, by the name that it has in the schema."""

    name = serializers.CharField()
    description = serializers.CharField()
    words = WordSerializer(many=True)


class VocabulariesSerializer(serializers.Serializer):
    results = VocabularySerializer(many=True)


class VocabulariesView(ConditionalView):
    """Stances, topics, roles, statuses, reasons and all other closed lists."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="vocabularies_list",
        summary="The words of closed lists",
        responses={200: VocabulariesSerializer, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """Every closed list with its words, their labels and what they mean. They change with releases alone."""
        StrictFilterSet(request.query_params, Claim.objects.none(), reserved=["format"]).check()
        return Response({"results": [_shown(name) for name in VOCABULARIES]})

    def version_of_data(self, request: Request) -> Version:
        """They are in the program, whose version the tag has already."""
        return Version(0, None)


def _shown(name: str) -> dict[str, Any]:
    vocabulary = VOCABULARIES[name]
    return {"name": name, "description": description_of(vocabulary), "words": words_of(vocabulary)}
