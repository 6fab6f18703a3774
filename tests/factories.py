"""A row of every model, right by default; a test names only what it is about."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from factory.django import DjangoModelFactory

from claimsdb.choices import (
    ActorKind,
    AffiliationKind,
    AnswerKind,
    ArticleState,
    Bearing,
    Check,
    CodeScheme,
    Conclusion,
    DerivationKind,
    ImportDoor,
    LinkState,
    LinkVerb,
    Message,
    Qualifier,
    RelationAbout,
    RelationKind,
    Role,
    ScopePart,
    SourceKind,
    Status,
    Verb,
    Voice,
)
from claimsdb.index import end_of, synced
from claimsdb.models import (
    Actor,
    ActorCode,
    ActorName,
    Affiliation,
    Answer,
    AnswerDecision,
    Article,
    Assessment,
    Attribution,
    Claim,
    Comment,
    Decision,
    Delivery,
    Derivation,
    Dismissal,
    Evidence,
    ExternalCheck,
    Import,
    Lease,
    Mention,
    Quantity,
    Question,
    QuestionActor,
    Relation,
    RelationDecision,
    SavedQueue,
    SecondOpinion,
    Skip,
    Source,
    Token,
    Webhook,
    claim_key,
    sha256,
)
from claimsdb.models.claims import DECIDED
from claimsdb.questions.links import columns_of
from claimsdb.webhooks.drawing import now_in_the_record
from claimsdb.webhooks.signing import new_secret, sealed


class RowFactory(DjangoModelFactory):
    """The row and all that it needs are one piece of work: the read model follows once."""

    class Meta:
        abstract = True

    @classmethod
    @synced()
    def create(cls, **kwargs):
        return super().create(**kwargs)


class UserFactory(RowFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence("user-{}".format)
    password = factory.django.Password("secret")

    @factory.post_generation
    def groups(self, create, names, **kwargs):
        if create and names:
            self.groups.set(Group.objects.filter(name__in=names))


class EditorFactory(UserFactory):
    username = factory.Sequence("editor-{}".format)
    is_staff = True
    groups = factory.PostGeneration(lambda user, create, _: user.groups.set(Group.objects.filter(name="Editor")))


class ReaderFactory(UserFactory):
    username = factory.Sequence("reader-{}".format)
    is_staff = True
    groups = factory.PostGeneration(lambda user, create, _: user.groups.set(Group.objects.filter(name="Reader")))


class TokenFactory(RowFactory):
    """A row without a text that anybody knows; `claimsdb.http.tokens.issue` gives one that opens doors."""

    class Meta:
        model = Token

    user = factory.SubFactory(EditorFactory)
    name = factory.Sequence("script {}".format)
    digest = factory.Sequence("{:064x}".format)
    hint = "claimsdb_AbCdEfG"
    created_at = datetime(2026, 11, 1, tzinfo=UTC)
    expires_at = datetime(2126, 11, 1, tzinfo=UTC)


class SourceFactory(RowFactory):
    class Meta:
        model = Source

    slug = factory.Sequence("source-{}".format)
    name = factory.LazyAttribute(lambda source: source.slug.replace("-", " ").title())
    kind = SourceKind.NEWSPAPER


class ArticleFactory(RowFactory):
    class Meta:
        model = Article

    title = factory.Sequence("Troops on the move, part {}".format)
    text = factory.LazyAttribute(
        lambda article: f"{article.title}\n\nA spokesman said that North Korea had sent 1,500 troops to Russia."
    )
    text_sha256 = factory.LazyAttribute(lambda article: sha256(article.text))
    file_name = factory.Sequence("{:03d}_article.txt".format)
    language = "en"
    state = ArticleState.PUBLIC
    published_on = None
    published_from = factory.SelfAttribute("published_on")
    published_to = factory.SelfAttribute("published_on")


class DerivationFactory(RowFactory):
    class Meta:
        model = Derivation

    article = factory.SubFactory(ArticleFactory)
    kind = DerivationKind.DERIVED
    source = factory.SubFactory(SourceFactory)
    as_written = "Via: somewhere"


class ActorFactory(RowFactory):
    class Meta:
        model = Actor

    slug = factory.Sequence("actor-{}".format)
    name = factory.LazyAttribute(lambda actor: actor.slug.replace("-", " ").title())
    kind = ActorKind.PERSON


class StateFactory(ActorFactory):
    """A state with the project's code: `StateFactory(slug="north-korea", code="NK")`."""

    class Meta:
        skip_postgeneration_save = True

    kind = ActorKind.STATE

    @factory.post_generation
    def code(self, create, code, **kwargs):
        if create and code:
            ActorCodeFactory(actor=self, code=code)


