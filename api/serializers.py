"""The shape of everything the API shows. Lists and details of a thing share their fields; a detail adds to them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.fields import Columns, Figure, Interval, Span, Words
from claimsdb.feed import tallies
from claimsdb.feed.tallies import Facet
from claimsdb.models import (
    Actor,
    ActorName,
    Affiliation,
    Article,
    Attribution,
    Claim,
    Decision,
    Derivation,
    Quantity,
    Source,
)
from claimsdb.vocabulary import Role


class SourceLine(serializers.ModelSerializer):
    class Meta:
        model = Source
        fields = ["slug", "name"]


class ArticleLine(serializers.ModelSerializer):
    source = SourceLine(allow_null=True)  # type: ignore[assignment]
    file_name = Words()

    class Meta:
        model = Article
        fields = ["id", "file_name", "title", "published_on", "source"]


class ActorLine(serializers.ModelSerializer):
    code = serializers.CharField(help_text="the project's code of a state, the slug of anyone else")

    class Meta:
        model = Actor
        fields = ["code", "name", "kind"]


class PartSerializer(serializers.Serializer):
    """One actor's part in a claim. An unnamed one has no code. With `via` the part is another's, who belongs to this
    actor or speaks for it: `via` is that other's code or, of an unnamed one, the name."""

    code = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    role = serializers.CharField()
    as_written = serializers.CharField(allow_null=True)
    via = serializers.CharField(allow_null=True)


class QuantitySerializer(serializers.ModelSerializer):
    low, best, high = Figure(), Figure(), Figure()
    measure, unit = Words(), Words()

    class Meta:
        model = Quantity
        fields = ["as_written", "low", "best", "high", "qualifier", "measure", "unit", "basis"]


class ExtractorSerializer(Columns):
    """What found the claim; null if an editor entered it."""

    name = serializers.CharField(source="extractor")
    version = serializers.CharField(source="extractor_version")
    rule = Words()
    confidence = serializers.FloatField(allow_null=True)


class ClaimSerializer(serializers.ModelSerializer):
    """One statement at one place in one article. Lists have the same from the database (`claimsdb.feed.documents`)."""

    url = serializers.HyperlinkedIdentityField(view_name="claim-detail", lookup_field="key")
    quote, topic = Words(), Words()
    span = Span()
    article = ArticleLine()
    hedge = serializers.CharField(help_text="the words that hedge it; empty when it is flat")
    said_on, event_on = Interval("said"), Interval("event")
    actors = PartSerializer(source="parts", many=True)
    quantities = QuantitySerializer(many=True)
    extractor = ExtractorSerializer()

    class Meta:
        model = Claim
        fields = [
            *("key", "url", "status", "version", "text", "quote", "span", "article"),
            *("voice", "quotation", "stance", "hedge", "phase", "topic", "said_on", "event_on"),
            *("actors", "quantities", "extractor", "created_at", "updated_at"),
        ]
        read_only_fields = fields


class AttributionSerializer(serializers.ModelSerializer):
    """An actor's part as the words of the article have it: `side` is the state whose word it is, `hop` counts the links
    of a chain from the speaker (0) towards the origin."""

    actor, side = ActorLine(allow_null=True), ActorLine(allow_null=True)
    name, as_written = Words(), Words()
    span = Span()

    class Meta:
        model = Attribution
        fields = ["role", "actor", "name", "as_written", "side", "hop", "span"]


class DecisionSerializer(serializers.ModelSerializer):
    """A move of the claim. `who` is for those who are signed in, and null for a decision that was not taken here."""

    who = serializers.SerializerMethodField()
    from_status, reason, note = Words(), Words(), Words()

    class Meta:
        model = Decision
        fields = ["version", "verb", "from_status", "to_status", "decided_at", "reason", "note", "who"]

    def get_who(self, decision: Decision) -> str | None:
        signed_in = self.context["request"].user.is_authenticated
        return decision.who.get_username() if decision.who and signed_in else None


class ClaimDetailSerializer(ClaimSerializer):
    prefix = serializers.CharField(help_text="the text just before the quote")
    suffix = serializers.CharField(help_text="the text just after it")
    attributions = AttributionSerializer(many=True)
    amended = serializers.ListField(child=serializers.CharField(), help_text="the fields that an editor has set")
    decisions = DecisionSerializer(many=True)

    class Meta(ClaimSerializer.Meta):
        fields = [*ClaimSerializer.Meta.fields, "prefix", "suffix", "attributions", "amended", "decisions"]
        read_only_fields = fields


class ArticleSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="article-detail")
    original_url = Words(source="url", help_text="where it was published")
    source = SourceLine(allow_null=True)  # type: ignore[assignment]
    byline, file_name = Words(), Words()

    class Meta:
        model = Article
        fields = [
            *("id", "url", "file_name", "title", "byline", "source", "original_url"),
            *("language", "published_on", "published_basis", "created_at"),
        ]


class ClaimInArticle(serializers.ModelSerializer):
    """A claim as the article's page needs it: where it stands, and whether it counts."""

    url = serializers.HyperlinkedIdentityField(view_name="claim-detail", lookup_field="key")
    span = Span()

    class Meta:
        model = Claim
        fields = ["key", "url", "status", "text", "span"]


class OriginalArticle(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="article-detail")

    class Meta:
        model = Article
        fields = ["id", "url", "title"]


class DerivationSerializer(serializers.ModelSerializer):
    """What the article came out of, in terms of PROV-O: one of a source, an article held here, and an address."""

    source = SourceLine(allow_null=True)  # type: ignore[assignment]
    article = OriginalArticle(source="original", allow_null=True)
    address = Words(source="url")
    span = Span()

    class Meta:
        model = Derivation
        fields = ["kind", "source", "article", "address", "as_written", "span"]


class ArticleDetailSerializer(ArticleSerializer):
    """Needs the claims that may be seen as `visible_claims` of the article."""

    derivations = DerivationSerializer(many=True)
    claims = ClaimInArticle(source="visible_claims", many=True)

    class Meta(ArticleSerializer.Meta):
        fields = [*ArticleSerializer.Meta.fields, "text", "text_sha256", "derivations", "claims"]


class SourceSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="source-detail", lookup_field="slug", lookup_url_kwarg="name")
    domain, country = Words(), Words()
    parent = SourceLine(allow_null=True)

    class Meta:
        model = Source
        fields = ["slug", "url", "name", "domain", "kind", "country", "reliability", "parent"]


class SourceDetailSerializer(SourceSerializer):
    """Needs the `statuses` of the claims that may be seen in the context."""

    articles = serializers.IntegerField(source="articles.count", help_text="how many it published")
    claims = serializers.SerializerMethodField(help_text="how many were made in them")

    class Meta(SourceSerializer.Meta):
        fields = [*SourceSerializer.Meta.fields, "articles", "claims"]

    def get_claims(self, source: Source) -> int:
        return tallies.count(statuses=self.context["statuses"], facet=Facet.SOURCE, value=str(source.pk))


class ActorSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="actor-detail", lookup_field="slug", lookup_url_kwarg="name")
    code = serializers.CharField(help_text="the project's code of a state, the slug of anyone else")
    codes = serializers.SerializerMethodField(help_text="by scheme")
    country = Words()

    class Meta:
        model = Actor
        fields = ["code", "slug", "url", "name", "kind", "country", "codes"]

    def get_codes(self, actor: Actor) -> dict[str, str]:
        return {code.scheme: code.code for code in actor.codes.all()}


class ActorNameSerializer(serializers.ModelSerializer):
    class Meta:
        model = ActorName
        fields = ["text", "kind", "language"]


class MemberSerializer(serializers.ModelSerializer):
    actor = ActorLine(source="child")

    class Meta:
        model = Affiliation
        fields = ["actor", "kind", "started_on", "ended_on"]


class MembershipSerializer(MemberSerializer):
    actor = ActorLine(source="parent")


class ClaimCounts(serializers.Serializer):
    """In how many claims the actor, or one who belongs to it, has any part and each part."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {name: serializers.IntegerField() for name in ["any", *(role.value for role in Role)]}


class ActorDetailSerializer(ActorSerializer):
    """Needs the `statuses` of the claims that may be seen in the context."""

    names = ActorNameSerializer(many=True)
    belongs_to = MembershipSerializer(source="affiliations", many=True)
    members = MemberSerializer(many=True)
    claims = serializers.SerializerMethodField()

    class Meta(ActorSerializer.Meta):
        fields = [*ActorSerializer.Meta.fields, "names", "belongs_to", "members", "claims"]

    @extend_schema_field(ClaimCounts)
    def get_claims(self, actor: Actor) -> dict[str, int]:
        counts = tallies.counts(scope=actor.pk, statuses=self.context["statuses"])
        by_role = {role.value: counts[Facet.ROLE].get(role, 0) for role in Role}
        return {"any": counts[Facet.ALL].get("", 0), **by_role}
