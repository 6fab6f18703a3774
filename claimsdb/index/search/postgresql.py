"""The index of claims on PostgreSQL, by tsvector and GIN.

GIN finds the rows of a word, all of them and in no order; of a common word that is slow, and the other plan is taken:
the list is scanned in its order, or to be counted as it is stored, and each claim looked at. How common a word is, the
beginning of the scan tells. Either plan gives the same answer.
"""

from collections.abc import Collection, Sequence
from itertools import chain
from typing import Any

from django.db import connection, connections, router

from claimsdb.choices import Status
from claimsdb.db.words import DIACRITICS, fold, folded
from claimsdb.index.keyset import ListPosition
from claimsdb.index.projection import EntryRow
from claimsdb.index.search.bounds import SearchBounds
from claimsdb.index.search.languages import configuration
from claimsdb.index.search.lines import SearchLine
from claimsdb.index.search.query import Alternative, SearchQuery, Term
from claimsdb.models import Claim, indexed_statuses

PROBED = 2_000  # claims at the beginning of the scan
COMMON = 0.01  # of the claims have it: a page is scanned
VERY_COMMON = 0.15  # of the claims have it: it is counted by scanning, too
STEMS_KNOWN = 500_000  # kept in memory
SCANNED = 100_000  # claims at most, should it be less common further on

Piece = tuple[str, list[Any]]  # SQL with its parameters

STATUSES = {*indexed_statuses(Status)}

# Lexemes without diacritics. Endings are known by theirs, so they are taken away after stemming; and because somebody
# may have left them out, a text that has any is stemmed without them as well.
FOLDED = f"normalize(regexp_replace(normalize({{}}::text, NFKD), '[{DIACRITICS}]', '', 'g'), NFC)"
TEXTS = ("wording", "quote", "called")
STEMMED = "to_tsvector(configuration::regconfig, {})"


def _vector(words: str) -> str:
    """The lexemes of the words in this column and, where these have diacritics, of the same words without."""
    stemmed, bare = STEMMED.format(words), STEMMED.format(f"{words}_folded")
    both = f"({FOLDED.format(stemmed)} || ' ' || {bare}::text)::tsvector"
    return f"CASE WHEN {words} = {words}_folded THEN {stemmed} ELSE {both} END"


# A place is left between one text and the next, so that no phrase reaches from the one into the other.
LINES = f"""
    SELECT claim_id, status, day, configuration, array_to_tsvector(string_to_array(tags, ' '))
        || ts_delete({" || '#:1' || ".join(f"({_vector(text)})" for text in TEXTS)}, '#') AS vector
    FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::text[], {"%s::text[], " * 2 * len(TEXTS)} %s::text[])
    AS line (claim_id, status, day, configuration, {", ".join(f"{text}, {text}_folded" for text in TEXTS)}, tags)
"""
WRITE = f"""
    INSERT INTO claimsdb_search AS found {LINES}
    ON CONFLICT (claim_id) DO UPDATE SET status = excluded.status, day = excluded.day,
        configuration = excluded.configuration, vector = excluded.vector
    WHERE (found.status, found.day, found.configuration, found.vector)
        IS DISTINCT FROM (excluded.status, excluded.day, excluded.configuration, excluded.vector)
"""
WRONG = f"""
    SELECT claim_id FROM ({LINES}) AS line
    FULL JOIN (SELECT * FROM claimsdb_search WHERE claim_id = ANY(%s::bigint[])) AS found USING (claim_id)
    WHERE (found.status, found.day, found.configuration, found.vector)
        IS DISTINCT FROM (line.status, line.day, line.configuration, line.vector)
"""


def replace(before: Collection[EntryRow], lines: Collection[SearchLine]) -> None:
    gone = {entry.claim_id for entry in before} - {line.entry.claim_id for line in lines}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM claimsdb_search WHERE claim_id = ANY(%s::bigint[])", [sorted(gone)])
        cursor.execute(WRITE, _columns(lines))


def wrong(before: Collection[EntryRow], lines: Collection[SearchLine]) -> set[int]:
    claims = {entry.claim_id for entry in before} | {line.entry.claim_id for line in lines}
    with connection.cursor() as cursor:
        cursor.execute(WRONG, [*_columns(lines), sorted(claims)])
        return {claim for (claim,) in cursor.fetchall()}


def _columns(lines: Collection[SearchLine]) -> list[list[Any]]:
    """The values of the lines column by column, as LINES takes them."""
    rows = map(_values, lines)
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(5 + 2 * len(TEXTS))]


