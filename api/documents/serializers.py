"""The shape of everything the API shows. Lists and details of a thing share their fields; a detail adds to them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.documents.assessments import ClaimAssessmentSerializer
from api.documents.fields import (
    ColumnsSerializer,
    FieldNames,
    IntervalSerializer,
    SpanSerializer,
    TextOrNull,
    WordOrNull,
)
from api.documents.figures import OWN_WORDS, ActorLine, QuantitySerializer
from api.documents.questions import LinksOfClaim
from api.documents.visible import OriginalArticle, ProposedSourceLine, SourceLine, sees_all
from claimsdb.choices import DerivationKind, Reason, Role, Status, Texts, Topic, field_choices
from claimsdb.index import Facet, counts
from claimsdb.models import (
    Actor,
    ActorName,
    Affiliation,
    Article,
    Attribution,
    Claim,
    Decision,
    Derivation,
    Source,
)
from claimsdb.review import REVIEW_PERMISSION, entries


class ArticleLine(serializers.ModelSerializer):
    """An article in short."""

    source = SourceLine(allow_null=True)  # type: ignore[assignment]
    file_name = TextOrNull()

    class Meta:
        model = Article
        fields = ["id", "file_name", "title", *Article.DAYS, "source"]


class PartSerializer(serializers.Serializer):
    """One actor's part in a claim. An unnamed one has no code. With `via` the part is another's, who belongs to this
    actor or speaks for it: `via` is that other's code or, of an unnamed one, the name."""

    code = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    role = serializers.ChoiceField(field_choices(Role))
    as_written = serializers.CharField(allow_null=True)
    editors_words = serializers.BooleanField(help_text=OWN_WORDS)
    via = serializers.CharField(allow_null=True)


class HitSerializer(serializers.Serializer):
    """A place in a wording or quote: code points, the end not included."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()

    def to_representation(self, instance: tuple[int, int]) -> dict[str, int]:
        return {"start": instance[0], "end": instance[1]}


class HitsSerializer(serializers.Serializer):
    """Where a search has its hits in a claim's text and in its quote: in their order, without overlaps. None where it
    was found by its actors or by how the article calls them."""

    text = HitSerializer(many=True)
    quote = HitSerializer(many=True)


class ExtractorSerializer(ColumnsSerializer):
    """What found the claim; null if an editor entered it."""

    name = serializers.CharField(source="extractor")
    version = serializers.CharField(source="extractor_version")
    rule = TextOrNull()
    confidence = serializers.FloatField(allow_null=True)


# Lists have the same from the database: `claimsdb.index.documents`.
class ClaimSerializer(serializers.ModelSerializer):
    """One statement at one place in one article."""

    url = serializers.HyperlinkedIdentityField(view_name="claim-detail", lookup_field="key")
    quote, topic = TextOrNull(), WordOrNull(Topic)
    span = SpanSerializer()
    article = ArticleLine()
    hedge = serializers.CharField(help_text="the words that hedge it; empty when it is flat")
    said_on, event_on = IntervalSerializer("said"), IntervalSerializer("event")
    editors_words = serializers.ListField(
        child=serializers.ChoiceField([*entries.WORDS_OF]),
        help_text="which of these have words that are an editor's, and not what the article has",
    )
    actors = PartSerializer(source="parts", many=True)
    quantities = QuantitySerializer(many=True)
    duplicate_of = serializers.SerializerMethodField(help_text="the key of the claim that it repeats")
    extractor = ExtractorSerializer()

    class Meta:
        model = Claim
        fields = [
            *("key", "url", "status", "version", "text", "quote", "span", "article"),
            *("voice", "quotation", "stance", "hedge", "phase", "topic", "said_on", "event_on"),
            *("editors_words", "actors", "quantities", "duplicate_of", "extractor", "created_at", "updated_at"),
        ]
        read_only_fields = fields

    def get_duplicate_of(self, claim: Claim) -> str | None:
        original = claim.duplicate_of
        return original.key if original and original.is_visible_to(self.context["request"].user) else None


class AttributionSerializer(serializers.ModelSerializer):
    """An actor's part as the words of the article have it: `side` is the state whose word it is, `hop` counts the links
    of a chain from the speaker (0) towards the origin."""

    actor, side = ActorLine(allow_null=True), ActorLine(allow_null=True)
    name, as_written = TextOrNull(), TextOrNull()
    editors_words = serializers.BooleanField(help_text=OWN_WORDS)
    span = SpanSerializer()

    class Meta:
        model = Attribution
        fields = ["role", "actor", "name", "as_written", "editors_words", "side", "hop", "span"]


class DecisionSerializer(serializers.ModelSerializer):
    """A move of the claim. `public_note` is for readers; `note` is for editors, and null for anybody else; `who` is for
    those who see all claims, and null for a decision that was not taken here."""

    who, note = serializers.SerializerMethodField(), serializers.SerializerMethodField()
    from_status, reason, public_note = WordOrNull(Status), WordOrNull(Reason), TextOrNull()

    class Meta:
        model = Decision
        fields = [
            *("version", "verb", "from_status", "to_status", "decided_at", "reason", "public_note", "note", "who"),
        ]

    def get_who(self, decision: Decision) -> str | None:
        return decision.who.get_username() if decision.who and sees_all(self) else None

    def get_note(self, decision: Decision) -> str | None:
        return decision.note or None if self.context["request"].user.has_perm(REVIEW_PERMISSION) else None


class RepeatingClaim(serializers.ModelSerializer):
    """A claim that repeats this one."""

    url = serializers.HyperlinkedIdentityField(view_name="claim-detail", lookup_field="key")

    class Meta:
        model = Claim
        fields = ["key", "url"]


class ContextField(serializers.CharField):
    """The text beside a quote, empty where the article begins or ends there; null without a quote, and for readers
    where the article's text is not public."""

    def to_representation(self, value: str) -> Any:
        detail: Any = self.parent
        is_shown = detail.instance.article.has_public_text or sees_all(detail)
        return value if detail.instance.quote and is_shown else None


