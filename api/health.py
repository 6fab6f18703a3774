"""Whether the process lives, and whether it can answer: for load balancers and whoever restarts it."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from api.errors import CONTENT_TYPE, problem


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """503 while the database cannot be reached or lacks migrations."""
    if trouble := not_ready():
        return JsonResponse(problem(request, 503, trouble), status=503, content_type=CONTENT_TYPE)
    return JsonResponse({"status": "ok"})


def not_ready() -> str:
    """What is missing, in words, empty when nothing is."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "The database cannot be reached."
    return f"{len(missing)} migrations have not been applied." if missing else ""
