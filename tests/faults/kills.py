"""Each subject killed at points spread over its statements, done again, and compared with one that nobody killed."""

from contextlib import contextmanager
from functools import partial

from tests.databases import new_database
from tests.faults.contents import contents, faults, lost
from tests.faults.result import Result
from tests.faults.runs import put, run, statements_of


@contextmanager
def begun(subject, folder):
    """The DATABASE_URLs of a database as the subject finds it, and of one to work in; and what it is given."""
    with new_database(folder, like=subject.like) as start, new_database(folder) as scratch:
        if subject.begins_on:
            with new_database(folder, like=subject.begins_on) as other:
                began = run(other, subject.begin, **subject.environment)
        else:
            began = run(start, subject.begin, **subject.environment)
        assert began.code == 0, began.said
        yield start, scratch, began.gave


def killed(subject, folder, *, kills):
    """The row of the subject's table."""
    result = Result(subject.name)
    with begun(subject, folder) as (start, scratch, given):
        work = partial(subject.work, given)
        put(scratch, like=start)
        statements = statements_of(scratch, work, **subject.environment)
        expected = run(scratch, contents).gave
        for number in points(statements, kills):
            put(scratch, like=start)
            tried = run(scratch, work, killed_before=number, **subject.environment)
            if not tried.was_killed:
                result.missed += 1
                continue
            result.tried += 1
            result.half_written(number, run(scratch, faults))
            again = run(scratch, work, **subject.environment)
            if again.code:
                result.stuck(number, again.said)
            else:
                result.lost(number, lost(run(scratch, contents).gave, expected))
                result.half_written(number, run(scratch, faults))
    return result


def points(statements, kills):
    """Numbers of statements, evenly spread."""
    kills = min(kills, statements)
    return sorted({statements * (2 * number + 1) // (2 * kills) for number in range(kills)})
