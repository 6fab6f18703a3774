"""Every error under /api/ as application/problem+json (RFC 9457): what is wrong, where, and what would be right."""

import sys
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults
from rest_framework.renderers import BrowsableAPIRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler

from claimsdb.databases.timeouts import is_passing, was_too_slow
from claimsdb.naming import UnknownName
from claimsdb.strict_filters import BadParameters, Fault, NotOpen

CONTENT_TYPE = "application/problem+json"
RETRY_AFTER = 5  # seconds
TOO_SLOW = "The database took too long over this request and stopped. Ask for less, or try again later."
BUSY = "The database is busy or cannot be reached at this moment. Try again in a few seconds."


def problem(request: HttpRequest, status: int, detail: str, *, errors: Iterable[Fault] = ()) -> dict[str, Any]:
    """`errors` name the parameters at fault, each with the values that are `known` and those `nearest`, if any."""
    document = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.get_full_path(),
    }
    listed = [_error(fault) for fault in errors]
    return document | {"errors": listed} if listed else document


def problem_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """None, and so a 500 by `server_error`, for what is nobody's mistake but ours."""
    request = context["request"]
    match exc:
        case NotOpen():
            document = problem(request, 403, str(exc), errors=exc.faults)
        case BadParameters():
            document = problem(request, 400, str(exc), errors=exc.faults)
        case UnknownName():
            fault = Fault(exc.noun, str(exc), nearest=exc.nearest)
            document = problem(request, 404, fault.advice, errors=[fault])
        case SuspiciousOperation():
            document = problem(request, 400, "The request cannot be read.")
        case _:
            return _reworded(exception_handler(exc, context), request)
    return _respond(document, request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_api(request):
        return _plain(problem(request, 400, "The request cannot be read."))
    return defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_api(request):
        return _plain(problem(request, 404, "There is nothing at this address; /api/ lists what there is."))
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """A 500 for what is nobody's mistake but ours, a 503 where the database is only busy or away."""
    error = sys.exception()
    if is_passing(error):
        return _unavailable(request, TOO_SLOW if was_too_slow(error) else BUSY)
    if _is_api(request):
        return _plain(problem(request, 500, "Something went wrong here; the operators can find it in the log."))
    return defaults.server_error(request)


def _unavailable(request: HttpRequest, detail: str) -> HttpResponse:
    if _is_api(request):
        response: HttpResponse = _plain(problem(request, 503, detail))
    else:
        response = HttpResponse(detail, status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _error(fault: Fault) -> dict[str, Any]:
    lists = {"known": list(fault.known), "nearest": list(fault.nearest)}
    return {"parameter": fault.parameter, "detail": fault.detail} | {
        name: words for name, words in lists.items() if words
    }


def _reworded(response: Response | None, request: HttpRequest) -> Response | None:
    if response is None:
        return None
    document = problem(request, response.status_code, str(response.data["detail"]))
    return _respond(document, request, headers=response.headers)


def _respond(document: dict[str, Any], request: HttpRequest, *, headers: Any = None) -> Response:
    in_browser = isinstance(getattr(request, "accepted_renderer", None), BrowsableAPIRenderer)
    kept = {name: value for name, value in (headers or {}).items() if name in ("Retry-After", "WWW-Authenticate")}
    content_type = None if in_browser else CONTENT_TYPE
    return Response(document, status=document["status"], headers=kept, content_type=content_type)


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def _plain(document: dict[str, Any]) -> JsonResponse:
    return JsonResponse(document, status=document["status"], content_type=CONTENT_TYPE)
