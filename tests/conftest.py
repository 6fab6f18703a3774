"""What every test may ask for: people of each kind, clients that act as them, and databases of their own."""

import gc
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from rest_framework.test import APIClient

from claimsdb.db.turns import Turns
from claimsdb.http import kept_answers
from tests import fixture_files
from tests.clients import signed_in
from tests.databases import SEEDS, TABLES, kept_tables, new_database, original, originals, place_of, put_seeds
from tests.factories import ActorFactory, EditorFactory, ReaderFactory
from tests.processes import MANAGE
from tests.questions.forgetting import forget

pytest_plugins = ["tests.browser"]

TESTS = Path(__file__).parent
# Rooms whose statements are an engine's own: SQL by hand, locks, constraints, transactions. What uses a database there
# runs on both engines in `make test`; what says `both_engines` in another room does so in `make test-all`. For the rest
# SQLite speaks for both, as it does for the seeds: their rows are the same.
ROOMS_OF_BOTH_ENGINES = {"db", "exchange", "filters", "index", "models"}
LONGEST = {"desk", "test_conformance.py", "test_cut_off_migrations.py", "test_documents.py"}  # minutes in one piece
USES_DATABASE = {"db", "transactional_db", "scratch_database", "seeds_database"}


# The same examples each time, however long one takes; --hypothesis-profile=default looks for others.
settings.register_profile(
    "tests",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("tests")


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        run = ExitStack()
        config.add_cleanup(run.close)
        made = run.enter_context(originals())
        if hasattr(config, "cache"):
            run.enter_context(kept_tables(made, config.cache.mkdir("tables")))
        if config.getoption("numprocesses", None):  # while they look for their tests
            run.enter_context(ThreadPoolExecutor()).submit(original, made, TABLES)


@pytest.hookimpl(wrapper=True, tryfirst=True)  # marks before -m chooses, the order after pytest-randomly's
def pytest_collection_modifyitems(items):
    lasting = {item.path for item in items if "lasting" in item.fixturenames}  # whose rows one worker puts, once
    for item in items:
        room = item.path.relative_to(TESTS).parts[0]
        if room in ("system", "faults"):
            item.add_marker("processes")
        if item.path in lasting and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(f"{room} {item.path.stem}"))
        if room in ROOMS_OF_BOTH_ENGINES and uses_database(item) and "seeded" not in item.fixturenames:
            item.add_marker("both_engines")
            item.add_marker("engines_own")
    yield
    # What is begun last, other workers could not help with.
    items.sort(key=lambda item: (not LONGEST.isdisjoint(item.path.parts), goes_together(item)), reverse=True)


def pytest_make_parametrize_id(val):
    """Workers have to find the same cases, and archives have the moment of their making in them."""
    return "bytes" if isinstance(val, bytes) and len(val) > 20 else None


def pytest_collection_finish():
    """What is there by now stays to the end: the collector need not walk it again and again."""
    gc.collect()
    gc.freeze()


def uses_database(item):
    return bool(item.get_closest_marker("django_db") or USES_DATABASE & {*item.fixturenames})


def goes_together(item):
    return bool(item.get_closest_marker("xdist_group") or item.get_closest_marker("processes"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """`make test` starts no process: a test that does says so."""
    if item.get_closest_marker("processes"):
        return (yield)
    with patch.object(subprocess.Popen, "__init__", it_starts_a_process):
        return (yield)


def it_starts_a_process(*args, **kwargs):
    raise AssertionError("it starts a process: mark it")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, tmp_path_factory):
    """The database in which tests write is a copy too: no worker migrates one of its own."""
    with new_database(tmp_path_factory.mktemp("own"), like=TABLES) as url:
        connection.settings_dict["NAME"] = place_of(url)
        connection.turns = Turns(sleep=lambda seconds: None)  # each test writes at once after another, and nobody waits
        yield
        connection.close()


@pytest.fixture(scope="module")
def lasting(django_db_setup, django_db_blocker):
    """What a module's own fixtures write after it lasts until the module's last test; what a test writes goes with it.

    For modules all of whose tests are about the same rows, and change none of them in memory.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def no_answers_of_other_tests(request):
    """Each begins with the same number of the data, whatever it then puts behind it."""
    kept_answers.forget()
    if "lasting" in request.fixturenames:
        forget()


@pytest.fixture
def editor(db):
    return EditorFactory()


@pytest.fixture
def reader(db):
    return ReaderFactory()


@pytest.fixture
def somebody(db):
    """An actor: into a registry that is empty the first article brings all who are shipped, which takes a second."""
    return ActorFactory()


@pytest.fixture
def api():
    """An anonymous client of the API."""
    return APIClient()


@pytest.fixture
def editor_api(editor):
    return signed_in(editor)


@pytest.fixture
def reader_api(reader):
    return signed_in(reader)


@pytest.fixture
def editor_client(client, editor):
    """A browser signed in to the admin as an editor."""
    return signed_in(editor, client)


@pytest.fixture
def reader_client(reader):
    """A browser of its own, signed in to the admin as a reader."""
    return signed_in(reader, Client())


@pytest.fixture
def scratch_database(tmp_path):
    """The DATABASE_URL of a database with all tables on the engine under test, for processes of their own."""
    with new_database(tmp_path, like=TABLES) as url:
        yield url


@pytest.fixture
def seeds_database(tmp_path):
    """As `scratch_database`, with the five seed articles, their claims and the editors' decisions."""
    with new_database(tmp_path, like=SEEDS) as url:
        yield url


@pytest.fixture
def seeded(db):
    """The rows of `seeds_database`."""
    put_seeds()


@pytest.fixture(scope="module")
def lasting_seeds(lasting):
    """The rows of `seeds_database`, for all tests of a module; what `load_seeds` printed."""
    return put_seeds()


@pytest.fixture
def shell(scratch_database):
    """Starts Python, or a command of manage.py, on a database of its own; `tests.processes.said` gives what it printed.

    What still runs when the test is over is ended.
    """
    here = {"DATABASE_URL": scratch_database, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    started = []

    def start(script, *command):
        process = subprocess.Popen(
            [*MANAGE, *(command or ("shell", "-v0", "-c", script))],
            env=os.environ | here, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.communicate()


@pytest.fixture
def busy_desk(editor):
    """A little of everything that a fixture has to carry; the accepted claim in it."""
    return fixture_files.busy_desk(editor)
