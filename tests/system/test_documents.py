"""Every example in the papers is run: `$` lines of console blocks, and the answers that they show.

`…` in an answer stands for anything; line breaks of the paper beside one do not count.
"""

import shutil
import subprocess
import sys

import pytest

from tests.papers import PAPERS, ROOT, examples_in
from tests.processes import MANAGE, PATIENCE, environment_of, serving

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
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    return (done.stdout + done.stderr).replace(server.url, "http://localhost:8000")


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
