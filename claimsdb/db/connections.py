"""Connection settings of the databases, entries of DATABASES."""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environ import Env

POSTGRESQL = "django.db.backends.postgresql"  # as it is named where an address is read
POSTGRESQL_BACKEND = "claimsdb.db.postgresql_backend"
SQLITE = "claimsdb.db.sqlite_backend"

SQLITE_OPTIONS = {
    # A write takes its lock when the transaction begins: two writers queue instead of failing half way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}

POSTGRESQL_OPTIONS = {
    # Values go to the server beside the statement: with them written into it, no statement would come twice.
    "server_side_binding": True,
    "prepare_threshold": 5,
    "connect_timeout": 3,
    # A server that is gone without a word is noticed: while nothing is under way, and while an answer is waited for.
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}

# For every session, whatever the server's settings: dates in ISO format; random reads nearly as cheap as sequential
# ones, as in memory and on SSDs. With the default of 4 PostgreSQL scans small tables for a single row.
SESSION_OPTIONS = "-c datestyle=ISO -c random_page_cost=1.1"


def database_settings(parsed: Mapping[str, Any], *, timeouts: Mapping[str, float], max_age: int) -> dict[str, Any]:
    """One entry of DATABASES. `timeouts` are PostgreSQL's own settings, in seconds; 0 is none.

    A connection stays with its thread for `max_age` seconds. What the address itself says goes before all of it.
    """
    if parsed["ENGINE"] != POSTGRESQL:
        return {**parsed, "ENGINE": SQLITE, "CONN_MAX_AGE": max_age, "OPTIONS": SQLITE_OPTIONS}
    given = dict(parsed.get("OPTIONS", {}))
    startup = [f"-c {name}={round(seconds * 1000)}" for name, seconds in timeouts.items()]
    options = " ".join([*startup, SESSION_OPTIONS, given.pop("options", "")]).strip()
    return {
        **parsed,
        "ENGINE": POSTGRESQL_BACKEND,
        "CONN_MAX_AGE": max_age,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**POSTGRESQL_OPTIONS, "options": options, **given},
    }


def parse_replica_urls(text: str) -> list[dict[str, Any]]:
    """The addresses of DATABASE_REPLICA_URL. Raises ImproperlyConfigured for what is not PostgreSQL."""
    # Between two addresses, not between the hosts of one.
    addresses = [part.strip() for part in re.split(r",(?=\s*\w+://)", text) if part.strip(" ,")]
    for number, address in enumerate(addresses, start=1):
        if Env.DB_SCHEMES.get(address.partition("://")[0]) != POSTGRESQL:
            raise ImproperlyConfigured(
                f"DATABASE_REPLICA_URL: address {number} does not begin with postgres://, as each must;"
                " several have commas between them."
            )
    return [Env.db_url_config(address.rstrip(",")) for address in addresses]
