"""The published schema against the running API: every check of schemathesis, links between operations included.

    python -m tests.conformance --examples 50 --phases coverage,fuzzing

Serves the seeds with the production server on a database of its own, and asks as an editor's script; what is not known
here schemathesis is told. Ends with 1 where an answer is not as the schema says.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import django

django.setup()


from tests.databases import SEEDS, new_database  # noqa: E402
from tests.processes import MANAGE, environment_of, serving  # noqa: E402

CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
SCHEMATHESIS = str(Path(sys.executable).with_name("schemathesis"))


def token(environment: dict[str, str]) -> str:
    command = [*MANAGE, "tokens", "create", "editor", "--name", "conformance", "--scope", "edit"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=50, help="of each operation in each phase")
    here, told = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as name, new_database(Path(name), like=SEEDS) as url:
        environment = environment_of(url, Path(name))
        with serving(*MANAGE, "serve", "--no-seeds", "--port", "{port}", environment=environment) as server:
            settled = ["--config-file", str(CONFIGURATION)]
            asked = [f"{server.url}/api/schema/?format=json", "--checks", "all", "--max-examples", str(here.examples)]
            authorization = ["-H", f"Authorization: Bearer {token(environment)}"]
            command = [SCHEMATHESIS, *settled, "run", *asked, *authorization, "--continue-on-failure", *told]
            sys.exit(subprocess.run(command, cwd=name).returncode)


if __name__ == "__main__":
    main()
