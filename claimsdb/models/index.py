"""The read model, from which lists are read: rows derived from the claims, so that a page costs the same however many
claims there are.

`claimsdb.index` alone writes them. No foreign key has a constraint, because what the rows are made of has them all.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from claimsdb.choices import RollUp
from claimsdb.models.actors import Actor
from claimsdb.models.articles import Article, Source
from claimsdb.models.claims import Claim
from claimsdb.models.parts import Attribution
from claimsdb.models.questions import Answer, Question
from claimsdb.models.relations import Relation

# The day of what has none, so that it has a place in an index; before any day on which something was published.
UNDATED = date.min


def derived_from(model: type[models.Model], *, related_name: str = "+", **options: Any) -> Any:
    return models.ForeignKey(
        model, models.DO_NOTHING, db_constraint=False, db_index=False, related_name=related_name, **options
    )


class Entry(models.Model):
    """A claim's place in the list of all claims; `day` is the one by which its article was published, `status` as
    `claimsdb.models.visibility` has it in the read model, `source` its article's if it is confirmed."""

    claim = models.OneToOneField(
        Claim, on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="entry"
    )
    status = models.CharField(max_length=20)
    day = models.DateField()
    source = derived_from(Source, null=True)
    topic = models.CharField(max_length=30)
    stance = models.CharField(max_length=20)

    class Meta:
        default_permissions = ()
        verbose_name_plural = "entries"
        # All begin with the status: PostgreSQL judges by the first column how far rows lie apart, and would else take
        # the list of all claims, look at each one's topic, and think it cheap.
        indexes = [
            models.Index(fields=["status", "day", "claim"], name="entry_all"),
            models.Index(fields=["status", "source", "day", "claim"], name="entry_by_source"),
            models.Index(fields=["status", "topic", "day", "claim"], name="entry_by_topic"),
            models.Index(fields=["status", "stance", "day", "claim"], name="entry_by_stance"),
        ]


class PartQuerySet(models.QuerySet):
    def of(
        self, actors: Iterable[Actor], *, roles: Collection[str] = (), rollup: RollUp = RollUp.ALL
    ) -> "PartQuerySet":
        """The parts that one of the actors has: of each in a claim one, or one a role, as the indexes have them."""
        parts = self.filter(actor__in=actors, **({"role__in": roles} if roles else {}))
        match rollup:
            case RollUp.OFFICIALS:
                return parts.filter(official=True)
            case RollUp.NOBODY:
                return parts.filter(first_in_role=True, rolled=False)
        return parts.filter(first_in_role=True) if roles else parts.filter(first=True)

    def counting(self, rollup: RollUp) -> "PartQuerySet":
        """Those that count as their actors' where others' words count so far."""
        conditions = {RollUp.ALL: Q(), RollUp.OFFICIALS: Q(official=True), RollUp.NOBODY: Q(rolled=False)}
        return self.filter(conditions[rollup])


class Part(models.Model):
    """One actor's part in a claim: as the attribution has it or, `rolled`, by one who belongs to the actor.

    An unnamed speaker's part has no actor. `first` marks an actor's first part in the claim, `first_in_role` the first
    in this role, so that a list has a claim once; `official` the first in this role that is the actor's own or an
    official's. It is null in rows that were written by a version without it.
    """

    pk = models.CompositePrimaryKey("claim_id", "order")
    claim = derived_from(Claim, related_name="parts")
    order = models.PositiveSmallIntegerField()
    actor = derived_from(Actor, null=True)
    role = models.CharField(max_length=20)
    attribution = derived_from(Attribution)
    rolled = models.BooleanField()
    first = models.BooleanField()
    first_in_role = models.BooleanField()
    official = models.BooleanField(null=True)
    status = models.CharField(max_length=20)
    day = models.DateField()

    objects = PartQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["claim_id", "order"]
        indexes = [
            models.Index(fields=["actor", "status", "day", "claim"], name="part_by_actor", condition=Q(first=True)),
            models.Index(
                fields=["actor", "role", "status", "day", "claim"],
                name="part_by_actor_role",
                condition=Q(first_in_role=True),
            ),
            models.Index(
                fields=["actor", "role", "status", "day", "claim"],
                name="part_by_official",
                condition=Q(official=True),
            ),
        ]

    # As the API and the admin show it; prefetch actor__codes and attribution__actor__codes for lists.

    @property
    def code(self) -> str | None:
        return self.actor.code if self.actor else None

    @property
    def name(self) -> str:
        return self.actor.name if self.actor else self.attribution.name or self.attribution.as_written

    @property
    def as_written(self) -> str | None:
        return None if self.rolled else self.attribution.as_written or None

    @property
    def editors_words(self) -> bool:
        return not self.rolled and self.attribution.editors_words

    @property
    def via(self) -> str | None:
        """The code of the actor through whom it is, or an unnamed one's name."""
        if not self.rolled:
            return None
        speaker = self.attribution.actor
        return speaker.code if speaker else self.attribution.name or self.attribution.as_written


