"""Two editors in two browsers: neither gets what the other has before them, and nobody's decision or words are lost."""

import time

import pytest
from playwright.sync_api import expect

from tests.processes import PATIENCE
from tests.system.desk.articles import QUOTES, SHARED
from tests.system.desk.desk import AT_DESK, assert_shuts_nobody_out

pytestmark = AT_DESK
TIMES = sum(map(len, SHARED)) // 2
MINE, THEIRS = "As I would say it.", "As a colleague would."


@pytest.fixture
def colleague(at_desk):
    with at_desk("colleague") as colleague:
        yield colleague


def wait_until_held(desk, article, *, by):
    """What a page sends as it comes and goes, it does not wait for."""
    end = time.monotonic() + PATIENCE
    while (holders := desk.holders(article)) != by:
        assert time.monotonic() < end, f"{holders} hold claims of article {article}."
        desk.page.wait_for_timeout(50)


def test_each_claim_of_a_queue_is_decided_once(desk, colleague, made):
    """Both press at once, twenty times."""
    seen = []
    for each in (desk, colleague):
        each.open(q="guns")
    for _ in range(TIMES):
        both = [desk.key, colleague.key]
        seen += both
        for each in (desk, colleague):
            each.press("a")
        for each, key in zip((desk, colleague), both, strict=True):
            each.page.wait_for_url(lambda url, key=key: key not in url, wait_until="domcontentloaded")
    assert sorted(seen) == sorted(desk.keys(*made["shared"]))
    assert [desk.decisions(key) for key in seen] == [
        [("accept", "", "", who)] for _ in range(TIMES) for who in ("editor", "colleague")
    ]
    assert desk.holders(*made["shared"]) == []


def test_what_was_typed_into_a_stale_page_stays(desk, colleague, article):
    desk.open(article=article)
    colleague.open(key=desk.key).click("Take over")
    colleague.page.fill("#id_text", THEIRS)
    colleague.page.select_option("#id_stance", "denies")
    colleague.click("Save")
    colleague.click("Leave")
    key = desk.key
    desk.press("e")
    desk.page.fill("#id_text", MINE)
    desk.go(["Control+Enter"])
    expect(desk.page.locator("[role=alert]")).to_be_focused()
    expect(desk.page.locator("#id_text")).to_have_value(MINE)
    expect(desk.page.locator("#id_stance")).to_have_value("denies")
    text = desk.page.locator(".desk-versions tr").filter(has=desk.page.get_by_role("rowheader", name="text"))
    assert text.get_by_role("cell").all_inner_texts() == [QUOTES[0], THEIRS]
    assert desk.verbs(key) == ["amend"]
    assert_shuts_nobody_out(desk.page)
    desk.go("a")
    assert (desk.verbs(key), desk.column("text", key)) == (["amend", "amend", "accept"], MINE)
    assert desk.key not in (None, key)


def test_a_claim_is_read_until_it_is_taken_over(desk, colleague, article):
    colleague.open(article=article)
    key = colleague.key
    desk.open(key=key)
    expect(desk.page.locator("[role=alert]")).to_contain_text("colleague has this claim")
    for field in ("#id_text", ".desk-verdict [value=accept]"):
        expect(desk.page.locator(field)).to_be_disabled()
    desk.press("a")
    desk.click("Take over")
    expect(desk.page.locator("#id_text")).to_be_enabled()
    colleague.page.fill("#id_text", MINE)
    colleague.go(["Control+Enter"])
    expect(colleague.page.locator("[role=alert]")).to_contain_text("editor has this claim")
    expect(colleague.page.locator("#id_text")).to_have_value(MINE)
    assert desk.verbs(key) == []
    desk.go("a")
    assert desk.decisions(key) == [("accept", "", "", "editor")]


def test_who_goes_away_gives_the_claim_back(desk, article):
    desk.open(article=article)
    key = desk.key
    assert desk.holders(article) == ["editor"]
    desk.page.goto(f"{desk.site.url}/admin/")
    wait_until_held(desk, article, by=[])
    desk.page.go_back()
    wait_until_held(desk, article, by=["editor"])
    assert desk.key == key


def test_who_goes_back_sees_what_was_decided(desk, article):
    desk.open(article=article)
    desk.go("a")
    desk.page.go_back()
    expect(desk.page.locator("#card")).to_contain_text("accepted")
    expect(desk.page.get_by_role("button", name="Accept")).to_have_count(0)
