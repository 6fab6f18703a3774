"""Who claims and who is claimed about: states, bodies, persons, and how they belong to each other."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Upper
from simple_history.models import HistoricalRecords

from claimsdb.choices import ActorKind, AffiliationKind, CodeScheme, NameKind, field_choices
from claimsdb.models.articles import country_constraint
from claimsdb.models.countries import CountryField
from claimsdb.models.languages import LanguageField
from claimsdb.models.natural_keys import NaturalKeyModel, NaturalKeyQuerySet, check_not_merged, check_not_reserved
from claimsdb.models.texts import LineField
from claimsdb.reading import countries, country_codes_of_three


class Actor(NaturalKeyModel):
    NATURAL_KEY = ("slug",)

    slug = models.SlugField(max_length=100, unique=True)
    name = LineField(max_length=200)
    kind = models.CharField(max_length=20, choices=field_choices(ActorKind))
    country = CountryField()

    objects = NaturalKeyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["slug"]
        constraints = [country_constraint("actor")]
        indexes = [models.Index(Upper("slug"), name="actor_slug_any_case")]

    def __str__(self):
        return self.name

    def clean(self):
        check_not_reserved(self.slug)
        check_not_merged(self, "slug")
        self._check_slug_is_its_own()

    def _check_slug_is_its_own(self):
        """Slugs go before codes and names where an actor is looked up: a new one takes none away from another."""
        if not self.slug or type(self).objects.filter(pk=self.pk, slug=self.slug).exists():
            return
        others = type(self).objects.exclude(pk=self.pk)
        if other := others.filter(codes__code__iexact=self.slug).first():
            raise ValidationError({"slug": f"{self.slug} is a code of {other}: take another slug."})
        if other := others.filter(Q(name__iexact=self.slug) | Q(names__text__iexact=self.slug)).first():
            raise ValidationError({"slug": f"{self.slug} is a name of {other}: take another slug."})

    @property
    def code(self) -> str:
        """The project's code of a state (NK), the slug of anyone else. Lists prefetch `codes`, or select `own_code`."""
        if "own_code" in self.__dict__:
            return self.__dict__["own_code"] or self.slug
        return next((code.code for code in self.codes.all() if code.scheme == CodeScheme.CLAIMSDB), self.slug)


ISO_CODES = {CodeScheme.ISO_ALPHA2: (countries, "KP"), CodeScheme.ISO_ALPHA3: (country_codes_of_three, "PRK")}


class ActorCode(NaturalKeyModel):
    """An actor's code in one scheme. NK is the project's own for North Korea; ISO has KP and PRK."""

    NATURAL_KEY = ("scheme", "code")

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="codes")
    scheme = models.CharField(max_length=20, choices=field_choices(CodeScheme))
    code = LineField(max_length=30)

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        ordering = ["actor_id", "scheme"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="actorcode_names_one_actor"),
            models.UniqueConstraint(fields=["actor", "scheme"], name="actorcode_one_per_scheme"),
        ]
        indexes = [models.Index(Upper("code"), name="actorcode_any_case")]

    def __str__(self):
        return f"{self.scheme}:{self.code}"

    def clean(self):
        known, example = ISO_CODES.get(self.scheme, (None, ""))
        if known and self.code not in known():
            raise ValidationError({"code": f"{self.code!r:.60} is no code of {self.scheme}, such as {example}."})


class ActorName(NaturalKeyModel):
    """One way to write an actor. `matchable` says whether the extractor may take these words for the actor:
    "Korea" and "Congo" are names of two states each, "Georgia" is a state of the US too."""

    NATURAL_KEY = ("actor__slug", "text", "language")

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="names")
    text = LineField(max_length=200)
    kind = models.CharField(max_length=20, choices=field_choices(NameKind), default=NameKind.NAME)
    language = LanguageField(default="en")
    matchable = models.BooleanField(default=True)

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        ordering = ["actor_id", "text"]
        constraints = [
            models.UniqueConstraint(fields=["actor", "text", "language"], name="actorname_unique"),
            models.CheckConstraint(
                name="actorname_not_empty", condition=~Q(text=""), violation_error_message="A name has a text."
            ),
        ]

    def __str__(self):
        return self.text


NOT_OFFICIAL = Q(kind=AffiliationKind.MEMBER_OF) | Q(child__kind=ActorKind.MEDIA)


class AffiliationQuerySet(NaturalKeyQuerySet):
    def rolling_up(self):
        """Those by which the child's word counts as the parent's. A state's word stays its own, whatever it sits in."""
        return self.exclude(child__kind=ActorKind.STATE)

    def with_official(self):
        """Each with `official`: whether the child speaks as the parent's officeholder, spokesperson or part. Media do
        not, whoever owns them, and no mere member."""
        return self.annotate(official=Case(When(NOT_OFFICIAL, then=False), default=True))


class Affiliation(NaturalKeyModel):
    """That one actor is part of, or speaks for, another. A date that is not known is empty."""

    NATURAL_KEY = ("child__slug", "parent__slug", "kind", "started_on")

    child = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="affiliations")
    parent = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="members")
    kind = models.CharField(max_length=20, choices=field_choices(AffiliationKind))
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["child", "parent", "kind", "started_on"]
        constraints = [
            models.UniqueConstraint(fields=["child", "parent", "kind", "started_on"], name="affiliation_unique"),
            models.UniqueConstraint(
                fields=["child", "parent", "kind"],
                condition=Q(started_on__isnull=True),
                name="affiliation_unique_without_start",
            ),
            models.CheckConstraint(
                name="affiliation_not_to_itself",
                condition=~Q(child=F("parent")),
                violation_error_message="An actor does not belong to itself.",
            ),
            models.CheckConstraint(
                name="affiliation_ends_after_start",
                condition=Q(started_on__isnull=True) | Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                violation_error_message="An affiliation ends on or after the day on which it starts.",
            ),
        ]

    def __str__(self):
        return f"{self.child} {self.get_kind_display()} {self.parent}"
