"""What editors of this installation decided stands, whatever a file says: it may bring later decisions, by somebody
who knew of theirs, and changes none of theirs nor the claim as they left it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from claimsdb.exchange.faults import FAULTS_LIMIT, Faults
from claimsdb.exchange.incoming import name_of
from claimsdb.exchange.merging import IS_DISTINCT_FROM
from claimsdb.exchange.tables import NAMES, TABLES
from claimsdb.models import Claim, Decision

CLAIM, DECISION = (table for table in TABLES if table.model in (Claim, Decision))

SAID = [column.column for column in DECISION.columns if column.refers_to is not Claim]
GIVEN = f"{name_of(DECISION)} AS given JOIN {{claim}} AS claim ON claim.key = given.claim_id"
KNOWN = "SELECT 1 FROM {decision} AS own WHERE own.claim_id = claim.id AND own.version = given.version"
# Of a claim the last decision, the last that an editor took here, and the last that the file has.
LAST = "(SELECT max(decision.version) FROM {decision} AS decision WHERE decision.claim_id = claim.id)"
LAST_HERE = LAST.replace("= claim.id", "= claim.id AND decision.who_id IS NOT NULL")
LAST_OF_FILE = f"(SELECT max(given.version) FROM {name_of(DECISION)} AS given WHERE given.claim_id = claim.key)"


@dataclass(frozen=True, slots=True)
class Rule:
    """`statement` selects of each row that breaks it the line, the claim's key and the version decided here."""

    words: str
    statement: str


RULES = [
    Rule(
        "claimsdb.decision: Claim {key} was decided here at version {version}: no import changes that.",
        f"""SELECT given.line, claim.key, given.version FROM {GIVEN}
        JOIN {{decision}} AS own ON own.claim_id = claim.id AND own.version = given.version
        WHERE own.who_id IS NOT NULL AND {{differs}}""",
    ),
    Rule(
        "claimsdb.decision: Claim {key} was decided here at version {version}; no other decision came before.",
        f"""SELECT given.line, claim.key, {LAST_HERE} FROM {GIVEN}
        WHERE given.version < {LAST_HERE} AND NOT EXISTS ({KNOWN})""",
    ),
    Rule(
        "claimsdb.decision: Claim {key} was decided here at version {version}; a later decision comes with the claim.",
        f"""SELECT given.line, claim.key, {LAST_HERE} FROM {GIVEN}
        WHERE given.version > {LAST_HERE} AND NOT EXISTS ({KNOWN}) AND NOT EXISTS (
            SELECT 1 FROM {name_of(CLAIM)} AS row WHERE row.key = claim.key AND row.version >= given.version
        )""",
    ),
    Rule(
        "claimsdb.decision: undoes: Claim {key} was decided here at version {version}: only here is that undone.",
        f"""SELECT given.line, claim.key, given.undoes FROM {GIVEN}
        JOIN {{decision}} AS undone ON undone.claim_id = claim.id AND undone.version = given.undoes
        WHERE undone.who_id IS NOT NULL AND NOT EXISTS ({KNOWN})""",
    ),
    Rule(
        "Claim {key} was decided at version {version}, unknown to the file: it would take that back.",
        f"""SELECT line, key, here FROM (
            SELECT changed.line, claim.key, {LAST} AS here, {LAST_HERE} AS taken_here, {LAST_OF_FILE} AS given
            FROM incoming_changed AS changed JOIN {{claim}} AS claim ON claim.id = changed.id
            WHERE changed.reworded = 1
        ) AS claim WHERE coalesce(given, 0) < here OR coalesce(given, 0) <= taken_here
        OR taken_here IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM {name_of(DECISION)} AS known WHERE known.claim_id = key AND known.version = taken_here
        )""",
    ),
    Rule(
        "claimsdb.claim: status: Claim {key} was decided here; its last decision, {version}, gives it another one.",
        f"""SELECT given.line, claim.key, last.version FROM {name_of(CLAIM)} AS given
        JOIN {{claim}} AS claim ON claim.key = given.key
        JOIN {name_of(DECISION)} AS last ON last.claim_id = claim.key AND last.version = {LAST_OF_FILE}
        WHERE {LAST_HERE} IS NOT NULL AND last.to_status <> given.status""",
    ),
]


def check_against_decisions(faults: Faults) -> None:
    """Adds a fault for each row that would rewrite what was decided here: its line, the claim and the version. The
    claims that change are known and held."""
    for rule in RULES:
        for line, key, version in _rows(rule.statement):
            faults.add(line, rule.words.format(key=key, version=version))


def _rows(statement: str) -> Iterator[Sequence[Any]]:
    own, given = (
        ", ".join(f"{alias}.{connection.ops.quote_name(name)}" for name in SAID) for alias in ("own", "given")
    )
    differs = f"({own}) {IS_DISTINCT_FROM[connection.vendor]} ({given})"
    with connection.cursor() as cursor:
        cursor.execute(f"{statement.format(differs=differs, **NAMES)} ORDER BY 1 LIMIT {FAULTS_LIMIT}")
        yield from cursor.fetchall()
