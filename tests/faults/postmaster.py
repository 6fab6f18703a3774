"""The first process of a PostgreSQL server, killed while an import is at work: the command says that the database is
away, and once the server is back all is as if nothing had been begun, and is finished."""

import os
import time
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import Error, connection

from claimsdb.db.troubles import Trouble, trouble_of
from tests.databases import SEEDS, new_database, url_of
from tests.faults.contents import contents, faults, lost
from tests.faults.kills import points
from tests.faults.result import Result
from tests.faults.runs import put, run, statements_of
from tests.faults.statements import VICTIM
from tests.faults.subjects import exported, import_fixture
from tests.system.postgres_servers import running_one

TIMES = 4


def postmaster_killed(folder, *, kills):
    result = Result("postmaster killed")
    if connection.vendor != "postgresql":
        result.skipped = "SQLite has no server"
        return result
    with new_database(folder, like=SEEDS) as seeds:
        work = partial(import_fixture, run(seeds, exported).gave)
    try:
        with running_one() as server, patch.dict(os.environ, DATABASE_URL=server.url):
            _killed(server, work, min(TIMES, kills), result)
    except pytest.skip.Exception as reason:
        result.skipped = str(reason)
    return result


def _killed(server, work, kills, result):
    """The server's first database has the tables, and is copied."""
    migrated = run(server.url, partial(call_command, "migrate", verbosity=0))
    assert migrated.code == 0, migrated.said
    scratch = url_of(Path("claimsdb_scratch"))
    put(scratch, like=server.url)
    statements = statements_of(scratch, work)
    expected = run(scratch, contents).gave
    for number in points(statements, kills):
        put(scratch, like=server.url)
        first = (server.data / "postmaster.pid").read_text().split()[0]
        tried = run(scratch, partial(_told, work), killed_before=number, **{VICTIM: first})
        result.tried += 1
        if tried.gave is None:
            result.stuck(number, tried.said or "it came to its end all the same")
        _start_again(server)
        result.half_written(number, run(scratch, faults))
        again = run(scratch, work)
        if again.code:
            result.stuck(number, again.said)
        result.lost(number, lost(run(scratch, contents).gave, expected))


def _told(work):
    try:
        work()
    except Error as error:
        if trouble_of(error) is not Trouble.AWAY:
            raise
        return Trouble.AWAY.value
    return None


def _start_again(server):
    """Once the last of the old processes has noticed that it is alone. Where nobody clears dead processes away, as in a
    container, the first one would still seem to be there."""
    while _is_at_work(server.data):
        time.sleep(0.05)
    (server.data / "postmaster.pid").unlink(missing_ok=True)
    server.start()


def _is_at_work(data):
    for each in Path("/proc").glob("[0-9]*"):
        try:
            if each.joinpath("cwd").resolve() == data.resolve():
                return True
        except OSError:
            continue
    return False
