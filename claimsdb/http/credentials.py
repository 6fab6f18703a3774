"""Whether a request is anybody's, so that its answer may be cached, compressed and read from other sites."""

from django.conf import settings
from django.http import HttpRequest


def has_credentials(request: HttpRequest) -> bool:
    """Whether it brings a session cookie or an `Authorization` header, good or bad."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
