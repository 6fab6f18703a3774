"""The registry that comes with a version, in an installation that has one: what is missing comes, and nothing else."""

from collections import Counter

import pytest

from claimsdb.actors import registry
from claimsdb.choices import CodeScheme
from claimsdb.curation import merge_actors, merge_sources
from claimsdb.exchange.actor_registry import add_missing, load_if_missing
from claimsdb.management.actors import known_or_shipped_actors
from claimsdb.models import Actor, ActorCode, ActorName, Affiliation, Source
from tests.commands import printed
from tests.factories import ActorFactory

pytestmark = pytest.mark.django_db

MODELS = (Source, Actor, ActorCode, ActorName, Affiliation)


def everything():
    return {model: sorted(map(str, model.objects.order_by().values_list())) for model in MODELS}


@pytest.fixture
def shipped(monkeypatch):
    """Adds a row to what comes with this version."""

    def ship(model, **fields):
        rows = [*registry.shipped_rows(), {"model": f"claimsdb.{model}", "fields": fields}]
        monkeypatch.setattr("claimsdb.exchange.actor_registry.shipped_rows", lambda: rows)

    return ship


def test_the_registry_as_it_is_shipped_is_the_one_that_is_loaded():
    known = known_or_shipped_actors()
    assert not Actor.objects.exists()
    load_if_missing()
    assert known == registry.known_actors() == known_or_shipped_actors()
    assert Counter(row["model"] for row in registry.shipped_rows()) == {
        model._meta.label_lower: model.objects.count() for model in MODELS
    }


def test_an_installation_that_has_actors_keeps_its_own():
    actor = ActorFactory(slug="somebody")
    load_if_missing()
    assert Actor.objects.get() == actor
    assert [each.slug for each in known_or_shipped_actors().actors] == ["somebody"]


def test_what_has_come_is_added_and_what_editors_changed_stays(shipped):
    load_if_missing()
    Actor.objects.filter(slug="kim-jong-un").update(name="Chairman Kim", country="KP")
    ActorName.objects.filter(actor__slug="kim-jong-un", text="Kim Jong-un").update(matchable=False)
    Affiliation.objects.filter(child__slug="kim-jong-un").update(started_on="2011-12-30")
    ActorCode.objects.filter(actor__slug="north-korea", scheme=CodeScheme.CLAIMSDB).update(code="DPRK")
    Source.objects.filter(slug="eurasian-times").update(slug="the-eurasian-times")
    ActorFactory(slug="somebody")
    before = everything()
    assert add_missing() == []
    assert everything() == before
    shipped("actorname", actor=["kim-jong-un"], text="Respected Comrade", kind="name", language="en", matchable=True)
    [row] = add_missing()
    assert row["fields"]["text"] == "Respected Comrade"
    assert ActorName.objects.get(text="Respected Comrade").actor.name == "Chairman Kim"
    ActorName.objects.get(text="Respected Comrade").delete()
    assert everything() == before


def test_what_was_merged_stays_away(shipped, admin_user):
    load_if_missing()
    into = ActorFactory(slug="korea")
    north_korea, times = Actor.objects.get(slug="north-korea"), Source.objects.get(slug="the-times")
    merge_actors(north_korea, into=into, seen=None, by=admin_user)
    merge_sources(times, into=Source.objects.get(slug="newsweek"), seen=None, by=admin_user)
    before = everything()
    assert add_missing() == []
    assert everything() == before
    shipped("actorname", actor=["north-korea"], text="Joseon", kind="name", language="en", matchable=True)
    add_missing()
    assert ActorName.objects.get(text="Joseon").actor == into


def test_the_command_says_what_it_adds_and_tries_it_first():
    load_if_missing()
    assert printed("load_registry") == "Nothing is missing.\n"
    ActorCode.objects.filter(actor__slug="kim-jong-un", scheme="wikidata").delete()
    before = everything()
    said = printed("load_registry", "--dry-run", verbosity=2)
    assert "1 actor codes added." in said
    assert "  actor code: kim-jong-un, wikidata, Q56226\n" in said
    assert "dry run" in said
    assert everything() == before
    assert printed("load_registry") == "1 actor codes added.\n"
    assert ActorCode.objects.get(code="Q56226").actor.slug == "kim-jong-un"


def test_names_and_affiliations_come_in_an_order_that_no_database_has_a_say_in():
    known = registry.shipped_actors()
    assert [actor.slug for actor in known.actors] == sorted(actor.slug for actor in known.actors)
    assert all([*actor.names] == sorted(actor.names, key=lambda name: name.text) for actor in known.actors)
