"""System checks of settings and database versions, as shown by `manage.py check`."""

import sqlite3
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connections

from claimsdb.choices import Status
from claimsdb.http.outgoing import Door

OWN = "claimsdb"
OLDEST_POSTGRESQL = 15
OLDEST_SQLITE = (3, 38, 0)  # JSON functions built in, RETURNING


@register(OWN, Tags.security)
def check_public_statuses(app_configs, **kwargs):
    unknown = sorted(set(settings.CLAIMSDB_PUBLIC_STATUSES) - set(Status))
    if not unknown:
        return []
    return [
        Error(
            f"CLAIMSDB_PUBLIC_STATUSES names no status: {', '.join(unknown)}.",
            hint=f"Statuses are {', '.join(Status)}.",
            id="claimsdb.E001",
        )
    ]


@register(OWN, Tags.security)
def check_doors(app_configs, **kwargs):
    """What may be asked besides the internet."""
    found = []
    for name in ("CLAIMSDB_WEBHOOK_ALLOW", "CLAIMSDB_FETCH_ALLOW"):
        try:
            Door(getattr(settings, name))
        except ValueError as error:
            hint = "It names hosts and networks, with commas between: hooks.internal,10.20.0.0/16."
            found.append(Error(f"{name}: {error}.", hint=hint, id="claimsdb.E002"))
    return found


@register(OWN)
def check_language_model(app_configs, **kwargs):
    model = settings.CLAIMSDB_SPACY_MODEL
    if Path(model).is_dir() or find_spec(model) is not None:
        return []
    return [
        Warning(
            f"The language model {model!r} is not installed: articles can be stored, claims cannot be extracted.",
            hint="Install requirements.txt, or set CLAIMSDB_SPACY_MODEL to a model that is installed.",
            id="claimsdb.W001",
        )
    ]


@register(OWN, Tags.database)
def check_postgresql_version(app_configs, databases=None, **kwargs):
    """Asks the databases, so it runs with migrate and `check --database default`."""
    opened = [connections[alias] for alias in databases or ()]
    versions = {each.alias: each.pg_version // 10_000 for each in opened if each.vendor == "postgresql"}
    return [
        Warning(
            f"The database {alias!r} is PostgreSQL {version}: claimsdb is tested from {OLDEST_POSTGRESQL} on.",
            hint=f"Upgrade the server to PostgreSQL {OLDEST_POSTGRESQL} or newer.",
            id="claimsdb.W002",
        )
        for alias, version in versions.items()
        if version < OLDEST_POSTGRESQL
    ]


@register(OWN)
def check_sqlite_version(app_configs, **kwargs):
    if connections["default"].vendor != "sqlite" or (sqlite3.sqlite_version_info >= OLDEST_SQLITE and _has_fts5()):
        return []
    return [
        Warning(
            f"Python's SQLite is {sqlite3.sqlite_version}, {'with' if _has_fts5() else 'without'} FTS5: claimsdb needs"
            f" {'.'.join(map(str, OLDEST_SQLITE))} or newer, with FTS5.",
            hint="Use a Python whose SQLite is newer, or PostgreSQL.",
            id="claimsdb.W003",
        )
    ]


def _has_fts5() -> bool:
    with closing(sqlite3.connect(":memory:")) as memory:
        return bool(memory.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0])


@register(OWN)
def check_replicas(app_configs, **kwargs):
    if not settings.CLAIMSDB_REPLICAS or connections["default"].vendor == "postgresql":
        return []
    return [
        Warning(
            "DATABASE_REPLICA_URL is set and not used: SQLite has no replicas.",
            hint="Remove it, or let DATABASE_URL name the PostgreSQL that the replicas follow.",
            id="claimsdb.W004",
        )
    ]
