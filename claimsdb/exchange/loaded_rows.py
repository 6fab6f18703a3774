"""What holds of rows that Django's `loaddata` writes, as of those of `import_fixture`: nothing in them looks like the
word of an editor of this installation, and what one decided here stands.

`loaddata` takes rows one by one and knows nothing of those that follow. So a claim that was decided here stays as it
is, later decisions or not; `import_fixture` looks at the file as a whole, and takes these.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from threading import local
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Max, Model
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.utils import timezone

from claimsdb import index
from claimsdb.choices import SYMMETRIC, Followed
from claimsdb.exchange import kept_values
from claimsdb.exchange.changed_claims import MACHINES, STAMPS
from claimsdb.exchange.corrected_here import keep_corrections_of
from claimsdb.exchange.faults import BadFixture
from claimsdb.exchange.fields import fault_of_row
from claimsdb.exchange.merging import IMPORTED
from claimsdb.exchange.tables import RECORDED_AT, TABLES
from claimsdb.models import (
    Actor,
    Answer,
    AnswerDecision,
    Article,
    Attribution,
    Claim,
    Decision,
    DecisionsAreKept,
    Quantity,
    QuestionActor,
    Relation,
    RelationDecision,
    Source,
)
from claimsdb.review import bulk_snapshots, snapshots

IN_FIXTURES = {table.model for table in TABLES}
WRITTEN = 500  # claims whose snapshots are written at once
TAKE_ANY = "`import_fixture` takes it either way."
TAKE_LATER = "`import_fixture` takes later decisions about it."


class DecidedHere(BadFixture, DecisionsAreKept):
    """A row that would rewrite what an editor of this installation decided."""


class Loading(local):
    """The claims that this thread's `loaddata` has changed, with the last version that is known of each, 0 for a new
    one, and of which rows an editor's correction stays; None while there is none."""

    changed: dict[int, int] | None = None
    kept: list[str] | None = None


_loading = Loading()


@contextmanager
def loaded_claims_recorded() -> Iterator[list[str]]:
    """Gives each claim that is loaded in it a version of its own, and writes that down. Raises BadFixture where a claim
    contradicts what was decided about it. Yields what says of which rows an editor's correction stays."""
    changed: dict[int, int] = {}
    kept: list[str] = []
    _loading.changed, _loading.kept = changed, kept
    try:
        yield kept
    finally:
        _loading.changed = _loading.kept = None
    known = {pk: version for pk, version in changed.items() if version}
    _check_status(known)
    for pk, version in known.items():
        Claim.objects.filter(pk=pk, version__lte=version).update(version=version + 1, updated_at=timezone.now())
    pks = list(changed)
    batches = [pks[start : start + WRITTEN] for start in range(0, len(pks), WRITTEN)]
    for batch in batches:
        bulk_snapshots.record_present(", ".join(map(str, batch)))
    for articles in kept_values.follow_claims(batches):
        index.changed(Followed.ARTICLE, articles)


def _check_status(claims: Collection[int]) -> None:
    for claim in Claim.objects.filter(pk__in=claims).order_by("pk"):
        last = claim.decisions.order_by("version").last()
        if last and (last.to_status != claim.status):
            raise BadFixture(
                [f"Claim {claim.key} is {claim.status}; its decision at version {last.version} says otherwise."]
            )


