"""Where to begin."""

from collections.abc import Mapping

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from api.http.conditional import ConditionalView
from api.http.parameters import refuse_parameters


class RootView(ConditionalView):
    """Where to begin. Each list has filters, and every claim says why it matched: try /api/claims/?actor=NK"""

    permission_classes = [AllowAny]
    entry_points: Mapping[str, str] = {}  # names of addresses by title
    templates: Mapping[str, tuple[str, str]] = {}  # by title the name of an address, and what follows it in a detail's

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        refuse_parameters(request)
        addresses = {title: (name, "") for title, name in self.entry_points.items()} | dict(self.templates)
        found = {title: request.build_absolute_uri(reverse(name)) + rest for title, (name, rest) in addresses.items()}
        return Response(found)
