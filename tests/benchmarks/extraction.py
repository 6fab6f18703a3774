"""Extraction: seconds for an article of about 630 words, in one process and in as many as there are cores, and for one
article of a megabyte, of which the claims are as many as an article may have."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from django.conf import settings

from tests.benchmarks.databases import Engine, filled, scratch
from tests.benchmarks.measured import measured
from tests.benchmarks.timing import Figures

WORDS = 630
# Articles for each process: what the models take to load is in both, and so not in the difference. Already the few are
# enough for all processes to be hired (`WORTH_ANOTHER`) and to have begun.
FEW, MANY = 20, 60
MEGABYTE = 160_000  # words
PATIENCE = 300.0


def measure_extraction(engine: Engine) -> Figures:
    cores = len(os.sched_getaffinity(0))
    alone = _seconds(engine, jobs=1)
    together = _seconds(engine, jobs=cores)
    longest = _loading(engine, jobs=1, articles=1, words=MEGABYTE) - _loading(engine, jobs=1, articles=1)
    return {"extraction": [alone * 1000], "workers": [alone / together / cores], "extraction of a megabyte": [longest]}


def _seconds(engine: Engine, *, jobs: int) -> float:
    """For one article more."""
    few, many = (_loading(engine, jobs=jobs, articles=number * jobs) for number in (FEW, MANY))
    return (many - few) / ((MANY - FEW) * jobs)


def _loading(engine: Engine, *, jobs: int, articles: int, words: int = WORDS) -> float:
    with tempfile.TemporaryDirectory() as folder, scratch(engine, like=filled(engine, claims=0)) as url:
        write_articles(Path(folder), number=articles, words=words)
        return measured(url, "load_articles", folder, "--jobs", jobs, patience=PATIENCE).seconds


def write_articles(folder: Path, *, number: int, words: int = WORDS) -> None:
    """The paragraphs of the seeds in ever new order."""
    for each in range(number):
        chosen, length = [f"A report of many words, part {each}"], 0
        for paragraph in _paragraphs(Random(each)):
            chosen.append(paragraph)
            length += len(paragraph.split())
            if length >= words:
                break
        (folder / f"{each:04d}.txt").write_text("\n\n".join(chosen), "utf-8")


def _paragraphs(random: Random) -> Iterator[str]:
    """Without end."""
    texts = [file.read_text("utf-8") for file in sorted((settings.BASE_DIR / "seeds").glob("*.txt"))]
    paragraphs = [paragraph for text in texts for paragraph in text.split("\n\n") if len(paragraph.split()) > 15]
    while True:
        random.shuffle(paragraphs)
        yield from paragraphs
