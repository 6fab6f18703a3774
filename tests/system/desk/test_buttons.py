"""The desk without a script: all that keys do, buttons do."""

import pytest
from playwright.sync_api import expect

from tests.system.desk.articles import QUOTES, REPEATED, REPEATING
from tests.system.desk.desk import AT_DESK

pytestmark = AT_DESK


@pytest.fixture
def desk(at_desk):
    with at_desk(java_script_enabled=False) as desk:
        yield desk


@pytest.mark.parametrize(
    ("unfolded", "button", "decided"),
    [
        (None, "Accept", [("accept", "", "", "editor")]),
        ("Reject", "Wrong actor", [("reject", "wrong_actor", "", "editor")]),
        (None, "Skip", []),
    ],
)
def test_a_button_decides_and_goes_on(desk, claims, unfolded, button, decided):
    if unfolded:
        desk.page.locator("summary", has_text=unfolded).click()
    desk.click(button)
    assert (desk.decisions(claims[0]), desk.key) == (decided, claims[1])


def test_a_wrong_actor_is_out_and_all_is_taken_back(desk, claims):
    desk.page.locator(".desk-actor input[type=checkbox]").first.uncheck()
    desk.page.get_by_label("Wording").fill("Troops might go.")
    desk.click("Accept")
    assert (desk.verbs(claims[0]), desk.column("text", claims[0])) == (["amend", "accept"], "Troops might go.")
    desk.click("Undo")
    assert (desk.key, desk.column("text", claims[0]), desk.column("status", claims[0])) == (
        claims[0],
        QUOTES[0],
        "extracted",
    )


def test_a_claim_that_is_missing_is_added(desk, claims):
    desk.page.locator("summary", has_text="New or split").click()
    desk.page.get_by_label("Words, copied from the article").fill("On day 1 a speaker said")
    desk.click("Add a claim of them")
    assert (desk.column("quote", desk.key), desk.verbs(desk.key)) == ("On day 1 a speaker said", ["enter"])


def test_what_is_beside_a_claim_has_pages_of_its_own(desk, claims):
    desk.open(key=claims[1])
    desk.page.get_by_role("link", name="Same speaker").click()
    desk.page.locator("[data-found]").get_by_role("link", name=QUOTES[0]).click()
    assert desk.key == claims[0]
    desk.page.get_by_role("link", name="Article", exact=True).click()
    desk.page.get_by_label("Byline").fill("Anna B.")
    desk.click("Correct the article")
    expect(desk.page.locator(".messagelist")).to_contain_text("The article is corrected.")
    desk.page.get_by_role("link", name="Comments").click()
    desk.page.get_by_label("Comment").fill("Hers?")
    desk.click("Say it")
    expect(desk.page.locator("[data-found]")).to_contain_text("Hers?")


def test_what_says_the_same_is_merged(desk, claims):
    desk.open(key=claims[REPEATED]).click("Accept")
    desk.open(key=claims[REPEATING])
    desk.page.locator("summary", has_text="Merge").click()
    desk.click(f"1 {QUOTES[REPEATED]}")
    assert desk.verbs(claims[REPEATING]) == ["mark_duplicate"]


def test_a_finding_is_dismissed(desk, claims):
    desk.page.get_by_label("Wording").fill("North Korea might send 9,999 troops to Russia")
    desk.click("Save")
    desk.click("Dismiss")
    expect(desk.page.get_by_role("button", name="Dismiss")).to_have_count(0)


def test_a_claim_is_left_and_taken_over(desk, at_desk, article):
    with at_desk("colleague") as colleague:  # whose script takes it
        colleague.open(article=article)
        desk.open(key=colleague.key)
        expect(desk.page.get_by_role("button", name="Accept")).to_be_disabled()
        desk.click("Take over")
        assert desk.holders(article) == ["editor"]
    desk.click("Leave")
    assert (desk.page.url, desk.holders(article)) == (f"{desk.site.url}/admin/", [])
