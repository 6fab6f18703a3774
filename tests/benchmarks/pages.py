"""Pages over HTTP: claimsdb's production server beside the bare and the idiomatic one, one worker each."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from tests.benchmarks.connections import Load, memory, processor_seconds
from tests.benchmarks.timing import Figures, in_turns
from tests.benchmarks.vocabulary import COMMON_WORD, RARE_WORD
from tests.processes import GUNICORN, Server, environment_of, serving

PAGE = "/api/claims/?actor=NK&limit=50"
RARE = "/api/claims/?actor=rare-witness&limit=50"
FEW = "/api/claims/?actor=rare-witness&limit=3"  # as many as there are at 10,000 claims: how it grows with all the rest
SEARCHES = {
    "search rare": f"/api/claims/?search={RARE_WORD}&limit=50",
    "search common": f"/api/claims/?search={COMMON_WORD}&limit=50",
    "search rare by actor": f"/api/claims/?search={RARE_WORD}&actor=NK&limit=50",
    "search common by actor": f"/api/claims/?search={COMMON_WORD}&actor=NK&limit=50",
}
DEEP = 1_000  # pages
SECONDS = 4.0  # of load
MB_OF_MIB = 1.048576
NOTHING_KEPT = {"CLAIMSDB_KEPT_ANSWERS": "0"}
HOST = {"Host": "localhost"}  # the same for all, as it is part of links


@dataclass
class Site:
    """A server and a connection to it that is kept open."""

    server: Server

    def __post_init__(self) -> None:
        self.connection = HTTPConnection("127.0.0.1", self.server.port, timeout=120)

    def get(self, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
        self.connection.request("GET", path, headers=HOST | headers)
        answer = self.connection.getresponse()
        return answer, answer.read()

    def body(self, path: str) -> bytes:
        answer, body = self.get(path)
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}: {body[:500].decode()}")
        return body

    def page(self, path: str) -> dict[str, Any]:
        return json.loads(self.body(path))


Sites = dict[str, Site]


@contextmanager
def sites(url: str) -> Iterator[Sites]:
    """claimsdb, which has nothing kept, raw and drf over the database at that address."""
    environment = environment_of(url, settings.BASE_DIR) | NOTHING_KEPT
    idiomatic = {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.idiomatic_settings"}
    bare = [part.replace("claimsdb/http/gunicorn.py", "tests/benchmarks/raw_gunicorn.py") for part in GUNICORN]
    with ExitStack() as servers:
        started = {
            "claimsdb": serving(*GUNICORN, environment=environment),
            "raw": serving(*bare, environment=environment),
            "drf": serving(*GUNICORN, environment=environment | idiomatic),
        }
        yield {name: Site(servers.enter_context(server)) for name, server in started.items()}


def measure_pages(url: str) -> Figures:
    with sites(url) as of:
        deep = path_of_page(of["claimsdb"], path=PAGE, number=DEEP)
        for path in (PAGE, RARE, deep):
            check_agreement(of, path)
        figures = _compared(of, page=PAGE, rare=RARE)
        figures |= _compared({name: of[name] for name in ("claimsdb", "raw")}, first=PAGE, deep=deep)
        figures |= in_turns(
            {name: partial(of["claimsdb"].body, path) for name, path in {**SEARCHES, "few": FEW}.items()}
        )
        figures |= _not_modified(of)
        figures |= _under_load(of["claimsdb"].server)
        return figures


def check_agreement(of: Sites, path: str) -> None:
    """Ends the run where the bare application answers anything else: its times would say nothing."""
    ours, bare = of["claimsdb"].page(path), of["raw"].page(path)
    for part in ours:
        if ours[part] != bare[part]:
            raise SystemExit(f"{path}: `{part}` is {ours[part]!r:.300}, and raw has {bare[part]!r:.300}.")


def path_of_page(site: Site, *, path: str, number: int) -> str:
    """Where `next` leads after so many pages, of as many rows as there are for it; then of as many as before."""
    rows = max(1, min(50, site.page(path)["count"] // (number + 50)))
    here = _with_limit(path, rows)
    for _ in range(number):
        link = site.page(here)["next"]
        if link is None:
            break
        here = "{0.path}?{0.query}".format(urlsplit(link))
    return _with_limit(here, 50)


def _with_limit(path: str, rows: int) -> str:
    return re.sub(r"limit=\d+", f"limit={rows}", path)


def _compared(of: Sites, **paths: str) -> Figures:
    return in_turns({f"{what} {name}": partial(of[name].body, path) for what, path in paths.items() for name in of})


def _not_modified(of: Sites) -> Figures:
    """Nothing where answers carry no ETag."""
    answer, _ = of["claimsdb"].get(PAGE)
    etag = answer.headers["ETag"]
    if not etag:
        return {}
    conditional = {"If-None-Match": etag}
    if of["claimsdb"].get(PAGE, **conditional)[0].status != 304:
        raise SystemExit(f"{PAGE} has the ETag {etag} and does not answer 304 to it.")
    return in_turns(
        {"304": lambda: of["claimsdb"].get(PAGE, **conditional), "static": lambda: of["raw"].get("/static")}
    )


def _under_load(server: Server) -> Figures:
    """Milliseconds of processor time for a request on 1 and on 16 connections, and MB of memory afterwards."""
    load, pid = Load(server.port, PAGE, HOST), server.process.pid
    figures: Figures = {}
    for connections in (1, 16):
        before = processor_seconds(pid)
        answers = load.run(connections=connections, seconds=SECONDS)
        figures[f"processor {connections}"] = [(processor_seconds(pid) - before) / len(answers) * 1000]
    return figures | {"server memory": [memory(pid) * MB_OF_MIB]}
