"""What a fixture brings of claims is on record: as a version of its own, with the rows that it has, and nobody's word."""

import pytest

from claimsdb.models import Claim, ClaimVersion, Decision
from tests.exchange.test_decided_here import COMMANDS, exported, load, of, wrong
from tests.factories import AttributionFactory, ClaimFactory, QuantityFactory
from tests.fixture_files import empty_the_database

pytestmark = [pytest.mark.django_db, pytest.mark.long]

OPEN = {
    "at its version": ({"text": "Other."}, 2),
    "of an earlier version": ({"text": "Other.", "version": 1}, 2),
    "of a later version": ({"text": "Other.", "version": 5}, 5),
    "of a later version, the same": ({"version": 5}, 5),
    "the same": ({}, 1),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", OPEN)
def test_what_nobody_decided_gets_a_version_of_its_own(tmp_path, command, name):
    claim = ClaimFactory(found={"text": "ä", "b": [1.0]})
    QuantityFactory(claim=claim, low="0.5", best="0.5", high="123456789012.25")
    rows = exported()
    fields, version = OPEN[name]
    of("claim", rows).update(fields)
    for _ in range(2):
        load(command, tmp_path, rows)
        claim.refresh_from_db()
        assert (claim.version, claim.text) == (version, fields.get("text", claim.quote))
        kept = claim.versions.order_by("version").values_list("version", "columns__text", "by")
        was = [(1, claim.quote, None), (version, claim.text, None)]
        assert list(kept) == (was if version > 1 else [])
    assert wrong() == []


@pytest.mark.parametrize("command", COMMANDS)
def test_other_rows_are_another_version_of_the_claim(tmp_path, command):
    claim = QuantityFactory().claim
    rows = exported()
    of("quantity", rows).update(measure="horses")
    load(command, tmp_path, rows)
    claim.refresh_from_db()
    assert claim.version == 2
    assert [version.quantities[0]["measure"] for version in claim.versions.order_by("version")] == ["troops", "horses"]
    assert wrong() == []


def test_a_later_version_has_the_rows_that_it_has(tmp_path):
    claim = ClaimFactory()
    QuantityFactory.create_batch(2, claim=claim)
    AttributionFactory(claim=claim)
    rows = [row for row in exported() if row["fields"].get("order") != 1 and row["model"] != "claimsdb.attribution"]
    of("claim", rows)["version"] = 2
    load("import_fixture", tmp_path, rows)
    assert (claim.quantities.count(), claim.attributions.count()) == (1, 1)
    assert [len(version.quantities) for version in claim.versions.order_by("version")] == [2, 1]
    assert wrong() == []


@pytest.mark.parametrize("command", COMMANDS)
def test_all_that_comes_is_on_record_as_the_programs(busy_desk, tmp_path, command):
    rows = exported()
    empty_the_database()
    ClaimVersion.objects.all().delete()
    load(command, tmp_path, rows)
    assert ClaimVersion.objects.count() == Claim.objects.count() == 2
    assert not ClaimVersion.objects.exclude(by=None).exists()
    assert not Decision.objects.exclude(who=None).exists()
    assert wrong() == []
