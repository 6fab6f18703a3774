"""An article at the desk, whether it has claims or none: there a missing one is added of selected words."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from claimsdb import review
from claimsdb.admin.list_filters import ArticleListFilter
from claimsdb.admin.marking import marked_text
from claimsdb.admin.move_forms import wording
from claimsdb.admin.review.keys import ARTICLE_KEYS
from claimsdb.admin.review.page import item_url, said
from claimsdb.admin.review.permissions import EditorRequest, for_reviewers
from claimsdb.admin.review.selecting import selected_place
from claimsdb.choices import Status, Verb
from claimsdb.ingest.selected_words import Entered, enter_selected
from claimsdb.models import Article, Claim


@require_http_methods(["GET", "HEAD", "POST"])
def article(request: EditorRequest, pk: int) -> HttpResponse:
    """To the first claim of the article that waits, or else to its first; the article alone where it has none. A POST
    adds one of the selected words."""
    shown = get_object_or_404(Article.objects.select_related("source", "extraction_cut"), pk=pk)
    if request.method == "POST":
        return _add(request, shown)
    claims = shown.claims.exclude(status=Status.SUPERSEDED).in_reading_order()
    first = claims.waiting().first() or claims.first()
    return HttpResponseRedirect(item_url(first, _query(shown))) if first else _page(request, shown)


def _add(request: EditorRequest, shown: Article) -> HttpResponse:
    try:
        entered = enter_selected(shown, selected_place(request.POST, shown.text), by=request.user)
    except (review.ReviewError, ValidationError) as error:
        return _page(request, shown, problem=wording(error), status=400)
    return to_entered(request, entered, _query(shown))


def to_entered(request: EditorRequest, entered: Entered, query: str) -> HttpResponse:
    """To the claim of the selected words, with word of what was done."""
    if entered.was_there:
        messages.info(request, said("These words are a claim already", entered.claim))
    else:
        messages.success(request, said(review.ACTIONS[Verb.ENTER].done, entered.claim))
    if entered.unproposed:
        messages.info(request, f"Only the words were taken: {entered.unproposed}.")
    return HttpResponseRedirect(item_url(entered.claim, query))


def _query(shown: Article) -> str:
    return urlencode({ArticleListFilter.parameter_name: shown.pk})


def _page(request: EditorRequest, shown: Article, *, problem: str = "", status: int = 200) -> HttpResponse:
    gone: Any = shown.claims.defer("found")
    context = {
        **admin.site.each_context(request),
        "title": f"Review: {shown.title}",
        "article": shown,
        "text": marked_text(shown.text, gone, url=_url),
        "problem": problem,
        "words": request.POST.get("selected_words", ""),
        "keys": ARTICLE_KEYS,
    }
    return render(request, "admin/claimsdb/review/article.html", context, status=status)


def _url(claim: Claim) -> str:
    return item_url(claim, "")


urlpatterns: list[URLPattern] = [path("articles/<int:pk>/", for_reviewers(article), name="desk-bare-article")]
