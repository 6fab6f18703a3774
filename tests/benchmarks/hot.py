"""What many readers of few pages cost: a skewed mix of 2,000 addresses, while an editor decides once a second."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import accumulate, chain
from pathlib import Path
from random import Random
from re import findall
from tempfile import TemporaryDirectory
from time import monotonic

from tests.benchmarks.connections import processor_seconds
from tests.benchmarks.databases import Engine, filled, scratch
from tests.benchmarks.mixed import role
from tests.benchmarks.pages import HOST, NOTHING_KEPT, PAGE, Site
from tests.benchmarks.press import SOURCES, STATES, WITNESS
from tests.benchmarks.timing import Figures, in_turns
from tests.processes import GUNICORN, MANAGE, Server, environment_of, serving

ADDRESSES, SECONDS, PAUSE = 2_000, 20.0, 1.0
ARTICLES = 200
TOKEN = "of-the-benchmark"
READER = HOST | {"Accept-Encoding": "gzip"}


def addresses() -> list[str]:
    """Those that are asked most first: lists, facets, details and pages, mixed."""
    actors = [*(f"S{n}" for n in range(2, STATES + 1)), *(f"person-{n}" for n in range(STATES + 1, WITNESS))]
    kinds: list[Iterator[str]] = [
        (f"/api/claims/?actor={actor}&limit=50" for actor in actors),
        (f"/api/claims/?claimant={actor}&stance=denies" for actor in actors),
        (f"/api/claims/?actor={actor}&topic=casualties" for actor in actors),
        (f"/api/claims/facets/?actor={actor}" for actor in actors),
        (f"/api/actors/{actor}/" for actor in actors),
        (f"/actors/{actor}/" for actor in actors),
        (f"/api/articles/{n}/" for n in range(1, ARTICLES)),
        (f"/articles/{n}/" for n in range(1, ARTICLES)),
        (f"/api/claims/?limit=20&source=source-{n}" for n in range(1, SOURCES + 1)),
        (f"/api/claims/?limit={n}" for n in range(1, 500)),
    ]
    found = [*chain.from_iterable(kinds)][:ADDRESSES]
    Random(19).shuffle(found)
    return found


class Crowd:
    """Readers of whom each next one asks for the address of rank r with a likelihood of 1 to r (Zipf)."""

    def __init__(self, server: Server):
        self.addresses = addresses()
        self.weights = [*accumulate(1 / rank for rank in range(1, len(self.addresses) + 1))]
        self.client = HTTPConnection("127.0.0.1", server.port, timeout=60)

    def ask(self, *, seconds: float) -> int:
        """How many answers they got."""
        random, until, answers = Random(7), monotonic() + seconds, 0
        while monotonic() < until:
            [address] = random.choices(self.addresses, cum_weights=self.weights)
            self.client.request("GET", address, headers=READER)
            answer = self.client.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{address} answered {answer.status}.")
            answers += 1
        return answers


def measure_hot(engine: Engine, *, claims: int) -> Figures:
    figures: Figures = {}
    for name, environment in {"kept": {}, "made": NOTHING_KEPT}.items():
        with scratch(engine, like=filled(engine, claims=claims)) as url, served(url, environment) as server:
            figures |= _page_over_304(server) if name == "kept" else {}
            figures |= {f"hot: {what}, {name}": [value] for what, value in _crowded(url, server).items()}
    return figures


@contextmanager
def served(url: str, environment: dict[str, str]) -> Iterator[Server]:
    """With the static files that pages name."""
    with TemporaryDirectory() as folder:
        environment = environment_of(url, Path(folder)) | {"METRICS_TOKEN": TOKEN} | environment
        subprocess.run([*MANAGE, "collectstatic", "--noinput", "-v0"], env=environment, check=True)
        with serving(*GUNICORN, environment=environment) as server:
            yield server


def _page_over_304(server: Server) -> Figures:
    site = Site(server)
    known = {"If-None-Match": site.get(PAGE)[0].headers["ETag"]}
    return in_turns(
        {
            "hot: 304": lambda: site.get(PAGE, **known),
            "hot: page": lambda: site.get(PAGE),
            "hot: page, gzip": lambda: site.get(PAGE, **READER),
        }
    )


def _crowded(url: str, server: Server) -> dict[str, float]:
    """Answers a second, milliseconds of processor time for one, and the share in percent that was kept."""
    crowd, pid = Crowd(server), server.process.pid
    crowd.ask(seconds=2)
    before, spent = ways(server), processor_seconds(pid)
    with role(url, "editor", SECONDS, "1", PAUSE):
        answers = crowd.ask(seconds=SECONDS)
    now = {way: value - before.get(way, 0) for way, value in ways(server).items()}
    return {
        "answers a second": answers / SECONDS,
        "processor": (processor_seconds(pid) - spent) / answers * 1000,
        "share kept": 100 * now.get("kept", 0) / sum(now.values()),
    }


def ways(server: Server) -> dict[str, float]:
    """The counts of answers to anybody, from the server's own metrics."""
    client = HTTPConnection("127.0.0.1", server.port, timeout=60)
    client.request("GET", "/metrics", headers={"Host": "localhost", "Authorization": f"Bearer {TOKEN}"})
    said = client.getresponse().read().decode()
    return {
        way: float(value) for way, value in findall(r'claimsdb_answers_to_anybody_total\{way="(.+?)"\} (\S+)', said)
    }
