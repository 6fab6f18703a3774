"""The rows under a claim: who had which part in it, and its figures. They are edited as lists, and shown in their
order."""

from django.db import models
from django.db.models import F, Q

from claimsdb.choices import Basis, Per, Qualifier, Role, Stage, field_choices
from claimsdb.models.actors import Actor
from claimsdb.models.claims import Claim
from claimsdb.models.natural_keys import NaturalKeyModel, NaturalKeyQuerySet
from claimsdb.models.spans import SpanModel, clean_span, span_constraints


class RowOfClaim(NaturalKeyModel, SpanModel):
    """A row under a claim, named in fixtures by the claim and its place in the order."""

    NATURAL_KEY = ("claim__key", "order")

    order = models.PositiveSmallIntegerField(default=0)
    as_written: models.CharField
    own_words = False  # set by who enters words that the article has not, on purpose

    class Meta:
        abstract = True

    @property
    def editors_words(self) -> bool:
        """Whether its words are an editor's: those of the article have their place."""
        return bool(self.as_written) and not self.has_span

    @classmethod
    def said(cls) -> list[models.Field]:
        """The fields of what a row says: all but its claim and its place in the order."""
        fields = (field for field in cls._meta.concrete_fields if not field.primary_key)
        return [field for field in fields if field.name not in ("claim", "order")]

    def clean(self):
        if self.has_span:
            text = self.claim.article.text
            clean_span(text=text, start=self.start, end=self.end, words=self.as_written, field="as_written")


