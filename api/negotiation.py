"""Which representation a request gets: JSON unless it asks for another that there is."""

from collections.abc import Iterable

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer

from claimsdb.strict_filters import BadParameters, Fault


class Negotiation(DefaultContentNegotiation):
    """With `format` strict as every other parameter: an unknown one is an error that names those there are."""

    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> list[BaseRenderer]:
        renderers = list(renderers)
        chosen = [renderer for renderer in renderers if renderer.format == format]
        if not chosen:
            known = [str(renderer.format) for renderer in renderers]
            raise BadParameters([Fault("format", f"{format!r} is no format of this page.", known)])
        return chosen
