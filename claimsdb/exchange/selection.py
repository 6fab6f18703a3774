"""Which rows a fixture of some claims needs: the claims, and all that they refer to, as the database finds it.

Nothing is remembered here, however many claims there are, and nothing is written, so that a replica can be asked.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from claimsdb.exchange.tables import NAMES, FixtureTable
from claimsdb.models import Claim

# A duplicate needs what it repeats; an article what it came out of; a source whose edition it is; an actor those to
# whom it belongs, because its words roll up to them. Drafts of assessments are for nobody else.
WANTED = """
    WITH RECURSIVE selected (id) AS ({selected}),
    repeated (id) AS (
        SELECT duplicate_of_id FROM {claim} WHERE duplicate_of_id IS NOT NULL AND id IN (SELECT id FROM selected)
        UNION SELECT claim.duplicate_of_id FROM {claim} AS claim JOIN repeated ON claim.id = repeated.id
        WHERE claim.duplicate_of_id IS NOT NULL
    ), wanted_claim (id) AS (
        SELECT id FROM selected UNION ALL SELECT id FROM repeated
    ), wanted_assessment (id) AS (
        SELECT id FROM {assessment} WHERE published_on IS NOT NULL AND claim_id IN (SELECT id FROM wanted_claim)
    ), wanted_article (id) AS (
        SELECT article_id FROM {claim} WHERE id IN (SELECT id FROM wanted_claim)
        UNION SELECT article_id FROM {evidence}
        WHERE article_id IS NOT NULL AND assessment_id IN (SELECT id FROM wanted_assessment)
        UNION SELECT derivation.original_id FROM {derivation} AS derivation
        JOIN wanted_article ON derivation.article_id = wanted_article.id WHERE derivation.original_id IS NOT NULL
    ), wanted_source (id) AS (
        SELECT source_id FROM (
            SELECT source_id FROM {article} WHERE id IN (SELECT id FROM wanted_article)
            UNION SELECT source_id FROM {derivation} WHERE article_id IN (SELECT id FROM wanted_article)
            UNION SELECT publisher_id FROM {assessment} WHERE id IN (SELECT id FROM wanted_assessment)
        ) AS publisher WHERE source_id IS NOT NULL
        UNION SELECT source.parent_id FROM {source} AS source JOIN wanted_source ON source.id = wanted_source.id
        WHERE source.parent_id IS NOT NULL
    ), wanted_actor (id) AS (
        SELECT actor_id FROM (
            SELECT actor_id FROM {attribution} WHERE claim_id IN (SELECT id FROM wanted_claim)
            UNION SELECT side_id FROM {attribution} WHERE claim_id IN (SELECT id FROM wanted_claim)
        ) AS part WHERE actor_id IS NOT NULL
        UNION SELECT affiliation.parent_id FROM {affiliation} AS affiliation
        JOIN wanted_actor ON affiliation.child_id = wanted_actor.id
    )
"""


def wanted(table: FixtureTable, selected: QuerySet[Claim]) -> tuple[str, str, Sequence[Any]]:
    """The rows of the table, called `row`, that a fixture of the claims has: what goes before a SELECT of them, what
    stands in its WHERE, and the parameters."""
    try:
        statement, parameters = selected.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        statement, parameters = "SELECT 0", ()
    where = f"row.{table.by} IN (SELECT id FROM wanted_{table.whose})"
    return WANTED.format(selected=statement, **NAMES), where, parameters