class ActorCodeFactory(RowFactory):
    class Meta:
        model = ActorCode

    actor = factory.SubFactory(ActorFactory)
    scheme = CodeScheme.CLAIMSDB
    code = factory.Sequence("X{}".format)


class ActorNameFactory(RowFactory):
    class Meta:
        model = ActorName

    actor = factory.SubFactory(ActorFactory)
    text = factory.Sequence("Name {}".format)


class AffiliationFactory(RowFactory):
    class Meta:
        model = Affiliation

    child = factory.SubFactory(ActorFactory)
    parent = factory.SubFactory(StateFactory)
    kind = AffiliationKind.PART_OF


class ClaimFactory(RowFactory):
    """A claim over the article's words at `start`-`end`; by default its last sentence."""

    class Meta:
        model = Claim

    article = factory.SubFactory(ArticleFactory)
    start = factory.LazyAttribute(lambda claim: claim.article.text.rindex("\n") + 1)
    end = factory.LazyAttribute(lambda claim: len(claim.article.text))
    quote = factory.LazyAttribute(lambda claim: claim.article.text[claim.start : claim.end])
    text = factory.LazyAttribute(lambda claim: claim.quote)
    key = factory.Sequence(lambda n: claim_key("factory", n))
    voice = Voice.ATTRIBUTED
    status = Status.EXTRACTED
    decided_at = factory.Maybe(
        factory.LazyAttribute(lambda claim: claim.status in DECIDED),
        yes_declaration=datetime(2026, 11, 1, 12, tzinfo=UTC),
    )
    extractor = "spacy-rules"
    extractor_version = "1"
    rule = "clause-complement"
    confidence = 0.9


class AcceptedClaimFactory(ClaimFactory):
    class Meta:
        skip_postgeneration_save = True

    status = Status.ACCEPTED
    decision = factory.RelatedFactory("tests.factories.DecisionFactory", factory_related_name="claim")


class AttributionFactory(RowFactory):
    class Meta:
        model = Attribution

    claim = factory.SubFactory(ClaimFactory)
    order = factory.LazyAttribute(lambda row: row.claim.attributions.count())
    role = Role.CLAIMANT
    actor = factory.SubFactory(ActorFactory)


class QuantityFactory(RowFactory):
    class Meta:
        model = Quantity

    claim = factory.SubFactory(ClaimFactory)
    order = factory.LazyAttribute(lambda row: row.claim.quantities.count())
    as_written = "1,500"
    low = best = high = 1500
    qualifier = Qualifier.EXACT
    measure = "troops"
    unit = "person"


class StandInFactory(QuantityFactory):
    """A figure that stands for another claim's."""

    as_written = "similar"
    low = best = high = None
    stands_for = factory.SubFactory(QuantityFactory)


class DecisionFactory(RowFactory):
    class Meta:
        model = Decision

    claim = factory.SubFactory(ClaimFactory)
    version = factory.LazyAttribute(lambda row: row.claim.version)
    verb = Verb.ACCEPT
    from_status = Status.EXTRACTED
    to_status = Status.ACCEPTED
    decided_at = factory.LazyAttribute(lambda row: row.claim.decided_at or timezone.now())


class DecisionHereFactory(DecisionFactory):
    who = factory.SubFactory(EditorFactory)


class AssessmentFactory(RowFactory):
    """A published assessment of a public claim."""

    class Meta:
        model = Assessment

    key = factory.Sequence(lambda n: claim_key("assessment", n))
    claim = factory.SubFactory(AcceptedClaimFactory)
    publisher = factory.SubFactory(SourceFactory)
    url = factory.Sequence("https://checks.example/{}".format)
    language = "en"
    label = "Mostly false"
    normalized = Conclusion.REFUTED
    published_on = date(2024, 11, 1)


class ImportFactory(RowFactory):
    """One that is under way."""

    class Meta:
        model = Import

    door, who, change_before = ImportDoor.LOAD_ARTICLES, "root", 0


class ExternalCheckFactory(RowFactory):
    """One that is to be placed."""

    class Meta:
        model = ExternalCheck

    identity = factory.Sequence(lambda n: sha256(f"external check {n}"))
    found = factory.LazyAttribute(
        lambda check: {
            "@type": "ClaimReview",
            "url": check.url,
            "claimReviewed": check.wording,
            "reviewRating": {"alternateName": check.label},
        }
    )
    found_in = "feed.json /dataFeedElement/0/item"
    wording = "Ten thousand troops came."
    url = factory.Sequence("https://checks.example/external/{}".format)
    label = "False"
    published_on = date(2024, 11, 1)
    publisher = factory.SubFactory(SourceFactory)


class EvidenceFactory(RowFactory):
    class Meta:
        model = Evidence

    assessment = factory.SubFactory(AssessmentFactory)
    order = factory.LazyAttribute(lambda row: row.assessment.evidence.count())
    bearing = Bearing.REFUTES
    url = "https://example.org/order-of-battle"


