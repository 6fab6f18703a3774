"""What tests in a browser share: a served claimsdb, Debian's Chromium, and pages that may complain of nothing."""

import json
import shutil
import subprocess
from collections import defaultdict
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from tests.databases import SEEDS, TABLES, new_database
from tests.processes import MANAGE, environment_of, serving

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
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
IN_BROWSER = [pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed: apt install chromium-headless-shell")]
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


class Chromium:
    """A browser whose contexts are given again, as a new one takes it longer than a test takes: who gets one finds
    nothing in it but what is cached, and has the cookies that they bring."""

    def __init__(self, browser, site):
        self.browser, self.site, self.free = browser, site, defaultdict(list)

    @contextmanager
    def page(self, *, cookies=(), **options):
        """A page of its own; `options` are those of a context: another viewport, `java_script_enabled`."""
        free = self.free[json.dumps(options, sort_keys=True)]
        context = free.pop() if free else self.browser.new_context(**options)
        self.forget(context)
        context.add_cookies([*cookies])
        page = context.new_page()
        page.set_default_timeout(MOST_PATIENT)
        yield page
        page.close()
        free.append(context)

    def forget(self, context):
        kept, *left = context.pages or [context.new_page()]  # empty; what it asks of the browser is about the context
        for page in left:
            page.close()
        told = context.new_cdp_session(kept)
        told.send("Storage.clearDataForOrigin", {"origin": self.site.url, "storageTypes": "all"})
        told.detach()
        context.clear_cookies()


@contextmanager
def launched(site):
    with sync_playwright() as playwright:
        yield Chromium(playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET), site)


@pytest.fixture(scope="module")
def browser(site):
    with launched(site) as browser:
        yield browser


@pytest.fixture(scope="module")
def signed_in(browser, site):
    return cookies_of_all(browser, site)


@pytest.fixture
def page(browser, site):
    with quiet_page(browser, site) as page:
        yield page


@pytest.fixture
def editors_page(browser, site, signed_in):
    with quiet_page(browser, site, cookies=signed_in("editor")) as page:
        yield page


@contextmanager
def quiet_page(browser, site, **options):
    """A page of a small laptop, with cookies of its own; at the end it has complained of nothing."""
    with browser.page(**{"viewport": LAPTOP} | options) as page:
        complaints = complaints_of(page, site)
        yield page
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


def cookies_of_all(browser, site):
    """Those of whoever is named: nobody signs in twice."""

    @cache
    def cookies_of(name):
        with quiet_page(browser, site) as page:
            return sign_in(page, site, name).context.cookies()

    return cookies_of


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
