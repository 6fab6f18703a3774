"""An editor at the desk in a browser: what they press, where it brings them, and what the database has of it."""

import re
from collections.abc import Sequence
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser import IN_BROWSER, LAPTOP, violations
from tests.processes import rows_in

AT_DESK = [*IN_BROWSER, pytest.mark.xdist_group("desk")]  # one worker, so that there is one site
KEYS_COUNTED = """
addEventListener("keydown", () => sessionStorage.setItem("pressed", Number(sessionStorage.getItem("pressed")) + 1), true)
"""
# Links fade from theme to theme; what is called off on the way is no failure.
SETTLED = "Promise.allSettled(document.getAnimations().map((each) => each.finished)).then(() => null)"
KEY = re.compile(r"/admin/desk/([a-z2-7]{16})/")


class Desk:
    """A page of somebody who is signed in. The browser itself counts the keys that they press."""

    def __init__(self, page, site, *, has_script=True):
        self.page, self.site, self.has_script = page, site, has_script
        page.add_init_script(KEYS_COUNTED)

    def open(self, *, key=None, **filters):
        """The claim of that key, or the next one of a queue."""
        where = f"{key}/#claim" if key else f"?{urlencode(filters)}"
        self.page.goto(f"{self.site.url}/admin/desk/{where}")
        if self.has_script:  # it takes the lease; without one the first write does
            self.page.wait_for_function("() => !document.querySelector('.desk-lease[hidden]')")
        return self

    @property
    def key(self):
        """That of the claim on the page; None where there is none."""
        found = KEY.search(self.page.url)
        return found and found[1]

    def press(self, keys: Sequence[str]):
        for key in keys:
            self.page.keyboard.press(key)

    def go(self, keys: Sequence[str]):
        """Presses keys of which the last leads to another page."""
        *first, last = keys
        self.press(first)
        with self.page.expect_navigation():
            self.page.keyboard.press(last)

    def click(self, name: str, **options):
        """Presses a button that leads to another page."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, **options).click()

    def pressed(self):
        """How many keys, since it was last asked."""
        return self.page.evaluate("[Number(sessionStorage.pressed), sessionStorage.removeItem('pressed')][0]")

    def has_gone_on(self, *, said: str):
        """The next claim is there by itself: the keys act on it, and what was done is said aloud."""
        expect(self.page.locator("#card")).to_be_focused()
        expect(self.page.locator("#said")).to_contain_text(said)

    # --- what is kept -------------------------------------------------------------------------------------------------

    def decisions(self, key):
        """Of the claim, in their order: verb, reason, note, who."""
        return rows_in(
            self.site.database,
            f"""SELECT decision.verb, decision.reason, decision.note, who.username
                FROM claimsdb_decision AS decision JOIN claimsdb_claim AS claim ON claim.id = decision.claim_id
                JOIN auth_user AS who ON who.id = decision.who_id
                WHERE claim.key = '{key}' ORDER BY decision.version""",
        )

    def verbs(self, key):
        return [verb for verb, *_ in self.decisions(key)]

    def column(self, name, key):
        [(value,)] = rows_in(self.site.database, f"SELECT {name} FROM claimsdb_claim WHERE key = '{key}'")
        return value

    def keys(self, *articles):
        """The articles' claims in reading order."""
        ordered = f"SELECT key FROM claimsdb_claim WHERE article_id IN {listed(articles)} ORDER BY article_id, start"
        return [key for (key,) in rows_in(self.site.database, ordered)]

    def holders(self, *articles):
        """Who has claims of the articles before them."""
        leases = f"""SELECT holder.username FROM claimsdb_lease AS lease
            JOIN claimsdb_claim AS claim ON claim.id = lease.claim_id
            JOIN auth_user AS holder ON holder.id = lease.holder_id WHERE claim.article_id IN {listed(articles)}"""
        return [holder for (holder,) in rows_in(self.site.database, leases)]


def assert_shuts_nobody_out(page):
    """It fits a laptop's screen, and axe-core has nothing against it in either theme."""
    assert page.evaluate("document.documentElement.scrollWidth") <= LAPTOP["width"]
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.evaluate(SETTLED)
        broken = violations(page)
        assert not broken, broken


def listed(ids):
    return f"({', '.join(map(str, ids))})"
