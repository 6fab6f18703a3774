"""Databases of a test's own, on the engine under test: empty, or with what many tests begin with.

That is made once in a run, by the worker that asks first, and copied for each test.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import uuid
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection

from claimsdb.db.sql import copy_rows
from claimsdb.models import DataVersion

ORIGINALS = "CLAIMSDB_ORIGINALS"  # the folder of the run, in the environment, which workers inherit
TABLES, SEEDS = "tables", "seeds"
SQLITE = "sqlite://"  # instead of the engine under test
COME_OF = (
    "claimsdb/**/*.py",
    "tests/settings.py",
    "requirements.txt",
)  # the tables: what is done after a migration too
MADE_BY = {TABLES: (None, "migrate"), SEEDS: (TABLES, "load_seeds")}  # from what, and by which command


@contextmanager
def new_database(folder, *, like=None, engine=None):
    """The DATABASE_URL of a database, gone at the end; SQLite's file is in `folder`. It is empty, or has all tables,
    or the seeds in them."""
    with originals() as made:
        url = url_of(folder / f"claimsdb_{uuid.uuid4().hex}", engine=engine)
        create(url, like=original(made, like, engine=engine)[0] if like else None)
        try:
            yield url
        finally:
            drop(url)


@contextmanager
def originals():
    """The folder of what is copied; the outermost makes it, and takes all of it away at its end."""
    if ORIGINALS in os.environ:
        yield Path(os.environ[ORIGINALS])
        return
    with tempfile.TemporaryDirectory(prefix="claimsdb_originals_") as folder:
        os.environ[ORIGINALS] = folder
        try:
            yield Path(folder)
        finally:
            del os.environ[ORIGINALS]
            for lock in Path(folder).glob("*.lock"):
                drop(url_of(lock.with_suffix("")))


@contextmanager
def kept_tables(folder, shelf):
    """Takes SQLite's tables from an earlier run's shelf, if all that they come of is as it was then; else keeps what is
    made in this run for the next. All migrations take 15 seconds."""
    here = path_of(folder, TABLES, engine=SQLITE).with_suffix(".sqlite3")
    there = shelf / f"{what_tables_come_of()}.sqlite3"
    if there.exists():
        shutil.copy(there, here)
        here.with_suffix(".made").touch()
    yield
    if here.with_suffix(".made").exists() and not there.exists():
        for old in shelf.iterdir():
            old.unlink(missing_ok=True)
        new = shelf.with_name(f"{there.stem}.{os.getpid()}")  # a run on the other engine may be at it too
        shutil.copy(here, new)
        new.rename(there)


def what_tables_come_of():
    """A digest, which is another one after any change of the code."""
    digest = blake2b(digest_size=16)
    for pattern in COME_OF:
        for path in sorted(settings.BASE_DIR.glob(pattern)):
            digest.update(f"{path.relative_to(settings.BASE_DIR)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def under_test():
    return os.environ.get("DATABASE_URL", "")


def path_of(folder, contents, *, engine=None):
    return folder / f"{folder.name}_{contents}_{urlsplit(engine or under_test()).scheme}"


def original(folder, contents, *, engine=None):
    """The DATABASE_URL of what is copied, and never written to once it is made; and what its command printed."""
    path = path_of(folder, contents, engine=engine)
    url = url_of(path, engine=engine)
    made = path.with_suffix(".made")
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            like, command = MADE_BY[contents]
            create(url, like=original(folder, like, engine=engine)[0] if like else None)
            made.with_suffix(".new").write_text(filled(url, command), encoding="utf-8")
            made.with_suffix(".new").rename(made)
    return url, made.read_text(encoding="utf-8")


def filled(url, command):
    """What the command prints, run on that database."""
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    manage = [sys.executable, settings.BASE_DIR / "manage.py"]
    return subprocess.run(
        [*manage, command], env=environment, check=True, stdout=subprocess.PIPE, encoding="utf-8"
    ).stdout


# --- what the engines do differently ----------------------------------------------------------------------------------


def url_of(path, *, engine=None):
    """SQLite has a file there, PostgreSQL a database of that name."""
    engine = engine or under_test()
    if engine.startswith("postgres"):
        return urlsplit(engine)._replace(path=f"/{path.name}").geturl()
    return f"sqlite:///{path}.sqlite3"


def create(url, *, like):
    if url.startswith("postgres"):
        ask_postgresql(f"CREATE DATABASE {place_of(url)}" + (f" TEMPLATE {place_of(like)}" if like else ""))
    elif like:
        shutil.copy(place_of(like), place_of(url))


def drop(url):
    if url.startswith("postgres"):
        ask_postgresql(f"DROP DATABASE IF EXISTS {place_of(url)} WITH (FORCE)")


def ask_postgresql(statement):
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as postgres:
        postgres.execute(statement)


def place_of(url):
    """The path of the file, or the name of the database."""
    return urlsplit(url).path[1:]


def put_seeds():
    """Puts the seeds' rows into the test's own database, which has none; what `load_seeds` printed."""
    with originals() as made:
        url, printed = original(made, SEEDS)
        copy_rows_of(url)
    return printed


def copy_rows_of(url):
    """Puts what that database has of claims, and of all that belongs to them, into the test's own."""
    models = list(apps.get_app_config("claimsdb").get_models())
    DataVersion.objects.all().delete()
    with connection.cursor() as cursor:
        copy = {"sqlite": copy_row_by_row, "postgresql": copy_at_once}[connection.vendor]
        copy(url, [*(model._meta.db_table for model in models), "claimsdb_search"])
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def copy_row_by_row(url, tables):
    with closing(sqlite3.connect(place_of(url))) as there:
        for table in tables:
            rows = there.execute(f"SELECT {'rowid, *' if table == 'claimsdb_search' else '*'} FROM {table}")
            copy_rows(table, [name for name, *_ in rows.description], rows)


def copy_at_once(url, tables):
    with psycopg.connect(url) as there, connection.cursor() as here:
        for table in tables:
            with there.cursor().copy(f"COPY {table} TO STDOUT") as out, here.copy(f"COPY {table} FROM STDIN") as into:
                for part in out:
                    into.write(part)
