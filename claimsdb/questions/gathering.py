"""What is confirmed of questions, as the rules of `claimsdb.agreement` take it: which statements answer them, and how
these stand to each other. Claims that are no longer accepted are left out."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from claimsdb.agreement import Answered, Corpus, FigureRow, KnownActors, Reading, Related, Statement, agreement_of
from claimsdb.agreement import figure_rows as rows_of
from claimsdb.choices import Agreement, AnswerKind, AnswerPart, LinkState, RelationKind, Status, Strength
from claimsdb.db.sql import ids_param
from claimsdb.models import Answer, Claim, Question, Relation
from claimsdb.questions.statements import load_statements

ANYBODY = AnonymousUser()


@dataclass(frozen=True, slots=True)
class AsOf:
    """What readers could know on a day: what was published by then. What has no day is left out unless `undated`."""

    day: date | None = None
    undated: bool = False

    def knows(self, statement: Statement) -> bool:
        if self.day is None:
            return True
        end = statement.published.end
        return self.undated if end is None else end <= self.day


NOW = AsOf()


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
    """By the ids of the questions, in a fixed number of queries."""
    questions = list(questions)
    rows = (
        Answer.objects.visible_to(user)
        .filter(question__in=[each.pk for each in questions], state=LinkState.CONFIRMED, claim__status=Status.ACCEPTED)
        .order_by("question", "claim__article", "claim__start", "claim__key", "figure")
        .values_list("question_id", "claim_id", "claim__key", "figure", "value", "part")
    )
    found = list(rows)
    claims = {claim for _, claim, *_ in found}
    relations = related_to(claims, user=user)
    ends = {key for each in relations for key in (each.a, each.b)}
    corpus = Corpus.of(_with_others(claims, ends), registry or KnownActors())
    by_question = defaultdict(list)
    for question, _, *answer in found:
        by_question[question].append(answer)
    return {
        each.pk: _gathered(each, by_question[each.pk], corpus=corpus, relations=relations, as_of=as_of)
        for each in questions
    }


def related_to(claims: Collection[int], *, user=ANYBODY) -> list[Related]:
    """The confirmed relations in which one of the claims has a part, and that the user may know of."""
    ids = ids_param(claims)
    rows = Relation.objects.visible_to(user).filter(
        Q(a__in=ids) | Q(b__in=ids), state=LinkState.CONFIRMED, a__status=Status.ACCEPTED, b__status=Status.ACCEPTED
    )
    return [
        Related(RelationKind(kind), a, b, Strength(strength))
        for kind, a, b, strength in rows.order_by("pk").values_list("kind", "a__key", "b__key", "strength")
    ]


def _gathered(
    question: Question,
    rows: Iterable[tuple[str, int | None, str, str]],
    *,
    corpus: Corpus,
    relations: Iterable[Related],
    as_of: AsOf,
) -> Gathered:
    answers, undated = [], 0
    for key, figure, value, part in rows:
        reading = corpus.by_key[key]
        if not as_of.knows(reading.statement):
            undated += reading.statement.published.end is None
            continue
        told = next((each for each in corpus.figures_of(reading) if each.figure.order == figure), None)
        answers.append(Answered(key, told, value, AnswerPart(part)))
    keys = {each.key for each in answers}
    known = tuple(
        each for each in relations if {each.a, each.b} & keys and _are_known(each, corpus=corpus, as_of=as_of)
    )
    return Gathered(
        kind=AnswerKind(question.answer),
        answers=tuple(answers),
        relations=known,
        readings={key: corpus.by_key[key] for key in keys},
        related={key: corpus.by_key[key].statement for each in known for key in (each.a, each.b)},
        undated=undated,
    )


def _are_known(relation: Related, *, corpus: Corpus, as_of: AsOf) -> bool:
    return all(as_of.knows(corpus.by_key[key].statement) for key in (relation.a, relation.b))


def _with_others(claims: Collection[int], keys: Collection[str]) -> list[Statement]:
    """The claims with these ids, those with these keys, and those with a figure for which one of theirs stands."""
    statements = load_statements(claims, placed=False)
    meant = {figure.stands_for[0] for each in statements for figure in each.figures if figure.stands_for}
    if missing := ({*keys} | meant) - {each.key for each in statements}:
        ids = Claim.objects.filter(key__in=missing).values_list("pk", flat=True)
        statements += load_statements(list(ids), placed=False)
    return statements
