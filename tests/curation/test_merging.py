"""What is told before a merge is what happens: the preview, counted before and after."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import ForeignKey

from claimsdb import curation, review
from claimsdb.models import (
    Actor,
    Affiliation,
    Assessment,
    Attribution,
    Claim,
    Entry,
    MergedActor,
    MergedSource,
    Part,
    Quantity,
    Source,
)
from claimsdb.review import snapshots
from tests.factories import (
    AcceptedClaimFactory,
    ActorCodeFactory,
    ActorFactory,
    ActorNameFactory,
    AffiliationFactory,
    ArticleFactory,
    AssessmentFactory,
    AttributionFactory,
    DerivationFactory,
    ExternalCheckFactory,
    QuantityFactory,
    QuestionActorFactory,
    SourceFactory,
    StateFactory,
)

pytestmark = pytest.mark.django_db
READ_MODEL = {Entry, Part}


@pytest.fixture
def actors():
    """Two of whom each has what the other has too, and something of its own."""
    choe, choi = ActorFactory(slug="choe", name="Choe Son Hui"), ActorFactory(slug="choi", name="Choi Sun-hee")
    state, party = StateFactory(), ActorFactory()
    for actor in (choe, choi):
        ActorNameFactory(actor=actor, text="Minister Choe")
        AffiliationFactory(child=actor, parent=state, kind="member_of", started_on=None)
    ActorNameFactory(actor=choe, text="Choe")
    ActorCodeFactory(actor=choe, scheme="wikidata", code="Q1")
    AffiliationFactory(child=choe, parent=party, kind="member_of")
    AffiliationFactory(child=choe, parent=choi, kind="part_of")
    AffiliationFactory(child=ActorFactory(), parent=choe)
    both, alone = AcceptedClaimFactory(), AcceptedClaimFactory()
    rows = [(both, choe, "", None, "claimant"), (both, choi, "", None, "claimant"), (both, choe, "", None, "subject")]
    rows += [(both, None, "aides", choe, "relayer"), (both, None, "Aides", choi, "relayer")]
    rows += [(alone, choe, "", None, "claimant"), (alone, None, "aides", choe, "relayer")]
    for order, (claim, actor, name, side, role) in enumerate(rows):
        AttributionFactory(claim=claim, actor=actor, name=name, side=side, role=role, order=order)
    QuantityFactory(claim=alone, of=choe)
    QuestionActorFactory(actor=choe)
    MergedActor.objects.create(slug="older", was=10**9, into=choe)
    return choe, choi


@pytest.fixture
def sources():
    reuter = SourceFactory(slug="reuter", name="Reuter", domain="reuter.example", reliability="A")
    reuters = SourceFactory(slug="reuters", name="Reuters", domain="reuters.com", parent=reuter)
    ArticleFactory(source=reuter)
    AssessmentFactory(publisher=reuter)
    DerivationFactory(source=reuter)
    ExternalCheckFactory(publisher=reuter)
    SourceFactory(parent=reuter)
    MergedSource.objects.create(slug="older", name="Older", into=reuter)
    return reuter, reuters


def held(row):
    """What refers to it, by model and column, but for what is kept of it and what is made of it."""
    found = Counter()
    for relation in row._meta.get_fields(include_hidden=True):
        if relation.auto_created and isinstance(getattr(relation, "remote_field", None), ForeignKey):
            model, column = relation.related_model, relation.remote_field.name
            if model not in READ_MODEL and not model.__name__.startswith("Historical"):
                found[model._meta.model_name, column] = model._base_manager.filter(**{column: row}).count()
    return found


def told(preview):
    found = Counter()
    for each in preview.coming:
        found[each.relation] += each.count
    return found


def gain(row, before):
    after = held(row)
    return {key: after[key] - before[key] for key in after}


def test_of_an_actor(actors, editor):
    choe, choi = actors
    before, claims = held(choi), choe.attributions.values("claim").distinct().count()
    preview = curation.preview_of_actors(choe, into=choi)
    curation.merge_actors(choe, into=choi, seen=None, state=preview.state, by=editor)
    expected = told(preview)
    assert expected.pop(("claim", "actors")) == claims == 2
    expected["mergedactor", "into"] += 1  # its own slug
    expected["affiliation", "parent"] -= 1  # that by which it belonged to the other one, which goes with it
    assert gain(choi, before) == expected
    by_what = {each.what: (each.count, each.given_up) for each in preview.coming}
    assert by_what["names"] == (2, 1)  # "Choe", and what it was called; "Minister Choe" is known
    assert by_what["belongs to"] == (1, 2)
    assert (by_what["as claimant"], by_what["as subject"]) == ((1, 1), (1, 0))
    assert by_what["as the side of somebody unnamed"] == (1, 1)


def test_of_a_source(sources, editor):
    reuter, reuters = sources
    before = held(reuters)
    preview = curation.preview_of_sources(reuter, into=reuters)
    curation.merge_sources(reuter, into=reuters, seen=None, state=preview.state, by=editor)
    expected = told(preview)
    expected["mergedsource", "into"] += 1
    assert gain(reuters, before) == expected
    assert [(each.what, each.own[0], each.others[0]) for each in preview.differences] == [("reliability", "A", "F")]
    assert ["leads to" in preview.remarks[0], "an edition" in preview.remarks[1]] == [True, True]


# what somebody else does meanwhile, to one or the other
MEANWHILE = {
    "a name": lambda one, other: ActorNameFactory(actor=other),
    "a claim": lambda one, other: AttributionFactory(actor=one),
    "a figure": lambda one, other: QuantityFactory(of=one),
    "another kind": lambda one, other: Actor.objects.filter(pk=other.pk).update(kind="group"),
}


@pytest.mark.parametrize("change", MEANWHILE.values(), ids=MEANWHILE)
def test_what_was_seen_and_is_so_no_more_is_not_done(actors, editor, change):
    choe, choi = actors
    state = curation.preview_of_actors(choe, into=choi).state
    change(choe, choi)
    with pytest.raises(curation.Stale, match="look at it again"):
        curation.merge_actors(choe, into=choi, seen=None, state=state, by=editor)
    assert Actor.objects.filter(pk=choe.pk).exists()
    assert Attribution.objects.filter(actor=choe).exists()
    assert not Quantity.objects.filter(of=choi).exists()
    assert not Affiliation.objects.filter(child=choi, parent=choi).exists()


def test_nor_of_sources(sources, editor):
    reuter, reuters = sources
    state = curation.preview_of_sources(reuter, into=reuters).state
    ArticleFactory(source=reuter)
    with pytest.raises(curation.Stale):
        curation.merge_sources(reuter, into=reuters, seen=None, state=state, by=editor)
    assert Source.objects.filter(pk=reuter.pk).exists()


def test_who_comes_second_is_told_that_it_is_there_no_more(actors, editor):
    choe, choi = actors
    late = Actor.objects.get(pk=choe.pk)
    curation.merge_actors(choe, into=choi, seen=None, by=editor)
    with pytest.raises(curation.Stale, match="there no more"):
        curation.merge_actors(late, into=choi, seen=None, by=editor)
    with pytest.raises(curation.Stale, match="there no more"):
        curation.actors.delete(late, seen=None, by=editor)


def test_what_hinders_is_told_before(actors, editor):
    choe, choi = actors
    ActorCodeFactory(actor=choi, scheme="wikidata", code="Q2")
    preview = curation.preview_of_actors(choe, into=choi)
    assert preview.hindrances == ["Q1 and Q2 (wikidata)"]
    with pytest.raises(curation.InUse, match="Q1 and Q2"):
        curation.merge_actors(choe, into=choi, seen=None, state=preview.state, by=editor)
    with pytest.raises(ValidationError, match="itself"):
        curation.preview_of_actors(choe, into=choe)


# --- taking a merge back ----------------------------------------------------------------------------------------------


def everything(*rows):
    """What each of them is and has, what refers to them, and what the claims say; without versions and moments."""
    skipped = {"version", "updated_at", "accessed_at"}
    found = []
    for row in rows:
        row = type(row).objects.get(pk=row.pk)
        found.append({field.name: field.value_from_object(row) for field in row._meta.concrete_fields})
        for relation in row._meta.get_fields(include_hidden=True):
            if relation.auto_created and isinstance(getattr(relation, "remote_field", None), ForeignKey):
                model, column = relation.related_model, relation.remote_field.name
                if model not in READ_MODEL and not model.__name__.startswith("Historical"):
                    rows_there = model._base_manager.filter(**{column: row}).order_by("pk").values()
                    id_is_kept = model._meta.model_name != "questionactor"
                    dropped = skipped if id_is_kept else {*skipped, "id"}
                    found.append([{k: v for k, v in each.items() if k not in dropped} for each in rows_there])
    return found


def test_a_merge_of_actors_is_taken_back_whole(actors, editor):
    choe, choi = actors
    before, versions = everything(choe, choi), {c.pk: c.version for c in Claim.objects.all()}
    curation.merge_actors(choe, into=choi, seen=None, by=editor)
    (merge,) = curation.merges_into(choi)
    assert merge.get_deferred_fields() == {"moved"}  # a list of merges does without it
    preview = curation.preview_of_unmerging(merge)
    assert not any(each.stays for each in preview.returning)
    again = curation.unmerge(merge, state=preview.state, by=editor)
    assert again.pk == merge.was
    assert everything(again, choi) == before
    assert not MergedActor.objects.filter(slug="choe").exists()
    assert {c.pk: c.version - versions[c.pk] for c in Claim.objects.all()} == dict.fromkeys(versions, 2)
    assert [each.history_type for each in again.history.all()] == ["+", "-", "+"]
    assert again.history.first().history_change_reason == "choe is no longer merged into choi"
    assert all(snapshots.present([c.pk])[c.pk].attributions for c in Claim.objects.all())
    merge.refresh_from_db()
    assert (merge.undone_by, bool(merge.undone_at)) == (editor, True)
    with pytest.raises(curation.InUse, match="already"):
        curation.unmerge(merge, by=editor)


def test_and_one_of_sources(sources, editor):
    reuter, reuters = sources
    before = everything(reuter, reuters)
    curation.merge_sources(reuter, into=reuters, seen=None, by=editor)
    (merge,) = curation.merges_into(reuters)
    again = curation.unmerge(merge, state=curation.preview_of_unmerging(merge).state, by=editor)
    assert everything(again, reuters) == before
    article = again.articles.get().history.first()
    assert (article.history_user, article.history_change_reason) == (editor, "reuter is no longer merged into reuters")


def test_what_was_changed_since_stays_and_is_told(actors, editor):
    choe, choi = actors
    claims = [*Claim.objects.order_by("pk")]
    curation.merge_actors(choe, into=choi, seen=None, by=editor)
    alone = claims[1]
    parts = [*alone.attributions.all()]
    review.amend(Claim.objects.get(pk=alone.pk), attributions=[Attribution(role="claimant", actor=choi)], by=editor)
    choi.names.filter(text="Choe").delete()
    choi.codes.all().delete()
    (merge,) = curation.merges_into(choi)
    preview = curation.preview_of_unmerging(merge)
    stays = {each.what: each.shown_stays for each in preview.shown if each.stays}
    assert stays == {
        "names": ["“Choe” is changed, or taken out"],
        "codes": ["wikidata:Q1 is changed, or taken out"],
        "claims, each as a new version": [f"{alone.key}: its parts are changed"],
    }
    again = curation.unmerge(merge, state=preview.state, by=editor)
    assert len(parts) == 2
    assert [part.actor for part in alone.attributions.all()] == [choi]
    assert {part.claim_id for part in again.attributions.all()} == {claims[0].pk}


def test_a_merge_is_taken_back_after_those_that_came_after_it(actors, editor):
    choe, choi = actors
    last = ActorFactory(slug="last")
    curation.merge_actors(choe, into=choi, seen=None, by=editor)
    (first,) = curation.merges_into(choi)
    curation.merge_actors(choi, into=last, seen=None, by=editor)
    with pytest.raises(curation.InUse, match=r"another one since \(choi\)"):
        curation.preview_of_unmerging(first)
    (second,) = curation.merges_into(last)
    curation.unmerge(second, by=editor)
    assert MergedActor.objects.get(slug="choe").into_id == choi.pk
    assert curation.unmerge(first, by=editor).attributions.count() == 3


def test_what_was_not_seen_so_is_not_taken_back(actors, editor):
    choe, choi = actors
    curation.merge_actors(choe, into=choi, seen=None, by=editor)
    (merge,) = curation.merges_into(choi)
    state = curation.preview_of_unmerging(merge).state
    choi.names.filter(text="Choe").delete()
    with pytest.raises(curation.Stale, match="look at it again"):
        curation.unmerge(merge, state=state, by=editor)
    assert not Actor.objects.filter(slug="choe").exists()


# --- what is there no more, or another's, as a merge is taken back ----------------------------------------------------


@pytest.fixture
def dropped(actors):
    """A claim that two say, of whom the first stays, with a figure that has the id of the part that goes."""
    choe, choi = actors
    claim = AcceptedClaimFactory()
    AttributionFactory(claim=claim, actor=choi, order=0)
    goes = AttributionFactory(claim=claim, actor=choe, side=ActorFactory(slug="aside"), order=1)
    QuantityFactory(claim=claim, of=choe, pk=goes.pk)
    return claim


def another_speaker(claim):
    review.amend(claim, attributions=[Attribution(role="claimant", actor=ActorFactory())], by=None)


CHANGED_PARTS = {
    "another speaker": (another_speaker, "its parts are changed"),
    "no speaker": (lambda claim: review.amend(claim, attributions=[], by=None), "its parts are changed"),
    "figure of another": (lambda claim: claim.quantities.update(of=ActorFactory()), "its parts are changed"),
    "one named is gone": (lambda _: Actor.objects.get(slug="aside").delete(), "who had a part in it is there no more"),
}


@pytest.mark.parametrize(("change", "words"), CHANGED_PARTS.values(), ids=CHANGED_PARTS)
def test_a_claim_of_which_a_part_went_stays_as_it_was_made_since(actors, dropped, editor, change, words):
    choe, choi = actors
    curation.merge_actors(choe, into=choi, seen=None, by=editor)
    change(Claim.objects.get(pk=dropped.pk))
    before = parts_of(dropped)
    (merge,) = curation.merges_into(choi)
    preview = curation.preview_of_unmerging(merge)
    (told,) = preview.stays
    assert told.startswith(dropped.key)
    assert told.endswith(words)
    again = curation.unmerge(merge, state=preview.state, by=editor)
    assert parts_of(dropped) == before
    assert again.attributions.count() == 3  # in the other claims


def parts_of(claim):
    return [
        Claim.objects.get(pk=claim.pk).version,
        [*claim.attributions.values("pk", "actor", "side", "order")],
        [*claim.quantities.values("pk", "of")],
    ]


def test_questions_are_taken_in_the_order_in_which_all_take_them(actors, editor):
    choe, choi = actors
    QuestionActorFactory(actor=choe)
    curation.merge_actors(choe, into=choi, seen=None, by=editor)
    (merge,) = curation.merges_into(choi)
    merge.moved["questions"].sort(key=lambda each: -each["question"])
    merge.save()
    (asked,) = [each for each in curation.preview_of_unmerging(merge).returning if "questions" in each.what]
    numbers = [each["question"] for each in asked.rows]
    assert len(numbers) == 2
    assert numbers == sorted(numbers)


@pytest.fixture
def editions():
    """One source that is an edition of another and has some of its own: that into which it is merged is below them."""
    group = SourceFactory(slug="group", name="Group")
    paper = SourceFactory(slug="paper", name="Paper", domain="paper.example", parent=group)
    east = SourceFactory(slug="east", name="East", parent=paper)
    SourceFactory(slug="west", name="West", parent=paper)
    return paper, SourceFactory(slug="city", name="City", domain="city.example", parent=east)


def below(slug, parent):
    Source.objects.filter(slug=slug).update(parent=parent and Source.objects.get(slug=parent))


def without_group():
    below("city", None)
    Source.objects.get(slug="group").delete()


def group_below_west():
    below("city", None)
    below("group", "west")


def east_below_city():
    SourceFactory(slug="south", parent=Source.objects.get(slug="city"))
    below("east", "south")


CHANGED_PLACES = {
    "nothing": (lambda: None, "", ("paper.example", "group", "east")),
    "the domain is another's": (
        lambda: SourceFactory(name="New", domain="paper.example"),
        "paper.example is the domain of New by now",
        ("", "group", "east"),
    ),
    "its parent is gone": (
        without_group,
        "what Paper was an edition of is there no more",
        ("paper.example", None, None),
    ),
    "its parent is below it": (
        group_below_west,
        "Group is an edition of Paper itself by now",
        ("paper.example", None, None),
    ),
    "the other's parent is gone": (
        lambda: Source.objects.get(slug="east").delete(),
        "what City was an edition of is there no more",
        ("paper.example", "group", "group"),
    ),
    "the other's parent is below that": (
        east_below_city,
        "East is an edition of City itself by now",
        ("paper.example", "group", "group"),
    ),
}


@pytest.mark.parametrize(("change", "words", "place"), CHANGED_PLACES.values(), ids=CHANGED_PLACES)
def test_a_source_has_the_place_again_that_it_can_have(editions, editor, change, words, place):
    paper, city = editions
    curation.merge_sources(paper, into=city, seen=None, by=editor)
    change()
    (merge,) = curation.merges_into(city)
    preview = curation.preview_of_unmerging(merge)
    lacks = [each.stays for each in preview.shown if each.what == "domain and publisher"]
    assert lacks == ([[words]] if words else [])
    again = curation.unmerge(merge, state=preview.state, by=editor)
    city.refresh_from_db()
    slugs = [each.parent and each.parent.slug for each in (again, city)]
    assert (again.domain, *slugs) == place
    connection.check_constraints()


def test_what_goes_to_another_at_the_last_moment_is_not_taken_from_there(sources, editor):
    reuter, reuters = sources
    curation.merge_sources(reuter, into=reuters, seen=None, by=editor)
    (merge,) = curation.merges_into(reuters)
    back = {each.what: each for each in curation.preview_of_unmerging(merge).returning}
    assessment, other = Assessment.objects.get(publisher=reuters), SourceFactory()
    Assessment.objects.filter(pk=assessment.pk).update(publisher=other)
    with pytest.raises(curation.Stale, match="changed assessments of Reuters just now"), transaction.atomic():
        back["assessments"].give(back["assessments"].rows, other, reuters, editor)
    assessment.refresh_from_db()
    assert (assessment.publisher, assessment.version) == (other, 2)
