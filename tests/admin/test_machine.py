import pytest

from claimsdb.admin.machine import found_fields, found_rows, notes
from claimsdb.models import Claim

FOUND = {
    "span": {"start": 3, "end": 9},
    "text": "It did.",
    "stance": "asserts",
    "topic": None,
    "said_on": {"as_written": "on Monday", "earliest": "2024-10-14", "latest": "2024-10-14"},
    "event_on": None,
    "attributions": [{"role": "claimant", "actor": None, "name": "an official", "as_written": "he"}],
    "quantities": [
        {"as_written": "at least 5", "measure": "", "qualifier": "at_least", "low": "5", "best": None, "high": None}
    ],
}


def test_found_fields_go_by_the_names_of_the_columns():
    assert found_fields(FOUND) == {
        "text": "It did.", "stance": "asserts", "topic": None, "start": 3, "end": 9,
        "said_from": "2024-10-14", "said_to": "2024-10-14", "said_as_written": "on Monday",
        "event_from": None, "event_to": None, "event_as_written": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("values", "amended", "shown"),
    [
        ({"stance": "denies"}, ["stance"], {"stance": "asserts"}),
        ({"stance": "denies"}, [], {}),
        ({"stance": "asserts"}, ["stance"], {}),
        ({"topic": ""}, ["topic"], {}),
        ({"topic": "treaty"}, ["topic"], {"topic": "none"}),
        ({"start": 4}, ["start"], {"start": "3"}),
        ({"said_from": None}, ["said_from"], {"said_from": "2024-10-14"}),
        ({"event_as_written": ""}, ["event_as_written"], {}),
        ({"hedge": "reportedly"}, ["hedge"], {}),
    ],
)
def test_notes_where_an_editor_differs(values, amended, shown):
    claim = Claim(found=FOUND, amended=amended, **values)
    assert notes(claim) == {name: f'<span class="machine">machine: {value}</span>' for name, value in shown.items()}


def test_a_claim_by_hand_has_no_notes():
    claim = Claim(found=None, amended=["text", "attributions"])
    assert (notes(claim), found_rows(claim)) == ({}, {})


def test_found_rows_that_an_editor_has_replaced():
    assert found_rows(Claim(found=FOUND, amended=["attributions", "quantities"])) == {
        "attributions": ["claimant: an official, “he”"],
        "quantities": ["“at least 5”, at_least, low 5"],
    }
