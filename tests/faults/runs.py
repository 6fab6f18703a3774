"""Runs in processes of their own, forked from one that has everything loaded and no connection: they may be killed."""

import json
import os
import shutil
import signal
import sys
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections
from environ import Env

from tests.databases import create, drop, place_of
from tests.faults import statements

PATIENCE = 600  # seconds, after which a run is stuck


@dataclass
class Run:
    """How a run ended: with this exit code, negative where a signal ended it; what it said, and what it gave."""

    code: int
    said: str
    gave: Any = None

    @property
    def was_killed(self):
        return self.code == -signal.SIGKILL


def run(url, work, *, killed_before=None, counted_in=None, before=None, **environment):
    """Has `work` done on that database. `before` is called first, in the new process."""
    connections.close_all()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pid = os.fork()
        if not pid:
            _be_the_child(url, work, folder, before, environment | _orders(killed_before, counted_in))
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        gave = folder / "gave.json"
        said = (folder / "said").read_text(errors="replace")
        return Run(code, said, json.loads(gave.read_text()) if gave.exists() else None)


def go_to(url):
    """Where Django's connection goes; its options stay."""
    given = Env.db_url_config(url)
    connection.settings_dict["NAME"] = given["NAME"]
    if given["HOST"]:
        connection.settings_dict.update({name: given[name] for name in ("USER", "PASSWORD", "HOST", "PORT")})
        connection.settings_dict["OPTIONS"].pop("host", None)


def _orders(killed_before, counted_in):
    orders = {statements.LAST: killed_before, statements.COUNTED: counted_in}
    return {name: str(value) for name, value in orders.items() if value is not None}


def _be_the_child(url, work, folder, before, environment):
    """Never returns."""
    code = 1
    try:
        os.setsid()
        said = os.open(folder / "said", os.O_CREAT | os.O_WRONLY)
        os.dup2(said, 1)
        os.dup2(said, 2)
        sys.stdout = sys.stderr = os.fdopen(1, "w", closefd=False)
        signal.alarm(PATIENCE)
        os.environ.update(environment, DATABASE_URL=url)
        for name in environment.keys() & set(dir(settings)):
            setattr(settings, name, environment[name])
        go_to(url)
        statements.begin_anew()
        if before:
            before()
        gave = work()
        connections.close_all()
        (folder / "gave.json").write_text(json.dumps(gave))
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


# --- databases --------------------------------------------------------------------------------------------------------


def put(url, *, like):
    """That database becomes a copy of the other one."""
    remove(url)
    create(url, like=like)


def remove(url):
    drop(url)
    if url.startswith("sqlite"):
        for end in ("", "-wal", "-shm"):
            Path(f"{place_of(url)}{end}").unlink(missing_ok=True)


def statements_of(url, work, **environment):
    """How many statements the busiest process of an undisturbed run executes; what it said where it fails."""
    folder = tempfile.mkdtemp()
    try:
        done = run(url, work, counted_in=folder, **environment)
        assert done.code == 0, done.said
        return max(int(each.read_text()) for each in Path(folder).iterdir())
    finally:
        shutil.rmtree(folder)
