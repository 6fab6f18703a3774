"""JSON documents of claims as the API shows them, made by the database in one statement that answers one row, however
many claims.

The text is JSON, a claim a line. That a page is one row matters: Python's sqlite3 lets go of the interpreter's lock at
every row, and threads then wait for each other more than they work.
`api.documents.serializers.ClaimSerializer` describes the same shape, and a test compares the two.
"""

from collections.abc import Collection, Mapping
from functools import cache

from django.db import connections, router

from claimsdb.choices import ArticleState, CodeScheme, Status
from claimsdb.db.sql import pack_ids
from claimsdb.models import Actor, ActorCode, Article, Attribution, Claim, Part, Quantity, Source, Visibility

Columns = Mapping[str, str]

FLAGS = ("editors_words",)
OBJECTS = ("of", "stands_for")

TABLES = {
    model.__name__.lower(): model._meta.db_table
    for model in (Actor, ActorCode, Article, Attribution, Claim, Part, Quantity, Source)
}


def lines(claims: Collection[int], *, base: str, visibility: Visibility) -> list[str]:
    """The documents of the claims with these ids, in the order of the ids; their addresses begin with `base`. Of what
    they refer to they show what may be seen."""
    if not claims:
        return []
    connection = connections[router.db_for_read(Claim)]
    with connection.cursor() as cursor:
        cursor.execute(statement(connection.vendor, visibility), [base, pack_ids(claims, connection.vendor)])
        (text,) = cursor.fetchone()
    return text.split("\n") if text else []


@cache
def statement(vendor: str, visibility: Visibility) -> str:
    dialect = DIALECTS[vendor]
    joins = CLAIM_JOINS.format(may_be_seen=_may_be_seen("original", visibility), **TABLES)
    document = dialect.object(_claim(dialect, visibility))
    return dialect.joined(document=document, joins=joins, **TABLES)


def _may_be_seen(claim: str, visibility: Visibility) -> str:
    """SQL for whether another claim, which a claim names, may be seen."""
    if visibility.is_all:
        return "true"
    statuses = ", ".join(f"'{status}'" for status in Status if status in visibility.statuses) or "NULL"
    public = f"SELECT id FROM {TABLES['article']} WHERE state = '{ArticleState.PUBLIC}'"
    return f"{claim}.status IN ({statuses}) AND {claim}.article_id IN ({public})"


class Dialect:
    """How an engine makes JSON. A column is an SQL expression; an object is made of columns by name."""

    def joined(self, *, document: str, joins: str, **tables: str) -> str:
        """The whole statement: a line for each claim, in the order of the ids."""
        raise NotImplementedError

    def object(self, columns: Columns) -> str:
        raise NotImplementedError

    def array(self, columns: Columns, source: str) -> str:
        """The rows of `source`, which says in which order, as an array of objects; its FLAGS are true or false, and its
        OBJECTS JSON."""
        raise NotImplementedError

    def json(self, column: str) -> str:
        """What a column has as JSON, as it is."""
        raise NotImplementedError

    def moment(self, column: str) -> str:
        raise NotImplementedError

    def figure(self, column: str) -> str:
        raise NotImplementedError

    def unless_null(self, columns: Columns, *among: str) -> str:
        """The object, or null where all of the columns `among` are null."""
        return f"CASE WHEN {' OR '.join(f'{column} IS NOT NULL' for column in among)} THEN {self.object(columns)} END"


