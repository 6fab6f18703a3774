"""Settings of processes that are killed: those of the tests, a queue whose leases soon expire, and a count of the
statements of every connection, before one of which all processes of the run are killed."""

import os

os.environ.setdefault("CLAIMSDB_TASKS", "database")
os.environ.setdefault("CLAIMSDB_TASK_LEASE", "0.1")

from tests.faults import statements  # noqa: F401  (it counts from here on)
from tests.settings import *  # noqa: F403

ALLOWED_HOSTS = ["testserver"]
