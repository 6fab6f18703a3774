"""Answers and relations of a file beside those that are here: what editors of this installation decided of them stands,
what the file has of them from before that is left out, and what contradicts it is a fault.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection

from claimsdb.choices import SYMMETRIC, LinkState
from claimsdb.db.sqlite import add_functions
from claimsdb.exchange.changed_claims import own_value
from claimsdb.exchange.faults import FAULTS_LIMIT, Faults
from claimsdb.exchange.incoming import name_of
from claimsdb.exchange.merging import IS_DISTINCT_FROM
from claimsdb.exchange.tables import BETWEEN_PARTS, TABLES, FixtureTable, rows_by_key
from claimsdb.models import (
    KEY_LENGTH,
    Answer,
    AnswerDecision,
    Claim,
    Quantity,
    Question,
    Relation,
    RelationDecision,
    check_answer,
)

STAMPS = {"created_at", "updated_at"}


@dataclass(frozen=True, slots=True)
class Linked:
    """The table of a kind of link, with that of its decisions."""

    table: FixtureTable
    decisions: FixtureTable

    @property
    def noun(self) -> str:
        return str(self.table.model._meta.verbose_name)

    @property
    def here(self) -> str:
        """The table of those that are here too: on which line, by which key and under which id, and what differs."""
        return f"known_{self.noun}"

    @property
    def key(self) -> str:
        """SQL for the natural key of an incoming row, as its decisions name it."""
        parts = (
            f"coalesce(CAST({column.column} AS text), '')" if column.field.null else column.column
            for column in self.table.key
        )
        return f" || '{BETWEEN_PARTS}' || ".join(parts)


BY_MODEL = {table.model: table for table in TABLES}
LINKED = [
    Linked(BY_MODEL[Answer], BY_MODEL[AnswerDecision]),
    Linked(BY_MODEL[Relation], BY_MODEL[RelationDecision]),
]


def put_in_order() -> None:
    """Has relations that say the same both ways name the claim with the lower key first, as they are stored."""
    symmetric = ", ".join(f"'{kind}'" for kind in SYMMETRIC)
    relation, decision = (name_of(BY_MODEL[model]) for model in (Relation, RelationDecision))
    first, second = f"substr(link_id, 1, {KEY_LENGTH})", f"substr(link_id, {KEY_LENGTH + 2}, {KEY_LENGTH})"
    kind = f"substr(link_id, {2 * KEY_LENGTH + 3})"
    _execute(f"UPDATE {relation} SET a_id = b_id, b_id = a_id WHERE kind IN ({symmetric}) AND a_id > b_id")
    _execute(
        f"UPDATE {decision} SET link_id = {second} || ' ' || {first} || ' ' || {kind}"
        f" WHERE {kind} IN ({symmetric}) AND {first} > {second}"
    )


@contextmanager
def known_links() -> Iterator[None]:
    """Which of the links are here too, and of which of these the file says something else."""
    add_functions()
    for linked in LINKED:
        said = [
            column for column in linked.table.columns if column not in linked.table.key and column.name not in STAMPS
        ]
        own = ", ".join(own_value(column) for column in said)
        given = ", ".join(column.compared("given") for column in said)
        _execute(
            f"CREATE TEMPORARY TABLE {linked.here} AS SELECT given.line, given.link_key, own.id,"
            f" own.version AS here, given.version AS given,"
            f" ({own}) {IS_DISTINCT_FROM[connection.vendor]} ({given}) AS differs"
            f" FROM (SELECT *, {linked.key} AS link_key FROM {name_of(linked.table)}) AS given"
            f" JOIN ({rows_by_key(linked.table.model)}) AS named ON named.natural_key = given.link_key"
            f" JOIN {linked.table.name} AS own ON own.id = named.id"
        )
    yield
    for linked in LINKED:
        _execute(f"DROP TABLE {linked.here}")


def check_against_links(faults: Faults) -> None:
    """Leaves out what the file has from before what was decided here; adds a fault for each row that would change such
    a decision, or take back what the link has become here. Within `known_links`."""
    for linked in LINKED:
        _leave_out_earlier(linked)
        for rule in RULES:
            _find(linked, rule, faults)


def check_written_links(faults: Faults) -> None:
    """Adds a fault for each link whose last decision is not the one that made it what it is, and for each answer by a
    figure that its claim has not; once they are written."""
    for linked in LINKED:
        for rule in WRITTEN:
            _find(linked, rule, faults)
    rows = _execute(
        f"SELECT given.line, given.claim_id, given.figure FROM {name_of(BY_MODEL[Answer])} AS given"
        f" JOIN {BY_MODEL[Claim].name} AS claim ON claim.key = given.claim_id"
        f" WHERE given.figure IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {BY_MODEL[Quantity].name} AS quantity"
        f' WHERE quantity.claim_id = claim.id AND quantity."order" = given.figure) ORDER BY 1 LIMIT {FAULTS_LIMIT}'
    )
    for line, key, figure in rows:
        faults.add(line, f"claimsdb.answer: figure: The claim {key} has no figure {figure}.")
    _check_answers(faults)


def _check_answers(faults: Faults) -> None:
    """Adds a fault for each confirmed answer, of the file or to a question of it, that its question does not take; of
    those that say the same, one."""
    answer, question = BY_MODEL[Answer], BY_MODEL[Question]
    rows = _execute(
        "WITH touched (line, id) AS ("
        f"SELECT given.line, named.id FROM (SELECT line, {LINKED[0].key} AS link_key FROM {name_of(answer)}) AS given"
        f" JOIN ({rows_by_key(Answer)}) AS named ON named.natural_key = given.link_key"
        f" UNION ALL SELECT given.line, own.id FROM {name_of(question)} AS given"
        f" JOIN {question.name} AS asked ON asked.slug = given.slug"
        f" JOIN {answer.name} AS own ON own.question_id = asked.id)"
        f" SELECT min(touched.line), asked.slug, asked.answer, own.figure, own.value, min(claim.key) FROM touched"
        f" JOIN {answer.name} AS own ON own.id = touched.id JOIN {question.name} AS asked ON asked.id = own.question_id"
        f" JOIN {BY_MODEL[Claim].name} AS claim ON claim.id = own.claim_id"
        f" WHERE own.state = '{LinkState.CONFIRMED}'"
        " GROUP BY asked.slug, asked.answer, own.figure, own.value ORDER BY 1"
    )
    for line, slug, kind, figure, value, key in rows:
        try:
            check_answer(kind, figure=figure, value=value)
        except ValidationError as error:
            faults.add(line, f"claimsdb.answer: {slug} {key}: {' '.join(error.messages)}")


@dataclass(frozen=True, slots=True)
class Rule:
    """`statement` selects of each row that breaks it the line, the link's key and a version."""

    words: str
    statement: str


