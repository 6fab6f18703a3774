"""A world in which every field has a value of its own, by which it is known wherever it shows: a canary."""

import re
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import count, product
from string import ascii_lowercase
from types import SimpleNamespace

from django.contrib.auth.models import User
from django.db import models

from claimsdb.choices import (
    ActorKind,
    AffiliationKind,
    ArticleState,
    Basis,
    Bearing,
    Check,
    CodeScheme,
    Conclusion,
    DerivationKind,
    NameKind,
    Phase,
    PublishedBasis,
    Qualifier,
    Quotation,
    Reason,
    Role,
    Scope,
    SourceKind,
    SourceState,
    Stance,
    Status,
    Texts,
    Topic,
    Verb,
    Voice,
)
from claimsdb.models import (
    KEY_LENGTH,
    Actor,
    ActorCode,
    ActorName,
    Affiliation,
    Article,
    Assessment,
    Attribution,
    Claim,
    ClaimVersion,
    Decision,
    Derivation,
    Dismissal,
    Evidence,
    Lease,
    Quantity,
    SavedQueue,
    SecondOpinion,
    Skip,
    Source,
    Token,
    sha256,
)
from claimsdb.models.spans import SpanModel
from claimsdb.review import snapshots
from tests.factories import AcceptedClaimFactory, ArticleFactory, StateFactory, UserFactory

WORDS = ("zq" + "".join(letters) for letters in product(ascii_lowercase, repeat=4))
COUNTRIES = iter(["XQ", "XZ", "XY", "XX", "XW", "XV"])
NUMBERS, SMALL_NUMBERS = count(71_000, 100), count(31_000, 10)
DAYS = (date(1901, 1, 1) + timedelta(number) for number in count())
TOKEN = re.compile(r"\d{4}-\d\d-\d\d|\w+")


def value_of(field):
    """One that nothing else has. Later ones are greater."""
    match field:
        case models.BooleanField():
            return True
        case models.DateTimeField():
            return datetime.combine(next(DAYS), datetime.min.time(), UTC)
        case models.DateField():
            return next(DAYS)
        case _ if field.name == "confidence":
            return next(NUMBERS) / 1_000_000
        case models.PositiveSmallIntegerField():
            return next(SMALL_NUMBERS)
        case models.IntegerField() | models.FloatField() | models.DecimalField():
            return next(NUMBERS)
        case models.URLField():
            return f"https://{next(WORDS)}.example/"
        case _ if field.name == "country":
            return next(COUNTRIES)
        case _ if field.name in ("key", "token"):
            return next(WORDS).ljust(KEY_LENGTH, "a")
        case _ if field.name in ("digest",):
            return next(WORDS).ljust(field.max_length, "a")
    return next(WORDS)


def shown_as(value):
    """How a value stands among the tokens of a document."""
    if isinstance(value, str):
        return next(iter(re.findall(r"zq\w+", value)), value)
    return str(value)[:10] if isinstance(value, date) else str(value).removeprefix("0.")


class Canaries:
    """By the rows of the table: what shows that a field, or something of a hidden thing, was seen."""

    def __init__(self):
        self.rows = defaultdict(set)
        self.names = set()  # what filters take

    def add(self, model, *, row="", own=(), by_key=(), **given):
        """A row of the model with a value of its own in every field that is not `given`. What of it is seen counts as
        the field's or, where there is a `row` for it, as that. Where others have the value of a field too it is known
        by its key: all fields in `by_key`. With `own` only these fields count."""
        fields = [field for field in model._meta.concrete_fields if not field.primary_key or field.is_relation]
        values = {field.name: value_of(field) for field in fields if not field.is_relation} | given
        _fit(model, values)
        made = model.objects.create(**values)
        stamps = {
            field.name: values[field.name]
            for field in fields
            if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
        }
        if stamps:
            model.objects.filter(pk=made.pk).update(**stamps)
        for field in fields:
            value = values.get(field.name)
            self._remember(field, value)
            if value in (None, "") or (own and field.name not in own) or (row and field.name in given):
                continue
            if not field.is_relation or field.related_model is User:
                canary = _by_key(field.name, value) if field.name in by_key else shown_as(_plain(value))
                self.rows[row or f"{model.__name__}.{field.name}"].add(canary)
        return made

    def _remember(self, field, value):
        if field.name in ("slug", "name", "code", "measure", "unit", "language", "rule") and isinstance(value, str):
            self.names.add(value)

    def word(self, row):
        word = next(WORDS)
        self.rows[row].add(word)
        return word


def _fit(model, values):
    """What is made of other fields."""
    if issubclass(model, SpanModel) and values["start"]:
        values["end"] = values["start"] + len(values.get("quote") or values["as_written"])
    if "rating_value" in values:
        values["rating_value"] = values["worst_rating"] + 1
    if "text_sha256" in values:
        values["text_sha256"] = sha256(values["text"])


def _plain(value):
    return value.username if isinstance(value, User) else value


