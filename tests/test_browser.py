"""The admin and the docs page in a real browser: an editor's first decisions, with nothing fetched from elsewhere."""

import re
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.processes import MANAGE, environment_of, new_database, serving

CHROMIUM = shutil.which("chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
pytestmark = [
    pytest.mark.above_database,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed: apt install chromium"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A served claimsdb with the seeds, its address, and the editor's password."""
    folder = tmp_path_factory.mktemp("site")
    with new_database(folder) as database:
        command = [*MANAGE, "serve", "--port", "{port}"]
        with serving(*command, environment=environment_of(database, folder)) as server:
            yield server.url, re.search(r"password +(\S+)", server.output)[1]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)


@pytest.fixture
def page(browser, site):
    """A page of a small laptop; at the end it has complained of nothing and asked nobody but this server."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    complaints, elsewhere = [], []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: elsewhere.append(request.url) if not request.url.startswith((site[0], "data:")) else None,
    )
    yield page
    page.close()
    assert (complaints, elsewhere) == ([], [])


@pytest.fixture
def editors_page(page, site):
    address, password = site
    page.goto(f"{address}/admin/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", password)
    page.click("[type=submit]")
    return page


def test_an_editor_accepts_a_claim_and_comes_to_the_next(editors_page, site):
    page = editors_page
    page.goto(f"{site[0]}/admin/claimsdb/claim/")
    page.click("#result_list tbody th a")
    first = page.url
    expect(page.locator("mark.active, #claim").first).to_be_in_viewport()
    accept = page.get_by_role("button", name="Accept", exact=True)
    expect(accept).to_be_in_viewport()
    accept.click()
    expect(page.locator(".messagelist")).to_contain_text("accepted", ignore_case=True)
    assert page.url.partition("#")[0] != first.partition("#")[0]


def test_rejecting_asks_for_a_reason(editors_page, site):
    page = editors_page
    page.goto(f"{site[0]}/admin/claimsdb/claim/")
    page.click("#result_list tbody th a")
    page.get_by_role("button", name="Reject…").or_(page.get_by_text("Reject…")).first.click()
    expect(page.locator("select[name$=reason]")).to_be_visible()


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/claimsdb/claim/?status=all",
        "/admin/claimsdb/article/",
        "/admin/claimsdb/actor/",
        "/admin/claimsdb/decision/",
    ],
)
def test_the_lists_fit_the_screen(editors_page, site, path):
    page = editors_page
    page.goto(f"{site[0]}{path}", wait_until="networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366


def test_the_docs_page_works_offline(page, site):
    page.goto(f"{site[0]}/api/docs/", wait_until="networkidle")
    expect(page.get_by_text("/api/claims/{key}/").first).to_be_visible()
