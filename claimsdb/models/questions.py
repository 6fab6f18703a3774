"""Questions under which claims are gathered, and which claims answer them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from simple_history.models import HistoricalRecords

from claimsdb.choices import AnswerKind, AnswerPart, LinkState, QuestionStatus, ScopePart, field_choices
from claimsdb.models.actors import Actor
from claimsdb.models.answer_words import as_answer, check_answer
from claimsdb.models.claims import Claim
from claimsdb.models.links import Link, LinkDecision, link_constraints, link_decision_constraints
from claimsdb.models.natural_keys import NaturalKeyModel, NaturalKeyQuerySet, check_not_reserved
from claimsdb.models.texts import LineField, NoteField
from claimsdb.models.visibility import sees_all_claims, visibility_of

TAKEN_SLUGS = ("facets", "export")
PUBLIC_QUESTIONS = (QuestionStatus.OPEN, QuestionStatus.CLOSED)


class QuestionQuerySet(NaturalKeyQuerySet):
    def visible_to(self, user):
        """Anybody knows those that an editor has opened; where a merged one leads is known by its address alone."""
        return self.within(visibility_of(user))

    def within(self, visibility):
        return self if visibility.is_all else self.filter(status__in=PUBLIC_QUESTIONS)


class Question(NaturalKeyModel):
    """What claims are asked together, and the scope in which they answer: whose things, which measure, where, when. An
    end of the time that is open is null."""

    NATURAL_KEY = ("slug",)
    PRIVATE = ("note",)  # editors alone see it
    SCOPE = ("measure", "unit", "scope_from", "scope_to")
    EDITABLE = ("title", "answer", *SCOPE, "status", "note")

    slug = models.SlugField(max_length=100, unique=True)
    title = LineField(max_length=300, help_text="ends in a question mark")
    answer = models.CharField(max_length=20, choices=field_choices(AnswerKind), help_text="what it asks for")
    measure = LineField(max_length=100, blank=True, help_text="what is counted: troops")
    unit = LineField(max_length=30, blank=True, help_text="of one of them: person, item, percent, USD")
    scope_from = models.DateField(null=True, blank=True)
    scope_to = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=field_choices(QuestionStatus), default=QuestionStatus.OPEN)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    note = NoteField(blank=True, help_text="for editors alone")
    rule = models.CharField(max_length=50, blank=True, help_text="by which it was proposed; empty for an editor's")

    version = models.PositiveIntegerField(default=1, help_text="rises with every write of what others see")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = QuestionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["slug"]
        indexes = [
            models.Index(fields=["status", "slug"], name="question_by_status"),
            models.Index(fields=["measure"], name="question_measure", condition=~Q(measure="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="question_asks",
                condition=Q(title__endswith="?"),
                violation_error_message="A question ends in a question mark.",
            ),
            models.CheckConstraint(
                name="question_time_ordered",
                condition=Q(scope_from__isnull=True) | Q(scope_to__isnull=True) | Q(scope_to__gte=F("scope_from")),
                violation_error_message="The time that it asks about ends before it starts.",
            ),
            models.CheckConstraint(
                name="question_merged_names_other",
                condition=Q(status=QuestionStatus.MERGED, merged_into__isnull=False)
                | (~Q(status=QuestionStatus.MERGED) & Q(merged_into__isnull=True)),
                violation_error_message="A merged question names the one that it leads to, and only a merged one.",
            ),
            models.CheckConstraint(
                name="question_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                violation_error_message="A question is not merged into itself.",
            ),
            models.CheckConstraint(
                name="question_version_counts_from_1",
                condition=Q(version__gte=1),
                violation_error_message="Versions count from 1.",
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        check_not_reserved(self.slug)
        faults = {}
        if self.slug.casefold() in TAKEN_SLUGS:
            faults["slug"] = f"{self.slug} is an address of the list of questions: take another slug."
        if not self.title.endswith("?"):
            faults["title"] = "A question ends in a question mark."
        if self.measure and self.answer != AnswerKind.NUMBER:
            faults["measure"] = "Only a question for a number counts something."
        if self.scope_from and self.scope_to and self.scope_to < self.scope_from:
            faults["scope_to"] = "The time that it asks about ends before it starts."
        if faults:
            raise ValidationError(faults)

    @property
    def subjects(self) -> list[Actor]:
        return self.actors_as(ScopePart.SUBJECT)

    @property
    def places(self) -> list[Actor]:
        return self.actors_as(ScopePart.PLACE)

    def actors_as(self, part: ScopePart) -> list[Actor]:
        """Prefetch `scope__actor__codes` for lists."""
        return [each.actor for each in self.scope.all() if each.part == part]

    @property
    def is_decided_here(self) -> bool:
        """Whether an editor of this installation has entered, amended or merged it."""
        return self.history.filter(history_user__isnull=False).exists()

    def is_visible_to(self, user) -> bool:
        return sees_all_claims(user) or self.status in PUBLIC_QUESTIONS


class QuestionActor(NaturalKeyModel):
    """An actor in the scope of a question: whom it is about, or a place where."""

    NATURAL_KEY = ("question__slug", "part", "actor__slug")

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="scope")
    part = models.CharField(max_length=20, choices=field_choices(ScopePart))
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="questions")

    objects = NaturalKeyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["question_id", "part", "actor__slug"]
        constraints = [models.UniqueConstraint(fields=["question", "part", "actor"], name="questionactor_once")]

    def __str__(self):
        return f"{self.get_part_display()}: {self.actor}"


SCOPES = Prefetch("scope", QuestionActor.objects.select_related("actor"))


class AnswerQuerySet(NaturalKeyQuerySet):
    def visible_to(self, user):
        """Anybody knows the confirmed ones, by claims and to questions that they see."""
        return self.within(visibility_of(user))

    def within(self, visibility):
        if visibility.is_all:
            return self
        claim = Claim.objects.within(visibility).filter(pk=OuterRef("claim"))
        return self.filter(Exists(claim), state=LinkState.CONFIRMED, question__status__in=PUBLIC_QUESTIONS)

    def counting(self):
        """Those by which it is said whether the claims agree."""
        return self.filter(state=LinkState.CONFIRMED)


class Answer(Link):
    """That a claim answers a question: by one of its figures, of which `figure` is the order, or in words: yes, no,
    likely, 2024-06. Neither is there where the claim only belongs to the question."""

    NATURAL_KEY = ("question__slug", "claim__key", "figure")
    DECIDED = ("question", "figure", "value", "part", "state")

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="answers")
    figure = models.PositiveSmallIntegerField(null=True, blank=True, help_text="the order of the claim's figure")
    value = models.CharField(max_length=100, blank=True, help_text="in a word, where it is no figure: yes, no, 2024-06")
    part = models.CharField(max_length=20, choices=field_choices(AnswerPart), default=AnswerPart.STATES)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["question", "claim__article__file_name", "claim__start", "claim__key", "figure"]
        indexes = [models.Index(fields=["claim", "state"], name="answer_by_claim")]
        constraints = [
            *link_constraints("answer"),
            models.UniqueConstraint(
                fields=["question", "claim", "figure"],
                name="answer_once_a_figure",
                violation_error_message="The claim answers this question by that figure already.",
            ),
            models.UniqueConstraint(
                fields=["question", "claim"],
                condition=Q(figure__isnull=True),
                name="answer_once_in_words",
                violation_error_message="The claim answers this question in words already.",
            ),
            models.CheckConstraint(
                name="answer_figure_or_words",
                condition=Q(figure__isnull=True) | Q(value=""),
                violation_error_message="An answer is a figure of the claim, or in words, and not both.",
            ),
        ]

    def __str__(self):
        return f"{self.question.slug}: {self.value or self.claim}"

    def clean(self):
        """What the question asks for decides by what it is answered."""
        self.value = as_answer(self.question.answer, self.value)
        check_answer(self.question.answer, figure=self.figure, value=self.value)

    @property
    def said(self) -> str:
        """The figure as it is written, or the word. Prefetch the `quantities` of the claim for lists."""
        if self.figure is None:
            return self.value
        return next((each.as_written for each in self.claim.quantities.all() if each.order == self.figure), "")


class AnswerDecision(LinkDecision):
    NATURAL_KEY = ("link__question__slug", "link__claim__key", "link__figure", "version")

    link = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="decisions")

    class Meta(LinkDecision.Meta):
        constraints = link_decision_constraints("answerdecision")
