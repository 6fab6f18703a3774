"""What is confirmed of questions, as the rules of `claimsdb.agreement` take it: which statements answer them, and how
these stand to each other. Claims that are no longer accepted are left out."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import F, Q

from claimsdb.agreement import (
    Answered,
    Figure,
    FigureRow,
    KnownActors,
    Reading,
    Related,
    Statement,
    agreement_of,
    stood_for,
    told,
)
from claimsdb.agreement import figure_rows as rows_of
from claimsdb.choices import Agreement, AnswerKind, AnswerPart, LinkState, RelationKind, Status, Strength
from claimsdb.db.memory import ANSWERS, keeping, kept
from claimsdb.db.sql import ids_param
from claimsdb.models import ANYBODY, Answer, Claim, ClaimQuerySet, Question, Relation
from claimsdb.questions import recorded
from claimsdb.questions.remembered import readings_of
from claimsdb.questions.statements import load_statements


@dataclass(frozen=True, slots=True)
class AsOf:
    """What readers could know on a `day`: what was published by then. What has no day is left out unless `undated`. And
    what this database had at a moment, `recorded`."""

    day: date | None = None
    undated: bool = False
    recorded: datetime | None = None

    @property
    def is_now(self) -> bool:
        return self.day is None and self.recorded is None

    def knows(self, statement: Statement) -> bool:
        if self.day is None:
            return True
        end = statement.published.end
        return self.undated if end is None else end <= self.day


NOW = AsOf()
PLACE = F("claim__start").asc(nulls_last=True)


@dataclass(frozen=True)
class Gathered:
    """Of one question: `answers` in the order of their articles, `relations` in which a claim of them has a part, with
    the `related` statements at either end of these, and how many answers were left out because nobody knows when they
    were published."""

    kind: AnswerKind
    answers: tuple[Answered, ...]
    relations: tuple[Related, ...]
    readings: Mapping[str, Reading] = field(default_factory=dict)
    related: Mapping[str, Statement] = field(default_factory=dict)
    ids: Mapping[str, int] = field(default_factory=dict)
    undated: int = 0

    @cached_property
    def agreement(self) -> Agreement:
        return agreement_of(self.kind, self.answers, self.relations)

    @cached_property
    def figures(self) -> list[FigureRow]:
        return rows_of(self.answers)

    @cached_property
    def keys(self) -> set[str]:
        return {each.key for each in self.answers}

    @cached_property
    def claims(self) -> dict[str, int]:
        """The ids of the claims that answer it, by their keys."""
        return {key: self.ids[key] for key in self.keys}

    @cached_property
    def articles(self) -> set[str]:
        return {self.readings[key].statement.article for key in self.keys}

    @cached_property
    def days(self) -> list[date]:
        """On which the statements were published, as far as that is known."""
        ends = (self.readings[key].statement.published.end for key in self.keys)
        return sorted(day for day in ends if day)


def gather(
    questions: Iterable[Question], *, user=ANYBODY, as_of: AsOf = NOW, registry: KnownActors | None = None
) -> dict[int, Gathered]:
    """By the ids of the questions, in a fixed number of queries. With a `registry`, which is that of `load_registry`, a
    claim is read anew only if it was written since this process read it; without one, or as of a moment of this
    database, nothing is kept."""
    questions = list(questions)
    record = Recorded(as_of.recorded, user) if as_of.recorded else Present(user, as_of.day)
    found = record.answers(questions)
    relations = record.relations({row.claim for row in found})
    read = record.readings(found, registry)
    read.update(_others(read, relations, record=record, registry=registry or KnownActors()))
    by_question: dict[int, list[Row]] = defaultdict(list)
    for row in found:
        by_question[row.question].append(row)
    with keeping(registry is not None and as_of.recorded is None):
        return {
            each.pk: _gathered(each, by_question[each.pk], read=read, relations=relations, as_of=as_of)
            for each in questions
        }


class Row(NamedTuple):
    """A confirmed answer; `pk` is its own."""

    pk: int
    question: int
    claim: int
    key: str
    figure: int | None
    value: str
    part: str


@dataclass(frozen=True, slots=True)
class Present:
    """What is confirmed now, by claims that were not published after the day."""

    user: Any
    day: date | None = None

    def answers(self, questions: Sequence[Question]) -> list[Row]:
        rows = Answer.objects.visible_to(self.user).filter(
            question__in=[each.pk for each in questions], state=LinkState.CONFIRMED, claim__status=Status.ACCEPTED
        )
        if self.day:
            rows = rows.exclude(claim__article__published_to__gt=self.day)
        ordered = rows.order_by("question", "claim__article", PLACE, "claim__key", "figure")
        columns = ("pk", "question_id", "claim_id", "claim__key", "figure", "value", "part")
        return [Row(*row) for row in ordered.values_list(*columns)]

    def relations(self, claims: Collection[int]) -> list[Related]:
        ids = ids_param(claims)
        rows = Relation.objects.visible_to(self.user).filter(
            Q(a__in=ids) | Q(b__in=ids), state=LinkState.CONFIRMED, a__status=Status.ACCEPTED, b__status=Status.ACCEPTED
        )
        return [
            Related(RelationKind(kind), a, b, Strength(strength))
            for kind, a, b, strength in rows.order_by("pk").values_list("kind", "a__key", "b__key", "strength")
        ]

    def statements(self, claims: Collection[int]) -> list[Statement]:
        return load_statements(claims, placed=False)

    def readings(self, rows: Sequence[Row], registry: KnownActors | None) -> dict[str, Reading]:
        if registry is None:
            return _read(self.statements({row.claim for row in rows}), KnownActors())
        return readings_of({row.pk: row.claim for row in rows}, registry)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was confirmed at a moment, of claims that the user may see now, and might have seen then."""

    moment: datetime
    user: Any

    def answers(self, questions: Sequence[Question]) -> list[Row]:
        rows = recorded.answers_at(self.moment, questions)
        keys = dict(self._seen({row["claim"] for row in rows}).values_list("pk", "key"))
        found = [
            Row(row["pk"], row["question"], row["claim"], keys[row["claim"]], row["figure"], row["value"], row["part"])
            for row in rows
            if row["claim"] in keys
        ]
        accepted = {each.key for each in self.statements({row.claim for row in found})}
        return [row for row in found if row.key in accepted]

    def relations(self, claims: Collection[int]) -> list[Related]:
        related = recorded.relations_at(self.moment, claims)
        ends = Claim.objects.filter(key__in={key for each in related for key in (each.a, each.b)})
        seen = {each.key for each in self.statements(set(ends.values_list("pk", flat=True)))}
        return [each for each in related if {each.a, each.b} <= seen]

    def statements(self, claims: Collection[int]) -> list[Statement]:
        seen = self._seen(claims).values_list("pk", flat=True)
        return recorded.accepted_at(self.moment, list(seen), user=self.user)

    def readings(self, rows: Sequence[Row], registry: KnownActors | None) -> dict[str, Reading]:
        return _read(self.statements({row.claim for row in rows}), registry or KnownActors())

    def _seen(self, claims: Collection[int]) -> ClaimQuerySet:
        return Claim.objects.visible_to(self.user).filter(pk__in=ids_param(claims))