def _by_key(name, value):
    written = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else None
    if isinstance(value, list):
        written = r"\[\s*" + f'"{value[0]}"'
    return re.compile(rf'"{name}":\s*{written or chr(34) + str(value) + chr(34)}')


def seen(body, canaries):
    """Which of these rows show in a document: `canaries` by row."""
    tokens = {*TOKEN.findall(body)}
    return {
        row
        for row, some in canaries.items()
        if any(each in tokens if isinstance(each, str) else each.search(body) for each in some)
    }


# Rows for what is not, or not yet, or no longer public.
WAITING = "a claim that waits"
MERGED = "a claim that was merged into another"
REFUSED = "a decision that left the claim not public"
BEFORE = "what a claim said before it was public"
DRAFT = "a draft article, and its claims"
WITHDRAWN = "a withdrawn article, and its claims"
CLOSED = "the text of which readers get quotes alone"
PROPOSED = "a proposed source"
UNPUBLISHED = "a draft assessment, or of a claim that waits"
CORRECTED = "what a source, an actor or an article was before it was corrected"


def somebody():
    return UserFactory(username=next(WORDS))


def make_world():
    """What there is, by name, and the canaries in it."""
    it = Canaries()
    world = SimpleNamespace(canaries=it.rows, words=it.names)
    _public(it, world)
    _desk(it, world)
    _hidden(it, world)
    return world


def _public(it, world):
    world.source = it.add(
        Source, kind=SourceKind.BLOG, state=SourceState.CONFIRMED, reliability="B", texts=Texts.FULL, parent=None,
        by_key=["state", "reliability", "texts"],
    )
    world.article = it.add(
        Article, source=world.source, state=ArticleState.PUBLIC, published_basis=PublishedBasis.FRONT_MATTER,
        state_by_editor=True, by_key=["state", "state_by_editor"],
    )  # fmt: skip
    it.add(Derivation, article=world.article, kind=DerivationKind.QUOTED)
    world.actor = it.add(Actor, kind=ActorKind.ARMED_FORCE)
    it.add(ActorCode, actor=world.actor, scheme=CodeScheme.CAMEO)
    it.add(ActorName, actor=world.actor, kind=NameKind.METONYM, matchable=False, by_key=["matchable"])
    state = StateFactory(slug="elsewhere", code="EW")
    it.add(Affiliation, child=world.actor, parent=state, kind=AffiliationKind.SPOKESPERSON_FOR)
    world.claim = claim = it.add(
        Claim, article=world.article, status=Status.ACCEPTED, voice=Voice.ATTRIBUTED, quotation=Quotation.MIXED,
        stance=Stance.WARNS, phase=Phase.PLANNED, topic=Topic.DESERTION, entered_by=somebody(), found=it.word("Claim.found"),
        amended=["hedge"], editors_words=["hedge"], by_key=["amended", "editors_words"],
    )  # fmt: skip
    it.add(Attribution, claim=claim, actor=world.actor, role=Role.ADDRESSEE, name="", by_key=["role"])
    it.add(Attribution, claim=claim, side=state, role=Role.CLAIMANT, hop=0, as_written="", start=None, end=None, own=["name"])
    it.add(Quantity, claim=claim, qualifier=Qualifier.ABOUT, basis=Basis.RATE)
    world.decision = it.add(
        Decision, claim=claim, verb=Verb.UNDO, undoes=70_001, from_status=Status.NEEDS_RECHECK,
        to_status=Status.ACCEPTED, reason="", who=somebody(), by_key=["to_status"],
    )  # fmt: skip
    it.rows["Decision.undoes"] = {"70001"}
    world.assessment = it.add(Assessment, claim=claim, publisher=world.source, normalized=Conclusion.CONFLICTING)
    it.add(Evidence, assessment=world.assessment, bearing=Bearing.CONTEXT, by_key=["bearing"])
    _versions(it, claim)


def _versions(it, claim):
    """What it said once, in public, and before."""
    now = snapshots.record(claim, by=None)
    columns = now.columns
    public = {
        "columns": columns | {"text": it.word("ClaimVersion.columns")},
        "attributions": [now.attributions[0] | {"as_written": it.word("ClaimVersion.attributions")}],
        "quantities": [now.quantities[0] | {"measure": it.word("ClaimVersion.quantities")}],
        "found": it.word("ClaimVersion.found"),
    }
    version = claim.version - 10
    it.add(ClaimVersion, claim=claim, key=claim.key, by=somebody(), version=version, own=["version", "at", "by"], **public)
    earlier = {
        "columns": columns | {"status": Status.EXTRACTED, "text": it.word(BEFORE), "hedge": it.word(BEFORE)},
        "attributions": [now.attributions[0] | {"as_written": it.word(BEFORE)}],
        "quantities": [now.quantities[0] | {"measure": it.word(BEFORE)}],
    }
    it.add(ClaimVersion, row=BEFORE, claim=claim, key=claim.key, by=somebody(), found=None, version=version - 10, **earlier)


