"""The rows of relations that may decide whether answers agree."""

from collections.abc import Collection, Iterable

from django.db import connection

from claimsdb.choices import SAID_OF_ONE, LinkState, RelationKind, Strength
from claimsdb.db.sql import IDS_PARAM, ids_param, pack_ids
from claimsdb.models import AnswerEntry, Relation, RelationEntry

DECIDING = (RelationKind.CONTRADICTS, RelationKind.DENIES)


def bring_up_to_date(related: Collection[int], *, claims: Collection[int], questions: Collection[int]) -> None:
    """Once the answers are: these relations, those of the claims, and those of which it depends on the questions."""
    written, asked = (pack_ids(ids, connection.vendor) for ids in (related, questions))
    packed, ids = pack_ids(claims, connection.vendor), IDS_PARAM[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(OF_CLAIMS.format(ids=ids), [packed, packed, written])
        of_claims = [pk for (pk,) in cursor.fetchall()]
        touched = pack_ids(of_claims, connection.vendor)
        cursor.execute(FORGET_RELATIONS.format(ids=ids), [touched, asked])
        if of_claims or questions:
            cursor.execute(KEEP_RELATIONS.format(among=AMONG.format(ids=ids)), [touched, asked])


def otherwise_kept(questions: Collection[int]) -> set[int]:
    """By the answers' rows."""
    rows = RelationEntry.objects.filter(question__in=ids_param(questions))
    kept = {*rows.values_list("question", "relation", "kind")}
    return {question for question, *_ in kept ^ {*_among(questions)}}


def _among(questions: Collection[int]) -> list[tuple[int, int, str]]:
    """The rows that there ought to be of questions, as of their answers' rows."""
    ids = IDS_PARAM[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(AMONG.format(ids=ids), [pack_ids([], connection.vendor), pack_ids(questions, connection.vendor)])
        return cursor.fetchall()


def listed(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


RELATIONS, KEPT_ANSWERS, KEPT_RELATIONS = (model._meta.db_table for model in (Relation, AnswerEntry, RelationEntry))
OF_CLAIMS = f"""
    SELECT id FROM {RELATIONS} WHERE a_id IN ({{ids}}) UNION SELECT id FROM {RELATIONS} WHERE b_id IN ({{ids}})
    UNION {{ids}}"""
FORGET_RELATIONS = f"DELETE FROM {KEPT_RELATIONS} WHERE relation_id IN ({{ids}}) OR question_id IN ({{ids}})"
AMONG = f"""
    SELECT DISTINCT one.question_id, relation.id, relation.kind FROM {RELATIONS} AS relation
    JOIN {KEPT_ANSWERS} AS one ON one.claim_id = relation.a_id AND one.states = true
    JOIN {KEPT_ANSWERS} AS other
        ON other.claim_id = relation.b_id AND other.question_id = one.question_id AND other.states = true
    WHERE relation.state = '{LinkState.CONFIRMED}' AND relation.strength = '{Strength.CERTAIN}'
    AND (relation.kind IN ({listed(DECIDING)})
        OR (relation.kind IN ({listed(SAID_OF_ONE)}) AND (one.says <> other.says OR one.says = '')))
    AND (relation.id IN ({{ids}}) OR one.question_id IN ({{ids}}))"""
KEEP_RELATIONS = f"INSERT INTO {KEPT_RELATIONS} (question_id, relation_id, kind) {{among}}"
