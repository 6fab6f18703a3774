"""A row of the table: what was tried, and what went wrong at which try."""

from dataclasses import dataclass, field

from rich.table import Table


@dataclass
class Result:
    """`missed` are tries that came to their end before what was to disturb them."""

    name: str
    tried: int = 0
    missed: int = 0
    skipped: str = ""
    found: dict[str, list] = field(default_factory=lambda: {"lost": [], "half-written": [], "stuck": []})

    def lost(self, where, words):
        self._note("lost", where, words)

    def half_written(self, where, looked):
        """`looked` is the run that looked for faults."""
        self._note("half-written", where, looked.gave if looked.code == 0 else looked.said)

    def stuck(self, where, words):
        self._note("stuck", where, words)

    @property
    def is_good(self):
        return not any(self.found.values()) and bool(self.tried or self.skipped)

    def _note(self, kind, where, words):
        if words:
            self.found[kind].append((where, words))


def table_of(results, *, engine):
    table = Table(title=f"Faults on {engine}")
    for column in ("what", "tried", "lost", "half-written", "stuck", ""):
        table.add_column(column, justify="left" if column in ("what", "") else "right")
    for each in results:
        numbers = [str(len(found)) for found in each.found.values()]
        remark = each.skipped or (f"{each.missed} ended before" if each.missed else "")
        table.add_row(each.name, str(each.tried), *numbers, remark)
    return table


def details_of(results):
    for each in results:
        for kind, found in each.found.items():
            for where, words in found:
                yield f"{each.name}, {kind} at {where}: {words}"
