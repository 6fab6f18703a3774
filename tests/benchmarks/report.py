"""The figures as tables: on the terminal, and as docs/performance.md."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks.growth import GROWTH, growth_of
from tests.benchmarks.results import Result
from tests.benchmarks.targets import Target, Value, targets
from tests.benchmarks.timing import Figures

NO_TIMES = {"import rate", "import memory"}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

OPENING = """\
# Performance

Written by `make bench`; do not edit. Every ratio is of two medians of one run, taken in turns, so that what else the
machine does falls on both. In brackets are the quartiles.

**claimsdb** is the project behind its production server with one worker. **raw** gives the same answer by SQL written by
hand and orjson in a bare WSGI application on the same server; the run ends if one answer differs. **drf** is the list as
most people would write it: `ModelViewSet`, django-filter, `PageNumberPagination`, prefetched.

The claims are made up: North Korea has a part in 30% of them, the rare actor and the rare word are in one of 3,000, the
common word in nine of ten. Each claim has 1 to 4 of 200 actors, each article 20 claims.

All of that is with nothing kept, as raw keeps nothing either. What is kept of answers is measured by itself: one page again
and again beside its 304, and a crowd that asks for 2,000 addresses, the one of rank r with a likelihood of 1 to r, while an
editor decides once a second, so that as often nothing that was kept serves any more.

A ledger and its page are of a question with 1,000 statements in some 400 rows, read in the process. As they are kept is
what the second reader gets; the first time after a write is after a decision about one of its claims, in a process that
had read them before. The first time of all, in a process that has just begun, takes several times as long.

To repeat it: `make bench`, or `make bench N=10k,100k` for some sizes; `ARGS="--exchange-to 1m"` imports and exports a
million as well. Databases and figures stay in `var/benchmarks` for the next run.
"""

Row = list[str]
Header = Sequence[str]

MIXED = """\
## Mixed load

Written by `make mixed`: readers over HTTP, two editors, an import and re-extraction at the same time, for minutes on a
database of 20,000 claims; then, whether anything was lost.
"""

WHY = """\
## Where a target is missed, and why

- **First page over raw.** Both read the same index. raw has neither Django's middleware nor REST framework's dispatch,
  strict parameters and signed links; and on PostgreSQL the claims' JSON is made by the database, which takes it longer
  than Python would. Documents that stand ready in a column would meet the target, and then a new name of North Korea
  would have to be written into a third of all claims.
- **Rare actor.** At 10,000 claims it has three, so that fixed costs are all there is. A page of three is measured in turns
  with the searches, which leave less of the processor's caches the more claims there are; by itself, in the process, it
  takes SQLite 0.69 ms at 10,000 claims and at a million.
- **drf on PostgreSQL.** The idiomatic API is several times as quick there as on SQLite, and a page of ours somewhat slower.
- **Import.** SQLite's own work is that of its own load by now; the rest is Python's: each row is read and checked, staged
  and merged by natural keys, and its lists, counts and search index are written beside it. PostgreSQL keeps its indexes
  while it imports, as without them nobody could read meanwhile.
- **Export over dumpdata at 10,000 claims** takes half a second in all, of which the first tenth is for what comes first.
- **The review desk** is measured in the process, without HTTP. A decision writes claim, history, decision, index, counts and
  search in one transaction; most of the time of a claim's page goes into its form fields.
- A dash is a size that was not measured: import and export go to 100,000 unless `--exchange-to` says more.
"""


def write_report(results: Mapping[str, Mapping[int, Result]], mixed: Mapping[str, list[Row]], path: Path) -> None:
    console = Console()
    parts = [OPENING]
    for engine, by_size in results.items():
        parts.append(f"## {NAMES[engine]}\n")
        for title, header, rows in _tables(engine, by_size):
            console.print(_on_terminal(f"{NAMES[engine]}: {title}", header, rows))
            parts.append(_as_markdown(header, rows))
        parts.append("\n".join(_remarks(by_size)) + "\n")
    parts.append(WHY)
    largest = {engine: by_size[max(by_size)] for engine, by_size in results.items()}
    if growths := {engine: growth for engine, result in largest.items() if (growth := growth_of(result))}:
        parts += [
            GROWTH,
            *(
                _as_markdown([f"{header[0]}, {NAMES[engine]}", *header[1:]], rows)
                for engine, (header, rows) in growths.items()
            ),
        ]
    if mixed:
        parts += [MIXED, *(_as_markdown(["mixed load", NAMES[engine]], rows) for engine, rows in mixed.items())]
    path.write_text("\n".join(parts), "utf-8")
    console.print(f"Written to {path}")


def _tables(engine: str, by_size: Mapping[int, Result]) -> Iterator[tuple[str, Header, list[Row]]]:
    measured = {claims: result.figures for claims, result in by_size.items()}
    sizes = [f"{claims:,} claims" for claims in measured]
    yield "targets", ["what", "target", *sizes, "met"], [_judged(each, measured) for each in targets(engine)]
    yield "milliseconds", ["milliseconds", *sizes], list(_milliseconds(measured))


def _judged(target: Target, measured: Mapping[int, Figures]) -> Row:
    values = [target.value(claims, measured) for claims in measured]
    verdicts = {target.is_met(value) for value in values if value}
    met = "no" if False in verdicts else "yes" if verdicts else "not measured"
    return [target.what, target.wanted, *map(_shown, values), met]


def _milliseconds(measured: Mapping[int, Figures]) -> Iterator[Row]:
    """Of every time that was taken more than once, and so has a spread."""
    names = dict.fromkeys(name for figures in measured.values() for name, taken in figures.items() if len(taken) > 1)
    for name in (name for name in names if name not in NO_TIMES):
        yield [name, *(_shown(Value.of(figures[name]) if name in figures else None) for figures in measured.values())]


def _shown(value: Value | None) -> str:
    if value is None:
        return "–"
    spread = f" ({_figure(value.low)}–{_figure(value.high)})" if value.low != value.high else ""
    return _figure(value.middle) + spread


def _figure(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def _on_terminal(title: str, header: Header, rows: list[Row]) -> Table:
    table = Table(title=title)
    for number, name in enumerate(header):
        table.add_column(name, justify="right" if number > 0 else "left")
    for row in rows:
        table.add_row(*row, style={"no": "red", "yes": "green"}.get(row[-1]))
    return table


def _as_markdown(header: Header, rows: list[Row]) -> str:
    lines = [header, ["---", *("--:" for _ in header[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _remarks(by_size: Mapping[int, Result]) -> Iterator[str]:
    for claims, result in by_size.items():
        yield f"- {claims:,} claims: {'; '.join([result.machine, *result.notes])}."
