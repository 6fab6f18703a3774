"""Import and export of the project's own fixtures, beside the engine's own load and Django's loaddata and dumpdata."""

import tempfile
from collections import defaultdict
from pathlib import Path

from claimsdb.choices import Status
from tests.benchmarks.databases import Engine, filled, scratch
from tests.benchmarks.measured import GaveUp, Run, answer_of, measured
from tests.benchmarks.timing import Figures

SAMPLE = 1_000  # claims for loaddata and dumpdata, which take a thousand times as long for a million
TURNS = 3
PATIENCE = 1200.0  # seconds for one command
EXPORT = ["export_fixtures", "--status", ",".join(Status), "--format", "jsonl"]
DUMPED = "source actor actorcode affiliation article derivation claim attribution quantity decision".split()
DUMPDATA = ["dumpdata", *(f"claimsdb.{name}" for name in DUMPED), "--natural-foreign", "--natural-primary"]


def measure_exchange(engine: Engine, *, claims: int) -> tuple[Figures, list[str]]:
    """What was measured, and what could not be."""
    figures: Figures = {}
    notes: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        fixture = Path(name) / "claims.jsonl"
        for part in (_export, _import):
            try:
                figures |= part(engine, fixture, claims=claims)
            except GaveUp as reason:
                notes.append(str(reason))
    return figures, notes


def measure_sample(engine: Engine) -> Figures:
    """loaddata and dumpdata of a sample."""
    with tempfile.TemporaryDirectory() as name, scratch(engine, like=filled(engine, claims=0)) as target:
        fixture = Path(name) / "sample.jsonl"
        source = engine.url(filled(engine, claims=SAMPLE))
        measured(source, *EXPORT, output=fixture, patience=PATIENCE)
        loaded = measured(target, "loaddata", fixture, patience=PATIENCE)
        dumped = measured(target, *DUMPDATA, patience=PATIENCE)
    return {"loaddata rate": [SAMPLE / loaded.seconds], "dumpdata speed": [_speed(dumped)]}


def _export(engine: Engine, fixture: Path, *, claims: int) -> Figures:
    source = engine.url(filled(engine, claims=claims))
    run = measured(source, *EXPORT, output=fixture, patience=PATIENCE)
    return {
        "export speed": [_speed(run)],
        "export first byte": [run.first_byte * 1000],
        "export memory": [run.mib],
    }


def _import(engine: Engine, fixture: Path, *, claims: int) -> Figures:
    """In turns with the engine's own load; more than a hundred thousand claims once."""
    empty, source = filled(engine, claims=0), engine.url(filled(engine, claims=claims))
    figures: Figures = defaultdict(list)
    for _ in range(TURNS if claims <= 100_000 else 1):
        with scratch(engine, like=empty) as target:
            figures["own load"].append(float(answer_of(target, "own_load", source)) * 1000)
        with scratch(engine, like=empty) as target:
            run = measured(target, "import_fixture", fixture, patience=PATIENCE)
        figures["import"].append(run.seconds * 1000)
        figures["import rate"].append(claims / run.seconds)
        figures["import memory"].append(run.mib)
    return figures


def _speed(run: Run) -> float:
    """MB a second."""
    return run.size / 1e6 / run.seconds
