"""One browser and one site for all tests of the desk, whose pages may complain of nothing."""

import json
from contextlib import contextmanager

import pytest

from tests.browser import cookies_of_all, launched, quiet_page, served
from tests.system.desk.desk import Desk

MAKE = "from tests.system.desk.articles import make; make()"


@pytest.fixture(scope="package")
def site(tmp_path_factory):
    """The seeds as the machine left them, and articles to take."""
    with served(tmp_path_factory.mktemp("desk"), no_decisions=True) as site:
        yield site


@pytest.fixture(scope="package")
def browser(site):
    with launched(site) as browser:
        yield browser


@pytest.fixture(scope="package")
def made(site):
    """Articles of the tests' own, by their ids, and what there is of second opinions."""
    return json.loads(site.run("shell", "-v0", "-c", MAKE))


@pytest.fixture
def article(made):
    """The id of one that nobody has touched."""
    return made["to_take"].pop()


@pytest.fixture(scope="package")
def signed_in(browser, site):
    return cookies_of_all(browser, site)


@pytest.fixture
def at_desk(browser, site, signed_in):
    """A desk for an editor; `options` are those of a page."""

    @contextmanager
    def at_desk(name="editor", **options):
        with quiet_page(browser, site, cookies=signed_in(name), **options) as page:
            yield Desk(page, site, has_script=options.get("java_script_enabled", True))

    return at_desk


@pytest.fixture
def desk(at_desk):
    with at_desk() as desk:
        yield desk


@pytest.fixture
def claims(desk, article):
    """The keys of an article's claims; the desk is open at the first."""
    desk.open(article=article)
    return desk.keys(article)
