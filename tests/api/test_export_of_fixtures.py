"""An export as a fixture is whole by itself: it goes back in, and names nobody who may not be seen."""

import pytest
from django.core.management import call_command

from claimsdb.choices import Status
from tests.api.test_export import export, keys_in
from tests.factories import AcceptedClaimFactory, ClaimFactory
from tests.fixture_files import empty_the_database

pytestmark = [pytest.mark.both_engines, pytest.mark.long]


def test_a_fixture_has_no_claim_that_a_public_duplicate_repeats_in_secret(api, db, settings):
    settings.CLAIMSDB_PUBLIC_STATUSES = ["accepted", "duplicate"]
    shown, secret = AcceptedClaimFactory(), ClaimFactory(status=Status.REJECTED)
    repeats = [ClaimFactory(status=Status.DUPLICATE, duplicate_of=original) for original in (shown, secret)]
    assert set(keys_in("fixture", export(api, "format=fixture"))) == {shown.key, repeats[0].key}


def test_a_fixture_goes_back_in_and_names_no_user(api, editor, busy_desk, tmp_path):
    before = export(api, "format=fixture&actor=NK")
    assert editor.username not in before
    assert busy_desk.key in before
    path = tmp_path / "claims.json"
    path.write_text(before, encoding="utf-8")
    empty_the_database()
    call_command("import_fixture", path, verbosity=0)
    assert export(api, "format=fixture&actor=NK") == before
