"""claimsdb in processes of its own: real servers on loopback, ended when the test is."""

import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager

import psycopg
import pytest
from django.conf import settings

MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "claimsdb/http/gunicorn.py", "--bind", "127.0.0.1:{port}"]
PATIENCE = 1800  # seconds until what does not come is a failure: no machine that gets on at all is so busy
UNREACHED = "900000000/min"  # a throttle that no test and no benchmark meets, and that costs what others cost
AS_SYSTEMD = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= dict(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.argv[2], sys.argv[2:])
"""


class Server:
    """A server and all that it has printed. It is read as it comes: a full pipe would stop the server."""

    def __init__(self, process, port):
        self.process, self.port, self.output = process, port, ""
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def wait_for(self, words):
        while self.reader.is_alive() and words not in self.output:
            time.sleep(0.02)
        if words not in self.output:
            pytest.fail(f"The server ended without saying {words!r}:\n{self.output}")

    def _read(self):
        for line in self.process.stdout:
            self.output += line


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def environment_of(database, folder):
    """The environment of an installation on that database, its static files in `folder`; nothing else is inherited."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return inherited | {
        "DATABASE_URL": database,
        "DEBUG": "false",
        "ENV_FILE": os.devnull,
        "HTTPS": "false",
        "SECRET_KEY": "for-tests-only",
        "STATIC_ROOT": str(folder / "static"),
        **{f"THROTTLE_{kind}": UNREACHED for kind in ("ANONYMOUS", "READER", "EDITOR", "SCRIPT")},
        "WEB_CONCURRENCY": "1",
    }


@contextmanager
def serving(*command, environment, listener=None):
    """A server that listens, on a free port put in place of {port}; it is ended by SIGTERM if the test has not.

    With a `listener` it gets that socket as descriptor 3, as systemd would give it.
    """
    port = listener.getsockname()[1] if listener else free_port()
    if listener:
        command = (sys.executable, "-c", AS_SYSTEMD, str(listener.fileno()), *command)
    process = subprocess.Popen(
        [part.format(port=port) for part in command],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        pass_fds=[listener.fileno()] if listener else [],
    )
    server = Server(process, port)
    try:
        server.wait_for("Listening at")
        yield server
    finally:
        process.terminate()
        process.wait()
        server.reader.join()


def rows_in(database, statement):
    """What the statement gives on the database of that DATABASE_URL, which others may be writing to."""
    if database.startswith("sqlite"):
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection:
            return connection.execute(statement).fetchall()
    with psycopg.connect(database) as connection:
        return connection.execute(statement).fetchall()


def change(database, statement):
    """Has the statement write to the database of that DATABASE_URL."""
    if database.startswith("sqlite"):
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as opened:
            opened.execute(statement)
            opened.commit()
    else:
        with psycopg.connect(database) as opened:
            opened.execute(statement)


def said(process):
    """What a process printed that has ended well."""
    output, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, errors
    return output
