"""What an import leaves as it is here: the state of an article, where an editor has set it; whether a source is
confirmed, and what readers get of its articles; and what a public fixture leaves out: the notes of decisions, what the
machine found, and sources that nobody has confirmed.

Of other articles a file without states, of an older release, says nothing: a draft with a public claim is public.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection

from claimsdb.choices import ArticleState, SourceState
from claimsdb.db.sql import ids_param
from claimsdb.db.sqlite import add_functions
from claimsdb.exchange.incoming import name_of
from claimsdb.exchange.tables import TABLES, rows_by_key
from claimsdb.models import (
    PUBLIC_QUESTIONS,
    Answer,
    AnswerDecision,
    Article,
    Claim,
    Decision,
    Question,
    Relation,
    RelationDecision,
    Source,
)
from claimsdb.review import publication

SOURCE, ARTICLE, CLAIM, DECISION, QUESTION, ANSWER_DECISION, RELATION, RELATION_DECISION = (
    table
    for table in TABLES
    if table.model in (Source, Article, Claim, Decision, Question, AnswerDecision, Relation, RelationDecision)
)
OPENED = ", ".join(f"'{status}'" for status in PUBLIC_QUESTIONS)

# That a decision is the one of here, but for a question of which readers do not know.
ASKING_NOTHING = {
    "sqlite": "canonical_json(json_set(own.columns, '$.question', json('null'))) = canonical_json(given.columns)",
    "postgresql": "jsonb_set(own.columns, '{question}', 'null') = given.columns",
}

STATEMENTS = [
    f"""UPDATE {name_of(ARTICLE)} AS given SET state = own.state, state_by_editor = own.state_by_editor
        FROM {ARTICLE.name} AS own WHERE own.text_sha256 = given.text_sha256
        AND (own.state_by_editor OR (NOT given.state_by_editor AND given.state = '{ArticleState.DRAFT}'))""",
    f"""UPDATE {name_of(SOURCE)} AS given SET state = own.state, texts = own.texts
        FROM {SOURCE.name} AS own WHERE own.slug = given.slug""",
    *(
        f"""UPDATE {name_of(table)} AS given SET {column} = proposed.slug
        FROM {table.name} AS own JOIN {SOURCE.name} AS proposed ON proposed.id = own.{column}
        WHERE own.{key} = given.{key} AND given.{column} IS NULL AND proposed.state = '{SourceState.PROPOSED}'"""
        for table, key, column in ((SOURCE, "slug", "parent_id"), (ARTICLE, "text_sha256", "source_id"))
    ),
    f"""UPDATE {name_of(CLAIM)} AS given SET found = own.found
        FROM {CLAIM.name} AS own WHERE own.key = given.key AND given.found IS NULL""",
    f"""UPDATE {name_of(DECISION)} AS given SET note = own.note
        FROM {DECISION.name} AS own JOIN {CLAIM.name} AS claim ON claim.id = own.claim_id
        WHERE claim.key = given.claim_id AND own.version = given.version AND given.note = ''""",
    *(
        f"""UPDATE {name_of(table)} AS given SET note = own.note
        FROM {table.name} AS own JOIN ({rows_by_key(link)}) AS named ON named.id = own.link_id
        WHERE named.natural_key = given.link_id AND own.version = given.version AND given.note = ''"""
        for table, link in ((ANSWER_DECISION, Answer), (RELATION_DECISION, Relation))
    ),
    *(
        f"""UPDATE {name_of(table)} AS given SET columns = own.columns
        FROM {table.name} AS own JOIN ({rows_by_key(link)}) AS named ON named.id = own.link_id
        WHERE named.natural_key = given.link_id AND own.version = given.version
        AND own.columns ->> 'question' IN (SELECT slug FROM {QUESTION.name} WHERE status NOT IN ({OPENED}))
        AND {{asking_nothing}}"""
        for table, link in ((ANSWER_DECISION, Answer), (RELATION_DECISION, Relation))
    ),
    f"""UPDATE {name_of(QUESTION)} AS given SET note = own.note
        FROM {QUESTION.name} AS own WHERE own.slug = given.slug AND given.note = ''""",
    f"""UPDATE {name_of(RELATION)} AS given SET question_id = hidden.slug
        FROM {RELATION.name} AS own JOIN {CLAIM.name} AS first ON first.id = own.a_id
        JOIN {CLAIM.name} AS second ON second.id = own.b_id
        JOIN {QUESTION.name} AS hidden ON hidden.id = own.question_id AND hidden.status NOT IN ({OPENED})
        WHERE given.question_id IS NULL AND first.key = given.a_id AND second.key = given.b_id
        AND own.kind = given.kind AND own.version = given.version""",
]


def keep_values() -> None:
    """Gives incoming rows what is to stay, before anything is compared or written."""
    with connection.cursor() as cursor:
        add_functions()
        for statement in STATEMENTS:
            cursor.execute(statement.replace("{asking_nothing}", ASKING_NOTHING[connection.vendor]))


def keep_values_of(row: Any, own: Any) -> None:
    """The same of one row that is here as `own`."""
    if isinstance(row, Article) and (
        own.state_by_editor or (not row.state_by_editor and row.state == ArticleState.DRAFT)
    ):
        row.state, row.state_by_editor = own.state, own.state_by_editor
    if isinstance(row, Source):
        row.state, row.texts = own.state, own.texts
    match row:
        case Article(source=None) if own.source and own.source.state == SourceState.PROPOSED:
            row.source = own.source
        case Source(parent=None) if own.parent and own.parent.state == SourceState.PROPOSED:
            row.parent = own.parent
        case Claim(found=None):
            row.found = own.found
        case Question() if own.is_decided_here:
            for column in QUESTION.columns:
                setattr(row, column.name, getattr(own, column.name))
        case Decision(note="") | AnswerDecision(note="") | RelationDecision(note="") | Question(note=""):
            row.note = own.note


def follow_claims(batches: Iterable[list[int]]) -> Iterator[list[int]]:
    """Makes drafts public of which one of the claims with these ids is; the ids of these articles, batch by batch."""
    for claims in batches:
        articles = Claim.objects.filter(pk__in=ids_param(claims)).order_by().values_list("article_id", flat=True)
        yield publication.move_with_claims(list(articles.distinct()))
