"""What is seen of the desk: all that decides, on every screen, by everybody, with no complaint of the browser's."""

import re
import time
from itertools import chain

import pytest
from playwright.sync_api import expect

from tests.processes import rows_in
from tests.system.desk.accessibility import UNFOLDED, repeated_names
from tests.system.desk.desk import AT_DESK, assert_shuts_nobody_out

pytestmark = AT_DESK
PHONE = {"width": 390, "height": 844}
ZOOMED = {"width": 683, "height": 384}  # a laptop at 200 %
SEEDS = "SELECT article_id, key FROM claimsdb_claim WHERE article_id <= 5 ORDER BY article_id, start"
PAGES = [
    *(("{key}/", opened) for opened in ("", "x", "m", "?", "h")),
    *((f"{{key}}/{name}/", "") for name in ("against", "comments", "article")),
    ("mentions/", ""),
    ("{held}/", ""),  # which can only be read
    *((path, "") for path in ("queues/", "opinions/{question}/", "disagreements/", "dashboard/", "batches/{batch}/")),
    ("?order=skipped&article=1", ""),  # where nothing is left
]
FAULTS = """() => {
    const box = (selector) => document.querySelector(selector).getBoundingClientRect();
    const bar = document.querySelector(".desk-verdict"), pane = document.querySelector(".desk-article");
    const line = document.getElementById("claim").getClientRects()[0];
    const from = line.top - box(".desk-article").top, third = pane.clientHeight / 3;
    const below = pane.scrollHeight - pane.clientHeight - pane.scrollTop;
    const atItsThird = Math.abs(from - third) < 40 || (from < third ? pane.scrollTop < 1 : below < 1);
    const inside = ({ top, right, bottom, left }) =>
        top >= 0 && left >= 0 && Math.floor(right) <= innerWidth && Math.floor(bottom) <= innerHeight;
    const covered = (element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        return !bar.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    };
    const wide = [document.documentElement, ...document.querySelectorAll(".desk-article, .desk-card, .desk-top")];
    const faults = {
        "the bar is not in view": !inside(bar.getBoundingClientRect()),
        "a button is not in view": [...bar.querySelectorAll(":scope > *")].some((each) => !inside(each.getBoundingClientRect())),
        "something lies over the bar": [bar, ...bar.querySelectorAll("button, input, summary")]
            .some((each) => each.checkVisibility({ contentVisibilityAuto: true }) && covered(each)),
        "the words are not in view": from < 0 || line.bottom > Math.min(box(".desk-article").bottom, box(".desk-verdict").top),
        "the words are not at a third": !atItsThird,
        "the article has less than a third": box(".desk-article").height < innerHeight / 3,
        "help, queue or lease is out of reach": [...document.querySelectorAll(".desk-top h1 a, .desk-help summary, .desk-lease")]
            .some((each) => !each.hidden && !inside(each.getBoundingClientRect())),
        "it scrolls sideways": wide.some((each) => each.scrollWidth > each.clientWidth),
        "the page scrolls": document.documentElement.scrollHeight > innerHeight || scrollY > 0,
    };
    return Object.keys(faults).filter((fault) => faults[fault]);
}"""


@pytest.fixture(scope="module")
def seeds(site):
    """The keys of the claims of each of the five seeds, in reading order."""
    by_article = {}
    for article, key in rows_in(site.database, SEEDS):
        by_article.setdefault(article, []).append(key)
    return by_article


def faults(desk, keys):
    """By claim, what is wrong with its page."""
    found = {}
    for key in keys:
        desk.open(key=key)
        found[key] = remaining_faults(desk.page)
    return {key: each for key, each in found.items() if each}


def remaining_faults(page):
    """What stays wrong: a page without a script is there before it has scrolled to its claim."""
    end = time.monotonic() + 60
    while (found := page.evaluate(FAULTS)) and time.monotonic() < end:
        page.wait_for_timeout(50)
    return found


def test_bar_and_words_are_in_view_for_claims_of_the_seeds(desk, seeds):
    keys = [*chain.from_iterable(seeds.values())][::4]
    assert len(keys) > 40
    assert faults(desk, keys) == {}


@pytest.mark.parametrize(
    "options",
    [{"viewport": PHONE}, {"viewport": ZOOMED}, {"java_script_enabled": False}],
    ids=["phone", "200 %", "no script"],
)
def test_they_are_on_small_screens_and_without_a_script_too(at_desk, seeds, options):
    with at_desk(**options) as desk:
        for keys in seeds.values():
            assert faults(desk, [keys[len(keys) // 2]]) == {}
            desk.page.get_by_role("button", name="Accept").click(trial=True)
        desk.page.get_by_text("Help").click()
        if desk.has_script:
            expect(desk.page.get_by_label("Single keys are on")).to_be_in_viewport()


def test_no_two_controls_are_called_the_same(desk, seeds):
    """On the card, with what it folds away, and on the claim's own form with a row more than it came with."""
    for first, *_, last in seeds.values():
        for key in (first, last):
            desk.open(key=key)
            desk.page.evaluate(UNFOLDED)
            assert repeated_names(desk.page) == {}
    desk.page.get_by_role("link", name="All fields").click()
    for kind in ("Attribution", "Quantity", "Quantity"):
        desk.page.get_by_text(f"Add another {kind}").click()
    expect(desk.page.locator("[name=quantities-1-low]")).to_have_attribute("aria-label", re.compile("quantity 2"))
    desk.page.evaluate(UNFOLDED)
    assert repeated_names(desk.page) == {}


def test_every_page_fits_and_shuts_nobody_out(desk, at_desk, seeds, made, subtests):
    (key, held, *_), *_ = seeds.values()
    with at_desk("colleague") as colleague:
        colleague.open(key=held)
        for path, opened in PAGES:
            with subtests.test(path=path, opened=opened):
                url = f"{desk.site.url}/admin/desk/{path.format(key=key, held=held, **made)}"
                assert (desk.page.goto(url).status, desk.page.url) == (200, url)
                desk.press(opened)
                assert_shuts_nobody_out(desk.page)
