"""What a request costs the production server, as the number of connections grows.

    python -m tests.benchmarks.connections --path '/api/claims/?actor=NK&limit=50' --connections 1 4 16
    python -m tests.benchmarks.connections -- --workers 1 --threads 2     # options of gunicorn

Serves the database of DATABASE_URL, which is only read, and prints a line for each number of connections: requests a
second, milliseconds until the answer (median and 99th in a hundred), milliseconds of processor time that the server
spent on one, and its memory in MiB, pages that processes share counted once.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.processes import GUNICORN, environment_of, serving  # noqa: E402  (it reads the settings)

LINE = "{:>11} {:>10} {:>9} {:>9} {:>8} {:>9}"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Load:
    """Clients that each ask for one path again and again, over a connection that is kept open."""

    port: int
    path: str
    headers: dict[str, str]

    def run(self, *, connections: int, seconds: float) -> list[float]:
        """The seconds that each answer took."""
        until = time.perf_counter() + seconds
        with ThreadPoolExecutor(connections) as clients:
            return [took for each in clients.map(self._ask, [until] * connections) for took in each]

    def _ask(self, until: float) -> list[float]:
        client = HTTPConnection("127.0.0.1", self.port, timeout=30)
        took = []
        while (begun := time.perf_counter()) < until:
            client.request("GET", self.path, headers=self.headers)
            answer = client.getresponse()
            answer.read()
            if answer.status not in (200, 304):
                raise SystemExit(f"{self.path} answered {answer.status}.")
            took.append(time.perf_counter() - begun)
        client.close()
        return took


def family(pid: int) -> Iterator[int]:
    """A process and those that it started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from family(int(child))


def processor_seconds(pid: int) -> float:
    columns = [Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split() for each in family(pid)]
    return sum(int(user) + int(system) for *_, user, system in (row[:13] for row in columns)) / TICKS


def memory(pid: int) -> int:
    """MiB of all its processes."""
    lines = (Path(f"/proc/{each}/smaps_rollup").read_text().splitlines() for each in family(pid))
    return sum(int(line.split()[1]) for rollup in lines for line in rollup if line.startswith("Pss:")) // 1024


def measure(load: Load, pid: int, *, connections: int, seconds: float) -> str:
    before = processor_seconds(pid)
    took = load.run(connections=connections, seconds=seconds)
    spent = processor_seconds(pid) - before
    hundredths = statistics.quantiles(took, n=100)
    figures = [len(took) / seconds, hundredths[49] * 1000, hundredths[98] * 1000, spent / len(took) * 1000]
    return LINE.format(connections, *(f"{figure:.2f}" for figure in figures), memory(pid))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--path", default="/api/claims/?actor=NK")
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 4, 16])
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--encoding", default="identity", help="what clients accept, such as gzip")
    parser.add_argument("options", nargs="*", help="of gunicorn, after --")
    if "DATABASE_URL" not in os.environ:
        parser.error("DATABASE_URL must name the database to serve.")
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    with tempfile.TemporaryDirectory() as folder:
        environment = environment_of(os.environ["DATABASE_URL"], Path(folder))
        with serving(*GUNICORN, *asked.options, environment=environment) as server:
            load = Load(server.port, asked.path, {"Accept-Encoding": asked.encoding})
            load.run(connections=max(asked.connections), seconds=1)
            print(LINE.format("connections", "requests/s", "median ms", "99% ms", "cpu ms", "MiB"))
            for connections in asked.connections:
                print(measure(load, server.process.pid, connections=connections, seconds=asked.seconds), flush=True)


if __name__ == "__main__":
    main()
