"""What commands print for people, by rich."""

from collections import Counter

from rich.console import Console
from rich.table import Table
from rich.text import Text

from claimsdb.models import Claim
from claimsdb.seeding import LoadedArticle, Report
from claimsdb.vocabulary import Status

QUOTE_LENGTH = 90


def show_report(report: Report, *, console: Console) -> None:
    """The closing table of a load: articles, claims by status, and each contradiction inside an article."""
    if report.loaded:
        console.print(_articles(report.loaded))
        console.print(_conflicts(report.loaded))
    console.print(_summary(report))


def _articles(loaded: list[LoadedArticle]) -> Table:
    statuses = [status for status in Status if any(each.statuses[status] for each in loaded)]
    table = Table(title="Articles", title_justify="left", show_footer=True)
    table.add_column("file", "all", no_wrap=True)
    table.add_column("title", no_wrap=True, ratio=1)
    _add_counts(table, "claims", sum(each.statuses.total() for each in loaded))
    for status in statuses:
        _add_counts(table, status.replace("_", " "), sum(each.statuses[status] for each in loaded))
    _add_counts(table, "conflicts", sum(len(each.conflicts) for each in loaded))
    for each in loaded:
        counts = [each.statuses.total(), *(each.statuses[status] for status in statuses), len(each.conflicts)]
        table.add_row(_short(each.file.name, 18), str(each.article), *(str(count or "·") for count in counts))
    return table


def _add_counts(table: Table, heading: str, total: int) -> None:
    table.add_column(heading, str(total), justify="right", no_wrap=True, min_width=len(heading))


def _conflicts(loaded: list[LoadedArticle]) -> Table | Text:
    rows = [(each, conflict) for each in loaded for conflict in each.conflicts]
    if not rows:
        return Text("No contradictions inside one article.")
    table = Table(title="Contradictions inside one article", title_justify="left")
    table.add_column("file", no_wrap=True)
    table.add_column("one claim", ratio=3)
    table.add_column("another", ratio=3)
    table.add_column("between them", ratio=2)
    for each, conflict in rows:
        table.add_row(_short(each.file.name, 6), _side(conflict.first), _side(conflict.second), conflict.about)
    return table


def _side(claim: Claim) -> Text:
    return Text.assemble((f"{claim.speaker}: ", "bold"), _short(claim.quote or claim.text, QUOTE_LENGTH))


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _summary(report: Report) -> str:
    new = sum(each.is_new for each in report.loaded)
    done: Counter[str] = sum((each.done for each in report.loaded), Counter())
    parts = [f"{new} new of {len(report.loaded)} articles"]
    parts += [f"{count} claims {word}" for word, count in done.items()]
    parts += [f"{each.file.name} has no claims: {each.unread}" for each in report.loaded if each.unread]
    return "; ".join(parts) + "."
