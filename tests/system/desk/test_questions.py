"""Questions and relations by their keys: one assigns a question, one decides a pair, and one takes either back."""

import json
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.processes import rows_in
from tests.system.desk.desk import AT_DESK, assert_shuts_nobody_out

pytestmark = AT_DESK
MAKE = """
import json
from claimsdb.choices import LinkVerb, RelationAbout, RelationKind, ScopePart
from claimsdb.models import QuestionActor
from claimsdb.questions import entering
from tests.admin.pairs import counting
from tests.factories import ClaimFactory, QuestionFactory, StateFactory
ClaimFactory.reset_sequence(1_000)  # the articles of the desk have the first keys
freedonia = StateFactory(slug="freedonia", name="Freedonia", country="")
question = QuestionFactory(slug="freedonia-troops", title="How many troops has Freedonia sent?", measure="troops")
QuestionActor.objects.create(question=question, part=ScopePart.SUBJECT, actor=freedonia)
waiting = counting("3,000", actor=freedonia, factory=ClaimFactory)
claims = [counting(count, actor=freedonia) for count in ("4,000", "5,000", "6,000")]
pairs = [
    entering.relate(
        a, b, kind=RelationKind.CONTRADICTS, about=RelationAbout.VALUE, question=question, verb=LinkVerb.PROPOSE,
        rule={"rule": "figures", "reason": {"in_words": "Unequal."}}, by=None,
    )
    for a, b in zip(claims, claims[1:])
]
print(json.dumps({"key": waiting.key, "pairs": [pair.pk for pair in pairs]}))
"""


@pytest.fixture(scope="module")
def freedonia(site):
    """The key of a claim that would answer a question, and the ids of two relations that wait."""
    return json.loads(site.run("shell", "-v0", "-c", MAKE))


def states(desk, table):
    return [state for (state,) in rows_in(desk.site.database, f"SELECT state FROM claimsdb_{table} ORDER BY id")]


def test_one_key_assigns_the_question_and_one_takes_it_back(desk, freedonia):
    desk.open(key=freedonia["key"])
    desk.pressed()
    for key, said, state in (
        ("q", "It answers “How many troops has Freedonia sent?”", "confirmed"),
        ("z", "Undone: ", "proposed"),
    ):
        desk.go(key)
        desk.has_gone_on(said=said)
        assert (desk.key, states(desk, "answer")[-1]) == (freedonia["key"], state)
    assert desk.pressed() == 2
    assert_shuts_nobody_out(desk.page)


def test_pairs_are_decided_by_a_key_each(desk, freedonia):
    first, second = freedonia["pairs"]
    page = desk.page
    page.goto(f"{desk.site.url}/admin/desk/relations/?{urlencode({'question': 'freedonia-troops'})}")
    assert f"/relations/{first}/" in page.url
    assert_shuts_nobody_out(page)
    page.select_option("#id_strength", "possible")
    desk.press(["Escape"])
    desk.go("a")
    desk.has_gone_on(said="Confirmed: ")
    assert f"/relations/{second}/" in page.url
    desk.go("x")
    expect(page.locator(".messagelist")).to_contain_text("Rejected: ")
    assert states(desk, "relation")[-2:] == ["confirmed", "rejected"]
    for pair in (second, first):
        desk.go("z")
        assert f"/relations/{pair}/" in page.url
    assert states(desk, "relation")[-2:] == ["proposed", "proposed"]
    expect(page.locator("#id_strength")).to_have_value("certain")
