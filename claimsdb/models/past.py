"""What of a claim's past was public: of its versions and decisions those that readers could see while they stood, as
the article was not held back all that time. Its history tells when an editor said what of it."""

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from claimsdb.choices import ArticleState
from claimsdb.models.articles import Article
from claimsdb.models.claims import Claim

IS_HELD = f"""(said.state = '{ArticleState.WITHDRAWN}'
    OR (said.state = '{ArticleState.DRAFT}' AND said.state_by_editor))"""
SAID = f"""FROM {Article.history.model._meta.db_table} AS said
    JOIN {Claim._meta.db_table} AS its_claim ON its_claim.article_id = said.id WHERE its_claim.id = {{row}}.claim_id"""
WAS_OPEN = f"""(
    NOT coalesce((
        SELECT {IS_HELD} {SAID} AND said.history_date <= {{row}}.{{moment}}
        ORDER BY said.history_date DESC, said.history_id DESC LIMIT 1
    ), false)
    OR EXISTS (
        SELECT 1 {SAID} AND NOT {IS_HELD} AND said.history_date > {{row}}.{{moment}}
        AND NOT EXISTS (
            SELECT 1 FROM {{table}} AS later WHERE later.claim_id = {{row}}.claim_id
            AND later.version > {{row}}.version AND later.{{moment}} <= said.history_date
        )
    )
)"""


def was_open_sql(model, *, moment: str, row: str) -> str:
    """Whether the article was open at some time while a row of a claim's versions or decisions stood: from its `moment`
    until that of the next."""
    return WAS_OPEN.format(table=model._meta.db_table, moment=moment, row=row)


def was_open(model, *, moment: str) -> RawSQL:
    """The same, as a condition of a query of that model."""
    return RawSQL(was_open_sql(model, moment=moment, row=model._meta.db_table), [], output_field=BooleanField())
