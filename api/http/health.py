"""Health checks for load balancers and supervisors: whether the process lives, and whether it can answer."""

from dataclasses import dataclass

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from api.http.problems import CONTENT_TYPE, problem
from claimsdb.db.missing_migrations import missing_migrations
from claimsdb.db.replicas import connection_error, seconds_behind
from claimsdb.db.troubles import IN_WORDS, Trouble, free_space, is_moved, trouble_of

MIGRATIONS = "migrations"
NO_ROOM = 1 << 20  # bytes: less than what one commit may take


@dataclass(frozen=True, slots=True)
class NotReady:
    """`trouble` is a word for programs: one of Trouble, or `migrations`."""

    trouble: str
    detail: str


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """503 while the primary database is away, cannot be read, is full or lacks migrations. Little space left, and a
    replica that is away or far behind, are warnings."""
    if missing := not_ready():
        document = problem(request, 503, missing.detail) | {"trouble": missing.trouble}
        return JsonResponse(document, status=503, content_type=CONTENT_TYPE)
    warnings = [*little_space(), *troubled_replicas()]
    return JsonResponse({"status": "ok"} | ({"warnings": warnings} if warnings else {}))


def not_ready() -> NotReady | None:
    try:
        if is_moved(connection):
            return NotReady(Trouble.UNREADABLE, IN_WORDS[Trouble.UNREADABLE])
        missing = missing_migrations(connection)
        space = free_space(connection)
    except (Error, OSError) as error:
        trouble = trouble_of(error) or Trouble.AWAY
        return NotReady(trouble, IN_WORDS[trouble])
    if missing:
        return NotReady(MIGRATIONS, f"{missing} migrations have not been applied.")
    if space is not None and space < NO_ROOM:
        return NotReady(Trouble.FULL, f"{IN_WORDS[Trouble.FULL]} Reading goes on.")
    return None


def little_space() -> list[str]:
    space = free_space(connection)
    if space is None or space >= settings.CLAIMSDB_FREE_SPACE * 1_000_000:
        return []
    return [f"{space / 1_000_000:,.0f} MB are free on the disk of the database."]


def troubled_replicas() -> list[str]:
    found = {alias: _trouble_of_replica(alias) for alias in connections if alias != DEFAULT_DB_ALIAS}
    return [f"{alias} {trouble}" for alias, trouble in found.items() if trouble]


def _trouble_of_replica(alias: str) -> str:
    away = "cannot be reached; the primary database answers in its place."
    if connection_error(alias):
        return away
    try:
        behind = seconds_behind(alias)
    except Error:
        return away
    if behind <= settings.CLAIMSDB_REPLICA_LAG:
        return ""
    return f"is {behind:,.0f} seconds behind the primary database."
