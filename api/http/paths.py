"""Which addresses are those of the API."""

from django.http import HttpRequest


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")
