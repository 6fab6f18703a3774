"""Running it: real processes on a database and a port of their own, and the papers that say how."""

import re
import shutil
import socket
import stat
import subprocess
import sys
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests.databases import new_database
from tests.processes import MANAGE, environment_of, free_port, serving

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.xdist_group("running")  # one worker, so that there is one first run
UNREACHABLE = "postgres://nobody:secret@127.0.0.1:1/none"


def run(*command, environment, cwd=ROOT):
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def database_url(tmp_path_factory):
    with new_database(tmp_path_factory.mktemp("data")) as url:
        yield url


@pytest.fixture(scope="module")
def environment(database_url, tmp_path_factory):
    return environment_of(database_url, tmp_path_factory.mktemp("installation"))


@pytest.fixture(scope="module")
def first_run(environment):
    with serving(*MANAGE, "serve", "--no-seeds", "--port", "{port}", environment=environment) as server:
        yield server


def test_first_run_gives_a_login_that_works(first_run):
    password = re.search(r"password +(\S+)", first_run.output)[1]
    cookies = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    login = f"{first_run.url}/admin/login/?next=/admin/"
    browser.open(login)
    token = next(cookie.value for cookie in cookies if cookie.name == "csrftoken")
    form = {"username": "editor", "password": password, "csrfmiddlewaretoken": token}
    with browser.open(login, data=urllib.parse.urlencode(form).encode()) as page:
        assert page.url == f"{first_run.url}/admin/"
        assert "Log out" in page.read().decode()


def test_first_run_says_where_to_look(first_run):
    for name in ("pages", "API", "API docs", "admin"):
        address = re.search(rf"│ {name} +(http://\S+/) ", first_run.output)[1]
        with urllib.request.urlopen(address) as answer:
            assert answer.status == 200, name


def test_first_run_serves_static_files(first_run):
    with urllib.request.urlopen(f"{first_run.url}/admin/login/") as page:
        style_sheet = re.search(r'href="(/static/admin/css/base\.\w+\.css)"', page.read().decode())[1]
    asked = urllib.request.Request(first_run.url + style_sheet, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "immutable" in answer.headers["Cache-Control"]


def test_second_run_changes_nothing(first_run, environment):
    before = run(*MANAGE, "dumpdata", environment=environment).stdout
    with serving(*MANAGE, "serve", "--no-seeds", "--port", "{port}", environment=environment) as second_run:
        assert "account exists" in second_run.output
    assert run(*MANAGE, "dumpdata", environment=environment).stdout == before
    assert '"editor"' in before


@pytest.fixture
def busy_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_busy_port_is_named_before_anything_is_touched(busy_port, environment):
    unreachable = environment | {"DATABASE_URL": UNREACHABLE}
    done = run(*MANAGE, "serve", "--port", str(busy_port), environment=unreachable)
    assert done.returncode == 1
    assert f"port {busy_port} of 127.0.0.1: Address already in use" in done.stderr
    assert "PORT=8123 make run" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("options", "changes", "code", "message"),
    [
        (["--port", "65536"], {}, 2, "'65536' is not a port"),
        (["--bind", "203.0.113.7"], {}, 1, "of 203.0.113.7: Cannot assign requested address"),
        ([], {"DATABASE_URL": UNREACHABLE}, 1, "The database that DATABASE_URL names does not answer"),
    ],
)
def test_what_cannot_be_served_is_said_in_one_line(environment, options, changes, code, message):
    done = run(*MANAGE, "serve", "--port", str(free_port()), *options, environment=environment | changes)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr


def test_a_deployment_passes_its_checks(environment):
    deployed = environment | {"HTTPS": "true", "SECRET_KEY": "k7f3q0m2x9" * 5, "DATABASE_URL": "sqlite://:memory:"}
    done = run(*MANAGE, "check", "--deploy", "--fail-level", "WARNING", environment=deployed)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def checkout(tmp_path):
    """A folder with the Makefile and a .venv that has its Python."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements.txt").touch()
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    return tmp_path


def test_make_writes_a_private_env_file(checkout, environment):
    done = run("make", ".env", environment=environment, cwd=checkout)
    assert done.returncode == 0, done.stderr
    written = (checkout / ".env").read_text()
    assert stat.S_IMODE((checkout / ".env").stat().st_mode) == 0o600
    assert re.search(r"^SECRET_KEY=[\w-]{50,}$", written, re.MULTILINE)
    assert "HTTPS=false" in written.splitlines()


def test_make_leaves_an_env_file_alone(checkout, environment):
    (checkout / ".env").write_text("SECRET_KEY=mine\n")
    assert run("make", ".env", environment=environment, cwd=checkout).returncode == 0
    assert (checkout / ".env").read_text() == "SECRET_KEY=mine\n"


def test_make_says_which_python_it_needs(checkout, environment):
    shutil.rmtree(checkout / ".venv")
    done = run("make", "run", "PYTHON=false", environment=environment, cwd=checkout)
    assert done.returncode != 0
    assert "claimsdb needs Python 3.11 or newer, which false is not: make run PYTHON=" in done.stderr
    assert not (checkout / ".venv").exists()


def test_commands_on_a_database_without_tables_say_what_it_lacks(tmp_path):
    environment = environment_of(f"sqlite:///{tmp_path}/empty.sqlite3", tmp_path)
    done = run(*MANAGE, "load_seeds", environment=environment)
    assert done.returncode == 1
    assert done.stderr == "The database is older than this version: `manage.py migrate` brings it up to date.\n"
