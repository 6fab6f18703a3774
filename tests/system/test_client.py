"""docs/client.md as a frontend developer follows it: clients are made from the schema and
compiled, and ask a real server."""

import os
import re
import shutil
import subprocess
import venv
from urllib.request import urlopen

import pytest
from django.conf import settings

from tests.processes import MANAGE, PATIENCE, environment_of, rows_in, serving

CLIENT = settings.BASE_DIR / "tests/client"
GUIDE = (settings.BASE_DIR / "docs/client.md").read_text(encoding="utf-8")
PAGE = (CLIENT / "page.ts").read_text(encoding="utf-8")
PAGE_IN_PYTHON = (CLIENT / "page.py").read_text(encoding="utf-8")
PAGE_SIZE = int(re.search(r"limit: (\d+)", PAGE)[1])  # both have the same
UNREACHED = {"EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ENETUNREACH", "ENOTFOUND", "ETIMEDOUT"}
NO_INDEX = "NewConnectionError|NameResolutionError|ConnectTimeoutError|Network is unreachable"
ABOUT_TROOPS_OF_NK = """
    SELECT DISTINCT claim.key, claim.text FROM claimsdb_claim claim
    JOIN claimsdb_attribution part ON part.claim_id = claim.id
    JOIN claimsdb_actorcode code ON code.actor_id = part.actor_id
    JOIN claimsdb_quantity figure ON figure.claim_id = claim.id
    WHERE claim.status = 'accepted' AND code.code = 'NK' AND figure.measure = 'troops'
"""


@pytest.fixture
def project(tmp_path):
    """The packages that the guide installs, in the versions of the lock file."""
    if missing := [program for program in ("node", "npm") if not shutil.which(program)]:
        pytest.skip(f"{' and '.join(missing)} not installed: apt install npm")
    folder = shutil.copytree(CLIENT, tmp_path / "client", ignore=shutil.ignore_patterns("node_modules"))
    done = run(["npm", "ci", "--prefer-offline", "--fetch-retries=1"], folder)
    code = re.search(r"^npm (?:error|ERR!) code (\w+)", done.stderr, re.MULTILINE)
    if code and code[1] in UNREACHED:
        pytest.skip(f"npm cannot reach its registry: {code[1]}")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def python(tmp_path):
    """The interpreter of an environment that has what the guide installs, in the versions that are pinned."""
    folder = shutil.copytree(CLIENT, tmp_path / "python", ignore=shutil.ignore_patterns("node_modules"))
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv/bin/python"
    pinned = ["install", "--require-hashes", "--retries=1", "-r", "requirements.txt"]
    done = run([python, "-m", "pip", *pinned], folder)
    if done.returncode and re.search(NO_INDEX, done.stderr):
        pytest.skip("pip cannot reach its index")
    assert done.returncode == 0, done.stderr
    return python


@pytest.fixture
def server(seeds_database, tmp_path):
    command = (*MANAGE, "serve", "--no-seeds", "--port", "{port}")
    with serving(*command, environment=environment_of(seeds_database, tmp_path)) as server:
        # Made at the first ask, for which a generator waits five seconds, however busy the machine.
        urlopen(f"{server.url}/api/schema/", timeout=PATIENCE).close()
        yield server


def run(command, folder, **environment):
    environment = os.environ | environment
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE)


def commands_of_the_guide(site):
    commands = re.findall(r"^npx .*$", GUIDE, re.MULTILINE)
    return [command.replace("http://localhost:8000", site).split() for command in commands]


def test_a_typed_client_compiles_and_gets_what_the_database_has(project, server, seeds_database):
    for command in commands_of_the_guide(server.url):
        done = run(command, project)
        assert done.returncode == 0, done.stdout + done.stderr
    check_program(["node", "page.js"], project, server, seeds_database)


def check_program(program, folder, server, database):
    """That it prints what the database has, over more than one page, and understands a refusal."""
    found = run([*program, server.url, "NK"], folder)
    claims = [(key, text) for key, _, text in (line.split("\t") for line in found.stdout.splitlines())]
    assert sorted(claims) == sorted(rows_in(database, ABOUT_TROOPS_OF_NK)), found.stderr
    assert len(claims) > PAGE_SIZE

    refused = run([*program, server.url, "North Koria"], folder)
    assert (refused.returncode, refused.stdout) == (1, "")
    parameter, _, nearest, *_ = refused.stderr.split("\t")
    assert (parameter, nearest) == ("actor", "North Korea")


def test_no_line_of_the_clients_is_a_cast():
    for program in (PAGE, PAGE_IN_PYTHON):
        assert not re.search(r"\bas [A-Z]|\bany\b|\bAny\b|cast\(|ignore", program)


def test_a_python_client_passes_the_type_checker_and_gets_what_the_database_has(python, server, seeds_database):
    folder = python.parent.parent.parent
    [command] = re.findall(r"^openapi-python-client .*$", GUIDE, re.MULTILINE)
    name, *arguments = command.replace("http://localhost:8000", server.url).split()
    done = run([python.with_name(name), *arguments], folder, PATH=f"{python.parent}:{os.environ['PATH']}")
    assert done.returncode == 0, done.stdout + done.stderr
    done = run([python, "-m", "mypy", "--strict", "--follow-imports=silent", "--config-file=", "page.py"], folder)
    assert done.returncode == 0, done.stdout + done.stderr
    check_program([python, "page.py"], folder, server, seeds_database)
