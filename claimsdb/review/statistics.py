"""Statistics for the dashboard: how much waits and for how long, and what was decided by whom.

A few grouped statements, as many for a million claims as for ten; no claim is loaded.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.db.models.functions import TruncWeek
from django.utils import timezone

from claimsdb.choices import Status, Verb
from claimsdb.models import DECIDED, WAITING, Claim, Decision, Entry, plain_status

WEEKS = 12
AGES = {"less than a day": 0, "1 to 7 days": 1, "7 to 30 days": 7, "more than 30 days": 30}  # from so many days on
# Since when a claim waits: a reopened one since then, or since an editor last changed something in it.
SINCE = Case(When(status=Status.NEEDS_RECHECK, then=F("updated_at")), default=F("created_at"))


@dataclass(slots=True)
class SourceRecord:
    """The claims of one source's articles, counted by where they stand."""

    name: str
    by_status: Counter[str] = field(default_factory=Counter)

    @property
    def waiting(self) -> int:
        return sum(self.by_status[status] for status in WAITING)

    @property
    def counts(self) -> list[int]:
        """Waiting, accepted, rejected, duplicates."""
        return [self.waiting, *(self.by_status[status] for status in DECIDED)]


@dataclass(slots=True)
class WeekRecord:
    """The claims whose decision in force was taken in the week that begins on that Monday."""

    monday: datetime
    by_status: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        return f"{self.monday:%G-W%V}"

    @property
    def counts(self) -> list[int]:
        """Accepted, rejected, duplicates."""
        return [self.by_status[status] for status in DECIDED]


@dataclass(slots=True)
class EditorRecord:
    """What an editor has decided and not taken back."""

    name: str
    this_week: int = 0
    by_verb: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.by_verb.total()


def by_source() -> list[SourceRecord]:
    """A record a source, those with most waiting first; articles without a source have one together."""
    records: dict[int | None, SourceRecord] = {}
    rows = Entry.objects.values_list("source", "source__name", "status").annotate(claims=Count("pk"))
    for source, name, status, claims in rows.order_by():
        record = records.setdefault(source, SourceRecord(name or "no source"))
        record.by_status[plain_status(status)] += claims
    return sorted(records.values(), key=lambda each: (-each.waiting, -each.by_status.total(), each.name))


def by_week() -> list[WeekRecord]:
    """A record for each of the last weeks, this one last; those of ISO 8601, in UTC."""
    this = _monday()
    records = {monday: WeekRecord(monday) for monday in (this - timedelta(weeks=ago) for ago in range(WEEKS))}
    decided = Claim.objects.filter(status__in=DECIDED, decided_at__gte=min(records))
    rows = decided.annotate(week=TruncWeek("decided_at", tzinfo=UTC)).values_list("week", "status")
    for week, status, claims in rows.annotate(claims=Count("pk")).order_by():
        if week in records:
            records[week].by_status[status] = claims
    return list(reversed(records.values()))


def by_editor() -> list[EditorRecord]:
    """A record for each who has decided anything here, the busiest of this week first."""
    records: dict[str, EditorRecord] = {}
    this_week = Count("pk", filter=Q(decided_at__gte=_monday()))
    theirs = Decision.objects.in_force().filter(who__isnull=False).values_list("who__username", "verb")
    for name, verb, decisions, lately in theirs.annotate(Count("pk"), this_week=this_week).order_by():
        record = records.setdefault(name, EditorRecord(name))
        record.by_verb[verb] = decisions
        record.this_week += lately
    return sorted(records.values(), key=lambda each: (-each.this_week, -each.total, each.name))


def by_reason() -> list[tuple[str, int]]:
    """Why claims stand rejected, the most frequent reason first."""
    rejections = Decision.objects.filter(
        verb=Verb.REJECT, claim__status=Status.REJECTED, decided_at=F("claim__decided_at")
    )
    return list(rejections.values_list("reason").annotate(claims=Count("pk")).order_by("-claims", "reason"))


def ages() -> dict[str, int]:
    """How many claims wait, by how long they do."""
    borders = list(AGES.values())
    now = timezone.now()
    counted = {f"from_{days}": Count("pk", filter=Q(since__lte=now - timedelta(days=days))) for days in borders[1:]}
    found = _waiting().aggregate(from_0=Count("pk"), **counted)
    at_least = [found[f"from_{days}"] for days in borders]
    return {age: older - oldest for age, older, oldest in zip(AGES, at_least, [*at_least[1:], 0], strict=True)}


def oldest_waiting() -> Claim | None:
    """The claim that waits longest, with `since`."""
    return _waiting().only("key", "text").order_by("since", "pk").first()


def _waiting() -> QuerySet[Claim, Any]:
    return Claim.objects.waiting().annotate(since=SINCE)


def _monday() -> datetime:
    """When this week began."""
    today = timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=today.weekday())
