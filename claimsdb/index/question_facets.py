"""How many of some questions have which value. A value's count is the list's count with the filter of the facet's name
added."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from enum import StrEnum

from django.db.models import Count, Q

from claimsdb.actors import Affiliations
from claimsdb.choices import RollUp, ScopePart
from claimsdb.db.sql import ids_param
from claimsdb.index.facets import FacetValue
from claimsdb.models import Actor, Question, QuestionActor


class QuestionFacetName(StrEnum):
    """The facets of questions, each a filter too."""

    AGREEMENT = "agreement"
    ANSWER = "answer"
    MEASURE = "measure"
    SUBJECT = "subject"


COLUMNS = {
    QuestionFacetName.AGREEMENT: "entry__agreement",
    QuestionFacetName.ANSWER: "answer",
    QuestionFacetName.MEASURE: "measure",
}


def question_facet(
    facet: QuestionFacetName, questions: Collection[int], *, rollup: RollUp, limit: int
) -> list[FacetValue]:
    """The values that most of the questions with these ids have, the most frequent first."""
    if facet == QuestionFacetName.SUBJECT:
        return _subjects(questions, rollup=rollup, limit=limit)
    column = COLUMNS[facet]
    has_value = ~Q(**{f"{column}__isnull": True}) & ~Q(**{column: ""})
    rows = Question.objects.filter(has_value, pk__in=ids_param(questions)).order_by()
    counts = dict(rows.values_list(column).annotate(count=Count("pk")))
    return [FacetValue(value, None, count) for value, count in _most(counts, limit)]


def _subjects(questions: Collection[int], *, rollup: RollUp, limit: int) -> list[FacetValue]:
    """By actor, of whom and of whose members the questions are, as far as `rollup` has these stand for it."""
    scope = QuestionActor.objects.filter(part=ScopePart.SUBJECT, question__in=ids_param(questions)).order_by()
    above = _all_above(rollup)
    counted = {(question, each) for question, actor in scope.values_list("question", "actor") for each in above(actor)}
    most = _most(Counter(actor for _, actor in counted), limit)
    actors = Actor.objects.prefetch_related("codes").in_bulk([pk for pk, _ in most])
    return [FacetValue(actors[pk].code, actors[pk].name, count) for pk, count in most]


def _all_above(rollup: RollUp) -> Callable[[int], Collection[int]]:
    """Of an actor, who counts with it: itself, and to whom it ever belonged."""
    if rollup == RollUp.NOBODY:
        return lambda actor: [actor]
    affiliations = Affiliations(officials=rollup == RollUp.OFFICIALS)
    return lambda actor: {actor, *affiliations.above(actor, day=None)}


def _most(counts: Mapping, limit: int) -> list[tuple]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]
