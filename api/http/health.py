"""Health checks for load balancers and supervisors: whether the process lives, and whether it can answer."""

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from api.http.problems import CONTENT_TYPE, problem
from claimsdb.db.replicas import connection_error


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """503 while the primary database cannot be reached or lacks migrations; a replica that is away is a warning."""
    if trouble := not_ready():
        return JsonResponse(problem(request, 503, trouble), status=503, content_type=CONTENT_TYPE)
    warnings = [f"{name} cannot be reached; the primary database answers in its place." for name in missing_replicas()]
    return JsonResponse({"status": "ok"} | ({"warnings": warnings} if warnings else {}))


def not_ready() -> str:
    """What is missing, in words, empty when nothing is."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "The primary database cannot be reached."
    return f"{len(missing)} migrations have not been applied." if missing else ""


def missing_replicas() -> list[str]:
    return [alias for alias in connections if alias != DEFAULT_DB_ALIAS and connection_error(alias)]
