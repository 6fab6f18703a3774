"""CORS: pages of any other site may read what anyone may read, where the operator has opened the API (CORS_OPEN)."""

from typing import Any

from corsheaders.signals import check_request_enabled
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest

from api.http.paths import is_api
from claimsdb.http.credentials import has_credentials

READING = ("GET", "HEAD")


@receiver(check_request_enabled)
def allow_public_reads(sender: Any, request: HttpRequest, **kwargs: Any) -> bool:
    """Whether a request, or the one that a preflight asks for, reads and brings no credentials."""
    if not settings.CORS_OPEN or not is_api(request):
        return False
    asked = request.headers.get("Access-Control-Request-Method", "") if request.method == "OPTIONS" else request.method
    with_token = "authorization" in request.headers.get("Access-Control-Request-Headers", "").lower()
    return asked in READING and not has_credentials(request) and not with_token
