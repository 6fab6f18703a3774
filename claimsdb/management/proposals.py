"""Reports of `propose`: what is new by rule and what was refused for which reason, and the tests of two claims."""

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from claimsdb.agreement import Explanation
from claimsdb.models import Claim
from claimsdb.questions.proposing import Report


def show_report(report: Report, *, console: Console) -> None:
    table = _table("Proposals by rule", "rule", "new", "known", "withdrawn")
    for rule in sorted(report.new | report.known | report.withdrawn):
        counts = (counted[rule] for counted in (report.new, report.known, report.withdrawn))
        table.add_row(_in_words(rule), *(str(count or "·") for count in counts))
    console.print(table)
    if report.refused:
        refusals = _table("Unequal figures refused", "reason", "pairs")
        for reason, pairs in sorted(report.refused.items(), key=lambda each: (-each[1], each[0])):
            refusals.add_row(_in_words(reason), str(pairs))
        console.print()
        console.print(refusals)
    console.print()
    console.print(f"{report.new.total()} new, {report.known.total()} known, {report.withdrawn.total()} withdrawn.")


def show_explanations(one: Claim, other: Claim, explanations: Iterable[Explanation], *, console: Console) -> None:
    for claim in (one, other):
        console.print(f"{claim.key}  {claim.speaker}: {claim.text}")
    for each in explanations:
        reason = f" ({_in_words(each.code)})" if each.code else ""
        console.print(f"\n{_in_words(each.rule)}: {_in_words(each.result)}{reason}. {each.in_words}")
        if each.rows:
            table = Table(box=SIMPLE_HEAD, show_edge=False, show_header=False, padding=(0, 1, 0, 0))
            for row in each.rows:
                table.add_row(_in_words(row.test), ("passes" if row.passes else "fails"), row.in_words)
            console.print(Padding(table, (0, 0, 0, 2)))


def _table(title: str, first: str, *counted: str) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column(first, no_wrap=True)
    for heading in counted:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def _in_words(code: str) -> str:
    return str(code).replace("_", " ")
