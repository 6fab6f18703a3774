"""Questions of a file beside those that are here: one that an editor of this installation entered, amended or merged
stays as it is, with its scope; what a file has of a merged one goes to where that leads."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from claimsdb.choices import QuestionStatus
from claimsdb.db.sql import ids_param
from claimsdb.exchange.faults import FAULTS_LIMIT, Faults
from claimsdb.exchange.incoming import name_of
from claimsdb.exchange.tables import BETWEEN_PARTS, TABLES, key_as_text, rows_by_key
from claimsdb.index import synced
from claimsdb.models import Actor, Answer, AnswerDecision, Question, QuestionActor, Relation, RelationDecision

BY_MODEL = {table.model: table for table in TABLES}
GIVEN, SCOPE, ANSWER, ANSWER_DECISION, RELATION, RELATION_DECISION = (
    name_of(BY_MODEL[model]) for model in (Question, QuestionActor, Answer, AnswerDecision, Relation, RelationDecision)
)
OWN, HISTORY, ACTORS = (model._meta.db_table for model in (Question, Question.history.model, Actor))

LED = f"""
    SELECT was.slug, goes_to.slug AS goes_to
    FROM {OWN} AS was JOIN {OWN} AS goes_to ON goes_to.id = was.merged_into_id"""
# What an editor here has written, or what has come to a later version here.
KEPT = f"""
    SELECT own.slug FROM {OWN} AS own JOIN {GIVEN} AS given ON given.slug = own.slug
    WHERE own.merged_into_id IS NOT NULL OR own.version > given.version OR EXISTS (
        SELECT 1 FROM {HISTORY} AS written WHERE written.id = own.id AND written.history_user_id IS NOT NULL
    )"""
KEY = f"question_id || '{BETWEEN_PARTS}' || claim_id || '{BETWEEN_PARTS}' || coalesce(CAST(figure AS text), '')"
HERE = f"SELECT natural_key FROM ({rows_by_key(Answer)}) AS named"
OF_LED = f"question_id IN (SELECT slug FROM ({LED}) AS led)"
SET_QUESTION = {
    "sqlite": "json_set(columns, '$.question', ({to}))",
    "postgresql": "jsonb_set(columns, '{{question}}', to_jsonb(CAST(({to}) AS text)))",
}
ASKED = "columns ->> 'question'"


def keep_questions() -> None:
    """Has the incoming rows say nothing of questions that stay as they are here, and lead to others where these do."""
    _execute(f"DELETE FROM {SCOPE} WHERE question_id IN ({KEPT})")
    _execute(f"DELETE FROM {GIVEN} WHERE slug IN ({KEPT})")
    _follow_answers()
    _follow_relations()


def _follow_answers() -> None:
    """An answer that is here or in the file under the question to which its own leads is that one."""
    moving = [key for (key,) in _execute(f"SELECT {KEY} FROM {ANSWER} WHERE {OF_LED} AND {KEY} NOT IN ({HERE})")]
    if not moving:
        return
    leads = dict(Question.objects.filter(merged_into__isnull=False).values_list("slug", "merged_into__slug"))
    under = Answer.objects.filter(question__merged__isnull=False).select_related("question", "claim")
    taken = {key_as_text(Answer, each.natural_key()) for each in under}
    taken |= {key for (key,) in _execute(f"SELECT {KEY} FROM {ANSWER}")}
    left_out, moved = [], []
    for key in moving:
        slug, rest = key.split(BETWEEN_PARTS, 1)
        there = f"{leads[slug]}{BETWEEN_PARTS}{rest}"
        if there in taken:
            left_out.append((key,))
        else:
            taken.add(there)
            moved.append((there, leads[slug], key))
    columns = SET_QUESTION[connection.vendor].format(to="%s")
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {ANSWER_DECISION} WHERE link_id = %s", left_out)
        cursor.executemany(f"DELETE FROM {ANSWER} WHERE {KEY} = %s", left_out)
        follow = f"UPDATE {ANSWER_DECISION} SET link_id = %s, columns = {columns} WHERE link_id = %s"
        cursor.executemany(follow, moved)
        to = [(slug, key) for _, slug, key in moved]
        cursor.executemany(f"UPDATE {ANSWER} SET question_id = %s WHERE {KEY} = %s", to)


def _follow_relations() -> None:
    to = f"SELECT led.goes_to FROM ({LED}) AS led WHERE led.slug = {{name}}"
    is_new = f"link_id NOT IN (SELECT natural_key FROM ({rows_by_key(Relation)}) AS named)"
    columns = SET_QUESTION[connection.vendor].format(to=to.format(name=ASKED))
    _execute(
        f"UPDATE {RELATION_DECISION} SET columns = {columns}"
        f" WHERE {ASKED} IN (SELECT slug FROM ({LED}) AS led) AND {is_new}"
    )
    _execute(f"UPDATE {RELATION} SET question_id = ({to.format(name='question_id')}) WHERE {OF_LED}")


def check_questions(faults: Faults) -> None:
    """Adds a fault for each question that the file has as merged while claims answer it here."""
    uses = " UNION ".join(
        f"SELECT question_id FROM {model._meta.db_table} WHERE question_id IS NOT NULL" for model in (Answer, Relation)
    )
    merged = _execute(
        f"SELECT given.line, given.slug, given.merged_into_id FROM {GIVEN} AS given"
        f" JOIN {OWN} AS own ON own.slug = given.slug AND own.merged_into_id IS NULL AND own.id IN ({uses})"
        f" WHERE given.status = '{QuestionStatus.MERGED}' ORDER BY 1 LIMIT {FAULTS_LIMIT}"
    )
    for line, slug, into in merged:
        faults.add(line, f"claimsdb.question: status: Claims answer {slug} here: merge it into {into} first.")


def drop_scope() -> None:
    """Deletes the actors who are no more in the scope of questions that come in a later version."""
    gone = _execute(
        f"SELECT own.id FROM {QuestionActor._meta.db_table} AS own"
        f" JOIN {OWN} AS question ON question.id = own.question_id"
        f" JOIN {GIVEN} AS given ON given.slug = question.slug AND given.version > question.version"
        f" WHERE NOT EXISTS (SELECT 1 FROM {SCOPE} AS listed JOIN {ACTORS} AS actor ON actor.slug = listed.actor_id"
        " WHERE listed.question_id = question.slug AND listed.part = own.part AND actor.id = own.actor_id)"
    )
    with synced():
        QuestionActor.objects.filter(pk__in=ids_param([pk for (pk,) in gone])).delete()


def _execute(statement: str, parameters: Sequence[Any] | None = None) -> list[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []
