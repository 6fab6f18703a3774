"""What was claimed: one statement at one place in one article, who had which part in it, and its figures."""

import base64
import hashlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from claimsdb.choices import (
    ArticleState,
    Phase,
    Quotation,
    Role,
    Stance,
    Status,
    Topic,
    Voice,
    field_choices,
)
from claimsdb.models.articles import Article
from claimsdb.models.natural_keys import NaturalKeyModel, NaturalKeyQuerySet
from claimsdb.models.spans import SpanModel, clean_span, span_constraints
from claimsdb.models.visibility import sees_all_claims, visibility_of

SPEAKER_ROLES = (Role.CLAIMANT, Role.RELAYER)  # whose word a claim is: the first of them that anybody has

KEY_LENGTH = 16
CONTEXT_LENGTH = 30  # code points of the text kept on either side of a claim

# A claim's text is what is denied or questioned; by itself, under a fact check, it has to say so.
AS_CLAIMED = {Stance.DENIES: "Denied: {}", Stance.QUESTIONS: "Questioned: {}"}

REVIEW_PERMISSION = "claimsdb.review_claim"

WAITING = (Status.EXTRACTED, Status.NEEDS_RECHECK)
DECIDED = (Status.ACCEPTED, Status.REJECTED, Status.DUPLICATE)
SETTLED = (*DECIDED, Status.SUPERSEDED)

# The indexes of what waits are for statements that have the statuses as words, not as parameters. By what it is not:
# SQLite takes "is one of" for rare, looks it up in an index of statuses and sorts all that it finds.
IS_WAITING = models.Func(
    "status",
    template="NOT (%(expressions)s IN ({}))".format(", ".join(f"'{status}'" for status in SETTLED)),
    output_field=models.BooleanField(),
)

CERTAINTY = Coalesce("calibrated", "confidence")  # how sure one may be of what the machine found


def claim_key(text_sha256: str, *place: object) -> str:
    """The public name of a claim: 16 letters and digits, the same wherever the same text is read.

    `place` is the span, and a counter where one span holds several claims; a claim without a span gives its wording.
    80 bits of SHA-256 in lower-case base 32: among a billion claims two share a key with a chance of one in a million.
    """
    digest = hashlib.sha256(":".join([text_sha256, *map(str, place)]).encode()).digest()
    return base64.b32encode(digest[:10]).decode().lower()


IN_ARTICLE = (F("start").asc(nulls_last=True), F("end").asc(nulls_last=True), "key")


class ClaimQuerySet(NaturalKeyQuerySet):
    def set_found_quietly(self, found):
        """What the machine found is in no document of a claim, so that it is no change of it."""
        return models.QuerySet.update(self, found=found)

    def waiting(self):
        return self.filter(IS_WAITING)

    def accepted(self):
        return self.filter(status=Status.ACCEPTED)

    def visible_to(self, user):
        """The claims that `user` may know of: the one rule of the API for lists, details, counts, exports, search."""
        return self.within(visibility_of(user))

    def within(self, visibility):
        if visibility.is_all:
            return self
        return self.filter(status__in=visibility.statuses, article__state=ArticleState.PUBLIC)

    def in_reading_order(self):
        return self.order_by("article__file_name", "article__text_sha256", *IN_ARTICLE)

    def as_they_stand(self):
        """Of one article, in the order of its text: those without a place last, on every engine."""
        return self.order_by(*IN_ARTICLE)

    def with_rows(self):
        """With all that a claim's document shows, in a fixed number of queries and without article texts."""
        return (
            self.select_related("article__source", "duplicate_of")
            .defer("article__text", "found", "duplicate_of__found")
            .prefetch_related("attributions__actor__codes", "attributions__side__codes")
            .prefetch_related("quantities__of__codes", "quantities__stands_for__claim")
        )


