"""The description of the API, and its page: those of drf-spectacular, strict as all else is."""

from typing import Any

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request

from api.http.parameters import refuse_parameters


class SchemaView(SpectacularAPIView):
    """The description as OpenAPI 3.1, in YAML or JSON."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        refuse_parameters(request)


class DocsView(SpectacularSwaggerSplitView):
    """Its page, which asks for its script by the parameter."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        refuse_parameters(request, beside=["script"])
