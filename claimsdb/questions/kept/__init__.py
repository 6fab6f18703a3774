"""What is kept of questions beside them, so that lists tell at once whether the answers agree, and a decision costs the
same however many claims answer a question.

Of each answer that anybody may see there is a row with what it says, and of each relation between two of them that may
decide; counts change by what came and went, and all else is the first or last of an index or, where different answers
are said to be one, each value once.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from claimsdb.choices import Agreement
from claimsdb.db.sql import IDS_PARAM, ids_param, pack_ids
from claimsdb.models import Answer, AnswerEntry, Question, QuestionEntry, RelationEntry
from claimsdb.questions.kept import answers, relations, standings

NOTHING = {"agreement": Agreement.UNASSESSED, "statements": 0, "articles": 0, "figures": 0}
Entries = Mapping[int, QuestionEntry]


def bring_up_to_date(
    claims: Collection[int], *, questions: Collection[int] = (), related: Collection[int] = ()
) -> set[int]:
    """After these were written: claims with their answers, relations (`related`), or questions with all their answers.
    Returns the questions of which it is otherwise now."""
    entries = _held(_touched(claims, related) | {*questions})
    if not entries:
        return set()
    changes = answers.bring_up_to_date(answers.scope_of(claims, questions))
    relations.bring_up_to_date(related, claims=claims, questions=questions)
    return {
        each.question for each in standings.of(entries) if _write(entries[each.question], each.columns, changes=changes)
    }


def forget(questions: Collection[int]) -> None:
    """Of questions that are gone, or of which all is to be made anew: held first, so that nobody meanwhile counts with
    what is deleted."""
    _held(questions)
    ids = ids_param(questions)
    for model in (AnswerEntry, RelationEntry):
        model._default_manager.filter(question__in=ids).delete()
    entries = QuestionEntry.objects.filter(question__in=ids)
    entries.update(**NOTHING)
    entries.filter(~Exists(Question.objects.filter(pk=OuterRef("pk")))).delete()


def otherwise_kept(questions: Collection[int]) -> set[int]:
    """Those of the questions of which other rows are kept than there ought to be."""
    return answers.otherwise_kept(questions) | relations.otherwise_kept(questions)


def _write(entry: QuestionEntry, columns: Mapping[str, Any], *, changes: Counter[tuple[int, str]]) -> bool:
    """Whether it was otherwise. Wrong counts keep nobody from writing: `check_consistency` finds them."""
    counts = {count: max(getattr(entry, count) + changes[entry.pk, count], 0) for count in answers.COUNTED}
    columns = {**columns, **counts}
    if all(getattr(entry, name) == value for name, value in columns.items()):
        return False
    QuestionEntry.objects.filter(pk=entry.pk).update(**columns)
    return True


def _touched(claims: Collection[int], related: Collection[int]) -> set[int]:
    """The questions that claims answer or relations bear on, or did when it was looked at last."""
    packed, written = (pack_ids(ids, connection.vendor) for ids in (claims, related))
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED.format(ids=IDS_PARAM[connection.vendor]), [packed, packed, written])
        return {question for (question,) in cursor.fetchall()}


def _held(questions: Collection[int]) -> Entries:
    """The entries of the questions, held until the transaction ends: of two who write answers to one question, the
    second counts those of the first too."""
    if not questions:
        return {}
    rows = QuestionEntry.objects.filter(pk__in=ids_param(questions))
    if missing := sorted({*questions} - {*rows.values_list("pk", flat=True)}):  # before any is held: all wait in order
        QuestionEntry.objects.bulk_create(
            (QuestionEntry(question_id=pk, **NOTHING) for pk in missing), ignore_conflicts=True
        )
    return {each.pk: each for each in rows.order_by("pk").select_for_update()}


ANSWERS, KEPT_ANSWERS, KEPT_RELATIONS = (model._meta.db_table for model in (Answer, AnswerEntry, RelationEntry))
TOUCHED = f"""
    SELECT question_id FROM {ANSWERS} WHERE claim_id IN ({{ids}})
    UNION SELECT question_id FROM {KEPT_ANSWERS} WHERE claim_id IN ({{ids}})
    UNION SELECT question_id FROM {KEPT_RELATIONS} WHERE relation_id IN ({{ids}})"""