@receiver(pre_save)
def _before_loading(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        return
    if sender is LogEntry or (sender._meta.app_label == Claim._meta.app_label and sender not in IN_FIXTURES):
        raise BadFixture(
            [f"{sender._meta.label_lower}: It is kept by each installation for itself, and in no fixture."]
        )
    if sender in IN_FIXTURES:
        _check(instance)


def _check(row: Any) -> None:
    kept = type(row)._base_manager.filter(pk=row.pk).first() if row.pk else None
    if isinstance(row, Article) and not (row.published_from or row.published_to):  # of an older release
        row.published_from = row.published_to = row.published_on
    _keep_users(row, kept)
    if hasattr(row, RECORDED_AT):
        row.recorded_at = kept.recorded_at if kept else timezone.now()
    if isinstance(row, Actor | Source):
        _check_not_merged(row)
    if kept is not None:
        kept_values.keep_values_of(row, kept)
        told = keep_corrections_of(row, kept)
        if told and _loading.kept is not None:
            _loading.kept.append(told)
    row.is_news = bool(_differing(row, kept))
    if fault := fault_of_row(row):
        raise BadFixture([fault])
    match row:
        case Claim() | Attribution() | Quantity() | Decision():
            _check_claim(row, kept)
        case Answer() | Relation():
            _check_link(row, row, kept)
        case AnswerDecision() | RelationDecision():
            _check_link(row, row.link, kept)
        case QuestionActor() if kept is None and row.question.is_decided_here:
            raise DecidedHere([f"The scope of {row.question.slug} was decided here."])


def _check_not_merged(row: Actor | Source) -> None:
    try:
        row.clean()
    except ValidationError as error:
        label = row._meta.label_lower
        raise BadFixture([f"{label}: {words} `import_fixture` follows that." for words in error.messages]) from error


def _keep_users(row: Model, kept: Model | None) -> None:
    """Fixtures have no users: those on record stay."""
    for field in row._meta.concrete_fields:
        if field.related_model is User:
            here = getattr(kept, field.attname, None)
            if getattr(row, field.attname) not in (None, here):
                raise BadFixture([f"{row._meta.label_lower}: {field.name}: A fixture has no users."])
            setattr(row, field.attname, here)


def _check_claim(row: Any, kept: Any) -> None:
    """Raises DecidedHere for what would change a claim that was decided here."""
    claim_id = row.pk if isinstance(row, Claim) else row.claim_id
    differing = _differing(row, kept)
    if not claim_id or not differing:
        return
    if isinstance(row, Claim) and differing <= STAMPS and row.version <= kept.version:
        row.version, row.updated_at = kept.version, kept.updated_at
        return
    taken = Decision.objects.filter(claim=claim_id, who__isnull=False).order_by("version").last()
    if taken and not (isinstance(row, Claim) and differing <= MACHINES):
        raise DecidedHere([f"Claim {taken.claim.key} was decided here at version {taken.version}. {TAKE_LATER}"])
    if not isinstance(row, Decision):
        _remember(claim_id)


def _check_link(row: Any, link: Any, kept: Any) -> None:
    """Raises DecidedHere for what would change an answer or relation that was decided here."""
    if isinstance(link, Relation) and link.kind in SYMMETRIC and link.a.key > link.b.key:
        raise BadFixture([f"{link.a.key} {link.kind} {link.b.key}: It names the higher key first. {TAKE_ANY}"])
    if link.pk and _differing(row, kept) and link.decisions.filter(who__isnull=False).exists():
        key = " ".join(str(part) for part in link.natural_key() if part is not None)
        raise DecidedHere([f"{link._meta.label_lower}: {key} was decided here. {TAKE_LATER}"])


def _differing(row: Model, kept: Model | None) -> set[str]:
    """The fields in which the row is another than it was; all of them if it was not there."""
    return {
        field.name
        for field in row._meta.concrete_fields
        if kept is None or getattr(row, field.attname) != getattr(kept, field.attname)
    }


def _remember(claim_id: int) -> None:
    """Puts on record what the claim says before it changes."""
    if _loading.changed is None or claim_id in _loading.changed:
        return
    claim = Claim.objects.get(pk=claim_id)
    snapshots.ensure_recorded(claim)
    latest = claim.versions.aggregate(Max("version"))["version__max"]
    _loading.changed[claim_id] = max(claim.version, latest)


@receiver(post_save)
def _after_loading(sender: type[Model], instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not raw or sender not in IN_FIXTURES:
        return
    if hasattr(sender, "history") and instance.is_news:
        sender.history.bulk_history_create([instance], update=not created, default_change_reason=IMPORTED)
    if sender is Claim and created and _loading.changed is not None:
        _loading.changed[instance.pk] = 0
