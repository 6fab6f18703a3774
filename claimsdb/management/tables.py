"""Reports of commands as tables in the terminal, by rich."""

from collections import Counter
from collections.abc import Collection, Sequence
from math import exp

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from claimsdb.choices import Status
from claimsdb.exchange import claim_reviews
from claimsdb.ingest.outcome import OutcomeStatus, Totals
from claimsdb.ingest.reextract import ClaimChange, ReExtractionReport
from claimsdb.ingest.seeds import LoadedSeed, SeedReport
from claimsdb.models import Calibration, Claim
from claimsdb.questions.disagreements import Disagreement
from claimsdb.review import IntegrityReport, InvariantResult, RuleRecord
from claimsdb.review.calibration import Refit, Reliability, Weights

LINE_LENGTH = 110
FILE_LENGTH = 24
MOST_LINES = 20

STATUS_LABELS = {status: status.value for status in OutcomeStatus} | {
    OutcomeStatus.NEW: "loaded",
    OutcomeStatus.KNOWN: "known already",
    OutcomeStatus.UNREAD: "without claims",
}
CHANGE_LABELS = {change: change.value for change in ClaimChange} | {ClaimChange.KEPT: "kept as decided"}


def show_seeds(report: SeedReport, *, console: Console) -> None:
    """The closing table of a load: articles, claims by status, and what contradicts or denies what."""
    if report.loaded:
        console.print(_articles(report.loaded, report.disagreements, room=console.width))
        console.print(_disagreements(report.disagreements, possible=report.possible))
    console.print(_summary(report))
    _show_remarks(report.totals, console=console)


def show_re_extraction(report: ReExtractionReport, *, console: Console) -> None:
    """The closing table of a re-extraction: what became of the claims, by article and in all."""
    total = report.changes
    table = Table(title="Claims", title_justify="left", show_footer=True, box=SIMPLE_HEAD)
    table.add_column("article", "all", no_wrap=True)
    for change in ClaimChange:
        _add_counts(table, change, total[change])
    for each in report.articles:
        table.add_row(_short(each.name, FILE_LENGTH), *(str(each.changes[change] or "·") for change in ClaimChange))
    console.print(table)
    done = [f"{total[change]} claims {CHANGE_LABELS[change]}" for change in ClaimChange if total[change]]
    unread = [f"{each.name} was left as it is: {each.unread}" for each in report.articles if each.unread]
    console.print("; ".join([f"{len(report.articles)} articles", *done, *unread]) + ".")


def show_totals(totals: Totals, *, console: Console) -> None:
    """What became of how many articles of a load, why the first of those without claims have none, what else is to be
    looked at, and which sources are new, with those that they may be."""
    numbers = [(totals.statuses[status], label) for status, label in STATUS_LABELS.items()]
    counts = [f"{number} articles {label}" for number, label in numbers if number]
    console.print("; ".join([*counts, f"{totals.claims} claims found"]) + ".")
    show_lines("Without claims", totals.unread, console=console)
    _show_remarks(totals, console=console)


def _show_remarks(totals: Totals, *, console: Console) -> None:
    show_lines("To look at", totals.remarks, console=console)
    show_lines("Sources that nobody has confirmed", list(map(str, totals.proposed.values())), console=console)


