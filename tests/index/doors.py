"""Every way in which something is written: functions that take a world and do with it what chance says."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import Max, ProtectedError
from django.urls import reverse

from claimsdb import review
from claimsdb.choices import ActorKind, CodeScheme, Reason, Status, Voice
from claimsdb.exchange.fixture import fixture
from claimsdb.extraction import Registry
from claimsdb.index import synced
from claimsdb.ingest import store
from claimsdb.ingest.reextract import re_extract
from claimsdb.models import Actor, ActorCode, Affiliation, Article, Attribution, Claim, Source, claim_key
from claimsdb.reading import read_article
from claimsdb.review import entries, undo_stack
from tests.admin.forms import form_data
from tests.factories import AffiliationFactory
from tests.index.world import DAYS, ROLES, SPANS, STANCES, TOPICS, Finder, NothingToWrite, published, status
from tests.review.forms import card_data

NOBODY = Registry.of([])
REFUSED = (NothingToWrite, review.ReviewError, ValidationError, IntegrityError, ProtectedError, CommandError)

DOORS = []


def door(write):
    DOORS.append(write)
    return write


def last_order(claim):
    return claim.attributions.aggregate(last=Max("order"))["last"] or 0


# --- claims -----------------------------------------------------------------------------------------------------------


@door
def claim_of_a_factory(world):
    world.claim()


@door
def claims_created_together(world):
    article = world.row(Article)
    claims = [
        Claim(key=claim_key("together", world.words()), article=article, text=world.words(), voice=Voice.ARTICLE)
        for _ in range(2)
    ]
    Claim.objects.bulk_create(claims)
    Attribution.objects.bulk_create(Attribution(claim=claim, **world.part()) for claim in claims)


@door
def claim_saved(world):
    claim = world.row(Claim)
    for name, value in world.judged().items():
        setattr(claim, name, value)
    claim.article = world.row(Article)
    claim.start = claim.end = None
    claim.quote = ""
    claim.save()


@door
def claims_updated(world):
    world.rows(Claim).exclude(status=Status.DUPLICATE).update(
        **world.judged(), **status(world.of([Status.ACCEPTED, Status.NEEDS_RECHECK]))
    )


@door
def claims_updated_in_bulk(world):
    claims = list(world.rows(Claim))
    for claim in claims:
        claim.stance, claim.topic = world.of(STANCES), world.of(TOPICS)
    Claim.objects.bulk_update(claims, ["stance", "topic"])


@door
def claim_deleted(world):
    world.row(Claim, decisions=None, duplicates=None).delete()


@door
def claims_deleted(world):
    world.rows(Claim).filter(decisions=None, duplicates=None).delete()


@door
def claim_found_or_made(world):
    Claim.objects.update_or_create(
        key=claim_key("made"),
        defaults={"article": world.row(Article), "text": world.words(), "voice": Voice.ARTICLE, **world.judged()},
    )


@door
def claim_given_to_an_article(world):
    world.row(Article).claims.add(world.row(Claim))


# --- parts ------------------------------------------------------------------------------------------------------------


@door
def part_added(world):
    claim = world.row(Claim)
    Attribution.objects.create(claim=claim, order=last_order(claim) + 1, **world.part())


@door
def part_saved(world):
    part, claim = world.row(Attribution), world.row(Claim)
    part.claim, part.order = claim, last_order(claim) + 1
    part.actor = world.row(Actor)
    part.save()


@door
def parts_updated(world):
    world.rows(Attribution).update(actor=world.row(Actor), role=world.of(ROLES))


@door
def parts_handed_over(world):
    world.row(Actor).attributions.add(*world.rows(Attribution))


@door
def part_moved_to_a_claim(world):
    claim, part = world.row(Claim), world.row(Attribution)
    Attribution.objects.filter(pk=part.pk).update(claim=claim, order=last_order(claim) + 1)


@door
def part_deleted(world):
    world.row(Attribution).delete()


@door
def parts_deleted(world):
    world.row(Claim).attributions.all().delete()


# --- review -----------------------------------------------------------------------------------------------------------


@door
def accepted(world):
    review.accept(world.row(Claim), by=world.editor)


@door
def rejected(world):
    review.reject(world.row(Claim), by=world.editor, reason=Reason.UNCLEAR)


@door
def reopened(world):
    review.reopen(world.row(Claim), by=world.editor)


@door
def superseded(world):
    review.supersede(world.row(Claim), by=None)


@door
def marked_as_duplicate(world):
    review.mark_duplicate(world.row(Claim), original=world.row(Claim), by=world.editor)


def attribution(world):
    """Somebody's part as an editor enters it."""
    row = Attribution(**world.part())
    row.hop, row.own_words = entries.fitting_hop(row.role, 0), True
    return row


@door
def amended(world):
    parts = world.of([None, [], [attribution(world)], [attribution(world), attribution(world)]])
    review.amend(world.row(Claim), by=world.editor, fields=world.judged() | {"text": world.words()}, attributions=parts)


@door
def undone(world):
    for write in (amended, world.of([amended, accepted, rejected, marked_as_duplicate])):
        tried(world, write)
    if step := undo_stack.last_step(world.editor):
        undo_stack.undo(step, by=world.editor)


@door
def entered(world):
    fields = {"text": world.words(), "voice": Voice.ATTRIBUTED, **world.judged()}
    review.enter(world.row(Article), by=world.editor, fields=fields, attributions=[attribution(world)])


# --- extraction -------------------------------------------------------------------------------------------------------


@door
def taken_in(world):
    record = read_article(f"Waves\n\n{world.words()}\n\n{world.words()}", file_name=f"{world.written}.txt")
    store.take_in(record, extractor=Finder(world), registry=NOBODY)


@door
def extracted_again(world):
    re_extract(world.row(Article), extractor=Finder(world), registry=NOBODY)


# --- the admin --------------------------------------------------------------------------------------------------------


def post(world, row, **typed):
    page = reverse(f"admin:claimsdb_{row._meta.model_name}_change", args=[row.pk])
    answer = world.client.post(page, form_data(world.client.get(page), **typed))
    assert answer.status_code == 302, answer.context["errors"]


@door
def claim_amended_in_the_admin(world):
    claim = world.row(Claim, status__in=[Status.EXTRACTED, Status.ACCEPTED])
    post(world, claim, stance=world.of(STANCES), **world.of([{}, {"_accept": "1"}]))


@door
def decided_at_the_desk(world):
    page = reverse("desk-item", args=[world.row(Claim).key])
    pressed = world.of([{"verb": "accept"}, {"verb": "amend"}, {"reject": Reason.UNCLEAR}])
    answer = world.client.post(page, card_data(world.client.get(page), stance=world.of(STANCES), **pressed))
    assert answer.status_code in (302, 400)  # done, or refused by the rules


@door
def article_saved_in_the_admin(world):
    day = world.of(DAYS)
    post(world, world.row(Article), **published(day), source=world.row(Source).pk)


@door
def actor_saved_in_the_admin(world):
    actor = world.row(Actor)
    post(world, actor, name=world.words(), kind=world.of([ActorKind.STATE, ActorKind.PERSON]))


@door
def affiliation_saved_in_the_admin(world):
    start, end = world.of(SPANS)
    post(world, world.row(Affiliation), started_on=start or "", ended_on=end or "")


# --- what claims follow from ------------------------------------------------------------------------------------------


@door
def article_saved(world):
    article = world.row(Article)
    article.source, article.language = world.of([None, world.row(Source)]), world.of(["en", "de"])
    for name, value in published(world.of(DAYS)).items():
        setattr(article, name, value)
    article.save()


@door
def articles_updated(world):
    world.rows(Article).update(**published(world.of(DAYS)), source=world.of([None, world.row(Source)]))


@door
def articles_given_to_a_source(world):
    world.row(Source).articles.add(*world.rows(Article))


@door
def affiliation_made(world):
    start, end = world.of(SPANS)
    AffiliationFactory(child=world.row(Actor), parent=world.row(Actor), started_on=start, ended_on=end)


@door
def affiliation_moved(world):
    affiliation = world.row(Affiliation)
    affiliation.child = world.row(Actor)
    affiliation.save()


@door
def affiliations_updated(world):
    start, end = world.of(SPANS)
    world.rows(Affiliation).update(started_on=start, ended_on=end)


@door
def affiliations_handed_over(world):
    world.row(Actor).members.add(*world.rows(Affiliation))


@door
def affiliation_deleted(world):
    world.row(Affiliation).delete()


@door
def affiliations_deleted(world):
    world.rows(Affiliation).delete()


@door
def actor_deleted(world):
    world.row(Actor).delete()


@door
def actor_renamed(world):
    actor = world.row(Actor)
    actor.name, actor.slug = world.words(), f"actor-renamed-{world.written}"
    actor.save()


@door
def actor_of_another_kind(world):
    actor = world.row(Actor)
    actor.kind = world.of([ActorKind.STATE, ActorKind.PERSON])
    actor.save()


@door
def actors_of_another_kind(world):
    world.rows(Actor).update(kind=world.of([ActorKind.STATE, ActorKind.GROUP]))


@door
def actor_given_a_code(world):
    ActorCode.objects.update_or_create(
        actor=world.row(Actor), scheme=CodeScheme.CLAIMSDB, defaults={"code": f"X{world.chance.random()}"}
    )


@door
def source_renamed(world):
    world.rows(Source).update(name=world.words())


# --- several at once, and none ----------------------------------------------------------------------------------------

SINGLE = tuple(DOORS)


@door
def loaded_as_it_was(world):
    written_back(world, "loaddata")


@door
def imported_as_it_was(world):
    written_back(world, "import_fixture")


def written_back(world, command):
    """What was exported, over what has been written since."""
    path = world.folder / "exported.json"
    path.write_bytes(b"".join(fixture(Claim.objects.all())))
    some(world)
    call_command(command, str(path), verbosity=0)


@door
def written_in_one_piece(world):
    with synced():
        some(world)


@door
def taken_back(world):
    with suppress(Regretted), synced():
        some(world)
        raise Regretted


class Regretted(Exception):
    pass


def some(world):
    for write in world.chance.sample(SINGLE, 3):
        tried(world, write)


def tried(world, write):
    """Whether it was written: it may be refused, or there may be nothing to write, and then nothing of it stays."""
    with suppress(*REFUSED), transaction.atomic():
        write(world)
        return True
    return False
