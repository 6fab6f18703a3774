"""Rate limits of the API for each client: headers of the answer after draft-ietf-httpapi-ratelimit-headers-10, and a
429 beyond the limit."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from api.http.handlers import problem_response
from api.http.paths import is_api
from api.http.problems import problem
from claimsdb.http.rate_limits import RateLimit, Standing, address_of, counted_apart
from claimsdb.http.tokens import token_of
from claimsdb.review import REVIEW_PERMISSION

PER_PROCESS = ';claimsdb-counted="per process"'  # a parameter of our own, as the draft has it: the limit is of each


class ThrottleMiddleware:
    """Middleware that counts every request under /api/ before anything is done for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        if not any(settings.THROTTLES.values()):
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_api(request):
            return self.get_response(request)
        kind, client = client_of(request)
        rate_limit = settings.THROTTLES[kind]
        return self._counted(request, rate_limit, client) if rate_limit else self.get_response(request)

    def _counted(self, request: HttpRequest, rate_limit: RateLimit, client: str) -> HttpResponseBase:
        standing = rate_limit.spend(client)
        response = self.get_response(request) if standing.left >= 0 else too_many(request, rate_limit, standing)
        policy = f'"{rate_limit.name}";q={rate_limit.limit};w={rate_limit.window}'
        response["RateLimit-Policy"] = policy + (PER_PROCESS if counted_apart() else "")
        response["RateLimit"] = f'"{rate_limit.name}";r={max(standing.left, 0)};t={standing.reset}'
        return response


def client_of(request: HttpRequest) -> tuple[str, str]:
    """The kind of client, and which one: never by what a client can make up. A token that is not valid is anybody's."""
    if "Authorization" in request.headers:
        token = token_of(request)
        if token and not token.ended(timezone.now()):
            return "script", str(token.pk)
        return "anonymous", address_of(request)
    if not request.user.is_authenticated:
        return "anonymous", address_of(request)
    return ("editor" if request.user.has_perm(REVIEW_PERMISSION) else "reader"), str(request.user.pk)


def too_many(request: HttpRequest, rate_limit: RateLimit, standing: Standing) -> HttpResponse:
    asked = f"You have asked {rate_limit.limit} times in {rate_limit.window} seconds."
    detail = f"{asked} Ask again in {standing.reset} seconds."
    response = problem_response(problem(request, 429, detail))
    response["Retry-After"], response["Cache-Control"] = str(standing.reset), "no-store"
    return response
