"""Integrity of the database: of the index, which can be repaired, and in the claims themselves of what no constraint
can hold, which is for people to judge."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Substr

from claimsdb.choices import Status
from claimsdb.db.snapshot_isolation import read_snapshot
from claimsdb.db.sql import ids_param
from claimsdb.index import ALL_CLAIMS, Key, consistency, refresh
from claimsdb.models import Actor, Article, Attribution, Claim, Decision, Quantity, sha256
from claimsdb.review import recorded

NAMED = 20  # of what is wrong, for each thing that ought to hold
TEXTS = 20  # articles whose texts are in memory together

Claims = Collection[int]
Track = Callable[[Iterable[Claims]], Iterable[Claims]]


@dataclass(frozen=True, slots=True)
class Invariant:
    """What ought to hold of every claim; `failing` picks those of which it does not. The index is `repairable`."""

    what: str
    failing: Callable[[Claims], Iterable[int]]
    repairable: bool = False


class InvariantResult(NamedTuple):
    """Of how much something that ought to hold does not, and the names of the first of them."""

    what: str
    wrong: int
    names: list[str]


@dataclass(slots=True)
class IntegrityReport:
    """What was looked at, and what is wrong: ids of claims by invariant, counts of the index with the number by which
    they are too high or too low, ids of articles whose text is another than it was."""

    claims: int = 0
    articles: int = 0
    failing: dict[Invariant, set[int]] = field(default_factory=lambda: {invariant: set() for invariant in INVARIANTS})
    counts: dict[Key, int] = field(default_factory=dict)
    texts: list[int] = field(default_factory=list)

    @property
    def repairable(self) -> set[int]:
        """The claims of which the index says something else than they do."""
        return set().union(*(failing for invariant, failing in self.failing.items() if invariant.repairable))

    @property
    def findings(self) -> list[InvariantResult]:
        """Everything that was looked at, whether it is right or wrong."""
        return [
            *(
                InvariantResult(invariant.what, len(failing), _keys(failing))
                for invariant, failing in self.failing.items()
            ),
            InvariantResult("counts are those of the lists", len(self.counts), _counted(self.counts)),
            InvariantResult("an article's text is as it was found", len(self.texts), _files(self.texts)),
        ]

    def check(self, claims: Claims) -> None:
        """Records what is wrong with these claims now, instead of what was."""
        with read_snapshot():
            for invariant, failing in self.failing.items():
                failing -= {*claims}
                failing |= {*invariant.failing(claims)}


def check_integrity(*, track: Track = iter) -> IntegrityReport:
    """Checks everything, in constant memory and without keeping anybody from writing; `track` may wrap the batches
    of claims to show how far it is."""
    report = IntegrityReport()
    for claims in track(consistency.batches()):
        report.check(claims)
        report.claims += len(claims)
    report.counts = consistency.wrong_counts()
    for article, is_as_found in _texts():
        report.articles += 1
        if not is_as_found:
            report.texts.append(article)
    return report


def repair_index(report: IntegrityReport) -> tuple[int, int]:
    """Repairs the index, a batch in a transaction; returns how many claims' rows, and how many
    counts, were not right. The report then has what still is not."""
    claims = sorted(report.repairable)
    for start in range(0, len(claims), consistency.BATCH):
        batch = claims[start : start + consistency.BATCH]
        refresh(batch)
        report.check(batch)
    counts = consistency.repair_counts()
    report.counts = consistency.wrong_counts()
    return len(claims), counts


# --- what ought to hold of a claim ------------------------------------------------------------------------------------


def _misquoting(claims: Claims) -> QuerySet[Any]:
    placed = Claim.objects.filter(pk__in=ids_param(claims), start__isnull=False)
    return placed.exclude(quote=_words_at_span("article__text")).values_list("pk", flat=True)


def _with_misplaced_words(claims: Claims) -> Iterator[int]:
    for model in (Attribution, Quantity):
        placed = model.objects.filter(claim__in=ids_param(claims), start__isnull=False).exclude(as_written="")
        misplaced = placed.exclude(as_written=_words_at_span("claim__article__text"))
        yield from misplaced.order_by().values_list("claim_id", flat=True)


def _words_at_span(text: str) -> Substr:
    return Substr(text, F("start") + 1, F("end") - F("start"))


def _repeating_duplicates(claims: Claims) -> QuerySet[Any]:
    return Claim.objects.filter(pk__in=ids_param(claims), duplicate_of__status=Status.DUPLICATE).values_list(
        "pk", flat=True
    )


def _undecided(claims: Claims) -> QuerySet[Any]:
    """Those with another status than their last decision gave them, or any but the first without a decision."""
    last = Decision.objects.filter(claim=OuterRef("pk")).order_by("-version").values("to_status")[:1]
    decided = Coalesce(Subquery(last), Value(Status.EXTRACTED.value))
    return Claim.objects.filter(pk__in=ids_param(claims)).exclude(status=decided).values_list("pk", flat=True)


def _behind_their_decisions(claims: Claims) -> QuerySet[Any]:
    ahead = Decision.objects.filter(claim__in=ids_param(claims), version__gt=F("claim__version"))
    return ahead.order_by().values_list("claim_id", flat=True)


def _amended_in_no_column(claims: Claims) -> Iterator[int]:
    amended = Claim.objects.filter(pk__in=ids_param(claims)).exclude(amended=[]).values_list("pk", "amended")
    known = {*Claim.EDITABLE, *Claim.ROW_LISTS}
    return (pk for pk, names in amended if not (isinstance(names, list) and known.issuperset(names)))


def _counting_for_nobody(claims: Claims) -> QuerySet[Any]:
    """Those with a figure of an actor's things whom the registry has not."""
    figures = Quantity.objects.filter(claim__in=ids_param(claims), of__isnull=False)
    unknown = figures.filter(~Exists(Actor.objects.filter(pk=OuterRef("of"))))
    return unknown.order_by().values_list("claim_id", flat=True)


