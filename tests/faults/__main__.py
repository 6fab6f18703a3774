"""Kills, full disks, a server that dies and a clock that goes back, and what is lost by them: `python -m tests.faults`.

On the engine of DATABASE_URL, SQLite where there is none; `make faults` does both.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=40, metavar="N", help="of each command [%(default)s]")
    parser.add_argument("--parts", nargs="*", default=[], metavar="PART", help="whose names begin so [all]")
    asked = parser.parse_args()
    os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.faults.settings"
    import django

    django.setup()
    return 0 if all_is_good(asked.parts, kills=asked.kills) else 1


def all_is_good(parts, *, kills):
    from django.db import connection
    from rich.console import Console

    from tests.databases import originals
    from tests.faults.parts import PARTS
    from tests.faults.result import details_of, table_of

    console, results = Console(), []
    with originals(), tempfile.TemporaryDirectory(prefix="claimsdb-faults-") as folder:
        for name, part in PARTS.items():
            if not parts or name.startswith(tuple(parts)):
                console.print(f"{name} ...", style="dim")
                results.append(part(Path(folder), kills=kills))
    console.print(table_of(results, engine=connection.vendor))
    for line in details_of(results):
        console.print(line[:2000], markup=False, highlight=False, soft_wrap=True)
    return all(each.is_good for each in results)


if __name__ == "__main__":
    sys.exit(main())