class SQLite(Dialect):
    def joined(self, *, document: str, joins: str, **tables: str) -> str:
        return f"""
            SELECT group_concat(document, char(10)) FROM (
                SELECT {document} AS document FROM json_each(%s) AS wanted
                CROSS JOIN {tables["claim"]} AS claim ON claim.id = wanted.value {joins} ORDER BY wanted.key)"""

    def object(self, columns: Columns) -> str:
        named = ", ".join(f"'{name}', {column}" for name, column in columns.items())
        return f"json_object({named})"

    def array(self, columns: Columns, source: str) -> str:
        named = ", ".join(f'{column} AS "{name}"' for name, column in columns.items())
        given = {name: f'element."{name}"' for name in columns}
        given |= {name: self.flag(given[name]) for name in FLAGS if name in given}
        element = self.object(given | {name: self.json(given[name]) for name in OBJECTS if name in given})
        return f"(SELECT json_group_array({element}) FROM (SELECT {named} {source}) AS element)"

    def flag(self, column: str) -> str:
        """There are no other truth values than 1 and 0."""
        return f"json(CASE WHEN {column} THEN 'true' ELSE 'false' END)"

    def json(self, column: str) -> str:
        return f"json({column})"

    def moment(self, column: str) -> str:
        return f"replace({column}, ' ', 'T') || 'Z'"

    def figure(self, column: str) -> str:
        return column


class PostgreSQL(Dialect):
    def joined(self, *, document: str, joins: str, **tables: str) -> str:
        return f"""
            SELECT string_agg(({document})::text, chr(10) ORDER BY wanted.place)
            FROM unnest(%s::bigint[]) WITH ORDINALITY AS wanted (id, place)
            JOIN {tables["claim"]} AS claim ON claim.id = wanted.id {joins}"""

    def object(self, columns: Columns) -> str:
        named = ", ".join(f'{column} AS "{name}"' for name, column in columns.items())
        return f"(SELECT row_to_json(one) FROM (SELECT {named}) AS one)"

    def array(self, columns: Columns, source: str) -> str:
        named = ", ".join(f'{column} AS "{name}"' for name, column in columns.items())
        return f"array_to_json(ARRAY(SELECT row_to_json(element) FROM (SELECT {named} {source}) AS element))"

    def json(self, column: str) -> str:
        return column

    def moment(self, column: str) -> str:
        written = f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
        return f"replace({written}, '.000000Z', 'Z')"

    def figure(self, column: str) -> str:
        return f"trim_scale({column})"


DIALECTS = {"sqlite": SQLite(), "postgresql": PostgreSQL()}


CLAIM_JOINS = """
    JOIN {article} AS article ON article.id = claim.article_id
    LEFT JOIN {source} AS source ON source.id = article.source_id AND source.state = 'confirmed'
    LEFT JOIN {claim} AS original ON original.id = claim.duplicate_of_id AND {may_be_seen}"""

# The actor of a part (its code, if it has one of ours) and, where the part is rolled up, the one through whom it is.
ACTORS = """
    FROM {part} AS part
    JOIN {attribution} AS written ON written.id = part.attribution_id
    LEFT JOIN {actor} AS actor ON actor.id = part.actor_id
    LEFT JOIN {actorcode} AS code ON code.actor_id = actor.id AND code.scheme = '{scheme}'
    LEFT JOIN {actor} AS speaker ON part.rolled AND speaker.id = written.actor_id
    LEFT JOIN {actorcode} AS speakercode ON speakercode.actor_id = speaker.id AND speakercode.scheme = '{scheme}'
    WHERE part.claim_id = claim.id ORDER BY part."order\""""

# The actor whose things are counted, and the figure for which one stands.
QUANTITIES = """
    FROM {quantity} AS quantity
    LEFT JOIN {actor} AS counted ON counted.id = quantity.of_id
    LEFT JOIN {actorcode} AS code ON code.actor_id = counted.id AND code.scheme = '{scheme}'
    LEFT JOIN {claim} AS named ON named.id = quantity.stands_for_claim_id AND {may_be_seen}
    LEFT JOIN {quantity} AS meant ON meant.claim_id = named.id AND meant."order" = quantity.stands_for_order
    WHERE quantity.claim_id = claim.id ORDER BY quantity."order\""""


