"""Nothing is published that an editor did not choose, and nothing that was typed is lost: in as few pages as possible."""

import pytest
from playwright.sync_api import expect

from tests.browser import PASSWORD
from tests.processes import rows_in
from tests.system.desk.desk import AT_DESK, assert_shuts_nobody_out

pytestmark = AT_DESK
TWICE = "() => { const accept = document.querySelector('.desk-verdict > .default'); accept.click(); accept.click(); }"
FOCUS = "document.activeElement.id"


@pytest.mark.parametrize("name", ["stance", "phase", "topic", "voice", "quotation"])
def test_a_letter_never_chooses_an_option(desk, claims, name):
    """By keys the focus stays, and letters do nothing; by the mouse it goes, and the next letter is the desk's."""
    field = desk.page.locator(f"#id_{name}")
    field.focus()
    desk.press(["ArrowDown"])
    chosen = field.input_value()
    desk.press("apdwx")
    expect(field).to_have_value(chosen)
    expect(field).to_be_focused()
    field.click()
    desk.press(["ArrowUp", "Enter"])
    expect(field).not_to_be_focused()
    chosen = field.input_value()
    desk.go("a")
    assert (desk.column(name, claims[0]), desk.verbs(claims[0])[-1]) == (chosen, "accept")


def test_who_is_ticked_says_it_and_a_form_is_sent_once(desk, claims):
    said_by, voice = desk.page.locator("[data-said-by]"), desk.page.locator("#id_voice")
    speaker = said_by.inner_text()
    desk.press("1")
    expect(said_by).to_have_text("the article")
    expect(voice).to_have_value("article")
    desk.press("1")
    expect(said_by).to_have_text(speaker)
    expect(voice).to_have_value("attributed")
    expect(desk.page.locator("#id_voice_is_meant")).to_have_value("")
    with desk.page.expect_navigation():
        desk.page.evaluate(TWICE)
    desk.has_gone_on(said="Accepted: ")
    assert (desk.key, desk.verbs(claims[0])) == (claims[1], ["accept"])


def test_what_was_typed_survives_the_end_of_a_session(desk, at_desk, claims):
    typed = "Typed before the session ended."
    with at_desk() as other:
        other.page.context.clear_cookies()
        other.page.goto(f"{desk.site.url}/admin/login/?next=/admin/desk/{claims[0]}/")
        sign_in_here(other.page)
        other.page.fill("#id_text", typed)
        other.press(["Escape"])
        other.page.context.clear_cookies(name="sessionid")
        other.go("a")
        sign_in_here(other.page)
        assert (other.key, other.verbs(claims[0])) == (claims[0], [])
        assert_shuts_nobody_out(other.page)
        other.page.get_by_role("button", name="Put it back").click()
        expect(other.page.locator("#id_text")).to_have_value(typed)
        other.go("a")
        other.open(key=claims[0])
        expect(other.page.locator("[data-draft-offer]")).to_be_hidden()
    assert rows_in(desk.site.database, f"SELECT text FROM claimsdb_claim WHERE key = '{claims[0]}'") == [(typed,)]


def sign_in_here(page):
    page.fill("#id_username", "editor")
    page.fill("#id_password", PASSWORD)
    with page.expect_navigation():
        page.click("[type=submit]")