def _values(line: SearchLine) -> tuple[Any, ...]:
    texts = [text for words in (line.wording, line.quote, line.called) for text in (" ".join(words), folded(words))]
    entry = line.entry
    return entry.claim_id, entry.status, entry.day, configuration(line.language), *texts, " ".join(line.tags)


# --- reading -------------------------------------------------------------------------------------------------------

# What is looked for. Being a subquery it hides from the planner, which else would choose a plan of its own.
QUERY = """(
    WITH RECURSIVE used (configuration) AS (
        SELECT min(configuration) FROM claimsdb_search
        UNION ALL
        SELECT (SELECT min(configuration) FROM claimsdb_search WHERE configuration > used.configuration)
        FROM used WHERE configuration IS NOT NULL)
    SELECT %s::tsquery {clauses})"""

# One clause, stemmed as each language that claims are in has it.
CLAUSE = f"""(coalesce((
    SELECT string_agg(DISTINCT '(' || lexemes || ')', '|')
    FROM used CROSS JOIN LATERAL (VALUES
        ({FOLDED.format("to_tsquery(configuration::regconfig, %s)")}),
        (to_tsquery(configuration::regconfig, %s)::text)) AS stemmed (lexemes)
    WHERE lexemes <> ''), '')::tsquery || %s::tsquery)"""


def count(query: SearchQuery, tags: Sequence[str], bounds: SearchBounds, *, limit: int) -> int:
    """How many claims within the bounds have all of it, up to the limit."""
    looked_for = _query(query, tags)
    if _among(_in_order(bounds, within=PROBED), looked_for, limit=PROBED) >= PROBED * VERY_COMMON:
        stored = [_as_stored(bounds)] if bounds.is_any_day else []
        if any(_among(some, looked_for, limit=limit) == limit for some in [*stored, _in_order(bounds, within=SCANNED)]):
            return limit
    sql, parameters = _hits(query, tags, bounds)
    return _rows(f"SELECT count(*) FROM (SELECT FROM {sql} LIMIT %s) AS counted", [*parameters, limit])[0][0]


def positions(query: SearchQuery, tags: Sequence[str], bounds: SearchBounds, *, limit: int) -> list[ListPosition]:
    """The first positions within the bounds, in their direction."""
    found = scanned(query, tags, bounds, limit=limit, within=PROBED)
    if PROBED * COMMON <= len(found) < limit:
        found = scanned(query, tags, bounds, limit=limit, within=SCANNED)
    return found if len(found) == limit else collected(query, tags, bounds, limit=limit)


def scanned(
    query: SearchQuery, tags: Sequence[str], bounds: SearchBounds, *, limit: int, within: int
) -> list[ListPosition]:
    """The first positions among so many that the scan comes by."""
    (sql, given), (looked_for, values) = _in_order(bounds, within=within), _query(query, tags)
    found = f"SELECT day, claim_id FROM {sql} WHERE vector @@ {looked_for} ORDER BY {_order(bounds)} LIMIT %s"
    return _positions(found, [*given, *values, limit])


def collected(query: SearchQuery, tags: Sequence[str], bounds: SearchBounds, *, limit: int) -> list[ListPosition]:
    """The first positions among all that the index has."""
    sql, parameters = _hits(query, tags, bounds)
    return _positions(f"SELECT day, claim_id FROM {sql} ORDER BY {_order(bounds)} LIMIT %s", [*parameters, limit])


def claims(query: SearchQuery, statuses: Sequence[str]) -> Piece:
    """The SQL that selects the ids of all claims of the statuses that the query finds, and its parameters."""
    hits = [_hits(query, (), SearchBounds(status)) for status in statuses]
    sql = " UNION ALL ".join(f"SELECT claim_id FROM {sql}" for sql, _ in hits)
    return sql, list(chain.from_iterable(given for _, given in hits))


def _hits(query: SearchQuery, tags: Sequence[str], bounds: SearchBounds) -> Piece:
    """The claims within the bounds that have all of it, for a FROM clause, and its parameters.

    The index of a status serves a statement that names the status, and no parameter does. OFFSET keeps the days out of
    the planner's sight, which would rather go through all claims of these days.
    """
    if bounds.status not in STATUSES:
        raise ValueError(f"{bounds.status!r} is no status of the read model.")
    looked_for, values = _query(query, tags)
    of_status = f"status = '{bounds.status}'"
    having = f"SELECT day, claim_id FROM claimsdb_search WHERE vector @@ {looked_for} AND {of_status}"
    days, given = _days(bounds)
    return f"({having} OFFSET 0) AS hits WHERE {days}", [*values, *given]