def _desk(it, world):
    """What editors have beside the claims."""
    claim = world.claim
    it.add(Lease, claim=claim, holder=somebody())
    it.add(Skip, claim=claim, user=somebody())
    it.add(Dismissal, claim=claim, user=somebody(), check_name=Check.NEGATION_LOST)
    it.add(SavedQueue, owner=somebody(), by_key=["shared"])
    it.add(SecondOpinion, decision=world.decision, by=somebody(), verb=Verb.REJECT, reason=Reason.WRONG_ACTOR, by_key=["verb"])
    it.add(Token, user=somebody(), scope=Scope.EDIT, by_key=["scope"])


def _hidden(it, world):
    refused = it.add(
        Decision, claim=world.claim, verb=Verb.REJECT, undoes=None, from_status=Status.ACCEPTED, note="no",
        to_status=Status.REJECTED, reason=Reason.UNCLEAR, who=somebody(), version=70_001, row=REFUSED,
    )  # fmt: skip
    it.rows["Decision.reason"] = {refused.reason}
    world.waiting = _claim(it, WAITING, article=world.article)
    world.merged = AcceptedClaimFactory(article=world.article, start=None, end=None, quote="", text=it.word(MERGED))
    world.merged.status, world.merged.duplicate_of = Status.DUPLICATE, world.claim
    world.merged.save()
    it.rows["the key of " + MERGED] = {world.merged.key}
    for row, state, status in ((DRAFT, ArticleState.DRAFT, Status.EXTRACTED), (WITHDRAWN, ArticleState.WITHDRAWN, Status.ACCEPTED)):
        article = it.add(Article, row=row, state=state, state_by_editor=False, published_basis=PublishedBasis.EDITOR)
        setattr(world, state, article)
        setattr(world, f"claim_of_{state}", _claim(it, row, article=article, status=status))
        Derivation.objects.create(
            article=world.article, kind=DerivationKind.QUOTED, original=article, as_written=state
        )
        Evidence.objects.create(assessment=world.assessment, order=len(state), bearing=Bearing.SUPPORTS, article=article)
    world.proposed = it.add(Source, row=PROPOSED, state=SourceState.PROPOSED, kind=SourceKind.UNKNOWN, reliability="F", texts="", parent=None)
    world.under_proposed = ArticleFactory(source=world.proposed)
    world.claim_under_proposed = AcceptedClaimFactory(article=world.under_proposed)
    Derivation.objects.create(article=world.article, kind=DerivationKind.DERIVED, source=world.proposed, as_written="Via")
    Source.objects.filter(pk=world.source.pk).update(parent=world.proposed)
    world.assessments = [
        *(world.assessment, _assessment(claim=world.claim, publisher=world.proposed)),
        _assessment(claim=world.claim_under_proposed, publisher=world.source),
    ]
    for claim, day in ((world.claim, None), (world.waiting, date(2024, 1, 1))):
        options = {"claim": claim, "publisher": world.source, "normalized": Conclusion.REFUTED, "published_on": day}
        world.assessments.append(it.add(Assessment, row=UNPUBLISHED, **options))
    quotes = Source.objects.create(slug="quotes", name="Quotes", texts=Texts.QUOTES)
    world.closed = ArticleFactory(source=quotes, text=it.word(CLOSED))
    world.claim_closed = AcceptedClaimFactory(
        article=world.closed, start=None, end=None, quote="", text="Closed.", prefix=it.word(CLOSED), suffix=it.word(CLOSED)
    )
    for thing, name in ((world.source, "name"), (world.actor, "name"), (world.article, "title")):
        thing.refresh_from_db()
        now = getattr(thing, name)
        setattr(thing, name, it.word(CORRECTED))
        thing.save()
        setattr(thing, name, now)
        thing.save()


def _claim(it, row, *, article, status=Status.EXTRACTED):
    decided = {} if status == Status.ACCEPTED else {"decided_at": None}
    words = ("voice", "quotation", "stance", "phase", "topic")
    judged = dict(zip(words, (Voice.ARTICLE, Quotation.NONE, Stance.ASSERTS, Phase.UNKNOWN, ""), strict=True))
    claim = it.add(
        Claim, row=row, article=article, status=status, entered_by=somebody(), found=it.word(row), amended=[],
        editors_words=[], **judged, **decided,
    )  # fmt: skip
    it.add(Attribution, row=row, claim=claim, role=Role.CLAIMANT)
    it.add(Quantity, row=row, claim=claim, qualifier=Qualifier.ABOUT, basis=Basis.TOTAL)
    return claim


def _assessment(**columns):
    return Assessment.objects.create(
        key=next(WORDS).ljust(KEY_LENGTH, "a"), label="False", normalized=Conclusion.REFUTED,
        url=f"https://checks.example/{next(WORDS)}", published_on=date(2024, 1, 1), **columns,
    )  # fmt: skip
