"""What editors decided, for good: a decision is added, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from claimsdb.models.claims import Claim
from claimsdb.models.natural import NaturalKeyModel, NaturalKeyQuerySet
from claimsdb.vocabulary import Reason, Status, Verb, choices


class DecisionsAreKept(TypeError):
    """Somebody tried to change or delete a decision; take another one instead."""


class DecisionQuerySet(NaturalKeyQuerySet):
    def update(self, **fields):
        raise DecisionsAreKept("A decision is never changed: take another one.")

    def delete(self):
        raise DecisionsAreKept("A decision is never deleted: take another one.")


class Decision(NaturalKeyModel):
    """One move of a claim. `version` is the claim's after the move; `who` is empty for decisions that were
    not taken here: those that came with the seeds or with a fixture."""

    NATURAL_KEY = ("claim__key", "version")

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="decisions")
    version = models.PositiveIntegerField()
    verb = models.CharField(max_length=20, choices=choices(Verb))
    from_status = models.CharField(max_length=20, choices=choices(Status), blank=True)
    to_status = models.CharField(max_length=20, choices=choices(Status))
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    decided_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=20, choices=choices(Reason), blank=True)
    note = models.TextField(blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "version"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "version"], name="decision_one_per_version"),
            models.CheckConstraint(
                name="decision_reject_has_reason",
                condition=(Q(verb=Verb.REJECT) & ~Q(reason="")) | (~Q(verb=Verb.REJECT) & Q(reason="")),
                violation_error_message="A rejection has a reason, and only a rejection.",
            ),
            models.CheckConstraint(
                name="decision_other_has_note",
                condition=~Q(reason=Reason.OTHER) | ~Q(note=""),
                violation_error_message="The reason 'other' needs a note.",
            ),
        ]

    def __str__(self):
        return f"{self.get_verb_display()} ({self.from_status} → {self.to_status})"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise DecisionsAreKept("A decision is never changed: take another one.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise DecisionsAreKept("A decision is never deleted: take another one.")