CONTEXT = "empty where there is none, null without a quote or where it is not public"


class ClaimDetailSerializer(LinksOfClaim, ClaimSerializer):
    """A claim with what surrounds it in the article, who has which part in full, and how it came to its status: of what
    was never public readers learn nothing."""

    prefix = ContextField(allow_null=True, help_text=f"the text just before the quote; {CONTEXT}")
    suffix = ContextField(allow_null=True, help_text=f"the text just after it; {CONTEXT}")
    duplicates = RepeatingClaim(source="visible_duplicates", many=True)
    attributions = AttributionSerializer(many=True)
    amended = FieldNames(read_only=True, help_text="the fields that an editor has set")
    decisions = DecisionSerializer(source="visible_decisions", many=True)
    assessments = ClaimAssessmentSerializer(source="visible_assessments", many=True)

    class Meta(ClaimSerializer.Meta):
        fields = [
            *ClaimSerializer.Meta.fields,
            *("prefix", "suffix", "attributions", "amended", "decisions", "duplicates", "assessments"),
            *("questions", "relations"),
        ]
        read_only_fields = fields


class ArticleSerializer(serializers.ModelSerializer):
    """Where claims were reported."""

    url = serializers.HyperlinkedIdentityField(view_name="article-detail")
    original_url = TextOrNull(source="url", help_text="where it was published")
    source = SourceLine(allow_null=True)  # type: ignore[assignment]
    proposed_source = ProposedSourceLine(source="source", allow_null=True)
    byline, file_name = TextOrNull(), TextOrNull()

    class Meta:
        model = Article
        fields = [
            *("id", "url", "state", "file_name", "title", "byline", "source", "proposed_source", "original_url"),
            *("language", *Article.DAYS, "published_basis", "created_at"),
        ]


class ClaimInArticle(serializers.ModelSerializer):
    """A claim as the article's page needs it: where it stands, and whether it counts."""

    url = serializers.HyperlinkedIdentityField(view_name="claim-detail", lookup_field="key")
    span = SpanSerializer()

    class Meta:
        model = Claim
        fields = ["key", "url", "status", "text", "span"]


class DerivationSerializer(serializers.ModelSerializer):
    """What the article came out of, in terms of PROV-O: one of a source, an article held here, and an address."""

    source = SourceLine(allow_null=True)  # type: ignore[assignment]
    article = OriginalArticle(source="original", allow_null=True)
    address, as_written = TextOrNull(source="url"), TextOrNull()
    span = SpanSerializer()

    class Meta:
        model = Derivation
        fields = ["kind", "source", "article", "address", "as_written", "span"]


