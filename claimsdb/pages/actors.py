"""The page of an actor: who it is, its figures beside those of others to the same questions, and its claims."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse

from claimsdb.actors import UnknownName, find_actor, with_members
from claimsdb.choices import LinkState, Role
from claimsdb.filters import ClaimList
from claimsdb.index import data_version
from claimsdb.models import ANYBODY, Actor, Answer, Attribution, Question, public_visibility
from claimsdb.pages.ledgers import plotted
from claimsdb.pages.listing import newest
from claimsdb.pages.page import Elsewhere, ReaderPage
from claimsdb.pages.plots import Plot, plots_of
from claimsdb.pages.taking_away import taking_away
from claimsdb.questions.gathering import gather
from claimsdb.questions.statements import load_registry

SPEAKING = (Role.CLAIMANT, Role.ORIGIN)
MOST_QUESTIONS, MOST_CLAIMS = 12, 30


@dataclass(frozen=True, slots=True)
class Beside:
    """A question to which the actor has an answer, and the actor's figures among those of others."""

    question: Question
    agreement: str
    plots: list[Plot]


class ActorPage(ReaderPage):
    template_name = "pages/actor.html"

    def context(self, *, code: str) -> Mapping[str, Any]:
        actor = _actor(code)
        members = with_members(actor.pk, data_version())
        claims = ClaimList({"actor": actor.code}, open_to=public_visibility())
        beside = list(_beside(members))
        return {
            "title": actor.name,
            "actor": actor,
            "belongs_to": actor.affiliations.select_related("parent").prefetch_related("parent__codes"),
            "beside": beside[:MOST_QUESTIONS],
            "asked_more": len(beside) > MOST_QUESTIONS,
            "claims": newest(claims, limit=MOST_CLAIMS),
            "claims_url": f"{reverse('claim-list')}?actor={actor.code}",
            **taking_away(self.request, actor.name, links=self._links(actor)),
        }

    def json_url(self, *, code: str) -> str:
        return reverse("actor-detail", args=[code])

    def desk_url(self, context: Mapping[str, Any]) -> str:
        return reverse("admin:claimsdb_actor_change", args=[context["actor"].pk])

    def _links(self, actor: Actor) -> list[tuple[str, str]]:
        asked = f"?actor={actor.code}"
        return [
            ("JSON", f"{self.json_url(code=actor.code)}?format=json"),
            ("Claims as JSON", f"{reverse('claim-list')}{asked}&format=json"),
            ("Claims as CSV", f"{reverse('claim-export')}{asked}&format=csv"),
            ("Claims for Excel", f"{reverse('claim-export')}{asked}&format=xlsx"),
            ("Atom", reverse("claim-feed") + asked),
        ]


def _actor(code: str) -> Actor:
    """Raises Http404, and Elsewhere where it goes by another code, as what was merged does."""
    try:
        actor = find_actor(code)
    except UnknownName as unknown:
        raise Http404(str(unknown)) from unknown
    if actor.code != code:
        raise Elsewhere(reverse("actor-page", args=[actor.code]))
    return actor


def _beside(members: Collection[int]) -> Iterator[Beside]:
    spoken = Attribution.objects.filter(claim=OuterRef("claim"), actor__in=members, role__in=SPEAKING)
    theirs = Answer.objects.visible_to(ANYBODY).filter(Exists(spoken), state=LinkState.CONFIRMED)
    slugs = theirs.order_by("question__slug").values_list("question", flat=True).distinct()[: MOST_QUESTIONS + 1]
    questions = list(Question.objects.filter(pk__in=[*slugs]).order_by("slug"))
    keys = set(theirs.filter(question__in=questions).values_list("claim__key", flat=True))
    gathered = gather(questions, registry=load_registry())
    for question in questions:
        yield Beside(question, gathered[question.pk].agreement, plots_of(plotted(gathered[question.pk], of=keys)))
