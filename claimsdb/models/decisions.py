"""What editors decided, for good: a decision is added, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from claimsdb.choices import REASON_WITH_NOTE, Reason, Status, Verb, field_choices
from claimsdb.models.claims import Claim
from claimsdb.models.natural_keys import NaturalKeyModel, NaturalKeyQuerySet
from claimsdb.models.past import was_open
from claimsdb.models.versions import ClaimVersion
from claimsdb.models.visibility import sees_all_claims


class DecisionsAreKept(TypeError):
    """Somebody tried to change or delete a decision; take another one instead."""


class KeptQuerySet(NaturalKeyQuerySet):
    def update(self, **fields):
        raise DecisionsAreKept("A decision is never changed: take another one.")

    def delete(self):
        raise DecisionsAreKept("A decision is never deleted: take another one.")


class KeptModel(NaturalKeyModel):
    """Rows that are added and never changed."""

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise DecisionsAreKept("A decision is never changed: take another one.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise DecisionsAreKept("A decision is never deleted: take another one.")


def reject_has_reason(model: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{model}_reject_has_reason",
        condition=(Q(verb=Verb.REJECT) & ~Q(reason="")) | (~Q(verb=Verb.REJECT) & Q(reason="")),
        violation_error_message="A rejection has a reason, and only a rejection.",
    )


ENTERED_IN_A_STEP = Q(verb=Verb.ENTER) & ~Q(batch="")


class DecisionQuerySet(KeptQuerySet):
    def visible_to(self, user):
        """Those that `user` may know of: all, or those by which the claim was public, in an article that was."""
        if sees_all_claims(user):
            return self
        public = self.filter(to_status__in=settings.CLAIMSDB_PUBLIC_STATUSES)
        return public.filter(was_open(Decision, moment="decided_at"))

    def in_force(self):
        """Those that were not undone, and are no undoing themselves."""
        undone = Decision.objects.filter(claim=OuterRef("claim"), undoes=OuterRef("version"))
        return self.exclude(verb=Verb.UNDO).filter(~Exists(undone))

    def unchanged(self):
        """Those since which the claim has had no version but decisions that were undone, and their undoings."""
        since = Decision.objects.filter(claim=OuterRef("claim"), version__gt=OuterRef("version")).order_by()
        count = Coalesce(Subquery(since.values("claim").annotate(count=Count("pk")).values("count")), 0)
        return self.filter(~Exists(since.in_force()), claim__version=F("version") + count)

    def reversible(self):
        """Those that somebody took here and before which it is known what the claim was; or by which
        it was entered, as a step at the desk."""
        before = ClaimVersion.objects.filter(claim=OuterRef("claim"), version=OuterRef("version") - 1)
        return self.filter(Exists(before) | ENTERED_IN_A_STEP, who__isnull=False)


class Decision(KeptModel):
    """One move of a claim. `version` is the claim's after the move; `who` is empty for decisions that were
    not taken here: those that came with the seeds or with a fixture."""

    NATURAL_KEY = ("claim__key", "version")

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="decisions")
    version = models.PositiveIntegerField()
    verb = models.CharField(max_length=20, choices=field_choices(Verb))
    from_status = models.CharField(max_length=20, choices=field_choices(Status), blank=True)
    to_status = models.CharField(max_length=20, choices=field_choices(Status))
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    decided_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=20, choices=field_choices(Reason), blank=True)
    note = models.TextField(blank=True, help_text="for editors alone")
    public_note = models.TextField(blank=True, help_text="for readers")
    batch = models.CharField(
        max_length=16, blank=True, help_text="of decisions that were taken together, and are undone together"
    )
    undoes = models.PositiveIntegerField(null=True, blank=True, help_text="the version whose decision it takes back")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["claim_id", "version"]
        indexes = [
            models.Index(fields=["who", "-decided_at"], name="decision_by_editor"),
            models.Index(fields=["batch"], condition=~Q(batch=""), name="decision_batch"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["claim", "version"], name="decision_one_per_version"),
            reject_has_reason("decision"),
            models.CheckConstraint(
                name="decision_other_has_note",
                condition=~Q(reason=REASON_WITH_NOTE) | ~Q(note="") | Q(who__isnull=True),
                violation_error_message=f"The reason '{REASON_WITH_NOTE}' needs a note of whoever decides here.",
            ),
            models.CheckConstraint(
                name="decision_undo_names_one",
                condition=Q(verb=Verb.UNDO, undoes__isnull=False, undoes__lt=F("version"))
                | (~Q(verb=Verb.UNDO) & Q(undoes__isnull=True)),
                violation_error_message="What is undone is an earlier decision, and only an undo names one.",
            ),
            models.UniqueConstraint(
                fields=["claim", "undoes"],
                condition=Q(undoes__isnull=False),
                name="decision_undone_once",
                violation_error_message="A decision is undone once.",
            ),
        ]

    @property
    def has_entered_in_a_step(self) -> bool:
        """Whether the claim was entered by it, as a step that can be undone: then it is out of the way again."""
        return self.verb == Verb.ENTER and bool(self.batch)

    def __str__(self):
        return f"{self.get_verb_display()} ({self.from_status} → {self.to_status})"
