"""Everything at once: readers over HTTP, two editors, an import and re-extraction; then, whether anything was lost.

    python -m tests.benchmarks.mixed --minutes 5 --engines sqlite,postgresql

Ends with 1 if a reader got a 5xx, a writer an error, a decision is missing, or `check_consistency` finds anything.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings  # noqa: E402  (after the setup)
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from tests.benchmarks import results  # noqa: E402
from tests.benchmarks.connections import memory  # noqa: E402
from tests.benchmarks.databases import ENGINES, Engine, filled, opened, scratch  # noqa: E402
from tests.benchmarks.measured import answer_of, environment  # noqa: E402
from tests.processes import GUNICORN, MANAGE, Server, environment_of, serving  # noqa: E402

CLAIMS, IMPORTED, OTHER_SEED = 20_000, 2_000, 5
READERS = 4
PATHS = [
    *("/api/claims/?actor=NK&limit=50", "/api/claims/?limit=50&ordering=published_on", "/api/actors/NK/"),
    *("/api/claims/?actor=NK&actor_role=subject&topic=casualties", "/api/claims/?search=troops", "/api/articles/1/"),
    *("/api/claims/?claimant=S7&stance=denies", "/api/sources/source-3/", "/api/claims/?value_min=1000&limit=20"),
]
SAMPLES = 6  # of the server's memory


class Readers:
    """Clients that ask for one page after the other and follow its `next`, and what they were answered."""

    def __init__(self, port: int, *, until: float):
        self.port, self.until = port, until
        self.statuses: Counter[int] = Counter()
        self.slowest = 0.0
        self.threads = [threading.Thread(target=self._read, args=[start]) for start in range(READERS)]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def join(self) -> None:
        for thread in self.threads:
            thread.join()

    def _read(self, start: int) -> None:
        client = HTTPConnection("127.0.0.1", self.port, timeout=60)
        for path in cycle(PATHS[start:] + PATHS[:start]):
            if time.monotonic() > self.until:
                return
            body = self._get(client, path)
            if following := body.get("next"):
                self._get(client, following.partition("localhost")[2])

    def _get(self, client: HTTPConnection, path: str) -> dict:
        begun = time.monotonic()
        client.request("GET", path, headers={"Host": "localhost"})
        answer = client.getresponse()
        body = answer.read()
        self.statuses[answer.status] += 1
        self.slowest = max(self.slowest, time.monotonic() - begun)
        return json.loads(body) if answer.status == 200 else {}


@dataclass
class Outcome:
    """What came of it: what readers were answered, what each writer told, the server's memory, the editors' decisions
    that are in the database, and what `check_consistency` found."""

    readers: Readers
    told: dict[str, dict]
    sizes: list[int]
    kept: int
    found: str

    @property
    def taken(self) -> int:
        editors = (each["done"] for name, each in self.told.items() if name.startswith("editor"))
        return sum(count for done in editors for verb, count in done.items() if verb != "came second")

    @property
    def errors(self) -> list[str]:
        return [f"{name}: {each['error']}" for name, each in self.told.items() if "error" in each]

    @property
    def is_well(self) -> bool:
        return set(self.readers.statuses) == {200} and not (self.errors or self.found) and self.taken == self.kept

    def rows(self) -> list[tuple[str, str]]:
        return [
            ("answers to readers", _listed({f"x {status}": n for status, n in self.readers.statuses.items()})),
            ("slowest answer", f"{self.readers.slowest:.2f} s"),
            *((name, _listed(each["done"])) for name, each in self.told.items()),
            ("errors of writers", "; ".join(self.errors) or "none"),
            ("decisions taken, and kept", f"{self.taken:,}, {self.kept:,}"),
            ("memory of the server", ", ".join(f"{size} MiB" for size in self.sizes)),
            ("check_consistency", self.found or "all is well"),
        ]


def _listed(done: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {what}" for what, count in done.items())


@contextmanager
def writers(url: str, fixture: Path, *, seconds: float) -> Iterator[dict[str, subprocess.Popen]]:
    """A process for each who writes; they end by themselves."""
    roles = {"editor 1": ["editor", "1"], "editor 2": ["editor", "2"]}
    roles |= {"import": ["importer", str(fixture)], "re-extraction": ["extractor", ""]}
    with ExitStack() as writing:
        yield {
            name: writing.enter_context(role(url, what, seconds, argument)) for name, (what, argument) in roles.items()
        }


@contextmanager
def role(url: str, name: str, seconds: float, *arguments: object) -> Iterator[subprocess.Popen]:
    """A process that writes for so long."""
    command = [sys.executable, "-m", "tests.benchmarks.mixed_roles", name, str(seconds), *map(str, arguments)]
    process = subprocess.Popen(
        command,
        env=environment(url),
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill() if process.poll() is None else None


def perform(engine: Engine, *, minutes: float) -> Outcome:
    """The whole of it on one engine."""
    with tempfile.TemporaryDirectory() as folder:
        fixture = Path(folder) / "other.jsonl"
        with other_press(engine) as url:
            manage(url, "export_fixtures", "--format", "jsonl", "-o", str(fixture), "-v0")
        with scratch(engine, like=filled(engine, claims=CLAIMS)) as url:
            return run(url, fixture, seconds=minutes * 60)


@contextmanager
def other_press(engine: Engine) -> Iterator[str]:
    """A database of other articles about the same actors, to import from."""
    with scratch(engine, like=filled(engine, claims=0)) as url:
        answer_of(url, "filling", IMPORTED, OTHER_SEED)
        yield url


def run(url: str, fixture: Path, *, seconds: float) -> Outcome:
    served = environment_of(url, settings.BASE_DIR) | {"WEB_CONCURRENCY": "2"}
    with serving(*GUNICORN, environment=served) as server:
        readers = Readers(server.port, until=time.monotonic() + seconds)
        with writers(url, fixture, seconds=seconds) as writing:
            readers.start()
            sizes = memory_over(server, seconds=seconds)
            readers.join()
            told = {name: outcome(process) for name, process in writing.items()}
    return Outcome(readers, told, sizes, kept=decisions(url), found=check(url))


def memory_over(server: Server, *, seconds: float) -> list[int]:
    """MiB of the server's processes, at even distances."""
    sizes = []
    for _ in range(SAMPLES):
        time.sleep(seconds / SAMPLES)
        sizes.append(memory(server.process.pid))
    return sizes