class Claim(NaturalKeyModel, SpanModel):
    """One statement. The columns are what applies; `found` is what the machine said, and `amended` names the
    columns that an editor has set, which no re-extraction touches."""

    NATURAL_KEY = ("key",)

    # What a claim says, in groups: forms, documents, amendments, snapshots and checks are made of them.
    JUDGED = ("voice", "quotation", "stance", "hedge", "phase", "topic")
    INTERVALS = ("said", "event")  # each from a day to a day, as written
    TIMES = tuple(f"{interval}_{end}" for interval in INTERVALS for end in ("from", "to", "as_written"))
    DAYS = tuple(f"{interval}_{end}" for interval in INTERVALS for end in ("from", "to"))
    PLACE = ("start", "end")
    EDITABLE = ("text", *JUDGED, *TIMES, *PLACE)
    ROW_LISTS = ("attributions", "quantities")  # lists of rows, which are edited as a whole
    # By review.
    MOVED = (
        *(*EDITABLE, "quote", "prefix", "suffix", "status", "decided_at", "duplicate_of", "amended", "editors_words"),
    )

    key = models.CharField(max_length=KEY_LENGTH, unique=True, editable=False)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="claims")
    quote = models.TextField(blank=True, help_text="the article's words at the span")
    prefix = models.CharField(max_length=CONTEXT_LENGTH, blank=True)
    suffix = models.CharField(max_length=CONTEXT_LENGTH, blank=True)
    text = models.TextField(help_text="the statement as an editor would word it")

    voice = models.CharField(max_length=20, choices=field_choices(Voice))
    quotation = models.CharField(max_length=20, choices=field_choices(Quotation), default=Quotation.NONE)
    stance = models.CharField(max_length=20, choices=field_choices(Stance), default=Stance.ASSERTS)
    hedge = models.CharField(max_length=200, blank=True, help_text="the words that hedge it; empty when it is flat")
    phase = models.CharField(max_length=20, choices=field_choices(Phase), default=Phase.UNKNOWN)
    topic = models.CharField(max_length=30, choices=field_choices(Topic), blank=True)

    said_from = models.DateField(null=True, blank=True)
    said_to = models.DateField(null=True, blank=True)
    said_as_written = models.CharField(max_length=200, blank=True)
    event_from = models.DateField(null=True, blank=True)
    event_to = models.DateField(null=True, blank=True)
    event_as_written = models.CharField(max_length=200, blank=True)

    status = models.CharField(max_length=20, choices=field_choices(Status), default=Status.EXTRACTED)
    decided_at = models.DateTimeField(null=True, blank=True, help_text="when the decision in force was taken")
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="duplicates")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="who entered it by hand; empty for what the machine found",
    )  # fmt: skip

    extractor = models.CharField(max_length=50, blank=True)
    extractor_version = models.CharField(max_length=20, blank=True)
    rule = models.CharField(max_length=50, blank=True)
    confidence = models.FloatField(null=True, blank=True)
    calibrated = models.FloatField(
        null=True, blank=True, editable=False,
        help_text="how likely editors here accept it, by what they decided of others; empty where that is not known",
    )  # fmt: skip
    found = models.JSONField(
        null=True, blank=True, encoder=DjangoJSONEncoder, help_text="what the machine found, as it found it"
    )
    amended = models.JSONField(default=list, blank=True, help_text="the fields that an editor has set")
    editors_words = models.JSONField(
        default=list, blank=True, help_text="of hedge, said_on and event_on those whose words the article has not"
    )

    version = models.PositiveIntegerField(default=1, help_text="rises with every write")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["article", "start", "end", "key"]
        indexes = [
            models.Index(fields=["status", "article", "start"], name="claim_queue"),
            models.Index(fields=["status", "updated_at"], name="claim_status_updated"),
            models.Index(fields=["rule"], name="claim_rule"),
            models.Index(fields=["hedge"], name="claim_hedge"),
            # The desk's three ways through what waits.
            models.Index(fields=["article", "start"], condition=~Q(status__in=SETTLED), name="claim_waiting"),
            models.Index(CERTAINTY, "key", condition=~Q(status__in=SETTLED), name="claim_least_sure"),
            models.Index(fields=["key"], condition=~Q(status__in=SETTLED), name="claim_at_random"),
        ]
        permissions = [("review_claim", "Can accept, amend, reject and reopen claims")]
        constraints = [
            *span_constraints("claim", "quote"),
            models.CheckConstraint(
                name="claim_has_text", condition=~Q(text=""), violation_error_message="A claim has a wording."
            ),
            models.CheckConstraint(
                name="claim_quote_has_span",
                condition=Q(quote="", start__isnull=True) | (~Q(quote="") & Q(start__isnull=False)),
                violation_error_message="A quote has its place in the article, and a place its quote.",
            ),
            models.CheckConstraint(
                name="claim_decided_when_decided",
                condition=Q(status__in=DECIDED, decided_at__isnull=False)
                | (~Q(status__in=DECIDED) & Q(decided_at__isnull=True)),
                violation_error_message="A claim is accepted, rejected or a duplicate by a decision, and only then.",
            ),
            models.CheckConstraint(
                name="claim_duplicate_names_original",
                condition=Q(status=Status.DUPLICATE, duplicate_of__isnull=False)
                | (~Q(status=Status.DUPLICATE) & Q(duplicate_of__isnull=True)),
                violation_error_message="A duplicate names the claim that it repeats, and only a duplicate does.",
            ),
            models.CheckConstraint(
                name="claim_not_its_own_duplicate",
                condition=Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("id")),
                violation_error_message="A claim does not repeat itself.",
            ),
            models.CheckConstraint(
                name="claim_said_ordered",
                condition=Q(said_from__isnull=True) | Q(said_to__isnull=True) | Q(said_to__gte=F("said_from")),
                violation_error_message="The interval in which it was said ends before it starts.",
            ),
            models.CheckConstraint(
                name="claim_event_ordered",
                condition=Q(event_from__isnull=True) | Q(event_to__isnull=True) | Q(event_to__gte=F("event_from")),
                violation_error_message="The interval in which it happened ends before it starts.",
            ),
            models.CheckConstraint(
                name="claim_confidence_is_share",
                condition=Q(confidence__isnull=True) | Q(confidence__gte=0, confidence__lte=1),
                violation_error_message="Confidence lies between 0 and 1.",
            ),
            models.CheckConstraint(
                name="claim_calibrated_is_share_of_found",
                condition=Q(calibrated__isnull=True)
                | Q(calibrated__gte=0, calibrated__lte=1, confidence__isnull=False),
                violation_error_message="What is calibrated is a confidence, and lies between 0 and 1 as that does.",
            ),
            models.CheckConstraint(
                name="claim_version_counts_from_1",
                condition=Q(version__gte=1),
                violation_error_message="Versions count from 1.",
            ),
        ]

    def __str__(self):
        return self.text

    def clean(self):
        if self.has_span:
            clean_span(text=self.article.text, start=self.start, end=self.end, words=self.quote, field="quote")

    @property
    def certainty(self) -> float | None:
        """How likely editors here accept it, or else how sure the machine is; None for what is entered by hand."""
        return self.confidence if self.calibrated is None else self.calibrated

    @property
    def as_claimed(self) -> str:
        """The statement as somebody made it: nobody is said to claim what they deny or question."""
        return AS_CLAIMED.get(Stance(self.stance), "{}").format(self.text)

    @property
    def speaker(self) -> str:
        """Whose word it is, for people to read. Prefetch `attributions__actor` for lists."""
        return next(filter(None, map(self.who_is, SPEAKER_ROLES)), "the article")

    def who_is(self, role: Role) -> str:
        """Who has this role in the claim, joint claimants together; empty where nobody has."""
        return ", ".join(each.who for each in self.attributions.all() if each.role == role)

    def is_visible_to(self, user) -> bool:
        return sees_all_claims(user) or Claim.objects.visible_to(user).filter(pk=self.pk).exists()

    @property
    def quote_stands(self) -> bool:
        """Whether the quote is what the article has at its place."""
        return not self.has_span or self.article.text[self.start : self.end] == self.quote

    def place(self, start: int, end: int) -> None:
        """Moves the claim to text[start:end] of its article, with quote and context to match."""
        text = self.article.text
        if not 0 <= start < end <= len(text):
            raise ValidationError({"start": f"{start}-{end} is not a place in a text of {len(text)} characters."})
        self.start, self.end, self.quote = start, end, text[start:end]
        self.prefix = text[max(0, start - CONTEXT_LENGTH) : start]
        self.suffix = text[end : end + CONTEXT_LENGTH]
