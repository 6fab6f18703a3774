"""The pages for readers in a real browser: from a telephone to a wide screen, light, dark and on paper, without scripts."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from threading import Thread

import pytest
from playwright.sync_api import expect

from tests.browser import IN_BROWSER, quiet_page, violations

pytestmark = [*IN_BROWSER, pytest.mark.xdist_group("browser")]

WIDTHS = [320, 768, 1366, 1920]
LOOKED_AT_CLOSELY = [
    (320, "light"),
    (1366, "dark"),
]  # by axe: contrast goes with the scheme, what is where by the width
PAGES = [
    *(
        "/",
        "/?q=troops",
        "/about/",
        "/actors/NK/",
        "/articles/1/",
        "/articles/4/",
        "/sources/eurasian-times/",
        "/nowhere/",
    ),
    *(
        f"/questions/{slug}/"
        for slug in ("nk-troops-sent-to-russia", "nk-casualties", "nk-troops-in-russia", "nk-in-return")
    ),
    *("/questions/nk-troops-sent-to-russia/?as_of=2024-10-17", "/embed/questions/nk-casualties/"),
]
# Texts of the plot that lie on each other, and those that leave it.
OVERLAPS = """() => {
    const plot = document.querySelector("svg[role=img]"), frame = plot.getBoundingClientRect();
    const boxes = [...plot.querySelectorAll("text")].map(text => [text.textContent, text.getBoundingClientRect()]);
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    const outside = ([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1;
    return [
        ...boxes.flatMap((one, i) => boxes.slice(i + 1).filter(other => meet(one[1], other[1])).map(other => [one[0], other[0]])),
        ...boxes.filter(outside).map(([words]) => [words]),
    ];
}"""


@pytest.fixture(params=product(WIDTHS, ["light", "dark"]), ids=lambda param: f"{param[0]}-{param[1]}")
def screen(request, browser, site):
    width, scheme = request.param
    with quiet_page(browser, site) as page:
        page.set_viewport_size({"width": width, "height": 768})
        page.emulate_media(color_scheme=scheme)
        yield page


def test_each_page_fits_and_shuts_nobody_out(screen, site, request):
    found = {}
    closely = request.node.callspec.params["screen"] in LOOKED_AT_CLOSELY
    for path in PAGES:
        screen.goto(site.url + path)
        wide = screen.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        broken = [*(violations(screen) if closely else []), *([f"{wide} pixels too wide"] if wide > 0 else [])]
        if "/questions/nk-troops-sent" in path or "nk-casualties" in path:
            broken += screen.evaluate(OVERLAPS)
        if broken:
            found[path] = broken
    assert found == {}


def test_it_is_all_there_without_scripts_and_on_paper(browser, site):
    with quiet_page(browser, site, java_script_enabled=False) as page:
        page.goto(f"{site.url}/questions/nk-troops-sent-to-russia/")
        assert page.locator("svg[role=img] g.mark").count() == page.locator("table.ledger tbody tr").count() == 8
        page.fill("input[name=as_of]", "2024-10-17")
        page.click(".as-of button")
        assert page.locator("svg[role=img] g.mark").count() == 1
        page.emulate_media(media="print")
        assert not page.locator(".as-of").is_visible()
        assert page.locator("svg[role=img]").is_visible()


def test_from_the_front_page_to_the_words_in_the_article(page, site):
    page.goto(site.url)
    page.fill("#q", "casualties")
    page.press("#q", "Enter")
    page.locator("main ul.said a").first.click()
    claim = page.locator("h1").inner_text()
    page.locator("main a[href*='#claim-']").first.click()
    assert page.locator(f"mark:has-text('{claim.split()[0]}'), .article-text").count()
    page.locator(".article-text mark").first.click()
    assert "/claims/" in page.url


@pytest.fixture
def elsewhere(site, tmp_path):
    """The address of a page of another origin, which frames the embed of a question and its page."""
    path = "/questions/nk-casualties/"
    frames = (
        f'<iframe id="embed" src="{site.url}/embed{path}"></iframe><iframe id="page" src="{site.url}{path}"></iframe>'
    )
    tmp_path.joinpath("index.html").write_text(frames)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


def test_the_embed_shows_in_a_page_of_another_origin_and_no_other_page_does(browser, elsewhere):
    refused = []
    with browser.page() as page:
        page.on("console", lambda message: refused.append(message.text))
        page.goto(elsewhere)
        expect(page.frame_locator("#embed").locator("svg[role=img]")).to_have_count(1)
        assert page.frame_locator("#page").locator("svg[role=img]").count() == 0
        assert any("frame-ancestors" in each or "X-Frame-Options" in each for each in refused)
