"""The rows of answers, and what is counted of them."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from claimsdb.agreement import Figure, figure_name, in_place_of, stood_for
from claimsdb.choices import AnswerPart, LinkState, Status
from claimsdb.db.sql import ids_param
from claimsdb.models import ANYBODY, Answer, AnswerEntry, Claim
from claimsdb.questions.statements import figures_of

COUNTED = {"statements": "claim_id", "articles": "article_id", "figures": "says"}  # each value once, by columns


class AnswerRow(NamedTuple):
    """The columns of AnswerEntry."""

    answer_id: int
    question_id: int
    claim_id: int
    article_id: int
    day: date | None
    says: str
    is_figure: bool
    states: bool
    several: bool


def bring_up_to_date(scope: Q) -> Counter[tuple[int, str]]:
    """Returns by how much which count of which question changes."""
    before, now = {*_kept(scope)}, {*_answers(scope)}
    gone, come = before - now, now - before
    changes: Counter[tuple[int, str]] = Counter()
    if gone:
        AnswerEntry.objects.filter(pk__in=ids_param([each.answer_id for each in gone])).delete()
    for count, column in COUNTED.items():
        lost, won = (_values(rows, count, column) for rows in (gone, come))
        elsewhere = _there(lost ^ won, count, column)
        changes.subtract((question, count) for question, _ in lost - won - elsewhere)
        changes.update((question, count) for question, _ in won - lost - elsewhere)
    AnswerEntry.objects.bulk_create(AnswerEntry(**each._asdict()) for each in come)
    return changes


def otherwise_kept(questions: Collection[int]) -> set[int]:
    scope = scope_of([], questions)
    return {each.question_id for each in {*_kept(scope)} ^ {*_answers(scope)}}


def scope_of(claims: Collection[int], questions: Collection[int]) -> Q:
    """The answers of claims, and those to questions."""
    of_claims = Q(claim__in=ids_param(claims))
    return of_claims | Q(question__in=ids_param(questions)) if questions else of_claims


def _kept(scope: Q) -> list[AnswerRow]:
    return [AnswerRow(*row) for row in AnswerEntry.objects.filter(scope).values_list(*AnswerRow._fields)]


def _answers(scope: Q) -> list[AnswerRow]:
    """The rows that there ought to be."""
    seen = Answer.objects.visible_to(ANYBODY).filter(scope, state=LinkState.CONFIRMED, claim__status=Status.ACCEPTED)
    article = ("claim__article_id", "claim__article__published_to")
    said = ("part", "figure", "value", "claim__text", "claim__quote")
    rows = seen.order_by().values_list("pk", "question_id", "claim_id", *article, *said)
    found = list(rows)
    names = dict(_names_of_figures({claim: quote or text for _, _, claim, *_, text, quote in found}, rows=found))
    stated: dict[tuple[int, int], int] = {}
    for _, question, claim, _, _, part, *_ in found:
        stated[question, claim] = stated.get((question, claim), 0) + (part != AnswerPart.PRESUPPOSES)
    return [
        AnswerRow(
            pk, question, claim, article, day, names.get((claim, figure), value), (claim, figure) in names,
            part != AnswerPart.PRESUPPOSES, part != AnswerPart.PRESUPPOSES and stated[question, claim] > 1,
        )
        for pk, question, claim, article, day, part, figure, value, *_ in found
    ]  # fmt: skip


def _names_of_figures(
    said: Mapping[int, str], *, rows: Sequence[tuple[Any, ...]]
) -> Iterator[tuple[tuple[int, int | None], str]]:
    """By claim and order, of the claims by whose figures something is answered; `said` is what each of them says."""
    claims = {claim for _, _, claim, _, _, _, figure, *_ in rows if figure is not None}
    if not claims:
        return
    figures = figures_of(claims)
    known = _stood_for(each for of_claim in figures.values() for each in of_claim)
    for claim in claims:
        for figure in figures.get(claim, ()):
            meant = stood_for(figure, known.get)
            yield (claim, figure.order), figure_name(in_place_of(figure, meant), said=said[claim])


def _stood_for(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    """The figures for which these stand, and for which those do, by the keys of their claims: of such as anybody may
    see."""
    found: dict[str, list[Figure]] = {}
    while missing := {each.stands_for[0] for each in figures if each.stands_for} - found.keys():
        claims = dict(Claim.objects.visible_to(ANYBODY).filter(key__in=missing).values_list("key", "pk"))
        of_claims = figures_of(claims.values())
        found |= {key: of_claims.get(claims.get(key, 0), []) for key in missing}
        figures = [each for key in missing for each in found[key]]
    return found


def _values(rows: Iterable[AnswerRow], count: str, column: str) -> set[tuple[int, Any]]:
    return {(each.question_id, getattr(each, column)) for each in rows if each.is_figure or count != "figures"}


def _there(values: Collection[tuple[int, Any]], count: str, column: str) -> set[tuple[int, Any]]:
    """Those of the values of questions that a row has."""
    if not values:
        return set()
    kind, read = ("text", str) if column == "says" else ("bigint", int)
    also = " AND kept.is_figure" if count == "figures" else ""
    statement = THERE.format(pairs=PAIRS[connection.vendor], column=column, kind=kind, also=also)
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps([*values])])
        return {(int(question), read(value)) for question, value in cursor.fetchall()}


PAIRS = {"sqlite": "json_each(%s) AS pair", "postgresql": "jsonb_array_elements(%s::jsonb) AS pair(value)"}
THERE = f"""
    SELECT pair.value ->> 0, pair.value ->> 1 FROM {{pairs}} WHERE EXISTS (
        SELECT 1 FROM {AnswerEntry._meta.db_table} AS kept WHERE kept.question_id = CAST(pair.value ->> 0 AS bigint)
        AND kept.{{column}} = CAST(pair.value ->> 1 AS {{kind}}){{also}})"""