# Needs the claims that may be seen as `visible_claims` of the article, and what came out of it as `visible_revisions`.
class ArticleDetailSerializer(ArticleSerializer):
    """An article with its text, what it came out of, and where in it each claim stands."""

    text = serializers.SerializerMethodField(help_text="as found; null for readers where it is not public")
    derivations = DerivationSerializer(many=True)
    revision_of = serializers.SerializerMethodField(help_text="the article that was at its address before")
    revisions = serializers.SerializerMethodField(help_text="the articles that came to its address after it")
    claims = ClaimInArticle(source="visible_claims", many=True)
    extraction_cut = serializers.SerializerMethodField(
        help_text="why claims were not looked for to its end, for who sees all claims; null where they were"
    )

    class Meta(ArticleSerializer.Meta):
        fields = [
            *ArticleSerializer.Meta.fields,
            "text",
            "text_sha256",
            "derivations",
            "revision_of",
            "revisions",
            "claims",
            "extraction_cut",
        ]

    def get_extraction_cut(self, article: Article) -> str | None:
        cut = getattr(article, "extraction_cut", None) if sees_all(self) else None
        return str(cut) if cut else None

    @extend_schema_field(OriginalArticle(allow_null=True))
    def get_revision_of(self, article: Article) -> dict[str, Any] | None:
        for derivation in article.derivations.all():
            if derivation.kind == DerivationKind.REVISION and derivation.original:
                return OriginalArticle(derivation.original, context=self.context).data
        return None

    @extend_schema_field(OriginalArticle(many=True))
    def get_revisions(self, article: Article) -> list[dict[str, Any]]:
        later = [each.article for each in article.visible_revisions]  # type: ignore[attr-defined]
        return list(OriginalArticle(later, many=True, context=self.context).data)

    def get_text(self, article: Article) -> str | None:
        return article.text if article.has_public_text or sees_all(self) else None


class SourceSerializer(serializers.ModelSerializer):
    """A publisher; its `reliability` is on the Admiralty scale, F where nobody has judged it."""

    url = serializers.HyperlinkedIdentityField(view_name="source-detail", lookup_field="slug", lookup_url_kwarg="name")
    domain, country = TextOrNull(), TextOrNull()
    parent = SourceLine(allow_null=True)
    texts = WordOrNull(Texts, help_text="what readers get of its articles; null as the site has it")

    class Meta:
        model = Source
        fields = ["slug", "url", "state", "name", "domain", "kind", "country", "reliability", "parent", "texts"]


# Needs the `statuses` of the claims that may be seen in the context, as the read model has them.
class SourceDetailSerializer(SourceSerializer):
    """A publisher, with how much of it is here."""

    articles = serializers.SerializerMethodField(help_text="how many it published")
    claims = serializers.SerializerMethodField(help_text="how many were made in them")

    class Meta(SourceSerializer.Meta):
        fields = [*SourceSerializer.Meta.fields, "articles", "claims"]

    def get_articles(self, source: Source) -> int:
        return source.articles.visible_to(self.context["request"].user).count()

    def get_claims(self, source: Source) -> int:
        return counts.count(statuses=self.context["statuses"], facet=Facet.SOURCE, value=str(source.pk))


class ActorSerializer(serializers.ModelSerializer):
    """Who claims or is claimed about; `codes` by who gave them."""

    url = serializers.HyperlinkedIdentityField(view_name="actor-detail", lookup_field="slug", lookup_url_kwarg="name")
    code = serializers.CharField(help_text="the project's code of a state, the slug of anyone else")
    codes = serializers.SerializerMethodField(help_text="by scheme")
    country = TextOrNull()

    class Meta:
        model = Actor
        fields = ["code", "slug", "url", "name", "kind", "country", "codes"]

    def get_codes(self, actor: Actor) -> dict[str, str]:
        return {code.scheme: code.code for code in actor.codes.all()}


class ActorNameSerializer(serializers.ModelSerializer):
    """A way to write the actor."""

    class Meta:
        model = ActorName
        fields = ["text", "kind", "language", "matchable"]


class MemberSerializer(serializers.ModelSerializer):
    """An actor who belongs to this one, and when; a day that is not known is null."""

    actor = ActorLine(source="child")

    class Meta:
        model = Affiliation
        fields = ["actor", "kind", "started_on", "ended_on"]


class MembershipSerializer(MemberSerializer):
    """An actor to whom this one belongs, and when; a day that is not known is null."""

    actor = ActorLine(source="parent")


class ClaimCounts(serializers.Serializer):
    """In how many claims the actor, or one who belongs to it, has any part and each part."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {name: serializers.IntegerField() for name in ["any", *(role.value for role in Role)]}


# Needs the `statuses` of the claims that may be seen in the context.
class ActorDetailSerializer(ActorSerializer):
    """An actor with all its names, whom it belongs to, who belongs to it, and how many claims they have a part in."""

    names = ActorNameSerializer(many=True)
    belongs_to = MembershipSerializer(source="affiliations", many=True)
    members = MemberSerializer(many=True)
    claims = serializers.SerializerMethodField()

    class Meta(ActorSerializer.Meta):
        fields = [*ActorSerializer.Meta.fields, "names", "belongs_to", "members", "claims"]

    @extend_schema_field(ClaimCounts)
    def get_claims(self, actor: Actor) -> dict[str, int]:
        found = counts.counts_by_facet(scope=actor.pk, statuses=self.context["statuses"])
        by_role = {role.value: found[Facet.ROLE].get(role, 0) for role in Role}
        return {"any": found[Facet.ALL].get("", 0), **by_role}
