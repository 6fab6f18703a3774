"""The exception handler of Django REST framework: every error under /api/ as a problem document."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import HttpRequest, UnreadablePostError
from rest_framework.exceptions import MethodNotAllowed, NotAcceptable, UnsupportedMediaType, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from api.http.negotiation import fall_back_to_json
from api.http.problems import CONTENT_TYPE, Refused, error_of, pointer_to, problem
from api.http.renderers import JSONRenderer
from claimsdb.actors import UnknownName
from claimsdb.filters import Fault, InvalidBody, InvalidRequest, StatusForbidden

KEPT_HEADERS = ("Retry-After", "WWW-Authenticate")


def problem_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """None, and so a 500 by `server_error`, for what is nobody's mistake but ours."""
    request = context["request"]
    match exc:
        case InvalidRequest():
            return _respond(_faulty(request, exc), request)
        case ValidationError():
            return _respond(_faulty(request, InvalidBody(_faults(exc.detail))), request)
        case UnknownName():
            place = next(iter(context["kwargs"]), exc.noun)  # the part of the address that names it
            fault = Fault(place, str(exc), nearest=exc.nearest)
            return _respond(problem(request, 404, fault.advice, errors=[error_of(fault, "parameter")]), request)
        case Refused():
            return _respond(problem(request, exc.status, str(exc)) | exc.members, request, headers=exc.headers)
        case SuspiciousOperation() | UnreadablePostError():
            return _respond(unreadable(request, exc), request)
        case _:
            return _reworded(exc, context)


def unreadable(request: HttpRequest, error: Exception) -> dict[str, Any]:
    """The problem of a request that Django itself refuses to read."""
    match error:
        case RequestDataTooBig():
            most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
            return problem(request, 413, f"The body is too large: it may have {most:,} bytes.")
        case TooManyFieldsSent():
            most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
            return problem(request, 400, f"There are too many parameters: there may be {most:,}. Commas join values.")
        case DisallowedHost():
            return problem(request, 400, "This site does not go by the name that Host gives.")
        case UnreadablePostError():
            return problem(request, 400, "The body ended before its Content-Length.")
    return problem(request, 400, "The request cannot be read.")


def _faulty(request: HttpRequest, error: InvalidRequest) -> dict[str, Any]:
    status = 403 if isinstance(error, StatusForbidden) else 400
    return problem(request, status, str(error), errors=[error_of(fault, error.kind) for fault in error.faults])


def _faults(found: Any, pointer: str = "") -> list[Fault]:
    """What serializers found wrong, which nests as the body does, one Fault a place."""
    match found:
        case Mapping():
            return [fault for name, inner in found.items() for fault in _faults(inner, pointer + pointer_to(name))]
        case [*inner] if any(not isinstance(each, str) for each in inner):
            return [fault for place, each in enumerate(inner) for fault in _faults(each, pointer + pointer_to(place))]
        case [*details]:
            return [Fault(pointer, " ".join(map(str, details)))] if details else []
    return [Fault(pointer, str(found))]


def _reworded(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    response = exception_handler(exc, dict(context))
    if response is None:
        return None
    request, view = context["request"], context["view"]
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    match exc:
        case MethodNotAllowed():
            detail = f"{request.method} is no method of this address: it takes {', '.join(view.allowed_methods)}."
        case NotAcceptable():
            detail = f"Accept asks for none of what this page comes as: {_media_types(view.get_renderers())}."
        case UnsupportedMediaType():
            headers["Accept"] = _media_types(view.get_parsers())
            detail = f"Content-Type has to say what the body is, one of {headers['Accept']}."
        case _:
            detail = str(response.data["detail"])
    return _respond(problem(request, response.status_code, detail), request, headers=headers)


def _media_types(classes: Iterable[Any]) -> str:
    return ", ".join(dict.fromkeys(str(each.media_type) for each in classes))


def _respond(document: dict[str, Any], request: Any, *, headers: Mapping[str, str] | None = None) -> Response:
    fall_back_to_json(request)
    content_type = CONTENT_TYPE if isinstance(request.accepted_renderer, JSONRenderer) else None
    return Response(document, status=document["status"], headers=headers, content_type=content_type)
