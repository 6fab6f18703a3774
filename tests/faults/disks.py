"""A disk that is full at four sizes: the command says so, reading goes on, and with room it is finished."""

from functools import partial

import pytest
from django.db import Error, connection

from claimsdb.db.troubles import Trouble, trouble_of
from tests.faults.contents import contents, faults, lost
from tests.faults.result import Result
from tests.faults.runs import put, run
from tests.faults.small_disks import on_postgresql, on_sqlite

SIZES = 4


def full(folder, *, kills):
    result = Result("disk full")
    prepared = on_sqlite if connection.vendor == "sqlite" else on_postgresql
    try:
        with prepared(folder) as (disk, start, scratch, work):
            _filled(disk, start, scratch, work, min(SIZES, kills), result)
    except pytest.skip.Exception as reason:
        result.skipped = str(reason)
    return result


def _filled(disk, start, scratch, work, sizes, result):
    put(scratch, like=start)
    least, done = disk.used(scratch), run(scratch, work)
    assert done.code == 0, done.said
    expected, most = run(scratch, contents).gave, disk.used(scratch)
    for number in range(1, sizes + 1):
        put(scratch, like=start)
        border = disk.border(disk.used(scratch), (most - least) * number // (SIZES + 1))
        tried = disk.run(scratch, partial(told, work), border=border)
        if tried.gave is None:
            result.stuck(number, tried.said or "it came to its end all the same")
        result.tried += 1
        result.half_written(number, run(scratch, faults))
        reading = disk.run(scratch, read, border=border)
        if reading.gave not in (200, 503):
            result.stuck(number, f"reading: {reading.said}")
        again = run(scratch, work)
        if again.code:
            result.stuck(number, again.said)
        result.lost(number, lost(run(scratch, contents).gave, expected))
        result.half_written(number, run(scratch, faults))


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
