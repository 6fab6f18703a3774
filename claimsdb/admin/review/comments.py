"""Views of the comments on a claim, and of those that mention an editor."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, re_path, reverse
from django.views.decorators.http import require_http_methods

from claimsdb.admin.move_forms import wording
from claimsdb.admin.review.beside import beside_page
from claimsdb.admin.review.item import KEY, claim_of
from claimsdb.admin.review.permissions import EditorRequest, for_reviewers
from claimsdb.review import comments

SHOWN = 50  # mentions on a page


@require_http_methods(["GET", "HEAD", "POST"])
def of_claim(request: EditorRequest, key: str) -> HttpResponse:
    """All of them, and room for one more; a POST writes it, or takes it that those here are read."""
    claim = claim_of(key, by=request.user)
    problem, typed = "", request.POST.get("text", "")
    if request.method == "POST":
        try:
            if "read" in request.POST:
                comments.tick_off(request.user, claim=claim)
            else:
                for said in comments.write(claim, typed, by=request.user)[1]:
                    messages.warning(request, said)
            return HttpResponseRedirect(request.get_full_path())
        except ValidationError as error:
            problem = wording(error)
    shown = {
        "comments": claim.comments.select_related("author"),
        "unread": comments.unread_on(claim, by=request.user),
        "typed": typed,
        "problem": problem,
        "longest": comments.LONGEST,
    }
    return beside_page(request, claim, "comments", status=400 if problem else 200, **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def mentions(request: EditorRequest) -> HttpResponse:
    """What mentions the editor and is not read; a POST takes it that all of it is."""
    if request.method == "POST":
        comments.tick_off(request.user)
        return HttpResponseRedirect(reverse("desk-mentions"))
    found = comments.mentioning(request.user)
    context = {"title": "Comments that mention you", "mentions": found[:SHOWN], "total": found.count()}
    return render(request, "admin/claimsdb/review/mentions.html", admin.site.each_context(request) | context)


urlpatterns: list[URLPattern] = [
    path("mentions/", for_reviewers(mentions), name="desk-mentions"),
    re_path(f"{KEY}comments/$", for_reviewers(of_claim), name="desk-comments"),
]
