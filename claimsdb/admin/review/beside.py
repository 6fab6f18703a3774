"""Views of what else is known beside a claim: pages of their own, whose lists the desk's script shows by the card."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, re_path
from django.views.decorators.http import require_safe

from claimsdb.admin.review.item import KEY, claim_of
from claimsdb.admin.review.keys import BESIDE
from claimsdb.admin.review.page import ATTRIBUTIONS
from claimsdb.admin.review.permissions import EditorRequest, View, for_reviewers
from claimsdb.admin.review.queue import Queue
from claimsdb.models import Claim
from claimsdb.questions.against import ledgers_beside, related_to
from claimsdb.review import beside


@require_safe
def said_before(request: EditorRequest, key: str) -> HttpResponse:
    """What the same speaker said of the matter by then."""
    claim = _claim(key, by=request.user)
    speakers = beside.speakers_of(claim)
    found = beside.said_before(claim) if speakers else []
    return beside_page(request, claim, "said-before", others=found, speakers=speakers)


@require_safe
def elsewhere(request: EditorRequest, key: str) -> HttpResponse:
    """Who says the same in other articles."""
    claim = _claim(key, by=request.user)
    return beside_page(request, claim, "elsewhere", others=beside.said_elsewhere(claim))


@require_safe
def against(request: EditorRequest, key: str) -> HttpResponse:
    """Which claims are related to it, and what else the ledgers of its questions have."""
    claim = _claim(key, by=request.user)
    ledgers = [*ledgers_beside(claim, user=request.user)]
    return beside_page(request, claim, "against", relations=related_to(claim), ledgers=ledgers)


def _claim(key: str, *, by: User) -> Claim:
    claim = claim_of(key, by=by)
    prefetch_related_objects([claim], ATTRIBUTIONS, "quantities")
    return claim


def beside_page(request: EditorRequest, claim: Claim, name: str, *, status: int = 200, **found: Any) -> HttpResponse:
    """The page of that name in BESIDE, with what its template shows."""
    query = Queue.of(request).query
    context = admin.site.each_context(request) | {
        "title": next(each.title for each in BESIDE if each.name == name),
        "claim": claim,
        "name": name,
        "query": f"?{query}" if query else "",
        "beside": BESIDE,
        "found": f"admin/claimsdb/review/beside/{name}.html",
    }
    return render(request, "admin/claimsdb/review/beside/page.html", context | found, status=status)


VIEWS: dict[str, View] = {"said-before": said_before, "elsewhere": elsewhere, "against": against}

urlpatterns: list[URLPattern] = [
    re_path(f"{KEY}{name}/$", for_reviewers(view), name=f"desk-{name}") for name, view in VIEWS.items()
]
