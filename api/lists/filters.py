"""The filter backend of the lists. It filters nothing: `view.get_list` does, by the view's `filterset_class`."""

from typing import Any

from rest_framework.filters import BaseFilterBackend

from api.http.parameters import openapi_parameter


class FilterParameters(BaseFilterBackend):
    """Tells the schema of the parameters of the view's `filterset_class`."""

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        filters = view.filterset_class.base_filters
        return [openapi_parameter(name, each.parameter) for name, each in filters.items()]
