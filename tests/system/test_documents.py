"""Every example in the papers is run: `$` lines of console blocks, and the answers that they show.

`…` in an answer stands for anything; line breaks of the paper beside one do not count.
"""

import re
import shutil
import subprocess
import sys

import pytest

from tests.papers import PAPERS, ROOT, examples_in
from tests.processes import MANAGE, PATIENCE, environment_of, serving

EXAMPLES = [example for paper in PAPERS for example in examples_in(paper)]
MAKES_A_TOKEN = re.compile(r"\$\((\S+ manage\.py tokens create \w+) --name \w+((?: --scope \w+)?) 2>/dev/null\)")


@pytest.fixture
def installation(seeds_database, tmp_path):
    """A served claimsdb with the seeds, and the environment in which its commands run."""
    environment = environment_of(seeds_database, tmp_path)
    with serving(*MANAGE, "serve", "--port", "{port}", environment=environment) as server:
        yield server, environment


class Reader:
    """Who types the commands, against this server and in a folder that may be written to."""

    def __init__(self, server, environment, folder):
        self.server, self.environment, self.folder = server, environment, folder
        self.tokens = {}
        for name in ("seeds", "manage.py", "claimsdb", "api", "fixtures", "tests"):
            (folder / name).symlink_to(ROOT / name)

    def answer_to(self, command):
        """What the command prints. A token that one before has made it takes from that one, if only its name would be
        another: that starts Django once for twenty commands."""
        return self.run(MAKES_A_TOKEN.sub(self.token, command))

    def token(self, made):
        for_this = made.expand(r"\1\2")
        if for_this not in self.tokens:
            self.tokens[for_this] = self.run(f'printf %s "{made[0]}"')
        return self.tokens[for_this]

    def run(self, command):
        command = command.replace("http://localhost:8000", self.server.url).replace(".venv/bin/python", sys.executable)
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return (done.stdout + done.stderr).replace(self.server.url, "http://localhost:8000")


@pytest.mark.django_db
@pytest.mark.skipif(not shutil.which("curl"), reason="the examples ask with curl, which is not installed")
def test_every_example_gives_the_answer_that_it_shows(installation, tmp_path, subtests):
    (tmp_path / "reader").mkdir()
    reader = Reader(*installation, tmp_path / "reader")
    for example in EXAMPLES:
        with subtests.test(example.place, command=example.command):
            answer = reader.answer_to(example.command)
            at = 0
            for piece in example.pieces:
                assert piece in answer[at:], f"{piece!r} is not in the rest of {answer[at:][:3000]!r}"
                at = answer.index(piece, at) + len(piece)
