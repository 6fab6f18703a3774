"""The made-up press in a database: the rows as the engine takes them fastest, and the index by its own bulk way.

    DATABASE_URL=... python -m tests.benchmarks.filling 100000 [SEED]

Makes the tables in an empty database, and prints how far it has come.
"""

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402  (it needs the settings)
from django.core.management.color import no_style  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from claimsdb import models  # noqa: E402
from claimsdb.db.sql import copy_rows  # noqa: E402
from claimsdb.db.timeouts import no_statement_timeout  # noqa: E402
from claimsdb.index import bulk, changes, counts  # noqa: E402
from tests.benchmarks.press import COLUMNS, Press, Rows, registry  # noqa: E402

NUMBERED = [models.Source, models.Actor, models.ActorCode, models.Affiliation, models.Article, models.Claim]
NUMBERED += [models.Attribution, models.Quantity, models.Decision]


@no_statement_timeout()
def fill(claims: int, *seed: int) -> None:
    _make_haste()
    _write(registry())
    for rows in Press(claims, *seed).batches():
        with transaction.atomic():
            _write(rows)
            batches = [[row[0] for row in rows["claim"]]]
            bulk.refresh_in_batches(batches)
            changes.record(batches)
        print(f"\r{rows['claim'][-1][0]:,} of {claims:,} claims ", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    counts.add_up()
    _finish()


def _make_haste() -> None:
    """Nobody would miss a database that is half filled."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET synchronous_commit = off")
        else:
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA cache_size = -200000")


def _write(rows: Rows) -> None:
    for table, tuples in rows.items():
        copy_rows(f"claimsdb_{table}", COLUMNS[table], tuples)


def _finish() -> None:
    """Lets new rows have ids after these, and the planner know what there is."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), NUMBERED):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    claims, *seed = map(int, sys.argv[1:])
    if claims:
        fill(claims, *seed)
