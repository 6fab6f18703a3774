"""The front page: all questions with whether the claims agree, and a search of questions and claims."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Case, Count, Q, QuerySet, When
from django.urls import reverse

from claimsdb.actors import actor_names, nearest
from claimsdb.choices import Agreement
from claimsdb.filters import (
    RELEVANCE,
    ActorFilterSet,
    ClaimList,
    Fault,
    InvalidParameters,
    Ordering,
    RowList,
    shown,
)
from claimsdb.models import ANYBODY, Actor, Question, public_visibility
from claimsdb.pages.listing import newest
from claimsdb.pages.page import ReaderPage

PER_PAGE, MOST_FOUND, MOST_ACTORS = 50, 30, 5
MOST_RELEVANT = Ordering("relevance", RELEVANCE)
# What needs a look before what does not.
ORDER = (Agreement.CONFLICT, Agreement.DENIED, Agreement.COMPATIBLE, Agreement.ONE_ANSWER, Agreement.OPEN)
URGENCY = Case(
    *(When(entry__agreement=agreement, then=number) for number, agreement in enumerate(ORDER)), default=len(ORDER)
)


class HomePage(ReaderPage):
    template_name = "pages/home.html"
    parameters = canonical_by = ("agreement", "page", "q")

    def context(self) -> Mapping[str, Any]:
        asked = " ".join(self.request.GET.get("q", "").split())
        questions = Question.objects.visible_to(ANYBODY).select_related("entry")
        return self._found(asked, questions) if asked else self._all(questions)

    def json_url(self) -> str:
        return reverse("api-root")

    def _with(self, url: str) -> str:
        """The API asks in words of its own."""
        asked = self.request.GET.get("q", "").strip()
        if asked:
            return f"{reverse('search')}?{urlencode({'search': asked})}"
        agreement = self.request.GET.get("agreement", "")
        return f"{reverse('question-list')}?{urlencode({'agreement': agreement})}" if agreement else url

    def _all(self, questions: QuerySet[Question]) -> Mapping[str, Any]:
        agreement = self._agreement()
        counted = dict(questions.order_by().values_list("entry__agreement").annotate(Count("pk")))
        some = questions.filter(entry__agreement=agreement) if agreement else questions
        page = self._page_of(Paginator(some.order_by(URGENCY, "title", "slug"), PER_PAGE))
        return {
            "title": "Who claimed what, and do the claims agree?",
            "page": page,
            "agreement": agreement,
            "agreements": [(each, counted[each]) for each in ORDER if each in counted],
        }

    def _agreement(self) -> str:
        """Raises InvalidParameters."""
        agreement = self.request.GET.get("agreement", "")
        if agreement and agreement not in set(Agreement):
            detail = f"{shown(agreement)} is no agreement."
            raise InvalidParameters([Fault("agreement", detail, [*Agreement], nearest(agreement, [*Agreement]))])
        return agreement

    def _page_of(self, pages: Paginator) -> Page:
        """Raises InvalidParameters."""
        try:
            return pages.page(self.request.GET.get("page") or 1)
        except InvalidPage as invalid:
            raise InvalidParameters([Fault("page", f"There are pages 1 to {pages.num_pages}.")]) from invalid

    def _found(self, asked: str, questions: QuerySet[Question]) -> Mapping[str, Any]:
        """Raises InvalidParameters."""
        claims = ClaimList({"search": asked}, open_to=public_visibility())
        words = Q()
        for word in re.findall(r"\w+", asked.replace(" OR ", " ")):
            words &= Q(title__icontains=word)
        return {
            "title": f"{asked}: what is found",
            "q": asked,
            "questions": questions.filter(words).order_by("title")[:MOST_FOUND],
            "actors": _actors(asked),
            "claims": newest(claims, limit=MOST_FOUND, ordering=MOST_RELEVANT),
            "feed_url": f"{reverse('claim-feed')}?{urlencode({'search': asked})}",
            "all_url": f"{reverse('claim-list')}?{urlencode({'search': asked})}",
        }


def _actors(asked: str) -> Sequence[Actor]:
    """Raises InvalidParameters."""
    rows = RowList(ActorFilterSet({"search": asked}, Actor.objects.all(), open_to=public_visibility()))
    found = set(rows.queryset.order_by().values_list("pk", flat=True))
    first = actor_names().best_first(asked, among=found)[:MOST_ACTORS]
    by_pk = Actor.objects.prefetch_related("codes").in_bulk(first)
    return [by_pk[pk] for pk in first]
