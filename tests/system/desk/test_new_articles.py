"""An article from the clipboard to the desk, where a claim is added though none was found."""

from playwright.sync_api import expect

from tests.browser import violations
from tests.system.desk.desk import AT_DESK
from tests.system.desk.test_keys import SELECTED

pytestmark = AT_DESK

TEXT = "Новости\n\nМинистр сказал, что мост закрыт.\n\nДождь шёл над гаванью. 🛰 Завтра будет солнце."


def test_what_is_pasted_comes_to_the_desk_and_one_key_adds_a_claim(desk):
    page = desk.page
    page.goto(f"{desk.site.url}/admin/claimsdb/article/add/")
    assert violations(page) == []
    page.get_by_label("Text, the HTML of a page, or JSON lines").fill(TEXT)
    page.get_by_label("Address").fill("https://novosti.example/1")
    page.get_by_role("button", name="Read").click()
    expect(page.get_by_label("Title")).to_have_value("Новости")
    expect(page.get_by_label("Source")).to_have_value("novosti.example")
    assert violations(page) == []
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_role("heading", name="No claim was found in this article")).to_be_focused()
    assert page.evaluate("document.querySelector('[data-article]').textContent") == TEXT
    assert violations(page) == []
    desk.press("n")
    expect(page.locator("#said")).to_have_text("Select words of the article first.")
    page.evaluate(SELECTED, ["Завтра", "солнце"])
    desk.go("n")
    assert (desk.column("quote", desk.key), desk.verbs(desk.key)) == ("Завтра будет солнце", ["enter"])
