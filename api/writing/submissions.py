"""How articles are sent, and what is said of each that was taken in."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.documents.serializers import ArticleDetailSerializer
from api.documents.visible import OriginalArticle
from claimsdb.choices import field_choices
from claimsdb.ingest.outcome import Outcome, OutcomeStatus
from claimsdb.models import Article

STATUSES = field_choices([OutcomeStatus.NEW, OutcomeStatus.KNOWN, OutcomeStatus.UNREAD])


class ArticleSent(serializers.Serializer):
    """An article. What stands beside the text goes before what the text says itself."""

    text = serializers.CharField(help_text="as found, with its headline and all")
    title = serializers.CharField(required=False, allow_null=True)
    byline = serializers.CharField(required=False, allow_null=True, max_length=300)
    url = serializers.URLField(required=False, allow_null=True, max_length=2000)
    published_on = serializers.DateField(required=False, allow_null=True)
    language = serializers.CharField(required=False, allow_null=True, max_length=35, help_text="as BCP 47 has it")
    source = serializers.CharField(  # type: ignore[assignment]
        required=False, allow_null=True, max_length=200, help_text="a slug, domain or name; made where there is none"
    )
    file_name = serializers.CharField(required=False, allow_null=True, max_length=255)


class TakenSerializer(ArticleDetailSerializer):
    """The article as it is shown, and what became of it. Needs the `outcome` of its intake in the context."""

    status = serializers.SerializerMethodField()
    why = serializers.SerializerMethodField(help_text="why no claims were looked for")

    class Meta(ArticleDetailSerializer.Meta):
        fields = ["status", "why", *ArticleDetailSerializer.Meta.fields]

    @extend_schema_field(serializers.ChoiceField(STATUSES))
    def get_status(self, article: Article) -> str:
        return self.context["outcome"].status

    def get_why(self, article: Article) -> str | None:
        return why_unread(self.context["outcome"])


class LineTaken(serializers.Serializer):
    """What became of the article in one line."""

    line = serializers.IntegerField()
    status = serializers.ChoiceField(STATUSES)
    why = serializers.CharField(allow_null=True, help_text="why no claims were looked for")
    article = OriginalArticle()
    claims = serializers.IntegerField(help_text="how many were found; none in an article that is known")


class LinesTaken(serializers.Serializer):
    results = LineTaken(many=True)


def line_taken(number: int, outcome: Outcome, article: Article) -> dict[str, object]:
    return {
        "line": number,
        "status": outcome.status,
        "why": why_unread(outcome),
        "article": article,
        "claims": outcome.claims,
    }


def why_unread(outcome: Outcome) -> str | None:
    """Why no claims were looked for; the extractor's words begin with the file's name, which may be empty."""
    if outcome.status is not OutcomeStatus.UNREAD:
        return None
    return f"The article {outcome.reason.removeprefix(outcome.where).strip()}"
