"""The benchmark: claimsdb beside hand-written SQL and an idiomatic API, at several sizes, on both engines.

python -m tests.benchmarks --sizes 10k,100k,1m --engines sqlite,postgresql --parts pages,sizes,hot,desk,questions,exchange,extraction
"""

import argparse
import json
import os
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings  # noqa: E402  (after the setup)

from tests.benchmarks import results  # noqa: E402
from tests.benchmarks.databases import ENGINES, Engine, filled, opened  # noqa: E402
from tests.benchmarks.exchange import measure_exchange, measure_sample  # noqa: E402
from tests.benchmarks.extraction import measure_extraction  # noqa: E402
from tests.benchmarks.hot import measure_hot  # noqa: E402
from tests.benchmarks.machine import described  # noqa: E402
from tests.benchmarks.measured import GaveUp, answer_of  # noqa: E402
from tests.benchmarks.pages import measure_pages  # noqa: E402
from tests.benchmarks.report import write_report  # noqa: E402
from tests.benchmarks.results import Result  # noqa: E402
from tests.benchmarks.sizes import measure_sizes  # noqa: E402
from tests.benchmarks.timing import Figures  # noqa: E402

PARTS = ("pages", "sizes", "hot", "desk", "questions", "exchange", "extraction")
UNITS = {"k": 1_000, "m": 1_000_000}


def main() -> None:
    asked = arguments()
    for name in asked.engines:
        with opened(name, folder=asked.keep) as engine:
            once, notes = measure_once(engine, parts=asked.parts)
            for claims in asked.sizes:
                parts = [part for part in asked.parts if part != "exchange" or claims <= asked.exchange_to]
                result = measure(engine, claims=claims, parts=parts)
                result.figures |= once
                result.notes += notes
                results.save(result, asked.keep / "results")
    kept = asked.keep / "results"
    write_report(results.load(kept), results.load_mixed(kept), asked.output)


def measure_once(engine: Engine, *, parts: list[str]) -> tuple[Figures, list[str]]:
    """What does not depend on how many claims there are, and what could not be measured."""
    figures: Figures = {}
    notes: list[str] = []
    for part, measure_part in {"exchange": measure_sample, "extraction": measure_extraction}.items():
        if part in parts:
            say(f"{engine.name}: {part}, by a sample")
            try:
                figures |= measure_part(engine)
            except GaveUp as reason:
                notes.append(str(reason))
    return figures, notes


def measure(engine: Engine, *, claims: int, parts: list[str]) -> Result:
    result = Result(engine.name, claims, described(engine))
    say(f"{engine.name}, {claims:,} claims: filling")
    url = engine.url(filled(engine, claims=claims))
    if "pages" in parts:
        say(f"{engine.name}, {claims:,} claims: pages, counts and searches")
        result.figures |= measure_pages(url) | json.loads(answer_of(url, "statements"))
    if "sizes" in parts:
        say(f"{engine.name}, {claims:,} claims: what lies on the disk")
        result.figures |= measure_sizes(url)
    if "hot" in parts:
        say(f"{engine.name}, {claims:,} claims: many readers of few pages")
        result.figures |= measure_hot(engine, claims=claims)
    if "desk" in parts:
        say(f"{engine.name}, {claims:,} claims: the review desk")
        result.figures |= json.loads(answer_of(url, "desk"))
    if "questions" in parts:
        say(f"{engine.name}, {claims:,} claims: questions")
        result.figures |= json.loads(answer_of(url, "questions"))
    if "exchange" in parts:
        say(f"{engine.name}, {claims:,} claims: import and export")
        figures, result.notes = measure_exchange(engine, claims=claims)
        result.figures |= figures
    return result


def say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", flush=True)


def number(text: str) -> int:
    """`10k` and `1m` as well as 10000. Raises ValueError, which argparse words."""
    unit = UNITS.get(text[-1:].lower(), 1)
    return int(text[:-1] if unit > 1 else text) * unit


def one_of(known: tuple[str, ...], text: str) -> list[str]:
    chosen = text.split(",")
    if unknown := set(chosen) - set(known):
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: choose among {', '.join(known)}")
    return chosen


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=lambda text: [number(each) for each in text.split(",")], default="10k,100k,1m")
    parser.add_argument("--engines", type=lambda text: one_of(ENGINES, text), default=list(ENGINES))
    parser.add_argument("--parts", type=lambda text: one_of(PARTS, text), default=list(PARTS))
    parser.add_argument(
        "--exchange-to",
        type=number,
        metavar="SIZE",
        default="100k",
        help="the largest size that is imported and exported; a million takes ten minutes more on each engine",
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", default=settings.BASE_DIR / "var" / "benchmarks")
    parser.add_argument("--output", type=Path, metavar="FILE", default=settings.BASE_DIR / "docs" / "performance.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
