"""The parameter that names questions to which something belongs."""

from typing import Any

from django.db.models import QuerySet

from claimsdb.actors import find_question
from claimsdb.choices import Followed
from claimsdb.filters.fields import VisibleRowNames
from claimsdb.index import was_public
from claimsdb.models import Question


class QuestionNames(VisibleRowNames[Question]):
    """Questions by their slugs, among those that the asker may know of; a merged one is the one to which it leads."""

    def __init__(self, help_text: str, **options: Any):
        super().__init__(find_present, Question, help_text, example="nk-troops-sent-to-russia", **options)


def find_present(asked: str, *, among: QuerySet[Question]) -> Question:
    """Raises UnknownName. Where a merged question leads is told to whoever could have seen it."""
    merged = Question.objects.filter(slug__iexact=asked.strip(), merged_into__in=among).first()
    if merged and (among.filter(pk=merged.pk).exists() or was_public(Followed.QUESTION, merged.slug)):
        return among.get(pk=merged.merged_into_id)
    return find_question(asked, among=among)
