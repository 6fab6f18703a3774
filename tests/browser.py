"""What tests in a browser share: a served claimsdb, Debian's chromium, and pages that may complain of nothing."""

import shutil
import subprocess
from contextlib import contextmanager
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from tests.databases import SEEDS, TABLES, new_database
from tests.processes import MANAGE, environment_of, serving

CHROMIUM = shutil.which("chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
MOST_PATIENT = 120_000  # ms until something that does not come is a failure, however busy the machine
expect.set_options(timeout=MOST_PATIENT)
LAPTOP = {"width": 1366, "height": 768}
SERVE = [*MANAGE, "serve", "--no-seeds", "--port", "{port}"]
PASSWORD = "secret"
# axe-core would fetch the style sheets and write them into the page, which the page's own policy forbids.
AXE = {"resultTypes": ["violations"], "preload": False}
NOT_OURS = [
    ("aria-input-field-name", "select2"),  # Django's select2 draws a box that is named by the chosen row alone
    ("label-title-only", "#searchbar"),  # Django labels its search box by a picture, whose alternative is the word
]
IN_BROWSER = [pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed: apt install chromium")]
STAFFED = f"""
from tests.factories import EditorFactory, UserFactory
for name in ("editor", "colleague"):
    EditorFactory(username=name, password="{PASSWORD}")
UserFactory(username="owner", password="{PASSWORD}", is_staff=True, is_superuser=True)
"""
VIOLATIONS_REPORTED = """
addEventListener("securitypolicyviolation", ({violatedDirective, blockedURI, sample}) =>
    console.error("CSP:", violatedDirective, blockedURI, sample))
"""


class Site(NamedTuple):
    """A served claimsdb; `editor`, `colleague`, who is an editor too, and `owner`, who may do all, sign in to it."""

    database: str
    environment: dict
    url: str = ""

    def run(self, *command):
        """What a command of manage.py prints that runs on the site's database."""
        return subprocess.run(
            [*MANAGE, *command], env=self.environment, check=True, stdout=subprocess.PIPE, text=True
        ).stdout


@contextmanager
def served(folder, *, no_decisions=False):
    """A site with the seeds; without the editors' decisions all their claims wait."""
    with new_database(folder, like=TABLES if no_decisions else SEEDS) as database:
        site = Site(database, environment_of(database, folder))
        if no_decisions:
            site.run("load_seeds", "--no-decisions", "-v0")
        site.run("shell", "-v0", "-c", STAFFED)
        with serving(*SERVE, environment=site.environment) as server:
            yield site._replace(url=server.url)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with served(tmp_path_factory.mktemp("site")) as site:
        yield site


@contextmanager
def launched():
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)


@pytest.fixture(scope="module")
def browser():
    with launched() as browser:
        yield browser


@pytest.fixture
def page(browser, site):
    with quiet_page(browser, site) as page:
        yield page


@pytest.fixture
def editors_page(page, site):
    return sign_in(page, site, "editor")


@contextmanager
def quiet_page(browser, site, **options):
    """A page of a small laptop, with cookies of its own; at the end it has complained of nothing.

    `options` are those of a browser's `new_page`: another viewport, `java_script_enabled`.
    """
    page = browser.new_page(**{"viewport": LAPTOP} | options)
    page.set_default_timeout(MOST_PATIENT)
    complaints = complaints_of(page, site)
    yield page
    page.close()
    assert complaints == []


def complaints_of(page, site):
    """Fills with errors on the console, breaches of the Content-Security-Policy, and requests to other servers."""
    complaints = []

    def note(what):
        complaints.append(f"{page.url.removeprefix(site.url)}: {what}")

    page.add_init_script(VIOLATIONS_REPORTED)
    page.on("console", lambda message: note(message.text) if is_complaint(message, page) else None)
    page.on("pageerror", note)
    page.on("request", lambda request: None if request.url.startswith((site.url, "data:")) else note(request.url))
    return complaints


def is_complaint(message, page):
    """That a page came with 404 or 409 is on the console too; whether it should have, its test says."""
    about_the_page = message.text.startswith("Failed to load resource") and message.location["url"] == page.url
    return message.type == "error" and not about_the_page


def sign_in(page, site, name):
    page.goto(f"{site.url}/admin/login/?next=/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    return page


def violations(page):
    """What axe-core finds serious or critical on a page: each rule, and where it is broken."""
    broken = [
        (rule["id"], " ".join(node["target"]))
        for rule in Axe().run(page, options=AXE).response["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
    return [f"{rule}: {where}" for rule, where in broken if not is_known(rule, where)]


def is_known(rule, where):
    return any(rule == known and part in where for known, part in NOT_OURS)
