"""The admin, the API's pages and the docs page in a real browser: they work, they complain of nothing, they shut nobody out."""

import json
from itertools import product

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import expect

from claimsdb.models import Actor, Article, Claim
from tests.admin.rows import MODELS
from tests.admin.test_pages import VIEWS, superuser_sees
from tests.browser import IN_BROWSER, LAPTOP, PASSWORD, complaints_of, quiet_page, violations

pytestmark = [*IN_BROWSER, pytest.mark.xdist_group("browser")]  # one worker, so that there is one site
A_ROW_EACH = """
import json
from tests.admin.rows import MODELS, make_row
rows = {model.__name__: (model.objects.first() or make_row(model)).pk for model in MODELS}
print(json.dumps(rows, default=str))
"""
OTHER_PAGES = ["/admin/", "/admin/password_change/", "/admin/claimsdb/actor/proposals/", "/api/"]
OTHER_PAGES += ["/admin/claimsdb/actor/1/merge/?into=RU", "/admin/claimsdb/source/1/merge/"]
API_PAGES = ["claims/?actor=NK", "claims/facets/", "articles/", "articles/1/", "sources/", "actors/NK/", "changes/"]


@pytest.fixture(scope="module")
def rows(site):
    """The primary key of a row of each model that the admin shows."""
    return json.loads(site.run("shell", "-v0", "-c", A_ROW_EACH))


@pytest.fixture
def owners_page(browser, site, signed_in):
    with quiet_page(browser, site, cookies=signed_in("owner")) as page:
        yield page


@pytest.fixture
def first_claim(editors_page, site):
    """The page of the first claim that waits."""
    editors_page.goto(f"{site.url}/admin/claimsdb/claim/")
    editors_page.click("#result_list tbody th a")
    return editors_page


def admin_page(model, view, rows):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}"
    return reverse(name, args=[] if view in ("changelist", "add") else [rows[model.__name__]])


def test_an_editor_accepts_a_claim_and_comes_to_the_next(first_claim):
    first = first_claim.url
    expect(first_claim.locator("mark.active, #claim").first).to_be_in_viewport()
    accept = first_claim.get_by_role("button", name="Accept", exact=True)
    expect(accept).to_be_in_viewport()
    accept.click()
    expect(first_claim.locator(".messagelist")).to_contain_text("accepted", ignore_case=True)
    assert first_claim.url.partition("#")[0] != first.partition("#")[0]


def test_rejecting_asks_for_a_reason(first_claim):
    first_claim.get_by_text("Reject…").first.click()
    expect(first_claim.locator("select[name$=reason]")).to_be_visible()


def test_an_actor_is_chosen_from_those_that_match(first_claim):
    first_claim.locator(".field-actor .select2-selection").first.click()
    first_claim.keyboard.type("zambia")
    expect(first_claim.locator(".select2-results__option").first).to_have_text("Zambia")


def test_every_page_of_the_admin_fits_the_screen_and_complains_of_nothing(owners_page, site, rows, subtests):
    seen = [admin_page(model, view, rows) for model in MODELS for view in VIEWS if superuser_sees(model, view)]
    for path in [*seen, *OTHER_PAGES]:
        with subtests.test(path=path):
            assert owners_page.goto(f"{site.url}{path}").status == 200
            assert owners_page.evaluate("document.documentElement.scrollWidth") <= LAPTOP["width"]


@pytest.mark.parametrize("model", [Claim, Article, User], ids=lambda model: model.__name__)
def test_lists_are_searched_and_filtered(owners_page, site, model):
    owners_page.goto(f"{site.url}{admin_page(model, 'changelist', {})}")
    owners_page.fill("#searchbar", "a")
    owners_page.press("#searchbar", "Enter")
    owners_page.wait_for_url("**q=a**")
    owners_page.locator("#changelist-filter li:not(.selected) a").first.click()
    expect(owners_page.locator("#changelist-filter-clear, #changelist")).not_to_have_count(0)


def test_the_api_is_read_and_written_in_a_browser(page, site, subtests):
    page.goto(f"{site.url}/session/login/?next=/api/assessments/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.fill("[name=_content]", "{}")
    page.get_by_role("button", name="POST").click()
    expect(page.locator(".response-info")).to_contain_text("HTTP 400")
    for path in API_PAGES:
        with subtests.test(path=path):
            assert page.goto(f"{site.url}/api/{path}").status == 200
    page.get_by_role("button", name="Log out editor").click()
    expect(page.get_by_role("link", name="Log in")).to_be_visible()


def test_the_docs_page_works_offline(page, site):
    page.goto(f"{site.url}/api/docs/", wait_until="networkidle")
    page.click("#operations-claims-claims_list .opblock-summary-control")
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("200")


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        ('<p style="color: red">', "CSP: style-src-attr inline"),
        ('<p onclick="alert()">', "CSP: script-src-attr inline"),
        ('<img src="http://127.0.0.1:9/a.png">', "CSP: img-src http://127.0.0.1:9/a.png"),
    ],
)
def test_what_the_policy_forbids_is_heard(browser, site, markup, complaint):
    with browser.page() as page:
        complaints = complaints_of(page, site)
        page.goto(f"{site.url}/admin/login/")
        with page.expect_console_message(lambda message: complaint in message.text):
            page.evaluate("markup => document.body.innerHTML = markup", markup)
    assert any(complaint in each for each in complaints)


def test_nobody_is_shut_out(first_claim, site, rows, subtests):
    paths = [
        first_claim.url.removeprefix(site.url),
        "/admin/",
        "/admin/claimsdb/claim/?status=all",
        admin_page(Claim, "history", rows),
        admin_page(Article, "changelist", rows),
        admin_page(Article, "change", rows),
        admin_page(Actor, "change", rows),
    ]
    for theme, path in product(["light", "dark"], paths):
        first_claim.emulate_media(color_scheme=theme)  # before the page comes: links change their colour by and by
        first_claim.goto(f"{site.url}{path}")
        with subtests.test(path=path, theme=theme):
            assert violations(first_claim) == []


def test_nobody_is_shut_out_at_the_door(page, site):
    page.goto(f"{site.url}/admin/")
    assert violations(page) == []
