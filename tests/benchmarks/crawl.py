"""A crawl of all claims, page by page over HTTP, while others are added and rejected: none missed, none twice.

    python -m tests.benchmarks.crawl --claims 100000 --engines sqlite,postgresql

Ends with 1 if a claim that was there all the time was missed, or one came twice.
"""

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from http.client import HTTPConnection
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402  (after the setup)

from tests.benchmarks.databases import ENGINES, filled, opened, scratch  # noqa: E402
from tests.benchmarks.measured import environment  # noqa: E402
from tests.processes import GUNICORN, MANAGE, environment_of, rows_in, serving  # noqa: E402

FIRST = "/api/claims/?limit=500&fields=key,version"
ACCEPTED = "SELECT key, version FROM claimsdb_claim WHERE status = 'accepted'"

# Rejects and adds without a pause, a claim at a time, until it is ended.
WRITE = """
import itertools, random
from claimsdb import review
from claimsdb.models import Article, Claim, claim_key
from tests.factories import AcceptedClaimFactory
chance, last = random.Random(3), Claim.objects.order_by("-pk").first().pk
for number in itertools.count():
    claim = Claim.objects.get(pk=chance.randint(1, last))
    if claim.status == "accepted":
        review.reject(claim, by=None, reason="unclear")
    AcceptedClaimFactory(article_id=chance.randint(1, last // 20), key=claim_key("crawl", number),
                         start=None, end=None, quote="", text="Somebody says more.")
"""


def crawl(port: int) -> Counter[str]:
    """How often each key came."""
    client, path = HTTPConnection("127.0.0.1", port, timeout=60), FIRST
    keys: Counter[str] = Counter()
    while path:
        client.request("GET", path, headers={"Host": "localhost"})
        page = json.loads(client.getresponse().read())
        keys.update(each["key"] for each in page["results"])
        path = page["next"] and page["next"].partition("localhost")[2]
    return keys


def perform(url: str) -> bool:
    """Crawls once beside a writer, prints what came of it, and returns whether all was well."""
    with serving(*GUNICORN, environment=environment_of(url, settings.BASE_DIR)) as server:
        quiet = set(rows_in(url, ACCEPTED))
        writer = subprocess.Popen([*MANAGE, "shell", "-v0", "-c", WRITE], env=environment(url))
        try:
            while (before := set(rows_in(url, ACCEPTED))) == quiet and writer.poll() is None:
                time.sleep(0.2)
            begun = time.monotonic()
            keys = crawl(server.port)
            seconds = time.monotonic() - begun
        finally:
            assert writer.poll() is None, "the writer ended early"
            writer.kill()
            writer.wait()
    after = set(rows_in(url, ACCEPTED))
    missed = {key for key, _ in before & after} - set(keys)
    twice = [key for key, count in keys.items() if count > 1]
    print(
        f"{len(keys):,} claims in {seconds:.0f} s; meanwhile {len(before - after):,} rejected, {len(after - before):,}"
        f" added; {len(missed)} missed, {len(twice)} twice"
    )
    return not missed and not twice


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--engines", type=lambda text: text.split(","), default=list(ENGINES))
    parser.add_argument("--keep", type=Path, metavar="DIR", default=settings.BASE_DIR / "var" / "benchmarks")
    asked, well = parser.parse_args(), True
    for name in asked.engines:
        with (
            opened(name, folder=asked.keep) as engine,
            scratch(engine, like=filled(engine, claims=asked.claims)) as url,
        ):
            print(f"{engine.version}: ", end="", flush=True)
            well &= perform(url)
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
