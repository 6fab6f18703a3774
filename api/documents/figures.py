"""Figures of claims, and what they name."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.documents.fields import NumberOrNull, TextOrNull, WordOrNull
from claimsdb.choices import Per, Stage
from claimsdb.models import Actor, Quantity

OWN_WORDS = "whether `as_written` is an editor's, and not what the article has"


class ActorLine(serializers.ModelSerializer):
    """An actor in short."""

    code = serializers.CharField(help_text="the project's code of a state, the slug of anyone else")

    class Meta:
        model = Actor
        fields = ["code", "name", "kind"]


class FigureLine(serializers.Serializer):
    """A figure of a claim: `order` is its place among them, from 0."""

    claim = serializers.CharField(help_text="the key of the claim")
    order = serializers.IntegerField()
    as_written = serializers.CharField(help_text="its words there")


class QuantitySerializer(serializers.ModelSerializer):
    """A figure; what the text does not give of it is null. "At least half a million" has a low alone."""

    low, best, high = NumberOrNull(), NumberOrNull(), NumberOrNull()
    measure, unit = TextOrNull(), TextOrNull()
    of = ActorLine(allow_null=True, help_text="whose things are counted")
    stage = WordOrNull(Stage, help_text="how far they have come")
    per = WordOrNull(Per, help_text="so many in each")
    stands_for = serializers.SerializerMethodField(
        help_text='the figure that words like "as much" mean; null too where its claim may not be seen'
    )
    editors_words = serializers.BooleanField(help_text=OWN_WORDS)

    class Meta:
        model = Quantity
        fields = [
            *("as_written", "editors_words", "low", "best", "high", "qualifier", "measure", "unit", "basis"),
            *("of", "stage", "per", "stands_for"),
        ]

    @extend_schema_field(FigureLine(allow_null=True))
    def get_stands_for(self, quantity: Quantity) -> dict[str, Any] | None:
        meant = quantity.stands_for
        if meant is None or not meant.claim.is_visible_to(self.context["request"].user):
            return None
        return {"claim": meant.claim.key, "order": meant.order, "as_written": meant.as_written}
