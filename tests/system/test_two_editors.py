"""Two editors at one claim, in processes of their own: no edit is lost, no version is skipped."""

import json

import pytest

from tests.processes import said

pytestmark = pytest.mark.both_engines

ROUNDS = 40

PREPARE = """
from tests.factories import ClaimFactory, EditorFactory
EditorFactory(username="one"); EditorFactory(username="two"); ClaimFactory()
"""

EDIT = """
from django.contrib.auth.models import User
from claimsdb import review
from claimsdb.models import Claim
me, stale = User.objects.get(username="{editor}"), 0
for number in range({rounds}):
    while True:
        claim = Claim.objects.get()
        try:
            review.amend(claim, by=me, version=claim.version, fields={{"text": f"{editor} {{number}}"}})
            break
        except review.Stale:
            stale += 1
print(stale)
"""

REPORT = """
import json
from claimsdb.models import Claim
claim = Claim.objects.get()
rows = list(claim.decisions.order_by("version").values_list("version", "who__username"))
texts = list(claim.versions.values_list("columns__text", flat=True))
print(json.dumps({"version": claim.version, "rows": rows, "texts": texts}))
"""


def test_no_edit_is_lost(shell):
    said(shell(PREPARE))
    editors = [shell(EDIT.format(editor=editor, rounds=ROUNDS)) for editor in ("one", "two")]
    for editor in editors:
        said(editor)
    report = json.loads(said(shell(REPORT)))
    assert report["version"] == 2 * ROUNDS + 1
    assert [version for version, _ in report["rows"]] == list(range(2, 2 * ROUNDS + 2))
    assert sorted(who for _, who in report["rows"]) == ["one"] * ROUNDS + ["two"] * ROUNDS
    assert set(report["texts"][1:]) == {f"{editor} {number}" for editor in ("one", "two") for number in range(ROUNDS)}
