"""Every example in the papers is run: `$` lines of console blocks, and the answers that they show.

`…` in an answer stands for anything; line breaks of the paper beside one do not count.
"""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

import pytest
from django.conf import settings

from tests.processes import MANAGE, environment_of, serving

ROOT = settings.BASE_DIR
PAPERS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)[^)]*\)")


@dataclass
class Example:
    """A command of a paper, where it stands, and the pieces of its answer in their order."""

    place: str
    command: str
    pieces: list[str]


def examples_in(paper):
    text = paper.read_text(encoding="utf-8")
    for block in CONSOLE.finditer(text):
        line = text[: block.start()].count("\n") + 2
        for command, answer in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block[1], re.MULTILINE):
            pieces = [piece.strip("\n") for piece in re.split(r"…\n?|\n…", answer)]
            yield Example(f"{paper.name}:{line}", command, [piece for piece in pieces if piece])


EXAMPLES = [example for paper in PAPERS for example in examples_in(paper)]


@pytest.fixture
def installation(scratch_database, tmp_path):
    """A served claimsdb with the seeds, and the environment in which its commands run."""
    environment = environment_of(scratch_database, tmp_path)
    with serving(*MANAGE, "serve", "--port", "{port}", environment=environment) as server:
        yield server, environment


def answer_of(command, server, environment, folder):
    """What the command prints, run as a reader would, against this server and in a folder that may be written to."""
    for name in ("seeds", "manage.py", "claimsdb", "api", "fixtures", "tests"):
        if not (folder / name).exists():
            (folder / name).symlink_to(ROOT / name)
    command = command.replace("http://localhost:8000", server.url).replace(".venv/bin/python", sys.executable)
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return (done.stdout + done.stderr).replace(server.url, "http://localhost:8000")


@pytest.mark.above_database
@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.skipif(not shutil.which("curl"), reason="the examples ask with curl, which is not installed")
def test_every_example_gives_the_answer_that_it_shows(installation, tmp_path, subtests):
    (tmp_path / "reader").mkdir()
    for example in EXAMPLES:
        with subtests.test(example.place, command=example.command):
            answer = answer_of(example.command, *installation, tmp_path / "reader")
            at = 0
            for piece in example.pieces:
                assert piece in answer[at:], f"{piece!r} is not in the rest of {answer[at:][:3000]!r}"
                at = answer.index(piece, at) + len(piece)


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