def _read(statements: Iterable[Statement], registry: KnownActors) -> dict[str, Reading]:
    return {each.key: Reading(each, registry) for each in statements}


def _gathered(
    question: Question,
    rows: Iterable[Row],
    *,
    read: Mapping[str, Reading],
    relations: Iterable[Related],
    as_of: AsOf,
) -> Gathered:
    answers, undated, ids = [], 0, {}
    for row in rows:
        ids[row.key] = row.claim
        reading = read[row.key]
        if as_of.knows(reading.statement):
            answers.append(_answered(row, read))
        else:
            undated += reading.statement.published.end is None
    keys = {each.key for each in answers}
    known = tuple(each for each in relations if {each.a, each.b} & keys and _are_known(each, read=read, as_of=as_of))
    return Gathered(
        kind=AnswerKind(question.answer),
        answers=tuple(answers),
        relations=known,
        readings={key: read[key] for key in keys},
        related={key: read[key].statement for each in known for key in (each.a, each.b)},
        ids=ids,
        undated=undated,
    )


def _answered(row: Row, read: Mapping[str, Reading]) -> Answered:
    reading = read[row.key]
    figure = _figure(reading, row.figure)
    if figure and figure.stands_for and (meant := stood_for(figure, _figures_in(read))):
        return Answered(row.key, told(reading, figure, meant), row.value, AnswerPart(row.part))
    return _by_itself(reading, row.figure, row.value, row.part)


@kept(most=ANSWERS)
def _by_itself(reading: Reading, figure: int | None, value: str, part: str) -> Answered:
    """One for as long as the reading is the same, by which rows of a ledger know that they are the same."""
    found = _figure(reading, figure)
    return Answered(reading.key, told(reading, found) if found else None, value, AnswerPart(part))


def _figure(reading: Reading, order: int | None) -> Figure | None:
    return next((each for each in reading.statement.figures if each.order == order), None)


def _figures_in(read: Mapping[str, Reading]) -> Callable[[str], Sequence[Figure] | None]:
    return lambda key: read[key].statement.figures if key in read else None


def _are_known(relation: Related, *, read: Mapping[str, Reading], as_of: AsOf) -> bool:
    return all(as_of.knows(read[key].statement) for key in (relation.a, relation.b))


def _others(
    read: Mapping[str, Reading], relations: Iterable[Related], *, record: Present | Recorded, registry: KnownActors
) -> dict[str, Reading]:
    """Those at the other ends of the relations, and those with a figure for which one of theirs stands, as far as the
    user may see them."""
    found: dict[str, Reading] = {}
    asked = {*read}
    missing = {key for each in relations for key in (each.a, each.b)} | _meant(read.values())
    while missing := missing - asked:
        others = Claim.objects.visible_to(record.user).filter(key__in=missing).values_list("pk", flat=True)
        further = _read(record.statements(set(others)), registry)
        found |= further
        asked |= missing
        missing = _meant(further.values())
    return found


def _meant(readings: Iterable[Reading]) -> set[str]:
    return {figure.stands_for[0] for each in readings for figure in each.statement.figures if figure.stands_for}