class Attribution(RowOfClaim):
    """One actor's part in a claim. An unnamed one ("US officials") has no actor; the words and `name` stay.

    `side` is the state whose word it is, as the text tells ("South Korean military officials"); `hop` counts the
    links of a chain from the speaker (0) towards the origin. Joint claimants are several rows.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="attributions")
    role = models.CharField(max_length=20, choices=field_choices(Role))
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, null=True, blank=True, related_name="attributions")
    name = models.CharField(max_length=300, blank=True, help_text="whom the words stand for, when not in the registry")
    as_written = models.CharField(max_length=500, blank=True)
    side = models.ForeignKey(Actor, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    hop = models.PositiveSmallIntegerField(default=0)

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        ordering = ["claim_id", "order"]
        indexes = [models.Index(fields=["actor", "role"], name="attribution_actor_role")]
        constraints = [
            *span_constraints("attribution", "as_written"),
            models.UniqueConstraint(fields=["claim", "order"], name="attribution_order_unique"),
            models.CheckConstraint(
                name="attribution_names_somebody",
                condition=Q(actor__isnull=False) | ~Q(as_written="") | ~Q(name=""),
                violation_error_message="Name an actor, or keep the words that the article has for them.",
            ),
        ]

    def __str__(self):
        return f"{self.role}: {self.who}"

    @property
    def who(self) -> str:
        return str(self.actor or self.name or self.as_written)


NO_BOUND = Q(low__isnull=True, best__isnull=True, high__isnull=True)
STANDS_FOR_NONE = Q(stands_for_claim__isnull=True, stands_for_order__isnull=True)


class Quantity(RowOfClaim):
    """One figure. A bound that the text does not give is null: "at least half a million" is low 500000 alone.

    `stands_for` is the figure that words like "similar estimates" or "as much" mean; it is named by its claim and its
    place there, as figures are replaced when their claim is amended or read again.
    """

    BOUNDS = ("low", "best", "high")
    COUNTED = ("of", "stage", "per")  # whose things, how far they have come, and for which time
    STANDS_FOR = ("stands_for_claim", "stands_for_order")
    FIGURE = (*BOUNDS, "qualifier", "measure", "unit", "basis", *COUNTED)
    new_measure = False  # set by who enters a measure or unit that nobody knows yet, on purpose
    own_figure = False  # set by who enters a figure on purpose that its words do not give, or not here

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="quantities")
    as_written = models.CharField(max_length=300)
    low = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    best = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    qualifier = models.CharField(max_length=20, choices=field_choices(Qualifier), default=Qualifier.EXACT)
    measure = models.CharField(max_length=100, blank=True, help_text="what is counted: troops")
    unit = models.CharField(max_length=30, blank=True, help_text="of one of them: person, item, percent, USD")
    basis = models.CharField(max_length=20, choices=field_choices(Basis), default=Basis.TOTAL)
    of = models.ForeignKey(
        Actor, on_delete=models.PROTECT, null=True, blank=True, related_name="quantities",
        db_constraint=False, db_index=False, help_text="whose things are counted: North Korea's troops",
    )  # fmt: skip
    stage = models.CharField(
        max_length=20, choices=field_choices(Stage), blank=True, default="", help_text="how far they have come: sent"
    )
    per = models.CharField(
        max_length=20, choices=field_choices(Per), blank=True, default="", help_text="so many in each: year"
    )
    stands_for_claim = models.ForeignKey(
        Claim, on_delete=models.RESTRICT, null=True, blank=True, related_name="stood_for_by",
        db_constraint=False, db_index=False, help_text="of the figure that its words stand for",
    )  # fmt: skip
    stands_for_order = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of that figure in its claim")
    stands_for = models.ForeignObject(
        "self", on_delete=models.DO_NOTHING, null=True, blank=True, editable=False, related_name="stand_ins",
        from_fields=["stands_for_claim", "stands_for_order"], to_fields=["claim", "order"],
    )  # fmt: skip

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        ordering = ["claim_id", "order"]
        verbose_name_plural = "quantities"
        indexes = [
            models.Index(fields=["measure", "low", "high"], name="quantity_measure_bounds"),
            models.Index(fields=["unit"], name="quantity_unit"),
            models.Index(fields=["of"], name="quantity_of"),
            models.Index(
                fields=["stands_for_claim", "stands_for_order"],
                name="quantity_stands_for",
                condition=Q(stands_for_claim__isnull=False),
            ),
        ]
        constraints = [
            *span_constraints("quantity", "as_written"),
            models.UniqueConstraint(fields=["claim", "order"], name="quantity_order_unique"),
            models.CheckConstraint(
                name="quantity_low_to_high",
                condition=(Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")))
                & (Q(low__isnull=True) | Q(best__isnull=True) | Q(low__lte=F("best")))
                & (Q(best__isnull=True) | Q(high__isnull=True) | Q(best__lte=F("high"))),
                violation_error_message="Figures run from low over best to high.",
            ),
            models.CheckConstraint(
                name="quantity_bounds_fit_qualifier",
                condition=NO_BOUND
                | Q(qualifier__in=[Qualifier.EXACT, Qualifier.ABOUT], best__isnull=False)
                | Q(qualifier=Qualifier.AT_LEAST, low__isnull=False, high__isnull=True)
                | Q(qualifier=Qualifier.AT_MOST, low__isnull=True, high__isnull=False)
                | Q(qualifier=Qualifier.BETWEEN, low__isnull=False, best__isnull=True, high__isnull=False)
                | Q(qualifier=Qualifier.ORDER_OF_MAGNITUDE, low__isnull=False, best__isnull=True),
                violation_error_message="These figures do not fit their qualifier: at_least has a low alone, "
                "at_most a high alone, between both and no best.",
            ),
            models.CheckConstraint(
                name="quantity_stands_for_whole",
                condition=STANDS_FOR_NONE | Q(stands_for_claim__isnull=False, stands_for_order__isnull=False),
                violation_error_message="A figure that others stand for is named by its claim and its place there.",
            ),
            models.CheckConstraint(
                name="quantity_stands_for_without_bounds",
                condition=STANDS_FOR_NONE | NO_BOUND,
                violation_error_message="A figure that stands for another has no bounds of its own.",
            ),
            models.CheckConstraint(
                name="quantity_stands_for_another",
                condition=STANDS_FOR_NONE | ~Q(stands_for_claim=F("claim"), stands_for_order=F("order")),
                violation_error_message="A figure does not stand for itself.",
            ),
        ]

    def __str__(self):
        return f"{self.as_written} {self.measure}".strip()

    def clean_fields(self, exclude=None):
        """Without the figure for which it stands, which may be about to be saved; its columns are looked at."""
        super().clean_fields(exclude={*(exclude or ()), "stands_for"})

    @property
    def counted(self) -> str:
        """Whose things are counted, how far they have come, for which time, and for which figure it stands, for people
        to read: "sent, of North Korea"."""
        claim = self.stands_for_claim
        said = {
            "": self.stage,
            "of ": self.of,
            "per ": self.per,
            "stands for ": claim and f"{claim.key}/{self.stands_for_order}",
        }
        return ", ".join(f"{before}{value}" for before, value in said.items() if value)

    @property
    def bounds(self) -> list[str]:
        """What there is of low, best and high, for people to read, without the noughts that the column adds."""
        values = {name: getattr(self, name) for name in self.BOUNDS}
        return [f"{name} {value.normalize():,f}" for name, value in values.items() if value is not None]
