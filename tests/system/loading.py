"""manage.py in processes of its own that load articles, with the quick and ill-behaved extractor of the tests."""

import os
import signal
import subprocess
import time
from collections import Counter
from contextlib import contextmanager

from tests.databases import TABLES, new_database
from tests.processes import MANAGE, PATIENCE, environment_of, rows_in

SET_UP = """
from claimsdb.models import Actor
Actor.objects.create(slug="nobody", name="Nobody", kind="group")  # so that nothing loads the whole registry
"""

CLAIMS = """
SELECT article.file_name FROM claimsdb_article article JOIN claimsdb_claim claim ON claim.article_id = article.id
"""


class Installation:
    """A database of its own, and the environment of its processes."""

    def __init__(self, database, folder):
        self.database, self.stalled = database, folder / "stalled"
        self.processes = []
        self.environment = environment_of(database, folder) | {
            "CLAIMSDB_EXTRACTOR": "tests.extractors.Marked",
            "CLAIMSDB_TASKS": "database",
            "CLAIMSDB_TASK_LEASE": "1",
            "STALLED": str(self.stalled),
        }

    def start(self, *arguments):
        process = subprocess.Popen(
            [*MANAGE, *map(str, arguments)],
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.processes.append(process)
        return process

    def run(self, *arguments):
        return ended(self.start(*arguments))

    def claims(self, prefix):
        """How many claims each article has whose file's name begins so."""
        return Counter(name for (name,) in rows_in(self.database, CLAIMS) if name.startswith(prefix))

    def kill_the_stalled(self):
        """Kills the process that stalls over an article, as soon as one does; the next one does not stall."""
        until(self.stalled.exists)
        os.kill(int(self.stalled.read_text()), signal.SIGKILL)

    def end_all(self):
        for process in self.processes:
            process.kill()
            process.wait()


@contextmanager
def installation(folder):
    with new_database(folder, like=TABLES) as database:
        one = Installation(database, folder)
        try:
            assert one.run("shell", "--no-imports", "-v0", "-c", SET_UP) == (0, "")
            yield one
        finally:
            one.end_all()


def ended(process):
    """The exit code, and what was printed without the breaks of lines."""
    output, _ = process.communicate(timeout=PATIENCE)
    return process.returncode, " ".join(output.split())


def written(folder, *names):
    """Articles in the folder, about what their names say; returns the one claim of each, as `claims` does."""
    folder.mkdir(exist_ok=True)
    for name in names:
        text = f"A report on {name}\n\nIt is said of {name} that it happened.\n\nNobody has confirmed {name} so far.\n"
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return Counter(f"{name}.txt" for name in names)


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
