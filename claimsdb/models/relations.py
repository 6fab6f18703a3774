"""How claims stand to each other: which contradict, deny, confirm, repeat or update which, and why."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Greatest, Least

from claimsdb.choices import SYMMETRIC, LinkState, RelationAbout, RelationKind, Strength, field_choices
from claimsdb.models.claims import Claim
from claimsdb.models.links import UNDECIDED_LINKS, Link, LinkDecision, link_constraints, link_decision_constraints
from claimsdb.models.natural_keys import NaturalKeyQuerySet
from claimsdb.models.questions import Question
from claimsdb.models.visibility import visibility_of

RELATED = "These claims are related so already."


class RelationQuerySet(NaturalKeyQuerySet):
    def visible_to(self, user):
        """Anybody knows the confirmed ones, between claims that they see."""
        return self.within(visibility_of(user))

    def within(self, visibility):
        if visibility.is_all:
            return self
        seen = Claim.objects.within(visibility)
        both = [Exists(seen.filter(pk=OuterRef(end))) for end in ("a", "b")]
        return self.filter(*both, state=LinkState.CONFIRMED)

    def undecided(self):
        """Those that wait for an editor."""
        return self.filter(state__in=UNDECIDED_LINKS)

    def counting(self):
        return self.filter(state=LinkState.CONFIRMED)

    def of(self, *claims):
        """Those in which one of the claims has a part."""
        return self.filter(Q(a__in=claims) | Q(b__in=claims))


class Relation(Link):
    """That claim `a` contradicts, denies, confirms ... claim `b`. Where that says the same both ways it is stored once,
    the claim with the lower key first."""

    NATURAL_KEY = ("a__key", "b__key", "kind")
    DECIDED = ("about", "strength", "question", "state")

    a = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="relations_from")
    b = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="relations_to")
    kind = models.CharField(max_length=20, choices=field_choices(RelationKind))
    about = models.CharField(max_length=20, choices=field_choices(RelationAbout))
    strength = models.CharField(max_length=20, choices=field_choices(Strength), default=Strength.CERTAIN)
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, null=True, blank=True, related_name="relations",
        help_text="the one to which both answer, if it is one",
    )  # fmt: skip

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["state", "kind", "id"], name="relation_by_state"),
            models.Index(fields=["b", "kind"], name="relation_to"),
            models.Index(fields=["strength", "id"], condition=Q(state__in=UNDECIDED_LINKS), name="relation_undecided"),
        ]
        constraints = [
            *link_constraints("relation"),
            models.UniqueConstraint(fields=["a", "b", "kind"], name="relation_once", violation_error_message=RELATED),
            models.UniqueConstraint(
                Least("a", "b"),
                Greatest("a", "b"),
                "kind",
                condition=Q(kind__in=SYMMETRIC),
                name="relation_once_both_ways",
                violation_error_message=RELATED,
            ),
            models.CheckConstraint(
                name="relation_between_two",
                condition=~Q(a=F("b")),
                violation_error_message="A claim is not related to itself.",
            ),
        ]

    def __str__(self):
        return f"{self.a_id} {self.get_kind_display()} {self.b_id}"

    def validate_constraints(self, exclude=None):
        """Of what says the same both ways two constraints hold that it is there once: one is told of."""
        try:
            super().validate_constraints(exclude=exclude)
        except ValidationError as error:
            raise ValidationError([*dict.fromkeys(error.messages)]) from error


class RelationDecision(LinkDecision):
    NATURAL_KEY = ("link__a__key", "link__b__key", "link__kind", "version")

    link = models.ForeignKey(Relation, on_delete=models.PROTECT, related_name="decisions")

    class Meta(LinkDecision.Meta):
        constraints = link_decision_constraints("relationdecision")
