"""How articles are sent, and what is said of each that was taken in."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.documents.serializers import ArticleDetailSerializer
from api.documents.visible import OriginalArticle
from api.writing.bodies import Body, TextField
from claimsdb.choices import SourceState, field_choices
from claimsdb.ingest.outcome import KnownBy, NearCopy, Outcome, OutcomeStatus, ProposedSource
from claimsdb.ingest.queue.handed_in import STATES, HandedIn
from claimsdb.models import Article

STATUSES = field_choices([OutcomeStatus.NEW, OutcomeStatus.KNOWN, OutcomeStatus.UNREAD])
HANDED_IN_STATES = [(state, str(state)) for state in STATES]
STATUSES_OF_LINES = [*STATUSES, *field_choices([OutcomeStatus.FAILED])]


@extend_schema_field({"oneOf": [{"type": "integer"}, {"type": "string"}]})
class DerivedFromField(serializers.Field):
    def __init__(self) -> None:
        words = "what it came out of: the id of an article, or an address"
        super().__init__(required=False, allow_null=True, help_text=words)


class ArticleSent(serializers.Serializer):
    """An article. What stands beside the text goes before what the text says itself."""

    text = serializers.CharField(help_text="as found, with its headline and all")
    title = serializers.CharField(required=False, allow_null=True)
    byline = serializers.CharField(required=False, allow_null=True, max_length=300)
    url = serializers.URLField(required=False, allow_null=True, max_length=2000)
    published_on = serializers.DateField(required=False, allow_null=True)
    published_from = serializers.DateField(
        required=False, allow_null=True, help_text="not before this day, where no one day is known"
    )
    published_to = serializers.DateField(
        required=False, allow_null=True, help_text="by this day, where no one day is known"
    )
    language = serializers.CharField(required=False, allow_null=True, max_length=35, help_text="as BCP 47 has it")
    source = serializers.CharField(  # type: ignore[assignment]
        required=False, allow_null=True, max_length=200, help_text="a slug, domain or name; made where there is none"
    )
    file_name = serializers.CharField(required=False, allow_null=True, max_length=255)
    derived_from = DerivedFromField()
    published_on_is_meant = serializers.BooleanField(
        required=False, help_text="whether a day in the future, or before there were newspapers, is no mistake"
    )


class DifferenceSerializer(serializers.Serializer):
    """What is known of the article, and what was given now and not taken: a PATCH of the article corrects it."""

    field = serializers.CharField()
    known = serializers.CharField(allow_null=True, help_text="null where nothing is known")
    given = serializers.CharField()


class NearSerializer(serializers.Serializer):
    """An article whose text is much the same."""

    article = serializers.SerializerMethodField()
    alikeness = serializers.FloatField(
        min_value=0, max_value=1, help_text="the share of all runs of four words that both texts have"
    )

    @extend_schema_field(OriginalArticle)
    def get_article(self, near: NearCopy) -> dict[str, Any]:
        return OriginalArticle(Article(pk=near.article, title=near.title), context=self.context).data


class LikelySource(serializers.Serializer):
    slug, name = serializers.CharField(), serializers.CharField()


class ProposedSourceSerializer(serializers.Serializer):
    """A source that the article names and no editor has confirmed, and the known ones that it may be."""

    slug = serializers.CharField()
    name = serializers.CharField()
    state = serializers.SerializerMethodField()
    did_you_mean = LikelySource(many=True)

    @extend_schema_field(serializers.ChoiceField(field_choices([SourceState.PROPOSED])))
    def get_state(self, proposed: ProposedSource) -> str:
        return SourceState.PROPOSED


class OutcomeSerializer(serializers.Serializer):
    """What became of an article, from the `outcome` of its intake."""

    status = serializers.ChoiceField(STATUSES, source="outcome.status")
    why = serializers.SerializerMethodField(help_text="why no claims were looked for, or what is wrong with the line")
    known_by = serializers.ChoiceField(
        field_choices(KnownBy), source="outcome.known_by", allow_null=True,
        help_text="what it has in common with the one that is known: every character, or all but white space",
    )  # fmt: skip
    differs = DifferenceSerializer(
        source="outcome.differs", many=True, help_text="what is known of it otherwise; nothing of it was changed"
    )
    near = NearSerializer(source="outcome.near", many=True, help_text="known articles whose text is much the same")
    proposed_sources = ProposedSourceSerializer(source="outcome.proposed", many=True)
    warnings = serializers.ListField(
        child=serializers.CharField(), source="outcome.warnings", help_text="what of the text was not taken, and why"
    )

    def get_why(self, taken: Any) -> str | None:
        return why_unread(taken["outcome"] if isinstance(taken, dict) else taken.outcome)


OUTCOME_FIELDS = ["status", "why", "known_by", "differs", "near", "proposed_sources", "warnings"]


class TakenSerializer(OutcomeSerializer, ArticleDetailSerializer):
    """The article as it is shown, and what became of it: the `outcome` that it has been given."""

    class Meta(ArticleDetailSerializer.Meta):
        fields = [*OUTCOME_FIELDS, *ArticleDetailSerializer.Meta.fields]


@extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/Fault"}})
class ErrorsOfLine(serializers.ReadOnlyField):
    """Faults, as `api.http.problems.error_of` has them."""


class LineTaken(OutcomeSerializer):
    """What became of the article in one line."""

    line = serializers.IntegerField()
    status = serializers.ChoiceField(STATUSES_OF_LINES, source="outcome.status")
    article = OriginalArticle(allow_null=True, help_text="null where the line could not be read")
    errors = ErrorsOfLine(help_text="what cannot be read in the line, as with 400 to a body of its own")  # type: ignore[assignment]
    revision_of = OriginalArticle(allow_null=True, help_text="the article that was at its address before")
    claims = serializers.IntegerField(
        source="outcome.claims", help_text="how many were found; none in an article that is known"
    )

    def get_fields(self) -> dict[str, serializers.Field]:
        """The line first."""
        fields = super().get_fields()
        return {"line": fields.pop("line"), **fields}


class LinesTaken(serializers.Serializer):
    results = LineTaken(many=True)


class ProblemOfArticle(serializers.Serializer):
    """Why an article was not taken in, as the problem document would have said it."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()


