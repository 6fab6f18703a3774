"""The page of a question: whether the figures agree in a sentence, the plot, the ledger with what stands behind it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from csp.constants import HEADER
from csp.utils import build_policy
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dateformat import format as date_format
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_exempt

from claimsdb.choices import Followed
from claimsdb.filters import AS_OF
from claimsdb.index import was_public
from claimsdb.models import ANYBODY, Question
from claimsdb.pages.ledgers import DayLink, ShownLedger
from claimsdb.pages.page import Elsewhere, ReaderPage
from claimsdb.pages.taking_away import alternates_of_question, taking_away
from claimsdb.questions.gathering import gather
from claimsdb.questions.ledger import Ledger, ledger_of
from claimsdb.questions.statements import load_registry


class QuestionPage(ReaderPage):
    template_name = "pages/question.html"
    view_name = "question-page"
    parameters = AS_OF

    def context(self, *, slug: str) -> Mapping[str, Any]:
        question = find_question(slug, view_name=self.view_name)
        as_of = self.asked_as_of()
        ledger, recorded = ledger_of(question, as_of=as_of), self.request.GET.get("recorded_as_of", "")
        return {
            "question": question,
            "title": question.title,
            "gathered": ledger.gathered,
            "ledger": ShownLedger(ledger),
            "as_of": as_of,
            "as_known": f"As known on {date_format(as_of.day, 'j F Y')}: " if as_of.day else "",
            "query": self.known_query(),
            "recorded": recorded,
            "picture": self.picture_url("question-picture", slug=question.slug),
            "days": [DayLink(day, day == as_of.day, recorded) for day in self._days(question, ledger)],
            **taking_away(
                self.request, question.title, links=alternates_of_question(question.slug, as_of), as_of=as_of
            ),
        }

    def _days(self, question: Question, ledger: Ledger) -> list[date]:
        """On which something was published, whatever the page is asked for as of."""
        if self.asked_as_of().is_now:
            gathered = ledger.gathered
        else:
            gathered = gather([question], registry=load_registry())[question.pk]
        return sorted({*gathered.days})

    def json_url(self, *, slug: str) -> str:
        return reverse("question-ledger", args=[slug])

    def desk_url(self, context: Mapping[str, Any]) -> str:
        return reverse("admin:claimsdb_question_change", args=[context["question"].pk])


@method_decorator(xframe_options_exempt, name="dispatch")
class QuestionEmbed(QuestionPage):
    """The same to frame in a page of anybody's: the sentence, the plot, the table, and a link to the whole."""

    template_name = "pages/embed.html"
    view_name = "question-embed"

    def get(self, request: HttpRequest, *args: Any, **place: Any) -> HttpResponse:
        response = super().get(request, *args, **place)
        response.headers[HEADER] = build_policy(replace={"frame-ancestors": "*"})
        return response


def find_question(slug: str, *, view_name: str) -> Question:
    """Raises Http404, and Elsewhere for one that was merged into another."""
    questions = Question.objects.visible_to(ANYBODY).select_related("entry").prefetch_related("scope__actor__codes")
    if question := questions.filter(slug=slug).first():
        return question
    merged = Question.objects.filter(slug=slug).select_related("merged_into").first()
    into = merged and merged.merged_into
    if into and into.is_visible_to(ANYBODY) and was_public(Followed.QUESTION, slug):
        raise Elsewhere(reverse(view_name, args=[into.slug]))
    raise Http404("No question is at this address.")
