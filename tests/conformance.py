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

# They take the ninety filters of the list of claims, by the same code.
FILTERED_AS_CLAIMS = ["/api/claims/facets/", "/api/claims/export/", "/api/claims/feed/", "/api/changes/"]
RIGHT_ALONE = """
[[operations]]
include-path = {paths}
phases.coverage.generation.mode = "positive"
"""


def token(environment: dict[str, str]) -> str:
    command = [*MANAGE, "tokens", "create", "editor", "--name", "conformance", "--scope", "edit"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def configuration(folder: Path, *, brief: bool) -> Path:
    path = folder / CONFIGURATION.name
    path.write_text(CONFIGURATION.read_text() + (RIGHT_ALONE.format(paths=FILTERED_AS_CLAIMS) if brief else ""))
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=50, help="of each operation in each phase")
    parser.add_argument(
        "--brief",
        action="store_true",
        help="every wrong value of a claims' filter at the list alone, not four times more",
    )
    here, told = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as name, new_database(Path(name), like=SEEDS) as url:
        environment = environment_of(url, Path(name))
        with serving(*MANAGE, "serve", "--no-seeds", "--port", "{port}", environment=environment) as server:
            settled = ["--config-file", str(configuration(Path(name), brief=here.brief))]
            asked = [f"{server.url}/api/schema/?format=json", "--checks", "all", "--max-examples", str(here.examples)]
            authorization = ["-H", f"Authorization: Bearer {token(environment)}"]
            command = [SCHEMATHESIS, *settled, "run", *asked, *authorization, "--continue-on-failure", *told]
            sys.exit(subprocess.run(command, cwd=name).returncode)


if __name__ == "__main__":
    main()
