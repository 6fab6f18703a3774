"""What is told before a merge is what happens: the preview, counted before and after."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey

from claimsdb import curation
from claimsdb.models import Actor, Affiliation, Attribution, Entry, MergedActor, MergedSource, Part, Quantity, Source
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
