"""The claims that are here and of which the file says something else: found before they are written, held until the
end, and given a version of their own, so that what they said stays on record and nobody takes the one for the other."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from claimsdb.db.sqlite import add_functions
from claimsdb.exchange.incoming import name_of
from claimsdb.exchange.merging import IS_DISTINCT_FROM
from claimsdb.exchange.tables import CALIBRATED, TABLES, Column, FixtureTable
from claimsdb.models import Attribution, Claim, ClaimVersion, Decision, Quantity
from claimsdb.review import bulk_snapshots

CHANGED = "SELECT id FROM incoming_changed"

# What the file's version of a claim stands for, not what it says.
STAMPS = {"version", "updated_at"}
# What a re-extraction brings up to date in a claim that editors have decided, and when it came about.
MACHINES = {*STAMPS, "created_at", "found", "extractor", "extractor_version", "rule", "confidence"}

# What the calibrated confidence of a claim goes by.
WEIGHED = {"found", "extractor", "rule", "confidence"}

CLAIM, *PARTS, DECISION = (table for table in TABLES if table.model in (Claim, Attribution, Quantity, Decision))
LOOKED_UP = {CLAIM: "key", **dict.fromkeys(PARTS, 'claim_id, "order"'), DECISION: "claim_id, version"}
VERSIONS = ClaimVersion._meta.db_table


class ChangedClaims:
    """`last` is the highest id of the claims that were here before."""

    def __init__(self, last: int) -> None:
        self._last = last

    def writable(self, table: FixtureTable) -> str:
        """What must hold of a `row` of the table to be written: a claim here is left alone unless it changes, whoever
        may have moved it since it was looked at."""
        if not self._last or table not in (CLAIM, *PARTS):
            return "true"
        if table in PARTS:
            return f"(row.claim_id > {self._last} OR row.claim_id IN ({CHANGED}))"
        here = f"SELECT 1 FROM {CLAIM.name} AS here WHERE here.key = row.key AND here.id <= {self._last}"
        return f"NOT EXISTS ({here} AND here.id NOT IN ({CHANGED}))"

    def drop_parts(self) -> None:
        """Deletes the rows that claims have no more in a later version; before claims have that version."""
        for table in PARTS if self._last else ():
            going = _parts_that_go(table, ", own.id AS part")
            _execute(f"DELETE FROM {table.name} WHERE id IN (SELECT part FROM ({going}) AS going)")

    def forget_calibrated(self) -> None:
        """Of those that the file has the machine find otherwise, till the next calibration; before claims have that."""
        if self._last:
            differs = _differs([column for column in CLAIM.columns if column.name in WEIGHED])
            _execute(
                f"UPDATE {CLAIM.name} AS own SET {CALIBRATED} = NULL FROM {name_of(CLAIM)} AS given"
                f" WHERE given.key = own.key AND own.id IN ({CHANGED}) AND own.{CALIBRATED} IS NOT NULL AND {differs}"
            )

    def raise_versions(self) -> None:
        """Gives each a version that it had not: the file's, or the next one here where that is no later."""
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        _execute(
            f"UPDATE {CLAIM.name} AS claim SET version = changed.version + 1, updated_at = '{now}'"
            " FROM incoming_changed AS changed WHERE changed.id = claim.id AND claim.version <= changed.version"
        )

    def record(self) -> None:
        """Writes down what they and all that were added say now."""
        bulk_snapshots.record_present(CHANGED)
        bulk_snapshots.record_present(f"SELECT id FROM {CLAIM.name} WHERE id > {self._last}")