class LeaseFactory(RowFactory):
    """One that runs."""

    class Meta:
        model = Lease

    claim = factory.SubFactory(ClaimFactory)
    holder = factory.SubFactory(EditorFactory)
    token = factory.Sequence("{:016x}".format)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(minutes=10))


class SkipFactory(RowFactory):
    class Meta:
        model = Skip

    claim = factory.SubFactory(ClaimFactory)
    user = factory.SubFactory(EditorFactory)


class DismissalFactory(RowFactory):
    class Meta:
        model = Dismissal

    claim = factory.SubFactory(ClaimFactory)
    check_name = Check.FIGURE_ADDED
    about = "1,500"
    user = factory.SubFactory(EditorFactory)


class CommentFactory(RowFactory):
    class Meta:
        model = Comment

    claim = factory.SubFactory(ClaimFactory)
    author = factory.SubFactory(EditorFactory)
    text = "Is this the headline's figure?"


class MentionFactory(RowFactory):
    class Meta:
        model = Mention

    comment = factory.SubFactory(CommentFactory)
    user = factory.SubFactory(EditorFactory)


class SavedQueueFactory(RowFactory):
    class Meta:
        model = SavedQueue

    owner = factory.SubFactory(EditorFactory)
    name = factory.Sequence("queue {}".format)
    query = "actor=NK"


class SecondOpinionFactory(RowFactory):
    """One that is asked for."""

    class Meta:
        model = SecondOpinion

    decision = factory.SubFactory(DecisionFactory, who=factory.SubFactory(EditorFactory))


class GivenOpinionFactory(SecondOpinionFactory):
    by = factory.SubFactory(EditorFactory)
    verb = Verb.ACCEPT
    given_at = factory.LazyFunction(timezone.now)


class DBTaskResultFactory(RowFactory):
    """An article in the queue."""

    class Meta:
        model = DBTaskResult

    task_path = "claimsdb.ingest.queue.tasks.take_in_article"
    args_kwargs = {"args": [], "kwargs": {"where": "articles.jsonl line 1", "fields": {"text": "Troops move east"}}}
    backend_name = "default"


class WebhookFactory(RowFactory):
    """One that is told of claims from now on."""

    class Meta:
        model = Webhook

    name = factory.Sequence("bot {}".format)
    address = "https://hooks.example/claims"
    events = ["claim.changed", "claim.gone"]
    secret = factory.LazyFunction(lambda: sealed(new_secret()))
    after_number = factory.LazyFunction(lambda: now_in_the_record().number)
    after_rank, after_id = end_of(0)[1:]


class DeliveryFactory(RowFactory):
    """One that has arrived."""

    class Meta:
        model = Delivery

    webhook = factory.SubFactory(WebhookFactory)
    message_id = factory.Sequence("msg_{:024}".format)
    message = Message.CHANGES
    body = '{"type":"changes","timestamp":"2026-01-01T00:00:00Z","data":{"changes":[]}}'
    first_change = last_change = 1
    created_at = factory.LazyFunction(timezone.now)
    delivered_at = factory.SelfAttribute("created_at")
    tries, status = 1, 204


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    slug = factory.Sequence("question-{}".format)
    title = factory.Sequence("How many were sent ({})?".format)
    answer = AnswerKind.NUMBER


class AnswerFactory(DjangoModelFactory):
    """Confirmed, as an editor would have it: by `questions.entering.assign` where decisions matter."""

    class Meta:
        model = Answer

    question = factory.SubFactory(QuestionFactory)
    claim = factory.SubFactory(ClaimFactory)
    state = LinkState.CONFIRMED


class RelationFactory(DjangoModelFactory):
    class Meta:
        model = Relation

    a = factory.SubFactory(ClaimFactory)
    b = factory.SubFactory(ClaimFactory)
    kind = RelationKind.DENIES
    about = RelationAbout.EXISTENCE
    state = LinkState.CONFIRMED


class QuestionActorFactory(DjangoModelFactory):
    class Meta:
        model = QuestionActor

    question = factory.SubFactory(QuestionFactory)
    actor = factory.SubFactory(ActorFactory)
    part = ScopePart.SUBJECT


class AnswerDecisionFactory(DjangoModelFactory):
    """The first one, by which the link came about."""

    class Meta:
        model = AnswerDecision

    link = factory.SubFactory(AnswerFactory)
    version = 1
    verb = LinkVerb.CONFIRM
    columns = factory.LazyAttribute(lambda decision: columns_of(decision.link))


class RelationDecisionFactory(AnswerDecisionFactory):
    class Meta:
        model = RelationDecision

    link = factory.SubFactory(RelationFactory)
