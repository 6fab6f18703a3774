"""The closure of some claims under references, for a fixture: the claims, and all that they refer to.

Few claims are a list of ids, from which each statement goes on. Many stay what was asked for, so that the database can
go through its tables in order. The sources and actors, of which there are few, are looked for once: those that the
first claims need, which are nearly all, and then the rest by the articles and parts that refer to them. Nothing else is
remembered, however many claims there are, and nothing is written, so that a replica can be asked.
"""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from claimsdb.db.sql import IDS_PARAM, pack_ids
from claimsdb.exchange.audience import Audience
from claimsdb.exchange.tables import NAMES, FixtureTable
from claimsdb.models import Actor, Claim, Source

FEW = 10_000  # claims
SAMPLE = 1_000  # claims

SQL = tuple[str, Sequence[Any]]  # with its parameters

# A duplicate needs what it repeats, and a figure that for which it stands; an article what it came out of; a source
# whose edition it is; an actor those to whom it belongs, because its words roll up to them. Drafts of assessments are
# for nobody else, nor those whose day is to come. Of questions there are those that the claims answer, with those that
# were merged into them; those that none answers belong to no claim, and are in a fixture of all.
WANTED = """
    WITH RECURSIVE selected (id) AS {inlined} ({selected}),
    repeated (id) AS (
        SELECT id FROM (
            SELECT duplicate_of_id AS id FROM {claim}
            WHERE duplicate_of_id > 0 AND {each}id IN (SELECT id FROM selected)
            UNION ALL SELECT stands_for_claim_id FROM {quantity}
            WHERE stands_for_claim_id > 0 AND {each}claim_id IN (SELECT id FROM selected) {meant}
        ) AS named
        UNION SELECT CASE WHEN is_meant THEN stands_for_claim_id ELSE duplicate_of_id END
        FROM repeated JOIN {claim} AS claim ON claim.id = repeated.id
        LEFT JOIN {quantity} AS quantity ON quantity.claim_id = claim.id AND stands_for_claim_id > 0 {meant}
        JOIN (SELECT true AS is_meant UNION ALL SELECT false) AS way ON true
        WHERE CASE WHEN is_meant THEN stands_for_claim_id ELSE duplicate_of_id END IS NOT NULL
    ), wanted_claim (id) AS {inlined} (
        SELECT id FROM selected {repeated}
    ), wanted_assessment (id) AS (
        SELECT id FROM {assessment}
        WHERE published_on <= '{today}' AND {each}claim_id IN (SELECT id FROM wanted_claim) {publisher}
    ), wanted_article (id) AS (
        {articles} {repeated_articles}
        UNION SELECT article_id FROM {evidence}
        WHERE article_id IS NOT NULL AND assessment_id IN (SELECT id FROM wanted_assessment) {article_open}
        UNION SELECT derivation.original_id FROM {derivation} AS derivation
        JOIN wanted_article ON derivation.article_id = wanted_article.id
        WHERE derivation.original_id IS NOT NULL {original}
    ), wanted_source (id) AS (
        SELECT source_id FROM (
            SELECT source_id FROM {article} WHERE id IN (SELECT id FROM wanted_article)
            UNION SELECT source_id FROM {derivation} WHERE article_id IN (SELECT id FROM wanted_article)
            UNION SELECT publisher_id FROM {assessment} WHERE id IN (SELECT id FROM wanted_assessment)
        ) AS publisher WHERE source_id IS NOT NULL {source_open}
        UNION SELECT source.parent_id FROM {source} AS source JOIN wanted_source ON source.id = wanted_source.id
        WHERE source.parent_id IS NOT NULL {parent}
    ), wanted_relation (id) AS (
        SELECT id FROM {relation} WHERE {each}a_id IN (SELECT id FROM wanted_claim)
        AND {each}b_id IN (SELECT id FROM wanted_claim) {linked}
    ), wanted_answer (id) AS (
        SELECT id FROM {answer} WHERE {each}claim_id IN (SELECT id FROM wanted_claim) {linked} {asked}
    ), wanted_question (id) AS (
        SELECT question_id FROM (
            SELECT question_id FROM {answer} WHERE id IN (SELECT id FROM wanted_answer)
            UNION SELECT question_id FROM {relation} WHERE id IN (SELECT id FROM wanted_relation)
            UNION SELECT id FROM {question} WHERE {whole}
        ) AS asking WHERE question_id IS NOT NULL {asked}
        UNION SELECT other.id FROM wanted_question JOIN {question} AS one ON one.id = wanted_question.id
        JOIN {question} AS other ON other.merged_into_id = one.id OR other.id = one.merged_into_id
        WHERE true {open}
    ), wanted_actor (id) AS (
        SELECT actor_id FROM (
            SELECT actor_id FROM {attribution}
            WHERE {each}claim_id IN (SELECT id FROM wanted_claim) {of_actors}
            UNION SELECT side_id FROM {attribution}
            WHERE {each}claim_id IN (SELECT id FROM wanted_claim) {of_sides}
            UNION SELECT of_id FROM {quantity}
            WHERE of_id IS NOT NULL AND {each}claim_id IN (SELECT id FROM wanted_claim) {of_counted}
            UNION SELECT actor_id FROM {questionactor} WHERE question_id IN (SELECT id FROM wanted_question)
        ) AS part WHERE actor_id IS NOT NULL
        UNION SELECT affiliation.parent_id FROM {affiliation} AS affiliation
        JOIN wanted_actor ON affiliation.child_id = wanted_actor.id
    )
"""
REPEATED = "UNION ALL SELECT id FROM repeated"
REPEATED_ARTICLES = "UNION SELECT article_id FROM {claim} WHERE id IN (SELECT id FROM repeated)"