# An incoming decision of a link that is here, and the one at its version that is.
GIVEN = "{given} AS given JOIN {here} AS known ON known.link_key = given.link_id"
OWN = "{decision} AS own ON own.link_id = known.id AND own.version = given.version"
LAST_HERE = (
    "(SELECT max(taken.version) FROM {decision} AS taken WHERE taken.link_id = known.id AND taken.who_id IS NOT NULL)"
)

RULES = [
    Rule(
        "It was decided here at version {version}: no import changes that.",
        f"SELECT given.line, known.link_key, own.version FROM {GIVEN} JOIN {OWN}"
        " WHERE own.who_id IS NOT NULL AND {differs}",
    ),
    Rule(
        "It was decided here at version {version}; no other decision came before.",
        f"SELECT given.line, known.link_key, {LAST_HERE} FROM {GIVEN} LEFT JOIN {OWN}"
        f" WHERE own.id IS NULL AND given.version < {LAST_HERE}",
    ),
    Rule(
        "What it undoes was decided here, at version {version}: only here is that undone.",
        f"SELECT given.line, known.link_key, given.undoes FROM {GIVEN} LEFT JOIN {OWN}"
        " JOIN {decision} AS undone ON undone.link_id = known.id AND undone.version = given.undoes"
        " WHERE own.id IS NULL AND undone.who_id IS NOT NULL",
    ),
    Rule(
        "It is at version {version} here, of which the file does not know: it would take that back.",
        "SELECT known.line, known.link_key, known.here FROM {here} AS known WHERE known.given < known.here",
    ),
    Rule(
        "It was decided here at version {version}, of which the file does not know: it would take that back.",
        f"SELECT known.line, known.link_key, {LAST_HERE} FROM {{here}} AS known WHERE known.differs"
        f" AND {LAST_HERE} IS NOT NULL AND (known.given <= {LAST_HERE} OR NOT EXISTS ("
        f"SELECT 1 FROM {{given}} AS listed WHERE listed.link_id = known.link_key AND listed.version = {LAST_HERE}))",
    ),
]

