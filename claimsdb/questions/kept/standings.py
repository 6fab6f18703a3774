"""What the rows of a question come to."""

from collections.abc import Collection, Iterator
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection

from claimsdb.agreement import Answered, Related, is_one_answer, verdict_of
from claimsdb.choices import SAID_OF_ONE, Agreement, AnswerKind, RelationKind
from claimsdb.db.sql import IDS_PARAM, distinct_values, ids_param, pack_ids
from claimsdb.models import AnswerEntry, Question, RelationEntry
from claimsdb.questions.kept.relations import listed
from claimsdb.questions.statements import day_of


class Standing(NamedTuple):
    """What the rows of a question come to: each the first or last of an index, or whether it has one."""

    question: int
    kind: str
    is_stated: bool
    first_day: date | str | None
    last_day: date | str | None
    least: str | None
    most: str | None
    is_contradicted: bool
    is_denied: bool
    is_joined: bool

    @property
    def columns(self) -> dict[str, Any]:
        """Those of the question's entry that are no counts."""
        days = {"first_day": day_of(self.first_day), "last_day": day_of(self.last_day)}
        return {"agreement": self.agreement, **days}

    @property
    def agreement(self) -> Agreement:
        if not self.is_stated:
            return Agreement.UNASSESSED
        if self.kind == AnswerKind.OPEN:
            return Agreement.OPEN
        kinds = {RelationKind.CONTRADICTS: self.is_contradicted, RelationKind.DENIES: self.is_denied}
        return verdict_of([kind for kind, is_there in kinds.items() if is_there], is_one=self._is_one)

    def _is_one(self) -> bool:
        return self.least == self.most or bool(self.is_joined and _is_one(self.question))


def of(questions: Collection[int]) -> Iterator[Standing]:
    with connection.cursor() as cursor:
        cursor.execute(STANDING.format(ids=IDS_PARAM[connection.vendor]), [pack_ids(questions, connection.vendor)])
        rows = cursor.fetchall()
    return (Standing(*row) for row in rows)


def _is_one(question: int) -> bool:
    """Of a question to which different things are answered, of which some are said to be one: whether all are. Read is
    each thing once, if there are no more of them than would be joined, and the answers of claims that join any."""
    stated = AnswerEntry.objects.filter(question=question, states=True)
    same = RelationEntry.objects.filter(question=question, kind__in=SAID_OF_ONE)
    pairs = [
        Related(RelationKind(kind), str(a), str(b))
        for kind, a, b in same.values_list("kind", "relation__a", "relation__b")
    ]
    several = stated.filter(several=True).values_list("claim", "says")
    joined = len(pairs) + len(several)
    values = [*islice(distinct_values(stated.exclude(says=""), "says"), joined + 2)]
    if len(values) > joined + 1:
        return False
    ends = {int(end) for pair in pairs for end in (pair.a, pair.b)}
    joining = {*several, *stated.filter(claim__in=ids_param(ends)).values_list("claim", "says")}
    answers = [Answered(str(claim), answer=says) for claim, says in joining]
    return is_one_answer([*(Answered(f"={says}", answer=says) for says in values), *answers], pairs)


QUESTIONS, KEPT_ANSWERS, KEPT_RELATIONS = (model._meta.db_table for model in (Question, AnswerEntry, RelationEntry))
STATING = f"FROM {KEPT_ANSWERS} AS kept WHERE kept.question_id = question.id AND kept.states = true"
SAYING, DATED = f"{STATING} AND kept.says > ''", f"{STATING.removesuffix('kept.states = true')}kept.day IS NOT NULL"
RELATING = f"FROM {KEPT_RELATIONS} AS kept WHERE kept.question_id = question.id AND kept.kind"
STANDING = f"""
    SELECT question.id, question.answer, EXISTS (SELECT 1 {STATING}),
        (SELECT kept.day {DATED} ORDER BY kept.day LIMIT 1), (SELECT kept.day {DATED} ORDER BY kept.day DESC LIMIT 1),
        (SELECT kept.says {SAYING} ORDER BY kept.says LIMIT 1),
        (SELECT kept.says {SAYING} ORDER BY kept.says DESC LIMIT 1),
        EXISTS (SELECT 1 {RELATING} = '{RelationKind.CONTRADICTS}'),
        EXISTS (SELECT 1 {RELATING} = '{RelationKind.DENIES}'),
        EXISTS (SELECT 1 {RELATING} IN ({listed(SAID_OF_ONE)})) OR EXISTS (SELECT 1 {STATING} AND kept.several)
    FROM {QUESTIONS} AS question WHERE question.id IN ({{ids}})"""
