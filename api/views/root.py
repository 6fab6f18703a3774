"""Where to begin."""

from collections.abc import Mapping

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from api.http.conditional import ConditionalView
from api.http.parameters import refuse_parameters


class RootView(ConditionalView):
    """Where to begin. Each list has filters, and every claim says why it matched: try /api/claims/?actor=NK"""

    permission_classes = [AllowAny]
    entry_points: Mapping[str, str] = {}  # names of addresses by title

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        refuse_parameters(request)
        return Response({title: reverse(name, request=request) for title, name in self.entry_points.items()})
