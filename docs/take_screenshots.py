"""Takes the pictures in docs/images from a freshly seeded claimsdb, by Debian's chromium.

    .venv/bin/python docs/take_screenshots.py

Starts a server of its own on loopback, on a database that goes when the script ends.
"""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"

sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

django.setup()

from tests.browser import CHROMIUM, LAPTOP, QUIET, Site, served, sign_in  # noqa: E402
from tests.databases import originals  # noqa: E402

SAVED = """
from django.contrib.auth.models import User
from claimsdb.models import SavedQueue
owner = User.objects.get(username="colleague")
SavedQueue.objects.create(owner=owner, name="Casualties, least certain first", query="topic=casualties&order=uncertain", shared=True)
"""  # noqa: E501

UNDECIDED = """
from django.contrib.auth.models import User
from claimsdb.choices import LinkVerb
from claimsdb.models import Relation
from claimsdb.questions import links
editor = User.objects.get(username="colleague")
for relation in Relation.objects.filter(kind__in=["contradicts", "denies"], state="confirmed"):
    links.take(LinkVerb.REOPEN, relation, by=editor)
"""


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with (
        originals(),
        tempfile.TemporaryDirectory() as one,
        tempfile.TemporaryDirectory() as other,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        with served(Path(one), no_decisions=True) as site:
            site.run("shell", "-v0", "-c", SAVED)
            take_the_desk(sign_in(browser.new_page(viewport=LAPTOP), site, "editor"), site)
        with served(Path(other)) as site:
            open_page(browser.new_page(viewport=LAPTOP), "page", f"{site.url}/questions/nk-troops-sent-to-russia/")
            site.run("shell", "-v0", "-c", UNDECIDED)
            take_the_rest(sign_in(browser.new_page(viewport=LAPTOP), site, "editor"), site)


def take_the_desk(page: Page, site: Site) -> None:
    """As it is for an editor some decisions into the first article."""
    page.goto(f"{site.url}/admin/desk/")
    for key in "aa":
        with page.expect_navigation():
            page.keyboard.press(key)
    page.wait_for_load_state("networkidle")
    take(page, "desk")
    open_page(page, "queues", f"{site.url}/admin/desk/queues/")


def take_the_rest(page: Page, site: Site) -> None:
    claims = f"{site.url}/admin/claimsdb/claim/?status=all"
    open_page(page, "claims", claims)
    page.goto(f"{claims}&q=half+a+million")
    page.click("#result_list tbody th a")
    open_page(page, "claim", page.url)
    open_page(page, "dashboard", f"{site.url}/admin/desk/dashboard/")
    open_page(page, "relations", f"{site.url}/admin/desk/relations/?question=nk-casualties")
    page.goto(f"{site.url}/admin/claimsdb/question/?q=nk-casualties")
    page.click("#result_list tbody th a")
    page.locator(".question-answers").scroll_into_view_if_needed()
    take(page, "question")


def open_page(page: Page, name: str, url: str) -> None:
    page.goto(url, wait_until="networkidle")
    take(page, name)


def take(page: Page, name: str) -> None:
    page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