# Whether a selected claim repeats one that is not selected, or has a figure that stands for one of such a claim.
REPEATS_OTHERS = """
    SELECT EXISTS (
        SELECT 1 FROM {claim} AS repeat WHERE repeat.duplicate_of_id > 0
        AND EXISTS (SELECT 1 FROM ({selected}) AS one WHERE one.id = repeat.id)
        AND NOT EXISTS (SELECT 1 FROM ({selected}) AS one WHERE one.id = repeat.duplicate_of_id)
    ) OR EXISTS (
        SELECT 1 FROM {quantity} AS figure WHERE figure.stands_for_claim_id > 0
        AND EXISTS (SELECT 1 FROM ({selected}) AS one WHERE one.id = figure.claim_id)
        AND NOT EXISTS (SELECT 1 FROM ({selected}) AS one WHERE one.id = figure.stands_for_claim_id)
    )
"""

# The articles that may lead to one of some sources.
LEADING_TO = """
    SELECT id FROM {article} WHERE source_id IN ({ids})
    UNION SELECT article_id FROM {derivation} WHERE source_id IN ({ids}) OR original_id IS NOT NULL
"""


class Selection:
    """The claims of a fixture. It reads the database when it is made and later: all in the snapshot of the rows.

    `each` goes before a condition on the ids of many rows, each of which is to be looked at.
    """

    def __init__(self, claims: QuerySet[Claim], *, audience: Audience, using: str, is_whole: bool = False) -> None:
        self._connection = connections[using]
        self._audience = audience
        self._is_whole = is_whole
        first = list(claims.order_by().values_list("pk", flat=True)[: FEW + 1])
        self._are_many = len(first) > FEW
        self._first = Claim.objects.filter(pk__in=RawSQL(*self._listed(first)))
        self._claims = claims if self._are_many else self._first
        # SQLite begins with a list of ids, however long it is, unless they are compared with an expression.
        self.each = "+" if self._are_many and self._connection.vendor == "sqlite" else ""

    def wanted(self, table: FixtureTable) -> tuple[str, str, Sequence[Any]]:
        """The rows of the table, called `row`, that the fixture has: what goes before a SELECT of them, what stands in
        its WHERE, and the parameters."""
        match table.whose:
            case "source":
                before, (ids, parameters) = "", self._listed(self._sources)
            case "actor":
                before, (ids, parameters) = "", self._listed(self._actors)
            case whose:
                before, parameters = self._with(self._claims)
                ids = f"SELECT id FROM wanted_{whose}"
        return before, f"row.{table.by} IN ({ids}) AND {self._audience.condition(table)}", parameters

    @cached_property
    def are_most(self) -> bool:
        """Whether they are more than half of all claims, as a sample tells."""
        if not self._are_many:
            return False
        ((last,),) = self._rows(f"SELECT max(id) FROM {Claim._meta.db_table}", [])
        ids = {last * number // SAMPLE for number in range(1, SAMPLE + 1)}
        sample = RawSQL(*self._listed(ids))
        return 2 * self._claims.filter(pk__in=sample).count() > Claim.objects.filter(pk__in=sample).count()

    @cached_property
    def _sources(self) -> set[int]:
        found = self._found("source", self._with(self._first))
        if self._are_many and (rest := self._others(Source, than=found)):
            ids, parameters = self._listed(rest)
            leading = RawSQL(LEADING_TO.format(ids=ids, **NAMES), [*parameters, *parameters])
            found |= self._found("source", self._with(self._claims, articles=self._claims.filter(article__in=leading)))
        return found

    @cached_property
    def _actors(self) -> set[int]:
        found = self._found("actor", self._with(self._first))
        if self._are_many and (rest := self._others(Actor, than=found)):
            found |= self._found("actor", self._with(self._claims, actors=rest))
        return found

    def _with(
        self,
        claims: QuerySet[Claim],
        *,
        articles: QuerySet[Claim] | None = None,
        actors: Collection[int] | None = None,
    ) -> SQL:
        """What goes before a SELECT of what the claims need: all of it, or of the articles those of these claims, or of
        the actors these, with all that follows from them."""
        selected, given = _statement(claims, "id")
        of_articles, for_articles = _statement(claims if articles is None else articles, "article")
        ids, for_actors = ("", []) if actors is None else self._listed(actors)
        are_many = claims is not self._first
        alone = are_many and not self._repeats_others
        sql = WANTED.format(
            selected=selected,
            articles=of_articles,
            each=self.each if are_many else "",
            inlined="NOT MATERIALIZED" if alone else "",
            repeated="" if alone else REPEATED,
            repeated_articles="" if alone else REPEATED_ARTICLES.format(**NAMES),
            of_actors=ids and f"AND actor_id IN ({ids})",
            of_sides=ids and f"AND side_id IN ({ids})",
            of_counted=ids and f"AND of_id IN ({ids})",
            today=timezone.localdate().isoformat(),
            whole="true" if self._is_whole else "false",
            **self._audience.closure,
            **NAMES,
        )
        return sql, [*given, *for_articles, *for_actors, *for_actors, *for_actors]

    @cached_property
    def _repeats_others(self) -> bool:
        selected, given = _statement(self._claims, "id")
        ((answer,),) = self._rows(REPEATS_OTHERS.format(selected=selected, **NAMES), [*given, *given, *given, *given])
        return bool(answer)

    def _found(self, whose: str, wanted: SQL) -> set[int]:
        before, parameters = wanted
        return {pk for (pk,) in self._rows(f"{before} SELECT id FROM wanted_{whose}", parameters)}

    def _others(self, model: type[Source | Actor], *, than: Collection[int]) -> set[int]:
        return {pk for (pk,) in self._rows(f"SELECT id FROM {model._meta.db_table}", [])} - {*than}

    def _listed(self, ids: Collection[int]) -> SQL:
        vendor = self._connection.vendor
        return IDS_PARAM[vendor], [pack_ids(ids, vendor)]

    def _rows(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()


def _statement(claims: QuerySet[Claim], column: str) -> SQL:
    """The SQL that selects the column of the claims."""
    try:
        return claims.order_by().values(column).query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 0", ()
