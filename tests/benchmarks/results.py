"""Figures of earlier runs, kept as JSON, so that sizes and engines can be measured one after the other."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.benchmarks.timing import Figures


@dataclass
class Result:
    """What was measured on one engine, at one size."""

    engine: str
    claims: int
    machine: str
    figures: Figures = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def save(result: Result, folder: Path) -> None:
    """Beside what was measured there before, of which the same figures are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{result.engine}-{result.claims}.json"
    before = json.loads(path.read_text())["figures"] if path.exists() else {}
    path.write_text(json.dumps(asdict(result) | {"figures": before | result.figures}))


def load(folder: Path) -> dict[str, dict[int, Result]]:
    """By engine and size, smallest first."""
    found: dict[str, dict[int, Result]] = defaultdict(dict)
    results = [Result(**json.loads(path.read_text())) for path in folder.glob("*.json")]
    for result in sorted(results, key=lambda result: result.claims):
        found[result.engine][result.claims] = result
    return found


def save_mixed(engine: str, rows: Sequence[tuple[str, str]], folder: Path) -> None:
    """What came of the mixed load, instead of what came of the last one."""
    (folder / "mixed").mkdir(parents=True, exist_ok=True)
    (folder / "mixed" / f"{engine}.json").write_text(json.dumps(rows))


def load_mixed(folder: Path) -> dict[str, list[list[str]]]:
    """By engine."""
    return {path.stem: json.loads(path.read_text()) for path in sorted((folder / "mixed").glob("*.json"), reverse=True)}
