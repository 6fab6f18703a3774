"""The table of actions against what is built from it: buttons, keys, help, forms, endpoints and second opinions."""

import pytest
from django.urls import NoReverseMatch, reverse
from lxml import html

from api.views.moves import DESCRIPTIONS
from api.writing.moves import BODIES, NEEDS
from claimsdb.admin.move_forms import FIELDS, WITH_FORM
from claimsdb.choices import REASON_WITH_NOTE, Reason, Status, Verb
from claimsdb.models.review_queue import VERDICTS
from claimsdb.review import ACTIONS, AS_OPINION, ON_CLAIM, Need
from claimsdb.review.transitions import TAKE
from tests.factories import ClaimFactory

pytestmark = pytest.mark.both_engines

# verb: why no editor takes it on a claim that is there
NOT_ON_CLAIM = {
    Verb.ENTER: "makes a claim, from an article",
    Verb.SUPERSEDE: "is what a re-extraction does",
    Verb.UNDO: "takes back a decision of one's own, whichever it was",
}
# verb: why no key presses its button
WITHOUT_KEY = {
    Verb.AMEND: "E leads to the wording; what is changed is mostly saved by accepting it",
    Verb.REOPEN: "of a decided claim, which no queue shows unasked",
    Verb.ENTER: NOT_ON_CLAIM[Verb.ENTER],
    Verb.SUPERSEDE: NOT_ON_CLAIM[Verb.SUPERSEDE],
}
OWN_FORM = {Verb.ACCEPT, Verb.AMEND}  # buttons of the claim's own form in the admin
OTHER_KEYS = {*"123456789dehjkrs?"}  # what else a key does at the desk


def test_each_verb_is_in_the_table_under_its_name():
    assert [*ACTIONS] == [action.verb for action in ACTIONS.values()]
    assert {*ACTIONS} == {*Verb}
    assert {verb for verb in Verb if not ACTIONS[verb].on_claim} == {*NOT_ON_CLAIM}


@pytest.mark.parametrize("verb", ACTIONS)
def test_each_action_is_worded_and_what_has_a_key_is_explained(verb):
    action = ACTIONS[verb]
    assert action.label
    assert action.done
    assert bool(action.key) == bool(action.help) == (verb not in WITHOUT_KEY)


def test_each_key_does_one_thing():
    keys = [action.key for action in ACTIONS.values() if action.key]
    assert len({*keys}) == len(keys)
    assert OTHER_KEYS.isdisjoint(keys)


@pytest.mark.parametrize("verb", [action.verb for action in ON_CLAIM])
def test_each_action_has_its_function_form_and_endpoint(verb):
    assert verb in TAKE
    assert (verb in WITH_FORM) is (verb not in OWN_FORM)
    assert verb in BODIES
    assert verb in DESCRIPTIONS
    path = verb.replace("_", "-")
    assert reverse(f"claim-{path}", args=["a" * 16]) == f"/api/claims/{'a' * 16}/{path}/"


@pytest.mark.parametrize("verb", NOT_ON_CLAIM)
def test_what_is_not_taken_on_a_claim_is_not_offered(verb):
    assert verb not in (*BODIES, *WITH_FORM)
    with pytest.raises(NoReverseMatch):
        reverse(f"claim-{verb}", args=["a" * 16])


def test_what_an_action_needs_has_a_field_and_a_place_in_the_body():
    assert {need for action in WITH_FORM.values() for need in action.needs} == {*FIELDS}
    assert {*NEEDS} == {*Need} - {Need.CHANGES}  # an amendment has no single place


def test_verdicts_are_what_ends_the_review_of_a_claim():
    ending = [action.verb for action in ON_CLAIM if action.ends_in and Status.EXTRACTED in action.starts_from]
    assert ending == [*VERDICTS] == [action.verb for action in AS_OPINION]


# --- the desk ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(editor_client):
    """The page of a claim at the desk, by its status."""

    def opened(status=Status.EXTRACTED):
        claim = ClaimFactory(status=status)
        return html.fromstring(editor_client.get(reverse("desk-item", args=[claim.key])).content)

    return opened


@pytest.mark.parametrize("status", [Status.EXTRACTED, Status.REJECTED])
def test_the_desk_has_a_button_for_each_action_that_is_open(page, status):
    shown = page(status)
    for action in ON_CLAIM:
        sent = f"@name='{action.verb}'" if action.choice else f"@name='verb' and @value='{action.verb}'"
        assert bool(shown.xpath(f"//*[@class='desk-verdict']//button[{sent}]")) is (status in action.starts_from), (
            action.verb
        )
        if action.key and status in action.starts_from:
            [carrier] = shown.xpath(f"//*[@data-key='{action.key}']")
            assert carrier.text_content() == f"{action.on_desk} {action.key.upper()}"


def test_the_desks_help_explains_every_key_of_the_table(page):
    rows = page().xpath("//*[@class='desk-help']//tr")
    keys = {row.xpath("string(td)"): row.xpath("th/kbd/text()") for row in rows}
    for action in ACTIONS.values():
        if action.key:
            assert keys[action.help][0] == action.key.upper()
    assert keys[ACTIONS[Verb.REJECT].help][-1].endswith(str(len(Reason)))


def test_digits_follow_the_order_of_the_reasons(page):
    buttons = page().xpath("//button[@name='reject']")
    digits = [(each.get("data-key"), each.get("value")) for each in buttons]
    assert digits == [(str(digit), reason) for digit, reason in enumerate(Reason, start=1)]
    assert [each.get("value") for each in buttons if "data-needs-note" in each.attrib] == [REASON_WITH_NOTE]