def show_claim_reviews(report: claim_reviews.ImportReport, *, console: Console) -> None:
    """What became of the fact checks of others, and what of them is to be looked at."""
    table = Table(title="Fact checks", title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for arrival in claim_reviews.Arrival:
        table.add_column(arrival.value, justify="right", no_wrap=True)
    table.add_row(*(f"{number:,}" if (number := report.arrivals[each]) else "·" for each in claim_reviews.Arrival))
    console.print(table)
    show_lines("To look at", report.remarks, console=console)


def show_lines(title: str, lines: Sequence[str], *, console: Console) -> None:
    """The first of the lines under their title, and how many more there are."""
    if not lines:
        return
    console.print(f"{title}:")
    for line in lines[:MOST_LINES]:
        console.print(f"  {line}", markup=False)
    if len(lines) > MOST_LINES:
        console.print(f"  … and {len(lines) - MOST_LINES} more")


def show_consistency(report: IntegrityReport, of_questions: Sequence[InvariantResult], *, console: Console) -> None:
    """What ought to hold and of how much it does not, with the names of the first of those."""
    title = f"{report.claims:,} claims, {report.articles:,} articles"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    table.add_column("what should be")
    table.add_column("is not", justify="right")
    findings = [*report.findings, *of_questions]
    for finding in findings:
        table.add_row(finding.what, str(finding.wrong or "·"))
    console.print(table)
    for finding in filter(lambda finding: finding.wrong, findings):
        console.print(Text(_named(finding)))


def _named(finding: InvariantResult) -> str:
    more = finding.wrong - len(finding.names)
    return "\n  ".join([f"Not so: {finding.what}", *finding.names, *([f"and {more} more"] if more else [])])


def show_rules(records: list[RuleRecord], *, enough: int, console: Console) -> None:
    """What became of each rule's claims, in the given order; a line parts those with fewer judgements than `enough`."""
    table = Table(title="What editors made of each rule's claims", title_justify="left", box=SIMPLE_HEAD)
    table.padding, table.show_edge = (0, 1, 0, 0), False
    table.add_column("rule", no_wrap=True)
    for heading in ("decided", "as\nfound", "then\namended", "precision", "sure"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("rejected as", no_wrap=True)
    for number, each in enumerate(records):
        if number and each.judged < enough <= records[number - 1].judged:
            table.add_section()
        table.add_row(*_rule_row(each))
    console.print(table)


def show_reliability(reliability: Reliability, *, title: str, console: Console) -> None:
    """What was predicted of articles that the fit had not seen, and what editors decided."""
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    for heading in ("predicted", "accepted", "n"):
        table.add_column(heading, justify="right")
    for each in reliability.bins:
        table.add_row(f"{each.predicted:.2f}", f"{each.accepted:.2f}", str(each.n))
    console.print(table)
    console.print(
        f"Brier score {reliability.brier:.3f}; as found {reliability.brier_as_found:.3f}, "
        f"the same for all {reliability.brier_of_share:.3f}. 0 is best."
    )


def of_decisions(fitted: Refit | Calibration) -> str:
    return f"from {fitted.decisions} decisions on {fitted.articles} articles, {fitted.accepted} of them to accept"


def show_weights(weights: Weights, *, console: Console) -> None:
    """By what the odds of the machine's confidence are multiplied, feature by feature."""
    table = Table(title="By what the odds are multiplied", title_justify="left", box=SIMPLE_HEAD)
    for heading in ("feature", "level"):
        table.add_column(heading)
    table.add_column("times", justify="right")
    for feature, levels in sorted(weights.items()):
        for level, weight in sorted(levels.items(), key=lambda each: (each[1], each[0])):
            table.add_row(feature, level, f"{exp(weight):.2f}")
    console.print(table)


def _rule_row(record: RuleRecord) -> list[str]:
    reasons = (f"{number} {reason.replace('_', ' ')}" for reason, number in record.rejected.most_common())
    return [
        f"{record.rule}\n  {record.extractor} {record.extractor_version}",
        f"{record.decided} of {record.proposed}",
        str(record.accepted_as_found or "·"),
        str(record.accepted_amended or "·"),
        "·" if record.precision is None else f"{record.precision:.2f} of {record.judged}",
        "·" if record.confidence is None else f"{record.confidence:.2f}",
        "\n".join(reasons),
    ]


def _articles(loaded: list[LoadedSeed], disagreements: Collection[Disagreement], *, room: int) -> Table:
    """The column of conflicts counts the disagreements in which the article has a part."""
    conflicts = Counter(article for each in disagreements for article in _articles_of(each))
    statuses = [status for status in Status if any(each.statuses[status] for each in loaded)]
    others = ["000_a…", "claims", "conflicts", *statuses]
    title_length = max(16, min(60, room - sum(len(each) + 2 for each in others) - 2))
    table = Table(
        title="Articles", title_justify="left", show_footer=True, box=SIMPLE_HEAD, collapse_padding=True, pad_edge=False
    )
    table.add_column("file", "all", no_wrap=True)
    table.add_column("title", no_wrap=True)
    _add_counts(table, "claims", sum(each.statuses.total() for each in loaded))
    for status in statuses:
        _add_counts(table, status.replace("_", " "), sum(each.statuses[status] for each in loaded))
    _add_counts(table, "conflicts", len(disagreements))
    for each in loaded:
        counts = [each.statuses.total(), *(each.statuses[status] for status in statuses), conflicts[each.article.pk]]
        names = _short(each.file.name, 6), _short(str(each.article), title_length)
        table.add_row(*names, *(str(count or "·") for count in counts))
    return table


def _add_counts(table: Table, heading: str, total: int) -> None:
    table.add_column(heading, str(total), justify="right", no_wrap=True, min_width=len(heading))


def _articles_of(disagreement: Disagreement) -> set[int]:
    return {claim.article_id for claim in (*disagreement.denials, *disagreement.claims)}


def _disagreements(found: Collection[Disagreement], *, possible: int) -> Tree | Text:
    """Each with its claims under it; a denial with all that it denies."""
    if not found:
        return Text("Nothing is known to contradict or deny anything.")
    tree = Tree(Text("Contradictions and denials", style="italic"))
    for each in found:
        branch = tree.add(Text(_told(each)))
        for claim in (*each.denials, *each.claims):
            branch.add(_side(claim))
    if possible:
        tree.add(Text(f"and {possible} pairs that may be some"))
    return tree


def _told(disagreement: Disagreement) -> str:
    deniers = list(dict.fromkeys(str(claim.speaker) for claim in disagreement.denials))
    return f"Denied by {' and '.join(deniers)}" if deniers else disagreement.in_words


def _side(claim: Claim) -> Text:
    name = f"{_short(claim.article.file_name, 6)} {claim.speaker}: "
    line = Text.assemble((name, "bold"), claim.quote or claim.text, no_wrap=True, overflow="ellipsis")
    line.truncate(LINE_LENGTH, overflow="ellipsis")
    return line


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _summary(report: SeedReport) -> str:
    new = sum(each.outcome.is_new for each in report.loaded)
    done: Counter[str] = sum((each.done for each in report.loaded), Counter())
    parts = [f"{new} new of {len(report.loaded)} articles"]
    parts += [f"{count} claims {word}" for word, count in done.items()]
    parts += [f"{count} {word} entered" for word, count in report.linked.items()]
    unread = [each for each in report.loaded if each.outcome.status is OutcomeStatus.UNREAD]
    parts += [f"{each.file.name} has no claims: {each.outcome.reason}" for each in unread]
    return "; ".join(parts) + "."
