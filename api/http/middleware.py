"""Middleware: redirects to the address with its slash, and refuses bodies that would be taken for others."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware
from django.utils.http import escape_leading_slashes

from api.http.handlers import problem_response
from api.http.paths import is_api
from api.http.problems import problem

Answer = Callable[[HttpRequest], HttpResponse]


class PermanentRedirect(HttpResponsePermanentRedirect):
    """308: the method and the body stay what they are. Django's 301 would make a GET of a POST."""

    status_code = 308

    def __init__(self, redirect_to: str):
        super().__init__(redirect_to, headers={"Content-Length": 0})
        del self["Content-Type"]  # there is nothing in it, and so no HTML


class AppendSlashMiddleware(CommonMiddleware):
    """CommonMiddleware, which sends whoever leaves out the slash at the end to the right address."""

    response_redirect_class = PermanentRedirect

    def get_full_path_with_slash(self, request: HttpRequest) -> str:
        """Without the error by which Django tells developers in DEBUG that its 301 loses the body."""
        return escape_leading_slashes(request.get_full_path(force_append_slash=True))


def refuse_unreadable_bodies(get_response: Answer) -> Answer:
    """Refuses under /api/ a body in chunks, which Django would take for an empty one, and one that is compressed, which
    it would take for what it unpacks to."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return (refusal(request) if is_api(request) else None) or get_response(request)

    return middleware


def refusal(request: HttpRequest) -> HttpResponse | None:
    if request.headers.get("Transfer-Encoding") and not request.headers.get("Content-Length"):
        return problem_response(
            problem(request, 411, "The body comes in chunks: send it whole, with its Content-Length.")
        )
    if request.headers.get("Content-Encoding", "identity").strip().casefold() != "identity":
        response = problem_response(
            problem(request, 415, "The body is compressed: send it as it is, without Content-Encoding.")
        )
        response["Accept-Encoding"] = "identity"
        return response
    return None
