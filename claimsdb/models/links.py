"""What answers and relations have in common: somebody or a rule proposes them, editors decide, and all of it stays."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from claimsdb.choices import LinkState, LinkVerb, field_choices
from claimsdb.models.decisions import KeptModel, KeptQuerySet
from claimsdb.models.natural_keys import NaturalKeyModel
from claimsdb.models.texts import NoteField
from claimsdb.models.visibility import sees_all_claims

UNDECIDED_LINKS = (LinkState.PROPOSED, LinkState.NEEDS_RECHECK)

# What readers get of a reason: the rest may name claims that they may not see.
TOLD = ("code", "a", "b", "figures", "met", "open", "in_words")


class Link(NaturalKeyModel):
    """That a claim belongs to a question or to another claim. `reason` says why, in data and in a sentence for people
    (`in_words`); `compared` is a digest of what of the claims was looked at, by which it shows that they have changed
    since."""

    DECIDED: tuple[str, ...]  # the columns that decisions set, and that are kept with them

    state = models.CharField(max_length=20, choices=field_choices(LinkState), default=LinkState.PROPOSED)
    rule = models.CharField(max_length=50, blank=True, help_text="by which it was proposed; empty for an editor's")
    rule_version = models.CharField(max_length=20, blank=True)
    reason = models.JSONField(default=dict, blank=True)
    compared = models.CharField(max_length=32, blank=True)

    version = models.PositiveIntegerField(default=1, help_text="rises with every write")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    @property
    def in_words(self) -> str:
        return self.reason.get("in_words", "")

    @property
    def told_reason(self) -> dict[str, Any]:
        """What of the reason is for readers."""
        return {name: value for name, value in self.reason.items() if name in TOLD}


class LinkDecisionQuerySet(KeptQuerySet):
    def visible_to(self, user):
        """Those that `user` may know of: all, or those that left the link confirmed."""
        return self if sees_all_claims(user) else self.filter(columns__state=LinkState.CONFIRMED)

    def in_force(self):
        """Those that are not undone, and after which nothing stands that was decided: the last of each link, or what is
        the last again as all after it was undone."""
        undone = self.model.objects.filter(link=OuterRef("link"), undoes=OuterRef("version"))
        later = self.model.objects.filter(link=OuterRef("link"), version__gt=OuterRef("version"))
        standing = later.exclude(verb=LinkVerb.UNDO).exclude(Exists(undone))
        return self.exclude(Exists(undone)).exclude(Exists(standing))


class LinkDecision(KeptModel):
    """One move of an answer or relation, `link`. `version` is its version after the move, `columns` what decisions set
    as they are by it; `who` is empty for the program and for what came with the seeds or a fixture."""

    link: Any  # of the model for which it decides

    version = models.PositiveIntegerField()
    verb = models.CharField(max_length=20, choices=field_choices(LinkVerb))
    columns = models.JSONField()
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    recorded_at = models.DateTimeField(auto_now_add=True, help_text="when it was written here")
    note = NoteField(blank=True, help_text="for editors alone")
    public_note = NoteField(blank=True, help_text="for readers")
    undoes = models.PositiveIntegerField(null=True, blank=True, help_text="the version whose decision it takes back")

    objects = LinkDecisionQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["link_id", "version"]
        indexes = [models.Index(fields=["who", "-decided_at"], name="%(class)s_by_editor")]

    def __str__(self):
        return f"{self.get_verb_display()}, version {self.version}"


def link_constraints(model: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            name=f"{model}_version_counts_from_1",
            condition=Q(version__gte=1),
            violation_error_message="Versions count from 1.",
        ),
        models.CheckConstraint(
            name=f"{model}_machines_has_rule",
            condition=~Q(state=LinkState.WITHDRAWN) | ~Q(rule=""),
            violation_error_message="Only what a rule has proposed is withdrawn.",
        ),
    ]


def link_decision_constraints(model: str) -> list[models.BaseConstraint]:
    return [
        models.UniqueConstraint(fields=["link", "version"], name=f"{model}_one_per_version"),
        models.CheckConstraint(
            name=f"{model}_undo_names_one",
            condition=Q(verb=LinkVerb.UNDO, undoes__isnull=False, undoes__lt=F("version"))
            | (~Q(verb=LinkVerb.UNDO) & Q(undoes__isnull=True)),
            violation_error_message="What is undone is an earlier decision, and only an undo names one.",
        ),
        models.UniqueConstraint(
            fields=["link", "undoes"],
            condition=Q(undoes__isnull=False),
            name=f"{model}_undone_once",
            violation_error_message="A decision is undone once.",
        ),
    ]
