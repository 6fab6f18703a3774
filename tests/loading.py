"""manage.py in processes of its own that load articles, with the quick and ill-behaved extractor of the tests."""

import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.conf import settings

from tests.processes import environment_of, new_database

PATIENCE = 120  # seconds until a process that does not end is a failure

SET_UP = """
from django.core.management import call_command
from claimsdb.models import Actor
call_command("migrate", verbosity=0)
Actor.objects.create(slug="nobody", name="Nobody")  # so that nothing loads the whole registry
"""


class Installation:
    """A database of its own and a folder of articles."""

    def __init__(self, database, folder):
        self.database, self.folder = database, folder
        self.stalled = folder / "stalled"
        self.environment = environment_of(database, folder) | {
            "CLAIMSDB_EXTRACTOR": "tests.extractors.Marked",
            "CLAIMSDB_TASKS": "database",
            "CLAIMSDB_TASK_LEASE": "1",
            "STALLED": str(self.stalled),
        }

    def start(self, *arguments):
        return subprocess.Popen(
            [sys.executable, str(settings.BASE_DIR / "manage.py"), *map(str, arguments)],
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self, *arguments):
        """The exit code, and what is printed without the breaks of lines."""
        return ended(self.start(*arguments))

    def rows(self, statement):
        if self.database.startswith("sqlite"):
            with closing(sqlite3.connect(self.database.removeprefix("sqlite:///"))) as connection:
                return connection.execute(statement).fetchall()
        with psycopg.connect(self.database) as connection:
            return connection.execute(statement).fetchall()

    def texts_with_claims(self):
        """The text of each article for each claim in it, but only that once if there is none."""
        statement = "SELECT a.text FROM claimsdb_article a LEFT JOIN claimsdb_claim c ON c.article_id = a.id"
        return sorted(text for (text,) in self.rows(statement))

    def empty(self):
        for table in ("claimsdb_claim", "claimsdb_article"):
            self.rows(f"DELETE FROM {table} RETURNING id")


def ended(process):
    output, _ = process.communicate(timeout=PATIENCE)
    return process.returncode, " ".join(output.split())


@contextmanager
def installation(folder):
    with new_database(folder) as database:
        one = Installation(database, folder)
        assert one.run("shell", "--no-imports", "-v0", "-c", SET_UP) == (0, "")
        yield one


def written(folder, *words):
    """A file of articles as JSON lines would do; files are what most people have. Returns their texts, sorted."""
    folder.mkdir(exist_ok=True)
    texts = [f"Report on {each}\n\nIt is said of {each} that it happened.\n\nNobody has confirmed {each} so far." for each in words]
    for word, text in zip(words, texts, strict=True):
        (folder / f"{word}.txt").write_text(text, encoding="utf-8")
    return sorted(texts)


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def stalled_process(one: Installation):
    """The id of the process that stalls, as soon as one does."""
    until(one.stalled.exists)
    return int(Path(one.stalled).read_text())