def _among(some: Piece, looked_for: Piece, *, limit: int) -> int:
    """How many of some claims have what is looked for, up to the limit."""
    (sql, given), (query, values) = some, looked_for
    found = f"SELECT FROM {sql} WHERE vector @@ {query} LIMIT %s"
    return _rows(f"SELECT count(*) FROM ({found}) AS counted", [*given, *values, limit])[0][0]


def _in_order(bounds: SearchBounds, *, within: int) -> Piece:
    """The first so many claims within the bounds, for a FROM clause, as what follows."""
    days, given = _days(bounds)
    sql = f"SELECT day, claim_id, vector FROM claimsdb_search WHERE status = %s AND {days} ORDER BY {_order(bounds)}"
    return f"({sql} LIMIT %s) AS scanned", [bounds.status, *given, within]


def _as_stored(bounds: SearchBounds) -> Piece:
    """Some claims of the status, as they come: to count them the order does not matter, and the table is read twice as
    fast as it is stored. Of a status that few claims have it gives few."""
    stored = "(SELECT status, vector FROM claimsdb_search LIMIT %s) AS stored"
    return f"(SELECT vector FROM {stored} WHERE status = %s) AS scanned", [SCANNED, bounds.status]


def _days(bounds: SearchBounds) -> Piece:
    sql, given = "day BETWEEN %s AND %s", [*bounds.days]
    if not bounds.after:
        return sql, given
    return f"{sql} AND (day, claim_id) {'<' if bounds.down else '>'} (%s, %s)", [*given, *bounds.after]


def _order(bounds: SearchBounds) -> str:
    direction = "DESC" if bounds.down else "ASC"
    return f"day {direction}, claim_id {direction}"


def _query(query: SearchQuery, tags: Sequence[str]) -> tuple[str, list[str]]:
    """The SQL of what is looked for, and its parameters."""
    clauses = [*query.required, *((each,) for each in query.excluded)]
    signs = ["&&"] * len(query.required) + ["&& !!"] * len(query.excluded)
    sql = QUERY.format(clauses=" ".join(f"{sign} {CLAUSE}" for sign in signs))
    return sql, [_tagged(tags, "&"), *chain.from_iterable(map(_clause, clauses))]


def _clause(clause: Sequence[Alternative]) -> list[str]:
    bare = [Alternative(tuple(term.folded() for term in each.terms)) for each in clause]
    return [_written(clause), _written(bare), _tagged([tag for each in clause for tag in each.tags], "|")]


def _written(clause: Sequence[Alternative]) -> str:
    """The terms in the language of to_tsquery."""
    return " | ".join(f"({' & '.join(map(_phrase, each.terms))})" for each in clause)


def _phrase(term: Term) -> str:
    """Between quotation marks all is plain text, and no word has any in it."""
    phrase = " <-> ".join(f"'{word}'" for word in term.words)
    return f"({phrase}{':*' * term.is_open})"


def _tagged(tags: Sequence[str], sign: str) -> str:
    return f" {sign} ".join(f"'{tag}'" for tag in tags)


def _positions(sql: str, parameters: Sequence[Any]) -> list[ListPosition]:
    return [ListPosition(str(day), claim) for day, claim in _rows(sql, parameters)]


def _rows(sql: str, parameters: Sequence[Any]) -> list[Any]:
    with connections[router.db_for_read(Claim)].cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


# --- stems ----------------------------------------------------------------------------------------------------------

STEMS = f"""
    SELECT configuration, word, tsvector_to_array(
        {FOLDED.format("to_tsvector(configuration::regconfig, word)")}::tsvector
        || to_tsvector(configuration::regconfig, bare))
    FROM unnest(%s::text[], %s::text[], %s::text[]) AS wanted (configuration, word, bare)"""

_known: dict[tuple[str, str], frozenset[str]] = {}


def stems(wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], frozenset[str]]:
    """The stems by which a word is found in a text of a language, by both."""
    if len(_known) > STEMS_KNOWN:
        _known.clear()
    by_configuration = {(language, word): (configuration(language), word) for language, word in wanted}
    if new := list(set(by_configuration.values()) - _known.keys()):
        columns = [[name for name, _ in new], [word for _, word in new], [fold(word) for _, word in new]]
        _known.update({(name, word): frozenset(found) for name, word, found in _rows(STEMS, columns)})
    return {asked: _known[place] for asked, place in by_configuration.items()}
