"""Every way in which something is written: functions that take a desk and do with it what chance says."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import Max, ProtectedError
from django.urls import reverse

from claimsdb import review
from claimsdb.choices import ActorKind, CodeScheme, Reason, Status, Voice
from claimsdb.exchange.fixture import fixture
from claimsdb.extraction.registry import Registry
from claimsdb.index import synced
from claimsdb.ingest import store
from claimsdb.ingest.reextract import re_extract
from claimsdb.models import Actor, ActorCode, Affiliation, Article, Attribution, Claim, Source, claim_key
from claimsdb.reading import read_article
from claimsdb.review import undo_stack
from tests.admin.forms import form_data
from tests.factories import AffiliationFactory
from tests.feed_desk import DAYS, ROLES, SPANS, STANCES, TOPICS, Finder, NothingToWrite, published, status
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
def claim_of_a_factory(desk):
    desk.claim()


@door
def claims_created_together(desk):
    article = desk.row(Article)
    claims = [
        Claim(key=claim_key("together", desk.words()), article=article, text=desk.words(), voice=Voice.ARTICLE)
        for _ in range(2)
    ]
    Claim.objects.bulk_create(claims)
    Attribution.objects.bulk_create(Attribution(claim=claim, **desk.part()) for claim in claims)


@door
def claim_saved(desk):
    claim = desk.row(Claim)
    for name, value in desk.judged().items():
        setattr(claim, name, value)
    claim.article = desk.row(Article)
    claim.start = claim.end = None
    claim.quote = ""
    claim.save()


@door
def claims_updated(desk):
    desk.rows(Claim).exclude(status=Status.DUPLICATE).update(
        **desk.judged(), **status(desk.of([Status.ACCEPTED, Status.NEEDS_RECHECK]))
    )


@door
def claims_updated_in_bulk(desk):
    claims = list(desk.rows(Claim))
    for claim in claims:
        claim.stance, claim.topic = desk.of(STANCES), desk.of(TOPICS)
    Claim.objects.bulk_update(claims, ["stance", "topic"])


@door
def claim_deleted(desk):
    desk.row(Claim, decisions=None, duplicates=None).delete()


@door
def claims_deleted(desk):
    desk.rows(Claim).filter(decisions=None, duplicates=None).delete()


@door
def claim_found_or_made(desk):
    Claim.objects.update_or_create(
        key=claim_key("made"),
        defaults={"article": desk.row(Article), "text": desk.words(), "voice": Voice.ARTICLE, **desk.judged()},
    )


@door
def claim_given_to_an_article(desk):
    desk.row(Article).claims.add(desk.row(Claim))


# --- parts ------------------------------------------------------------------------------------------------------------


@door
def part_added(desk):
    claim = desk.row(Claim)
    Attribution.objects.create(claim=claim, order=last_order(claim) + 1, **desk.part())


@door
def part_saved(desk):
    part, claim = desk.row(Attribution), desk.row(Claim)
    part.claim, part.order = claim, last_order(claim) + 1
    part.actor = desk.row(Actor)
    part.save()


@door
def parts_updated(desk):
    desk.rows(Attribution).update(actor=desk.row(Actor), role=desk.of(ROLES))


@door
def parts_handed_over(desk):
    desk.row(Actor).attributions.add(*desk.rows(Attribution))


@door
def part_moved_to_a_claim(desk):
    claim, part = desk.row(Claim), desk.row(Attribution)
    Attribution.objects.filter(pk=part.pk).update(claim=claim, order=last_order(claim) + 1)


@door
def part_deleted(desk):
    desk.row(Attribution).delete()


@door
def parts_deleted(desk):
    desk.row(Claim).attributions.all().delete()


# --- review -----------------------------------------------------------------------------------------------------------


@door
def accepted(desk):
    review.accept(desk.row(Claim), by=desk.editor)


@door
def rejected(desk):
    review.reject(desk.row(Claim), by=desk.editor, reason=Reason.UNCLEAR)


@door
def reopened(desk):
    review.reopen(desk.row(Claim), by=desk.editor)


@door
def superseded(desk):
    review.supersede(desk.row(Claim), by=None)


@door
def marked_as_duplicate(desk):
    review.mark_duplicate(desk.row(Claim), original=desk.row(Claim), by=desk.editor)


@door
def amended(desk):
    parts = desk.of([None, [], [Attribution(**desk.part())], [Attribution(**desk.part()), Attribution(**desk.part())]])
    review.amend(desk.row(Claim), by=desk.editor, fields=desk.judged() | {"text": desk.words()}, attributions=parts)


@door
def undone(desk):
    for write in (amended, desk.of([amended, accepted, rejected, marked_as_duplicate])):
        tried(desk, write)
    if step := undo_stack.last_step(desk.editor):
        undo_stack.undo(step, by=desk.editor)


@door
def entered(desk):
    fields = {"text": desk.words(), "voice": Voice.ATTRIBUTED, **desk.judged()}
    review.enter(desk.row(Article), by=desk.editor, fields=fields, attributions=[Attribution(**desk.part())])


# --- extraction -------------------------------------------------------------------------------------------------------


@door
def taken_in(desk):
    record = read_article(f"Waves\n\n{desk.words()}\n\n{desk.words()}", file_name=f"{desk.written}.txt")
    store.take_in(record, extractor=Finder(desk), registry=NOBODY)


@door
def extracted_again(desk):
    re_extract(desk.row(Article), extractor=Finder(desk), registry=NOBODY)


# --- the admin --------------------------------------------------------------------------------------------------------


def post(desk, row, **typed):
    page = reverse(f"admin:claimsdb_{row._meta.model_name}_change", args=[row.pk])
    answer = desk.client.post(page, form_data(desk.client.get(page), **typed))
    assert answer.status_code == 302, answer.context["errors"]


@door
def claim_amended_in_the_admin(desk):
    claim = desk.row(Claim, status__in=[Status.EXTRACTED, Status.ACCEPTED])
    post(desk, claim, stance=desk.of(STANCES), **desk.of([{}, {"_accept": "1"}]))


@door
def decided_at_the_desk(desk):
    page = reverse("desk-item", args=[desk.row(Claim).key])
    pressed = desk.of([{"verb": "accept"}, {"verb": "amend"}, {"reject": Reason.UNCLEAR}])
    answer = desk.client.post(page, card_data(desk.client.get(page), stance=desk.of(STANCES), **pressed))
    assert answer.status_code in (302, 400)  # done, or refused by the rules


@door
def article_saved_in_the_admin(desk):
    day = desk.of(DAYS)
    post(desk, desk.row(Article), **published(day), source=desk.row(Source).pk)


@door
def actor_saved_in_the_admin(desk):
    actor = desk.row(Actor)
    post(desk, actor, name=desk.words(), kind=desk.of([ActorKind.STATE, ActorKind.PERSON]))


@door
def affiliation_saved_in_the_admin(desk):
    start, end = desk.of(SPANS)
    post(desk, desk.row(Affiliation), started_on=start or "", ended_on=end or "")


# --- what claims follow from ------------------------------------------------------------------------------------------


@door
def article_saved(desk):
    article = desk.row(Article)
    article.source, article.language = desk.of([None, desk.row(Source)]), desk.of(["en", "de"])
    for name, value in published(desk.of(DAYS)).items():
        setattr(article, name, value)
    article.save()


@door
def articles_updated(desk):
    desk.rows(Article).update(**published(desk.of(DAYS)), source=desk.of([None, desk.row(Source)]))


@door
def articles_given_to_a_source(desk):
    desk.row(Source).articles.add(*desk.rows(Article))


@door
def affiliation_made(desk):
    start, end = desk.of(SPANS)
    AffiliationFactory(child=desk.row(Actor), parent=desk.row(Actor), started_on=start, ended_on=end)


@door
def affiliation_moved(desk):
    affiliation = desk.row(Affiliation)
    affiliation.child = desk.row(Actor)
    affiliation.save()


@door
def affiliations_updated(desk):
    start, end = desk.of(SPANS)
    desk.rows(Affiliation).update(started_on=start, ended_on=end)


@door
def affiliations_handed_over(desk):
    desk.row(Actor).members.add(*desk.rows(Affiliation))


@door
def affiliation_deleted(desk):
    desk.row(Affiliation).delete()


@door
def affiliations_deleted(desk):
    desk.rows(Affiliation).delete()


@door
def actor_deleted(desk):
    desk.row(Actor).delete()


@door
def actor_renamed(desk):
    actor = desk.row(Actor)
    actor.name, actor.slug = desk.words(), f"actor-renamed-{desk.written}"
    actor.save()


@door
def actor_of_another_kind(desk):
    actor = desk.row(Actor)
    actor.kind = desk.of([ActorKind.STATE, ActorKind.PERSON])
    actor.save()


@door
def actors_of_another_kind(desk):
    desk.rows(Actor).update(kind=desk.of([ActorKind.STATE, ActorKind.GROUP]))


@door
def actor_given_a_code(desk):
    ActorCode.objects.update_or_create(
        actor=desk.row(Actor), scheme=CodeScheme.CLAIMSDB, defaults={"code": f"X{desk.chance.random()}"}
    )


@door
def source_renamed(desk):
    desk.rows(Source).update(name=desk.words())


# --- several at once, and none ----------------------------------------------------------------------------------------

SINGLE = tuple(DOORS)


@door
def loaded_as_it_was(desk):
    written_back(desk, "loaddata")


@door
def imported_as_it_was(desk):
    written_back(desk, "import_fixture")


def written_back(desk, command):
    """What was exported, over what has been written since."""
    path = desk.folder / "exported.json"
    path.write_bytes(b"".join(fixture(Claim.objects.all())))
    some(desk)
    call_command(command, str(path), verbosity=0)


@door
def written_in_one_piece(desk):
    with synced():
        some(desk)


@door
def taken_back(desk):
    with suppress(Regretted), synced():
        some(desk)
        raise Regretted


class Regretted(Exception):
    pass


def some(desk):
    for write in desk.chance.sample(SINGLE, 3):
        tried(desk, write)


def tried(desk, write):
    """Whether it was written: it may be refused, or there may be nothing to write, and then nothing of it stays."""
    with suppress(*REFUSED), transaction.atomic():
        write(desk)
        return True
    return False