def _claim(dialect: Dialect, visibility: Visibility) -> Columns:
    scheme, may_be_seen = CodeScheme.CLAIMSDB, _may_be_seen("named", visibility)
    return {
        "key": "claim.key",
        "url": "CAST(%s AS text) || claim.key || '/'",
        **_columns("claim", "status version text"),
        "quote": "nullif(claim.quote, '')",
        "span": dialect.unless_null(_columns("claim", "start end"), 'claim."start"'),
        "article": dialect.object(_article(dialect)),
        **{name: _judged(name) for name in Claim.JUDGED},
        **{f"{interval}_on": _interval(dialect, interval) for interval in Claim.INTERVALS},
        "editors_words": dialect.json("claim.editors_words"),
        "actors": dialect.array(_ACTOR, ACTORS.format(**TABLES, scheme=scheme)),
        "quantities": dialect.array(
            _quantity(dialect), QUANTITIES.format(**TABLES, scheme=scheme, may_be_seen=may_be_seen)
        ),
        "duplicate_of": "original.key",
        "extractor": _extractor(dialect),
        "created_at": dialect.moment("claim.created_at"),
        "updated_at": dialect.moment("claim.updated_at"),
    }


def _judged(name: str) -> str:
    """Null where there is none; but a claim that is flat has an empty hedge."""
    may_be_null = Claim._meta.get_field(name).blank and name != "hedge"  # type: ignore[union-attr]
    return f"nullif(claim.{name}, '')" if may_be_null else f'claim."{name}"'


def _article(dialect: Dialect) -> Columns:
    return {
        "id": "article.id",
        "file_name": "nullif(article.file_name, '')",
        **_columns("article", "title published_on published_from published_to"),
        "source": dialect.unless_null(_columns("source", "slug name"), "source.id"),
    }


def _own_words(row: str) -> str:
    """As `RowOfClaim.editors_words`."""
    return f"({row}.as_written <> '' AND {row}.\"start\" IS NULL)"


_ACTOR = {
    "code": "coalesce(code.code, actor.slug)",
    "name": "coalesce(actor.name, nullif(written.name, ''), written.as_written)",
    "role": "part.role",
    "as_written": "CASE WHEN NOT part.rolled THEN nullif(written.as_written, '') END",
    "editors_words": f"NOT part.rolled AND {_own_words('written')}",
    "via": "CASE WHEN part.rolled THEN "
    "coalesce(speakercode.code, speaker.slug, nullif(written.name, ''), written.as_written) END",
}


_COUNTED = {"code": "coalesce(code.code, counted.slug)", "name": "counted.name", "kind": "counted.kind"}
_MEANT = {"claim": "named.key", "order": 'meant."order"', "as_written": "meant.as_written"}


def _quantity(dialect: Dialect) -> Columns:
    return {
        "as_written": "quantity.as_written",
        "editors_words": _own_words("quantity"),
        **{bound: dialect.figure(f"quantity.{bound}") for bound in Quantity.BOUNDS},
        "qualifier": "quantity.qualifier",
        "measure": "nullif(quantity.measure, '')",
        "unit": "nullif(quantity.unit, '')",
        "basis": "quantity.basis",
        "of": dialect.unless_null(_COUNTED, "counted.id"),
        "stage": "nullif(quantity.stage, '')",
        "per": "nullif(quantity.per, '')",
        "stands_for": dialect.unless_null(_MEANT, "meant.id"),
    }


def _interval(dialect: Dialect, name: str) -> str:
    words = f"nullif(claim.{name}_as_written, '')"
    days = {"from": f"claim.{name}_from", "to": f"claim.{name}_to"}
    return dialect.unless_null({**days, "as_written": words}, *days.values(), words)


def _extractor(dialect: Dialect) -> str:
    columns = {
        "name": "claim.extractor",
        "version": "claim.extractor_version",
        "rule": "nullif(claim.rule, '')",
        "confidence": "claim.confidence",
    }
    among = [f"nullif({columns[name]}, '')" for name in ("name", "version")]
    return dialect.unless_null(columns, *among, columns["rule"], columns["confidence"])


def _columns(table: str, names: str) -> Columns:
    return {name: f'{table}."{name}"' for name in names.split()}
