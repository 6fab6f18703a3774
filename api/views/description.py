"""The description of the API, and its page: those of drf-spectacular, strict as all else is."""

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request

from api.http.parameters import refuse_parameters


@cache
def description() -> dict[str, Any]:
    """The description, made once: it is the same for everybody, and its making takes a second."""
    return SchemaGenerator().get_schema(public=True)


class MadeOnce(SchemaGenerator):
    def get_schema(self, request: Request | None = None, public: bool = False) -> dict[str, Any]:
        return description()


class SchemaView(SpectacularAPIView):
    """The description as OpenAPI 3.1, in YAML or JSON."""

    generator_class = MadeOnce

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        refuse_parameters(request)


class DocsView(SpectacularSwaggerSplitView):
    """Its page, which asks for its script by the parameter."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        refuse_parameters(request, beside=["script"])