def outcome(process: subprocess.Popen) -> dict:
    said, errors = process.communicate(timeout=120)
    return json.loads(said) if said.strip() else {"done": {}, "error": errors.strip()[-2000:]}


def decisions(url: str) -> int:
    """How many the editors' decisions are in the database."""
    return int(answer_of(url, "mixed_count"))


def check(url: str) -> str:
    """What check_consistency finds; empty if all is well."""
    found = manage(url, "check_consistency", "-v0", check=False)
    return "" if found.returncode == 0 else found.stderr + found.stdout


def manage(url: str, *command: str, check: bool = True) -> subprocess.CompletedProcess:
    return subprocess.run([*MANAGE, *command], env=environment(url), check=check, capture_output=True, text=True)


def show(outcome: Outcome, engine: Engine) -> None:
    table = Table("mixed load", engine.version)
    for row in outcome.rows():
        table.add_row(*row)
    Console().print(table)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--engines", type=lambda text: text.split(","), default=list(ENGINES))
    parser.add_argument("--keep", type=Path, metavar="DIR", default=settings.BASE_DIR / "var" / "benchmarks")
    return parser.parse_args()


def main() -> None:
    asked, well = arguments(), True
    for name in asked.engines:
        with opened(name, folder=asked.keep) as engine:
            outcome = perform(engine, minutes=asked.minutes)
            show(outcome, engine)
            results.save_mixed(name, outcome.rows(), asked.keep / "results")
            well &= outcome.is_well
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
