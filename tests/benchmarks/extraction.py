"""Extraction: seconds for an article of about 630 words, in one process and in as many as there are cores."""

import os
import tempfile
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
PATIENCE = 300.0


def measure_extraction(engine: Engine) -> Figures:
    cores = len(os.sched_getaffinity(0))
    alone = _seconds(engine, jobs=1)
    together = _seconds(engine, jobs=cores)
    return {"extraction": [alone * 1000], "workers": [alone / together / cores]}


def _seconds(engine: Engine, *, jobs: int) -> float:
    """For one article more."""
    few, many = (_loading(engine, jobs=jobs, articles=number * jobs) for number in (FEW, MANY))
    return (many - few) / ((MANY - FEW) * jobs)


def _loading(engine: Engine, *, jobs: int, articles: int) -> float:
    with tempfile.TemporaryDirectory() as folder, scratch(engine, like=filled(engine, claims=0)) as url:
        write_articles(Path(folder), number=articles)
        return measured(url, "load_articles", folder, "--jobs", jobs, patience=PATIENCE).seconds


def write_articles(folder: Path, *, number: int) -> None:
    """The paragraphs of the seeds in ever new order."""
    texts = [file.read_text("utf-8") for file in sorted((settings.BASE_DIR / "seeds").glob("*.txt"))]
    paragraphs = [paragraph for text in texts for paragraph in text.split("\n\n") if len(paragraph.split()) > 15]
    for each in range(number):
        random, chosen = Random(each), [f"A report of many words, part {each}"]
        random.shuffle(paragraphs)
        for paragraph in paragraphs:
            chosen.append(paragraph)
            if sum(len(words.split()) for words in chosen) >= WORDS:
                break
        (folder / f"{each:04d}.txt").write_text("\n\n".join(chosen), "utf-8")
