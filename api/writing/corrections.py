"""What is said of an article, as editors correct it. Its text is never edited."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from api.documents.serializers import ArticleDetailSerializer
from api.writing.bodies import Body, ChoiceField, DayField, FlagField
from api.writing.registry import AnySourceField, word, word_or_null
from claimsdb.choices import ArticleState
from claimsdb.filters import Fault, InvalidBody
from claimsdb.ingest.reextract import ClaimChange
from claimsdb.models import Article
from claimsdb.reading import implausible

PLACES = {"url": "/original_url", "published_basis": "/published_on", "__all__": ""}
MEANT = "{} {}. If it is meant, say so by `published_on_is_meant`."
OF_THE_TEXT = ("text", "text_sha256")
NEVER = (
    "A text is never edited, as claims stand at places in it: hand in the corrected text as a new article, which is a"
    " revision (wasRevisionOf) of this one."
)


class ArticleBody(Body):
    """What is left out stays, null empties what may be empty."""

    title = word(required=False)
    byline, original_url = word_or_null(), word_or_null(help_text="where it was published")
    source = AnySourceField(required=False, allow_null=True)  # type: ignore[assignment]
    language = word(required=False, help_text="as BCP 47 has it; the claims are read again")
    published_on = DayField(required=False, allow_null=True, help_text="the claims are read again")
    published_from = DayField(
        required=False, allow_null=True, help_text="not before this day, where no one day is known"
    )
    published_to = DayField(required=False, allow_null=True, help_text="by this day, where no one day is known")
    published_on_is_meant = FlagField(
        required=False, help_text="whether a day in the future, or before there were newspapers, is no mistake"
    )
    state = ChoiceField(
        ArticleState, required=False, help_text="whether readers see it: withdrawn takes all its claims from them"
    )

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if isinstance(data, dict) and (named := [name for name in OF_THE_TEXT if name in data]):
            raise InvalidBody([Fault(f"/{name}", NEVER) for name in named])
        given = super().to_internal_value(data)
        is_meant = given.pop("published_on_is_meant", False)
        days = {name: day for name in Article.DAYS if (day := given.get(name)) and not is_meant}
        if faults := [
            Fault(f"/{name}", MEANT.format(day, why)) for name, day in days.items() if (why := implausible(day))
        ]:
            raise InvalidBody(faults)
        return given


class ReadAgainSerializer(serializers.Serializer):
    """How many claims met which change when the article was read again; one that is kept stays as editors have it."""

    def get_fields(self) -> dict[str, serializers.Field]:
        counts = {change.value: serializers.IntegerField() for change in ClaimChange}
        return {**counts, "why_not": serializers.CharField(allow_null=True, help_text="why it was not, if so")}


class CorrectedSerializer(ArticleDetailSerializer):
    """The article as it is shown, and what became of its claims; null where they were not read again."""

    read_again = serializers.SerializerMethodField()

    class Meta(ArticleDetailSerializer.Meta):
        fields = ["read_again", *ArticleDetailSerializer.Meta.fields]

    def get_read_again(self, article: Any) -> ReadAgainSerializer(allow_null=True):  # type: ignore[valid-type]
        again = self.context["read_again"]
        if again is None:
            return None
        return {**{change.value: again.changes[change] for change in ClaimChange}, "why_not": again.unread or None}


def correction(given: Mapping[str, Any]) -> dict[str, Any]:
    """What ArticleBody has read, as `claimsdb.curation.articles` takes it."""
    columns = {"url" if name == "original_url" else name: value for name, value in given.items() if name != "state"}
    columns |= {name: columns[name] or "" for name in ("byline", "url") if name in columns}
    return {"fields": columns, "state": ArticleState(given["state"]) if "state" in given else None}
