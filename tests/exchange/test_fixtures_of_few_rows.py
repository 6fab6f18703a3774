"""Fixtures of nothing, of a claim or a few, and of the seeds."""

import json

import pytest
from django.core.management import call_command

from claimsdb.exchange.fixture import fixture
from claimsdb.models import Claim
from tests.factories import (
    AcceptedClaimFactory,
    ArticleFactory,
    AttributionFactory,
    QuantityFactory,
)
from tests.fixture_files import empty_the_database, export, load_fixture

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.mark.parametrize("command", ["loaddata", "import_fixture"])
def test_decisions_from_before_there_were_batches_are_taken_alone(tmp_path, command):
    AcceptedClaimFactory()
    rows = json.loads(before := export())
    [decision] = [row["fields"] for row in rows if row["model"] == "claimsdb.decision"]
    assert (decision.pop("batch"), decision.pop("undoes")) == ("", None)
    empty_the_database()
    path = tmp_path / "fixture.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    call_command(command, str(path), verbosity=0)
    assert export() == before


def test_an_empty_selection_is_an_empty_fixture(tmp_path):
    assert json.loads(export()) == []
    assert export("--format=jsonl") == ""
    with pytest.warns(RuntimeWarning, match="No fixture data"):
        load_fixture(tmp_path, export())


def test_the_seeds_go_round(seeded, tmp_path):
    before = export("--actor", "NK")
    empty_the_database()
    load_fixture(tmp_path, before)
    assert export("--actor", "NK") == before
    assert Claim.objects.count() > 20


@pytest.mark.parametrize("size", [2, 20])
def test_as_many_queries_for_many_rows_as_for_few(django_assert_max_num_queries, size):
    article = ArticleFactory()
    for claim in AcceptedClaimFactory.create_batch(size, article=article):
        AttributionFactory(claim=claim)
        QuantityFactory(claim=claim)
    with django_assert_max_num_queries(32):
        list(fixture(Claim.objects.all()))
