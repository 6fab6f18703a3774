"""docs/client.md as a frontend developer follows it: types are made from the schema and compiled, and ask a real server."""

import re
import shutil
import subprocess

import pytest
from django.conf import settings

from tests.processes import MANAGE, PATIENCE, environment_of, rows_in, serving

CLIENT = settings.BASE_DIR / "tests/client"
GUIDE = (settings.BASE_DIR / "docs/client.md").read_text(encoding="utf-8")
PAGE = (CLIENT / "page.ts").read_text(encoding="utf-8")
UNREACHED = {"EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ENETUNREACH", "ENOTFOUND", "ETIMEDOUT"}
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
def server(seeds_database, tmp_path):
    command = (*MANAGE, "serve", "--no-seeds", "--port", "{port}")
    with serving(*command, environment=environment_of(seeds_database, tmp_path)) as server:
        yield server


def run(command, folder):
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE)


def commands_of_the_guide(site):
    commands = re.findall(r"^npx .*$", GUIDE, re.MULTILINE)
    return [command.replace("http://localhost:8000", site).split() for command in commands]


def test_a_typed_client_compiles_and_gets_what_the_database_has(project, server, seeds_database):
    for command in commands_of_the_guide(server.url):
        done = run(command, project)
        assert done.returncode == 0, done.stdout + done.stderr
    found = run(["node", "page.js", server.url, "NK"], project)
    claims = [(key, text) for key, _, text in (line.split("\t") for line in found.stdout.splitlines())]
    assert sorted(claims) == sorted(rows_in(seeds_database, ABOUT_TROOPS_OF_NK)), found.stderr
    assert len(claims) > int(re.search(r"limit: (\d+)", PAGE)[1])  # so that it has followed `next`

    refused = run(["node", "page.js", server.url, "North Koria"], project)
    assert (refused.returncode, refused.stdout) == (1, "")
    parameter, _, nearest, *_ = refused.stderr.split("\t")
    assert (parameter, nearest) == ("actor", "North Korea")
