"""Each migration killed before each of its statements, in a process of its own, and run again."""

import hashlib
from functools import partial

from tests.databases import new_database
from tests.faults.result import Result
from tests.faults.runs import put, run, statements_of
from tests.migrating import Upgrade, contents


def killed_at_every_statement(folder, *, kills):
    """Of so many statements of each migration; 40 and more are all."""
    from tests.faults.kills import points

    result = Result("migrations")
    with new_database(folder) as url, new_database(folder) as scratch:
        upgrade = Upgrade(url)
        for migration in upgrade.migrations():
            migrate, finish = partial(_migrate, upgrade, migration), partial(_finish, upgrade, migration)
            put(scratch, like=url)
            statements = statements_of(scratch, migrate)
            put(scratch, like=url)
            expected = run(scratch, finish)
            assert expected.code == 0, expected.said
            for number in range(statements) if kills >= 40 else points(statements, kills):
                put(scratch, like=url)
                result.tried += run(scratch, migrate, killed_before=number).was_killed
                again = run(scratch, finish)
                if again.code:
                    result.stuck(f"{migration.name} {number}", again.said)
                elif again.gave != expected.gave:
                    result.lost(f"{migration.name} {number}", "the next run makes another database of it")
            upgrade.step(migration)
            upgrade.fill()
    return result


def _migrate(upgrade, migration):
    upgrade.run(migration)


def _finish(upgrade, migration):
    """As the next `migrate` would; a digest of what there is then."""
    if not upgrade.is_recorded(migration):
        upgrade.run(migration)
    return hashlib.sha256(repr(contents()).encode()).hexdigest()
