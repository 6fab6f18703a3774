"""A disk that is full at four sizes: the command says so, reading goes on, and with room it is finished."""

import resource
from functools import partial
from pathlib import Path

from django.db import Error, connection

from claimsdb.db.troubles import Trouble, trouble_of
from tests.databases import place_of
from tests.faults.contents import contents, faults, lost
from tests.faults.kills import begun
from tests.faults.result import Result
from tests.faults.runs import put, run
from tests.faults.subjects import SUBJECTS

SIZES = 4
IMPORT = next(subject for subject in SUBJECTS if subject.name == "import")


def full(folder, *, kills):
    """No file of the process may be longer than so much, as if the disk took no more: a limit of the system, for which
    nobody has to be root. What SQLite writes goes to the end of a file beside the database first."""
    result = Result("disk full")
    if connection.vendor != "sqlite":
        result.skipped = "the disk of a server is not ours to fill"
        return result
    with begun(IMPORT, folder) as (start, scratch, given):
        work = partial(IMPORT.work, given)
        put(scratch, like=start)
        least, done = size_of(scratch), run(scratch, work)
        assert done.code == 0, done.said
        expected, most = run(scratch, contents).gave, size_of(scratch)
        for number in range(1, min(SIZES, kills) + 1):
            put(scratch, like=start)
            limited = partial(limit_files, (most - least) * number // (SIZES + 1))
            tried = run(scratch, partial(told, work), before=limited)
            if tried.gave is None:
                result.stuck(number, tried.said or "it came to its end all the same")
            result.tried += 1
            result.half_written(number, run(scratch, faults))
            reading = run(scratch, read, before=limited)
            if reading.gave not in (200, 503):
                result.stuck(number, f"reading: {reading.said}")
            again = run(scratch, work)
            if again.code:
                result.stuck(number, again.said)
            result.lost(number, lost(run(scratch, contents).gave, expected))
            result.half_written(number, run(scratch, faults))
    return result


def size_of(url):
    return Path(place_of(url)).stat().st_size


def limit_files(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def told(work):
    """The word by which it ends; None where it comes to its end. Raises what has none."""
    try:
        work()
    except (Error, OSError) as error:
        if trouble_of(error) is not Trouble.FULL:
            raise
        return Trouble.FULL.value
    return None


def read():
    """The status of a list of claims."""
    from rest_framework.test import APIClient

    return APIClient(raise_request_exception=False).get("/api/claims/").status_code
