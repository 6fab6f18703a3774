"""The record of changes of actors, sources, articles and assessments: after imports, and after an upgrade."""

import json

import pytest
from django.apps import apps
from django.db import connection

from claimsdb.choices import Followed
from claimsdb.index import ROWS, backfill, changes
from claimsdb.models import Actor, ActorName, RowChange
from tests.exchange.test_import import import_file
from tests.factories import ActorFactory, ActorNameFactory, AffiliationFactory
from tests.fixture_files import EVERYTHING, export

pytestmark = pytest.mark.django_db


def told_since(number):
    rows = RowChange.objects.filter(number__gt=number).order_by("id")
    return {(change.kind, change.key) for change in rows}


def everything():
    return {(kind, pk) for kind, model in ROWS.items() for pk in model.objects.values_list("pk", flat=True)}


def recorded():
    return set(RowChange.objects.values_list("kind", "row"))


def test_an_import_tells_of_what_is_new(busy_desk, tmp_path):
    content, number = export(EVERYTHING), changes.data_version().number
    import_file(tmp_path, content)
    of_its_claims = {Followed.ASSESSMENT, Followed.ANSWER, Followed.RELATION}
    assert {kind for kind, _ in told_since(number)} <= of_its_claims
    row = {"slug": "new-one", "name": "New", "kind": "person", "country": ""}
    import_file(tmp_path, json.dumps([{"model": "claimsdb.actor", "fields": row}]))
    assert (Followed.ACTOR, "new-one") in told_since(number)


@pytest.mark.parametrize(
    ("model", "fields", "told"),
    [
        ("actor", {"slug": "a", "name": "Other", "kind": "person", "country": ""}, {"a"}),
        ("actor", {"slug": "a", "name": "A", "kind": "person", "country": ""}, set()),
        ("actorname", {"actor": ["a"], "text": "Ay", "kind": "name", "language": "en", "matchable": False}, {"a"}),
        ("actorname", {"actor": ["a"], "text": "Bee", "kind": "name", "language": "en", "matchable": True}, {"a"}),
        ("actor", {"slug": "p", "name": "Other", "kind": "organisation", "country": ""}, {"p", "c"}),
        ("affiliation", {"child": ["a"], "parent": ["b"], "kind": "member_of", "started_on": None}, {"a", "b"}),
    ],
)
def test_an_import_tells_of_the_actors_that_it_changes_and_of_no_other(tmp_path, model, fields, told):
    actor = ActorFactory(slug="a", name="A", kind="person", country="")
    ActorFactory(slug="b")
    ActorNameFactory(actor=actor, text="Ay", kind="name", language="en", matchable=True)
    AffiliationFactory(child=ActorFactory(slug="c"), parent=ActorFactory(slug="p"))
    number = changes.data_version().number
    import_file(tmp_path, json.dumps([{"model": f"claimsdb.{model}", "fields": fields}]))
    assert told_since(number) == {(Followed.ACTOR, key) for key in told}


def fill():
    backfill.fill(apps.get_app_config("claimsdb"), using="default", verbosity=0)


def test_after_an_upgrade_all_that_there_is_is_on_record(busy_desk):
    RowChange.objects.all().delete()
    fill()
    assert recorded() == everything()
    number = changes.data_version().number
    fill()
    assert changes.data_version().number == number


def test_a_run_that_was_cut_off_goes_on(busy_desk, monkeypatch):
    RowChange.objects.all().delete()
    monkeypatch.setattr(backfill, "BATCH", 1)
    record = changes.record

    def cut_off(*batch, **options):
        if RowChange.objects.count() > 2:
            raise KeyboardInterrupt
        record(*batch, **options)

    with monkeypatch.context() as patched:
        patched.setattr(changes, "record", cut_off)
        with pytest.raises(KeyboardInterrupt):
            fill()
    assert 0 < len(recorded()) < len(everything())
    fill()
    assert recorded() == everything()


@pytest.mark.parametrize("kind", ROWS)
def test_reading_on_is_a_look_into_an_index(kind):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
        further = RowChange.objects.filter(kind=kind, number__gte=5, shown=True).order_by("number", "id")[:10]
        plan = further.explain()
    assert "rowchange_shown_in_order" in plan or "rowchange_in_order" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def test_a_name_that_changes_and_an_affiliation_that_moves_tell_of_both_sides():
    first, second = ActorFactory(slug="first"), ActorFactory(slug="second")
    affiliation = AffiliationFactory(child=ActorFactory(slug="child"), parent=first)
    number = changes.data_version().number
    affiliation.parent = second
    affiliation.save()
    assert {key for _, key in told_since(number)} == {"first", "second", "child"}
    number = changes.data_version().number
    name = ActorNameFactory(actor=first)
    ActorName.objects.filter(pk=name.pk).update(actor=second)
    assert {key for _, key in told_since(number)} == {"first", "second"}


def test_who_is_there_again_is_told_of_once():
    ActorFactory(slug="again").delete()
    actor = ActorFactory(slug="again")
    assert RowChange.objects.filter(key="again").values_list("row", flat=True).get() == actor.pk
    assert Actor.objects.count() == 1
