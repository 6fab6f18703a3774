"""The context of a claim's page at the desk, in as many statements whatever the queue's length."""

from functools import cached_property
from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from claimsdb import review
from claimsdb.admin.differences import decisions_since, decisions_told, differences
from claimsdb.admin.marking import ANCHOR, marked_text
from claimsdb.admin.review.card import Card, Seen, seen_version
from claimsdb.admin.review.keys import BESIDE, CLAIM_KEYS, QUESTION
from claimsdb.admin.review.last_step import LastStep
from claimsdb.admin.review.permissions import EditorRequest
from claimsdb.admin.review.questions import QuestionsBeside
from claimsdb.admin.review.queue import Queue
from claimsdb.choices import REASON_WITH_NOTE, Reason, Status, Verb, field_choices
from claimsdb.models import WAITING, AnyLease, Attribution, Claim
from claimsdb.review import NOTES, checks, decided_today, leases, publication

ATTRIBUTIONS = Prefetch("attributions", Attribution.objects.select_related("actor", "side"))


def item_url(claim: Claim, query: str = "") -> str:
    """The claim's page in that queue, scrolled to its place in the text."""
    return f"{reverse('desk-item', args=[claim.key])}{'?' if query else ''}{query}#{ANCHOR}"


def said(done: str, claim: Claim) -> str:
    """What was done with a claim, for a message."""
    return format_html("{}: “{}”", done, Truncator(claim.text).chars(90))


def reasons_shown() -> dict[str, Any]:
    """What the panel of reasons shows: the reasons in their order, and the one that needs a note."""
    return {"reasons": field_choices(Reason), "reason_with_note": REASON_WITH_NOTE}


class Page(Seen):
    """The claim before an editor. `lease` is the page's token; `data` is what they sent, `problem` what was wrong with
    it."""

    def __init__(
        self,
        request: EditorRequest,
        claim: Claim,
        queue: Queue,
        *,
        lease: str | None = None,
        data: QueryDict | None = None,
        problem: str = "",
    ):
        self.request, self.claim, self.queue = request, claim, queue
        self.lease, self.data, self.problem = lease, data, problem
        self.seen = seen_version(claim, data)

    @cached_property
    def others(self) -> list[Claim]:
        """The other claims of the article."""
        return list(self.claim.article.claims.exclude(pk=self.claim.pk).defer("found").as_they_stand())

    @cached_property
    def card(self) -> Card:
        """With all rows of the claim, and the actors of the others: a decision that takes no card does without."""
        prefetch_related_objects([self.claim], "quantities")
        prefetch_related_objects([self.claim, *self.others], ATTRIBUTIONS)
        return Card(self.claim, seen=self.seen, others=self.others, data=self.data)

    @cached_property
    def questions(self) -> QuestionsBeside:
        prefetch_related_objects([self.claim], "quantities")
        return QuestionsBeside(self.claim, typed=self.data if self.data and self.problem else {})

    @cached_property
    def held_by(self) -> AnyLease | None:
        """The lease of somebody else, in whose hands the claim is."""
        return leases.held_by_another(self.claim, user=self.request.user)

    def response(self, *, status: int = 200) -> HttpResponse:
        return render(self.request, "admin/claimsdb/review/item.html", self.context(), status=status)

    def context(self) -> dict[str, Any]:
        placed, findings = self.card.placed, checks.findings(self.claim)
        may = {action.verb: review.may(action.verb, self.claim, by=self.request.user) for action in review.ON_CLAIM}
        return {
            **admin.site.each_context(self.request),
            "title": f"Review: {self.claim.article.title}",
            "claim": self.claim,
            "queue": self.queue,
            "query": f"?{self.queue.query}" if self.queue.query else "",
            "left": self.queue.left(),
            "today": decided_today(self.request.user).values("claim").distinct().count(),
            "last_step": LastStep.of(self.request.user, answers=bool(self.questions.known)),
            "card": self.card,
            "problem": self.problem,
            "held_by": self.held_by,
            "lease": self.lease or self.request.POST.get("lease", ""),
            "term": leases.TERM,
            **self._place_in_article(),
            "text": marked_text(self.claim.article.text, [placed, *self.others], active=placed, url=self._url),
            "others": self.others,
            "findings": findings,
            "proposed": next((finding for finding in findings if finding.proposal), None),
            "repeated": [finding.other for finding in findings if finding.other],
            **{need.value: self.request.POST.get(need, "") for need in NOTES},
            "decisions": decisions_told(self.claim) if self.claim.version > 1 else [],
            "actions": review.ACTIONS,
            "waiting": WAITING,
            "keys": CLAIM_KEYS,
            "question_key": QUESTION,
            "beside": BESIDE,
            "questions": self.questions,
            "opens_article": publication.opens_when_accepted(self.claim.article) and may[Verb.ACCEPT],
            "may": may,
            "reasons_are_open": self.card.form.is_bound and self.problem and not may[Verb.ACCEPT],
            **reasons_shown(),
            **self._overtaken(),
        }

    def _place_in_article(self) -> dict[str, int]:
        """Which of the article's claims it is, in the order of the text, without those that are superseded."""
        standing = [claim for claim in (*self.others, self.claim) if claim.status != Status.SUPERSEDED]
        if self.claim not in standing:
            return {}
        standing.sort(key=lambda claim: (claim.span is None, claim.span or (), claim.key))
        return {"place": standing.index(self.claim) + 1, "of_article": len(standing)}

    def _overtaken(self) -> dict[str, Any]:
        if not self.is_stale:
            return {}
        return {
            "since": decisions_since(self.claim, self.seen),
            "differences": differences(self.claim, self.seen),
        }

    def _url(self, claim: Claim) -> str:
        return item_url(claim, self.queue.query)
