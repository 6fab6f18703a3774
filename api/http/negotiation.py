"""Content negotiation: JSON unless a request asks for another format that there is. And the answer to OPTIONS."""

from collections.abc import Iterable
from typing import Any

from rest_framework.metadata import BaseMetadata
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, BrowsableAPIRenderer
from rest_framework.request import Request
from rest_framework.reverse import reverse

from api.http.parameters import FORMAT, read_parameter
from api.http.renderers import JSONRenderer
from claimsdb.actors import nearest
from claimsdb.filters import Fault, InvalidParameters, Text

ANYTHING = "*/*"
ONE_FORMAT = Text("The form of the answer.", example="json")


class StrictNegotiation(DefaultContentNegotiation):
    """With `format` strict as every other parameter: an unknown one is an error that names those there are."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """Most ask for anything, or for what comes first: then nothing has to be weighed."""
        read_parameter(request, FORMAT, ONE_FORMAT)
        first, accept = next(iter(renderers)), request.META.get("HTTP_ACCEPT", ANYTHING)
        if accept in (ANYTHING, first.media_type) and not format_suffix and FORMAT not in request.query_params:
            return first, str(first.media_type)
        return super().select_renderer(request, renderers, format_suffix)

    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> list[BaseRenderer]:
        renderers = list(renderers)
        chosen = [renderer for renderer in renderers if renderer.format == format]
        if not chosen:
            known = list(dict.fromkeys(str(renderer.format) for renderer in renderers))
            detail = f"{format!r} is no format of this page."
            raise InvalidParameters([Fault(FORMAT, detail, known, nearest(format, known))])
        return chosen


def fall_back_to_json(request: Any) -> None:
    """Has errors, and what else any address may answer, come as JSON or as a page for people, whatever format was asked
    for: a file of claims can hold no error."""
    if not isinstance(getattr(request, "accepted_renderer", None), BrowsableAPIRenderer | JSONRenderer):
        request.accepted_renderer, request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type


class OptionsMetadata(BaseMetadata):
    """The answer to OPTIONS: methods, as Allow has them, media types both ways, and where it is all described."""

    def determine_metadata(self, request: Request, view: Any) -> dict[str, Any]:
        fall_back_to_json(request)
        return {
            "methods": view.allowed_methods,
            "accepts": [parser.media_type for parser in view.parser_classes],
            "answers": list(dict.fromkeys(renderer.media_type for renderer in view.renderer_classes)),
            "schema": reverse("schema", request=request),
        }
