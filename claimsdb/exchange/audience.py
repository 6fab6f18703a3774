"""What a fixture leaves out, by who gets it: internal notes and what of reasons is for editors, unless it is one; and
all that is not public, unless it is somebody who sees all claims."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection

from claimsdb.choices import ArticleState, LinkState, SourceState, Texts
from claimsdb.exchange.tables import NAMES, Column, FixtureTable
from claimsdb.filters import ClaimList
from claimsdb.models import (
    PUBLIC_QUESTIONS,
    TOLD,
    Answer,
    AnswerDecision,
    Article,
    Claim,
    Decision,
    Derivation,
    Evidence,
    Question,
    Relation,
    RelationDecision,
    Source,
    sees_all_claims,
    was_open_sql,
)
from claimsdb.review import REVIEW_PERMISSION


class ClosedTexts(PermissionError):
    """A fixture has the texts of articles, and those of some are not for whoever asks."""


CONFIRMED = f"(SELECT id FROM {NAMES['source']} WHERE state = '{SourceState.CONFIRMED}')"
OPENED = ", ".join(f"'{status}'" for status in PUBLIC_QUESTIONS)
OPEN_QUESTIONS = f"FROM {NAMES['question']} WHERE status IN ({OPENED})"

WITH_NOTES = (Decision, AnswerDecision, RelationDecision, Question)
ASKING_NOTHING = {
    "sqlite": "json_set(row.columns, '$.question', json('null'))",
    "postgresql": "jsonb_set(row.columns, '{question}', 'null')::text",
}
# Of a reason what readers get.
TOLD_REASON = {
    "sqlite": "(SELECT json_group_object(key, json(row.reason -> fullkey)) FROM json_each(row.reason)"
    " WHERE key IN ({}))",
    "postgresql": "(SELECT coalesce(jsonb_object_agg(key, value), '{{}}')::text FROM jsonb_each(row.reason)"
    " WHERE key IN ({}))",
}
AS_STORED = {"sqlite": "row.columns", "postgresql": "row.columns::text"}

# What `selection.WANTED` has places for.
CLOSURE = "publisher article_open original source_open parent meant linked asked open".split()


@dataclass(frozen=True)
class Audience:
    """Who a fixture is for. What they may not know is left out of columns, rows, and of what rows refer to."""

    sees_all: bool
    sees_notes: bool

    def instead_of(self, column: Column, table: FixtureTable) -> str | None:
        """SQL of what they get in the place of a value; None where that is the value itself."""
        if table.model in WITH_NOTES and column.name == "note" and not self.sees_notes:
            return "''"
        if column.name == "reason" and table.model in (Answer, Relation) and not self.sees_notes:
            return TOLD_REASON[connection.vendor].format(", ".join(f"'{name}'" for name in TOLD))
        if self.sees_all:
            return None
        match table.model, column.name:
            case (_, "found"):
                return "NULL"
            case (_, "state_by_editor"):
                return "false"
            case (_, _) if column.refers_to is Source and column.field.null:
                return f"CASE WHEN the_{column.name}.state = '{SourceState.CONFIRMED}' THEN the_{column.name}.slug END"
            case (_, "stands_for_claim"):
                return f"CASE WHEN {self._is_open('the_stands_for_claim')} THEN the_stands_for_claim.key END"
            case (_, "stands_for_order"):
                return f"CASE WHEN {self._is_open('the_stands_for_claim')} THEN row.stands_for_order END"
            case (model, "question") if model is Relation:
                return f"CASE WHEN the_question.status IN ({OPENED}) THEN the_question.slug END"
            case (_, "columns"):
                is_open = f"row.columns ->> 'question' IN (SELECT slug {OPEN_QUESTIONS})"
                vendor = connection.vendor
                return f"CASE WHEN {is_open} THEN {AS_STORED[vendor]} ELSE {ASKING_NOTHING[vendor]} END"
        return None

    def condition(self, table: FixtureTable) -> str:
        """What must hold of a `row` for them to get it. Of decisions those that left the claim public, in an
        article that was."""
        if self.sees_all:
            return "true"
        return {
            Decision: f"row.to_status IN ({self._public}) AND {was_open_sql(Decision, moment='decided_at', row='row')}",
            Derivation: f"NOT row.proposed AND (row.original_id IS NULL OR row.original_id IN {self._open})"
            f" AND (row.source_id IS NULL OR row.source_id IN {CONFIRMED})",
            Evidence: f"(row.article_id IS NULL OR row.article_id IN {self._open})",
            AnswerDecision: f"row.columns ->> 'state' = '{LinkState.CONFIRMED}'",
            RelationDecision: f"row.columns ->> 'state' = '{LinkState.CONFIRMED}'",
        }.get(table.model, "true")

    @cached_property
    def closure(self) -> dict[str, str]:
        """What must hold of rows to which others lead, by how `selection.WANTED` calls them."""
        if self.sees_all:
            return dict.fromkeys(CLOSURE, "")
        open_claims = f"SELECT id FROM {NAMES['claim']} AS one WHERE {self._is_open('one')}"
        return {
            "meant": f"AND stands_for_claim_id IN ({open_claims})",
            "publisher": f"AND publisher_id IN {CONFIRMED}",
            "article_open": f"AND article_id IN {self._open}",
            "original": f"AND NOT derivation.proposed AND derivation.original_id IN {self._open}",
            "source_open": f"AND source_id IN {CONFIRMED}",
            "parent": f"AND source.parent_id IN {CONFIRMED}",
            "linked": f"AND state = '{LinkState.CONFIRMED}'",
            "asked": f"AND question_id IN (SELECT id {OPEN_QUESTIONS})",
            "open": f"AND other.status IN ({OPENED})",
        }

    def _is_open(self, claim: str) -> str:
        """That anybody may have the claim in a fixture, with the text of its article."""
        return f"{claim}.status IN ({self._public}) AND {claim}.article_id IN {self._open}"

    @property
    def _public(self) -> str:
        return ", ".join(f"'{status}'" for status in settings.CLAIMSDB_PUBLIC_STATUSES) or "NULL"

    @property
    def _open(self) -> str:
        """The articles that anybody may read."""
        texts = f"(SELECT nullif(texts, '') FROM {NAMES['source']} AS publisher WHERE publisher.id = one.source_id)"
        return (
            f"(SELECT one.id FROM {NAMES['article']} AS one WHERE one.state = '{ArticleState.PUBLIC}'"
            f" AND coalesce({texts}, '{settings.CLAIMSDB_PUBLIC_TEXTS}') = '{Texts.FULL}')"
        )


OPERATOR = Audience(sees_all=True, sees_notes=True)
ANYBODY = Audience(sees_all=False, sees_notes=False)


def audience_of(user: User | AnonymousUser) -> Audience:
    return Audience(sees_all=sees_all_claims(user), sees_notes=user.has_perm(REVIEW_PERMISSION))


def check_texts(claims: ClaimList, audience: Audience) -> None:
    """Raises ClosedTexts where a fixture of the claims would have a text of which readers get the quotes alone."""
    if audience.sees_all:
        return
    closed = Article.objects.with_closed_text()
    if closed is None:
        return
    asked = claims.with_open_originals
    originals = Claim.objects.filter(pk__in=asked.filter(duplicate_of__isnull=False).values("duplicate_of"))
    if any(found.filter(article__in=closed).exists() for found in (asked, originals)):
        raise ClosedTexts(
            "A fixture has the texts of articles, and of some of these only the quotes are public: "
            "ask for format=csv or format=jsonl, or sign in as somebody who sees all claims."
        )