class HandedInSerializer(serializers.Serializer):
    """An article that was left to a worker, and how far it is."""

    url = serializers.HyperlinkedIdentityField(
        view_name="article-handed-in", lookup_field="task", help_text="where to ask"
    )
    status = serializers.ChoiceField(HANDED_IN_STATES, source="state")
    article = serializers.SerializerMethodField(help_text="null until it is taken in")
    claims = serializers.SerializerMethodField(help_text="how many were found; null until it is taken in")
    warnings = serializers.SerializerMethodField(help_text="what of the text was not taken, and why")
    problem = serializers.SerializerMethodField(help_text="why it was not taken in; null where it was, or may be yet")

    @extend_schema_field(OriginalArticle(allow_null=True))
    def get_article(self, handed: HandedIn) -> dict[str, Any] | None:
        article = handed.outcome and Article.objects.filter(pk=handed.outcome["article"]).first()
        return OriginalArticle(article, context=self.context).data if article else None

    def get_claims(self, handed: HandedIn) -> int | None:
        return handed.outcome["claims"] if handed.outcome else None

    def get_warnings(self, handed: HandedIn) -> list[str]:
        return handed.outcome["warnings"] if handed.outcome else []

    @extend_schema_field(ProblemOfArticle(allow_null=True))
    def get_problem(self, handed: HandedIn) -> dict[str, Any] | None:
        if handed.failure is None:
            return None
        status = 400 if handed.failure.is_of_article else 503 if handed.failure.is_of_extractor else 500
        title = HTTPStatus(status).phrase
        return {"type": "about:blank", "title": title, "status": status, "detail": handed.failure.reason}


class AddressToFetch(Body):
    url = TextField(max_length=2000, help_text="of the article, by http or https")


class TextToCompare(Body):
    text = TextField(help_text="of which articles are to be found that are like it")


class LikeText(serializers.Serializer):
    """The articles that are like a text."""

    known = OriginalArticle(allow_null=True, help_text="the article with just these words")
    near = NearSerializer(many=True, help_text="others, the most alike first")


def why_unread(outcome: Outcome) -> str | None:
    """Why no claims were looked for; the extractor's words begin with the file's name, which may be empty."""
    if outcome.status is OutcomeStatus.FAILED:
        return outcome.reason
    if outcome.status is not OutcomeStatus.UNREAD:
        return None
    return f"The article {outcome.reason.removeprefix(outcome.where).strip()}"
