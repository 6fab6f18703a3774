"""Error handlers, for what Django answers before or without a view: a problem under /api/, elsewhere its own page."""

import sys
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views import defaults

from api.http.errors import unreadable
from api.http.paths import is_api
from api.http.problems import CONTENT_TYPE, problem
from claimsdb.db.troubles import IN_WORDS, Trouble, trouble_of

WRITTEN = ("text", "note", "public_note")  # the fields of forms into which people write sentences
SOON = "Try again in a few seconds.", 5
ONCE_MENDED = "Its operators have to see to it; what was asked has changed nothing.", 60
ADVICE = {
    Trouble.BUSY: SOON,
    Trouble.SLOW: ("Ask for less, or try again later.", 5),
    Trouble.FULL: ("Its operators have to make room; what was asked has changed nothing.", 60),
    Trouble.UNREADABLE: ONCE_MENDED,
    Trouble.AWAY: SOON,
}
"""What whoever asked may do, and in how many seconds."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return problem_response(unreadable(request, exception))
    if isinstance(exception, BadRequest):
        return _bad_page(request, str(exception))
    if isinstance(exception, RequestDataTooBig):
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE / (1 << 20)
        return _bad_page(request, f"A form takes {limit:g} MB of text at most. What is longer goes as a file.")
    return defaults.bad_request(request, exception)


def _bad_page(request: HttpRequest, words: str) -> HttpResponse:
    return render(request, "admin/claimsdb/bad_request.html", {"problem": words}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return problem_response(problem(request, 403, str(exception) or "You may not do this."))
    return defaults.permission_denied(request, exception)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    if is_api(request):
        return problem_response(problem(request, 403, f"A form of this site sends a token against forgery: {reason}"))
    context = {"site_header": admin.site.site_header, "typed": _typed(request)}
    return render(request, "admin/form_expired.html", context, status=403)


def _typed(request: HttpRequest) -> list[str]:
    """The words of a form that was refused, to be copied: what a person writes, and nobody's password."""
    return [words for name in WRITTEN if (words := request.POST.get(name, "").strip())]


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return problem_response(problem(request, 404, "There is nothing at this address; /api/ lists what there is."))
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """A 500 for what is nobody's mistake but ours, a 503 that says so where the database or its disk is at fault."""
    if trouble := trouble_of(sys.exception()):
        advice, seconds = ADVICE[trouble]
        return come_again(request, 503, f"{IN_WORDS[trouble]} {advice}", seconds=seconds)
    if is_api(request):
        return problem_response(
            problem(request, 500, "Something went wrong here; the operators can find it in the log.")
        )
    return defaults.server_error(request)


def come_again(request: HttpRequest, status: int, detail: str, *, seconds: int) -> HttpResponse:
    """A refusal that is over after so many seconds."""
    if is_api(request):
        response: HttpResponse = problem_response(problem(request, status, detail))
    else:
        response = HttpResponse(f"{detail}\n", status=status, content_type="text/plain; charset=utf-8")
    response["Retry-After"], response["Cache-Control"] = str(seconds), "no-store"
    return response


def problem_response(document: dict[str, Any]) -> JsonResponse:
    """The response of a problem without a view; it has its length, which CommonMiddleware may never see."""
    response = JsonResponse(document, status=document["status"], content_type=CONTENT_TYPE)
    response["Content-Length"] = len(response.content)
    return response
