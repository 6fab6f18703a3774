"""The papers say what is so: their links, make targets and settings exist, and what they show is what is run."""

import re

import pytest

from tests.papers import PAPERS, ROOT, examples_in

LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)[^)]*\)")
GUIDE = (ROOT / "docs/client.md").read_text(encoding="utf-8")
CLIENT = ROOT / "tests/client"


def test_the_readme_has_its_examples():
    assert sum("curl" in example.command for example in examples_in(ROOT / "README.md")) >= 5


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_links_lead_somewhere(paper):
    missing = [link for link in LINK.findall(paper.read_text(encoding="utf-8")) if not (paper.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("paper", [*PAPERS, ROOT / ".ci/run"], ids=lambda paper: paper.name)
def test_every_make_target_that_is_named_exists(paper):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = paper.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^[ $]*|`|[A-Z]+=\S+ |timeout \S+ )make ([a-z-]+)", text, re.MULTILINE))
    assert named <= targets


@pytest.mark.parametrize("command", ["make test", "make test-all", "make lint"])
def test_ci_runs_what_contributors_are_told_to_run(command):
    assert command in (ROOT / "CONTRIBUTING.md").read_text()
    assert command in (ROOT / ".ci/run").read_text()


def test_readme_gives_the_test_command_of_ci():
    assert "make test" in (ROOT / "README.md").read_text()


def test_every_setting_of_the_environment_is_documented():
    files = ("claimsdb/settings.py", "claimsdb/http/gunicorn.py", "claimsdb/http/workers.py")
    settings = "".join((ROOT / name).read_text() for name in files)
    read = set(re.findall(r"\b(?:env(?:iron)?\.\w+|number)\(\s*\"([A-Z_]+)\"", settings))
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/operators.md").read_text(), re.MULTILINE))
    assert documented == read


@pytest.mark.parametrize(
    ("language", "shown"), re.findall(r"^```(ts|python)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
)
def test_the_guide_shows_what_is_compiled(language, shown):
    name = {"ts": "page.ts", "python": "page.py"}[language]
    assert shown in (CLIENT / name).read_text(encoding="utf-8")


def test_the_lock_file_names_no_place_to_download_from():
    assert '"resolved"' not in (CLIENT / "package-lock.json").read_text(encoding="utf-8")
