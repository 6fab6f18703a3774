"""Which representation a request gets: JSON unless it asks for another that there is."""

from collections.abc import Sequence

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer

from claimsdb.strict_filters import BadParameters, Fault


class Negotiation(DefaultContentNegotiation):
    """With `format` strict as every other parameter: an unknown one is an error that names those there are."""

    def filter_renderers(self, renderers: Sequence[BaseRenderer], format: str) -> list[BaseRenderer]:
        chosen = [renderer for renderer in renderers if renderer.format == format]
        if not chosen:
            known = [str(renderer.format) for renderer in renderers]
            raise BadParameters([Fault("format", f"{format!r} is no format of this page.", known)])
        return chosen