@contextmanager
def changed_claims() -> Iterator[ChangedClaims]:
    """Finds them, holds them, and puts on record what they say before it changes."""
    add_functions()
    _execute(
        "CREATE TEMPORARY TABLE incoming_changed"
        " (id bigint PRIMARY KEY, line integer NOT NULL, reworded integer NOT NULL, version integer)"
    )
    last = _execute(f"SELECT coalesce(max(id), 0) FROM {CLAIM.name}").fetchone()[0]
    if last:
        for table, columns in LOOKED_UP.items():
            _execute(f"CREATE INDEX {name_of(table)}_key ON {name_of(table)} ({columns})")
        differing = [_differing_claims(), *map(_differing_parts, PARTS), *map(_parts_that_go, PARTS)]
        _execute(
            "INSERT INTO incoming_changed (id, line, reworded) SELECT id, min(line), max(reworded)"
            f" FROM ({' UNION ALL '.join(differing)}) AS differing GROUP BY id"
        )
        if connection.vendor == "postgresql":
            held = f"SELECT 1 FROM {CLAIM.name} WHERE id IN ({CHANGED}) ORDER BY id FOR UPDATE"
            _execute(f"SELECT count(*) FROM ({held}) AS held")
        _execute(f"UPDATE incoming_changed SET version = ({LATEST})")
        bulk_snapshots.record_present(bulk_snapshots.unrecorded(CHANGED))
    yield ChangedClaims(last)
    _execute("DROP TABLE incoming_changed")


# The last version of a claim of which anything tells.
LATEST = f"""
    SELECT max(known.version) FROM (
        SELECT claim.version FROM {CLAIM.name} AS claim WHERE claim.id = incoming_changed.id
        UNION ALL SELECT kept.version FROM {VERSIONS} AS kept WHERE kept.claim_id = incoming_changed.id
    ) AS known"""


def _differing_claims() -> str:
    reworded = _differs([column for column in CLAIM.columns if column.name not in MACHINES])
    said = _differs([column for column in CLAIM.columns if column.name not in STAMPS])
    return (
        f"SELECT own.id, given.line, CASE WHEN {reworded} THEN 1 ELSE 0 END AS reworded"
        f" FROM {name_of(CLAIM)} AS given JOIN {CLAIM.name} AS own ON own.key = given.key"
        f" WHERE {said} OR given.version > own.version"
    )


def _differing_parts(table: FixtureTable) -> str:
    of_claim = [column for column in table.columns if column.name != "claim"]
    return (
        f"SELECT claim.id, given.line, 1 AS reworded FROM {name_of(table)} AS given"
        f" JOIN {CLAIM.name} AS claim ON claim.key = given.claim_id"
        f' LEFT JOIN {table.name} AS own ON own.claim_id = claim.id AND own."order" = given."order"'
        f" WHERE own.id IS NULL OR {_differs(of_claim)}"
    )


def _parts_that_go(table: FixtureTable, part: str = "") -> str:
    """A file that has a later version of a claim, and any rows of one of its lists, has all of them."""
    of_claim = f"SELECT 1 FROM {name_of(table)} AS listed WHERE listed.claim_id = given.key"
    return (
        f"SELECT changing.id, given.line, 1 AS reworded{part} FROM {name_of(CLAIM)} AS given"
        f" JOIN {CLAIM.name} AS changing ON changing.key = given.key"
        f" JOIN {table.name} AS own ON own.claim_id = changing.id"
        f" WHERE given.version > changing.version AND EXISTS ({of_claim})"
        f' AND NOT EXISTS ({of_claim} AND listed."order" = own."order")'
    )


def _differs(columns: Sequence[Column]) -> str:
    """That the row `own` has not what `given` has in these columns; other rows are compared by their keys."""
    own = ", ".join(map(own_value, columns))
    given = ", ".join(column.compared("given") for column in columns)
    return f"({own}) {IS_DISTINCT_FROM[connection.vendor]} ({given})"


def own_value(column: Column) -> str:
    """The value of a column in the row called `own`, other rows by their keys."""
    if not column.refers_to:
        return column.compared("own")
    table = column.refers_to._meta.db_table
    return f"(SELECT named.{column.key} FROM {table} AS named WHERE named.id = own.{column.column})"


def _execute(statement: str) -> CursorWrapper:
    cursor = connection.cursor()
    cursor.execute(statement)
    return cursor