def _standing_for_nothing(claims: Claims) -> QuerySet[Any]:
    """Those with a figure that stands for one which is not there, or for one that stands for another."""
    meant = Quantity.objects.filter(claim=OuterRef("stands_for_claim"), order=OuterRef("stands_for_order"))
    figures = Quantity.objects.filter(claim__in=ids_param(claims), stands_for_claim__isnull=False)
    wrong = figures.filter(~Exists(meant.filter(stands_for_claim__isnull=True)))
    return wrong.order_by().values_list("claim_id", flat=True)


INVARIANTS: list[Invariant] = [
    Invariant("rows of lists say what the claim does", consistency.wrong_rows, repairable=True),
    Invariant("its last change is on record", consistency.unrecorded, repairable=True),
    Invariant("the quote stands in the article at its place", _misquoting),
    Invariant("so do the words of speakers and figures", _with_misplaced_words),
    Invariant("a duplicate repeats no duplicate", _repeating_duplicates),
    Invariant("the status is what the last decision made it", _undecided),
    Invariant("no decision is ahead of the claim's version", _behind_their_decisions),
    Invariant("it was decided when the verdict in force says", recorded.decided_at_another_time),
    Invariant("a decision gives the status that its verb does", recorded.decided_against_their_verb),
    Invariant("no version on record is ahead of it", recorded.ahead_of_claims),
    Invariant("the record of its version is what it says", recorded.said_otherwise),
    Invariant("what was decided here is on record", recorded.unlike_their_record),
    Invariant("what was amended are fields", _amended_in_no_column),
    Invariant("a figure counts the things of a known actor", _counting_for_nobody),
    Invariant("a figure stands for one that is there, and that for none", _standing_for_nothing),
]


def _texts() -> Iterator[tuple[int, bool]]:
    """Each article's id, and whether its text is the one of which it has the digest."""
    last = 0
    columns = ("pk", "text", "text_sha256")
    while rows := Article.objects.filter(pk__gt=last).order_by("pk").values_list(*columns)[:TEXTS]:
        for pk, text, digest in rows:
            yield pk, sha256(text) == digest
            last = pk


# --- names of what is wrong -------------------------------------------------------------------------------------------


def _keys(claims: Iterable[int]) -> list[str]:
    first = sorted(claims)[:NAMED]
    keys = dict(Claim.objects.filter(pk__in=first).values_list("pk", "key"))
    return [keys.get(pk, f"number {pk}, which is gone") for pk in first]


def _files(articles: Iterable[int]) -> list[str]:
    first = Article.objects.filter(pk__in=sorted(articles)[:NAMED]).order_by("pk")
    return [f"{file_name} (article {pk})" for pk, file_name in first.values_list("pk", "file_name")]


def _counted(counts: dict[Key, int]) -> list[str]:
    return [_count(*key, by=counts[key]) for key in sorted(counts)[:NAMED]]


def _count(scope: int, status: str, facet: str, value: str, *, by: int) -> str:
    among = "all claims" if scope == ALL_CLAIMS else f"those of actor {scope}"
    return " ".join(filter(None, [f"{abs(by)} too {'many' if by > 0 else 'few'} {status} among {among}", facet, value]))