class CountedClaims(models.Model):
    """How many claims of a status have a `value` of a facet, among all claims or among those of one actor.

    `scope` is the actor's id, 0 for all claims; the facet "" with the value "" counts them all.
    """

    scope = models.BigIntegerField()
    status = models.CharField(max_length=20)
    facet = models.CharField(max_length=10)
    value = models.CharField(max_length=30)
    claims = models.BigIntegerField()

    class Meta:
        abstract = True


class Tally(CountedClaims):
    """The counts as of the last time when the changes were added up."""

    pk = models.CompositePrimaryKey("scope", "status", "facet", "value")

    class Meta:
        default_permissions = ()
        verbose_name_plural = "tallies"


class TallyChange(CountedClaims):
    """By how much a count has changed since. Writers only add rows, so that none waits for another."""

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["scope", "status", "facet", "value"], name="tallychange_counted")]


class Fingerprint(models.Model):
    """By what an article is found again: numbers for its words, whatever white space is between them, and for its
    address. Without `words` it is yet to be taken."""

    article = models.OneToOneField(
        Article, on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="fingerprint"
    )
    words = models.BigIntegerField(null=True)
    address = models.BigIntegerField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["words"], name="fingerprint_words"),
            models.Index(fields=["address"], name="fingerprint_address", condition=Q(address__isnull=False)),
            models.Index(fields=["article"], name="fingerprint_untaken", condition=Q(words__isnull=True)),
        ]


class SampleBand(models.Model):
    """A band of the sample of an article's runs of words (`claimsdb.reading.likeness`)."""

    pk = models.CompositePrimaryKey("band", "article_id")
    band = models.BigIntegerField()
    article = derived_from(Article)

    class Meta:
        default_permissions = ()


class QuestionEntry(models.Model):
    """Whether the claims that answer a question agree, and how many of them there are: those that anybody may see."""

    question = models.OneToOneField(
        Question, on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="entry"
    )
    agreement = models.CharField(max_length=20)
    statements = models.PositiveIntegerField()
    articles = models.PositiveIntegerField()
    figures = models.PositiveIntegerField()
    first_day = models.DateField(null=True, help_text="on which one of them was published")
    last_day = models.DateField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name_plural = "question entries"
        indexes = [models.Index(fields=["agreement", "question"], name="questionentry_by_agreement")]


class AnswerEntry(models.Model):
    """A confirmed answer that anybody may see, and what it `says`: the name of its figure, or its word; empty where it
    says nothing of its own. It `states` that, or only presupposes it; `several` is whether its claim states something
    else to the question too."""

    answer = models.OneToOneField(
        Answer, on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="+"
    )
    question = derived_from(Question)
    claim = derived_from(Claim)
    article = derived_from(Article)
    day = models.DateField(null=True, help_text="by which its article was published")
    says = models.CharField(max_length=200)
    is_figure = models.BooleanField()
    states = models.BooleanField()
    several = models.BooleanField()

    class Meta:
        default_permissions = ()
        verbose_name_plural = "answer entries"
        # Each finds the first or last of a question, or whether there is one, however many it has.
        indexes = [
            models.Index(fields=["claim", "question"], name="answerentry_by_claim"),
            models.Index(fields=["question", "article"], name="answerentry_by_article"),
            models.Index(fields=["question", "day"], name="answerentry_by_day"),
            models.Index(fields=["question", "says", "states"], name="answerentry_by_says"),
            models.Index(fields=["question"], condition=Q(several=True), name="answerentry_of_several"),
        ]


class RelationEntry(models.Model):
    """A relation that decides whether the answers to a question agree, as both its claims state one: a contradiction, a
    denial, or one by which two different answers are the same."""

    question = derived_from(Question)
    relation = derived_from(Relation)
    kind = models.CharField(max_length=20)

    class Meta:
        default_permissions = ()
        verbose_name_plural = "relation entries"
        indexes = [
            models.Index(fields=["question", "kind"], name="relationentry_by_kind"),
            models.Index(fields=["relation"], name="relationentry_relation"),
        ]