WRITTEN = [
    Rule(
        "Its decision at version {version} is neither here nor in the file, or gives it another state.",
        "SELECT given.line, named.natural_key, own.version FROM ({incoming}) AS given"
        " JOIN ({rows}) AS named ON named.natural_key = given.link_key JOIN {link} AS own ON own.id = named.id"
        " LEFT JOIN {decision} AS last ON last.link_id = own.id AND last.version = own.version"
        " WHERE last.id IS NULL OR last.columns ->> 'state' <> own.state",
    ),
    Rule(
        "It has a decision ahead of its own version, {version}.",
        "SELECT given.line, named.natural_key, own.version FROM {given} AS given"
        " JOIN ({rows}) AS named ON named.natural_key = given.link_id JOIN {link} AS own ON own.id = named.id"
        " WHERE given.version > own.version",
    ),
]


def _leave_out_earlier(linked: Linked) -> None:
    """A file may be from before the last decisions here: all that it has of a link is on record."""
    statement = (
        f"SELECT known.line, known.link_key FROM {{here}} AS known WHERE known.given < known.here AND NOT EXISTS ("
        f"SELECT 1 FROM {{given}} AS given LEFT JOIN {OWN}"
        " WHERE given.link_id = known.link_key AND (own.id IS NULL OR {differs}))"
    )
    _execute(f"CREATE TEMPORARY TABLE earlier AS {_formatted(linked, statement)}")
    _execute(f"DELETE FROM {name_of(linked.table)} WHERE line IN (SELECT line FROM earlier)")
    _execute(f"DELETE FROM {name_of(linked.decisions)} WHERE link_id IN (SELECT link_key FROM earlier)")
    _execute(f"DELETE FROM {linked.here} WHERE line IN (SELECT line FROM earlier)")
    _execute("DROP TABLE earlier")


def _find(linked: Linked, rule: Rule, faults: Faults) -> None:
    for line, key, version in _execute(_formatted(linked, f"{rule.statement} ORDER BY 1 LIMIT {FAULTS_LIMIT}")):
        faults.add(line, f"claimsdb.{linked.noun}: {key.strip()}: {rule.words.format(version=version)}")


def _formatted(linked: Linked, statement: str) -> str:
    said = [column.column for column in linked.decisions.columns if column.name != "link"]
    compared = {
        alias: ", ".join(column.compared(alias) for column in linked.decisions.columns if column.column in said)
        for alias in ("own", "given")
    }
    return statement.format(
        here=linked.here,
        given=name_of(linked.decisions),
        incoming=f"SELECT line, {linked.key} AS link_key FROM {name_of(linked.table)}",
        link=linked.table.name,
        decision=linked.decisions.name,
        rows=rows_by_key(linked.table.model),
        differs=f"({compared['own']}) {IS_DISTINCT_FROM[connection.vendor]} ({compared['given']})",
    )


def _execute(statement: str, parameters: Sequence[Any] = ()) -> list[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []
