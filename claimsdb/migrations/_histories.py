"""What was kept of claims up to 0011 -> snapshots: frozen, for the migrations 0013 and 0014.

`HistoricalClaim` has a row a version. The rows of attributions and quantities have none: they were written in the same
transaction, by an amendment or its undoing before the claim's own row, by anything else, which is the machine, after
it. `Before` has what a claim was before a decision that somebody took here, and the rows that the decision replaced.
"""

from bisect import bisect_right
from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise

from django.db import transaction
from django.db.models import Exists, OuterRef

BATCH = 200  # claims in memory, with all their versions

COLUMNS = (
    *("start", "end", "article_id", "quote", "prefix", "suffix", "text", "voice", "quotation", "stance", "hedge"),
    *("phase", "topic", "said_from", "said_to", "said_as_written", "event_from", "event_to", "event_as_written"),
    *("status", "decided_at", "duplicate_of_id", "entered_by_id", "extractor", "extractor_version", "rule"),
    *("confidence", "amended", "created_at", "updated_at"),
)
PARTS = {
    "attributions": ("start", "end", "role", "actor_id", "name", "as_written", "side_id", "hop"),
    "quantities": ("start", "end", "as_written", "low", "best", "high", "qualifier", "measure", "unit", "basis"),
}
MODELS = {"attributions": "Attribution", "quantities": "Quantity"}


def convert(apps, schema_editor):
    """Adds the versions that are missing, a batch of claims in a transaction."""
    step = _Conversion(apps, schema_editor.connection.alias)
    for claims in step.unconverted():
        with transaction.atomic(using=step.alias):
            step.convert(claims)


class _Conversion:
    def __init__(self, apps, alias):
        self.alias = alias
        self.model = lambda name: apps.get_model("claimsdb", name)

    def rows(self, name):
        return self.model(name)._base_manager.using(self.alias)

    def unconverted(self):
        """The ids of claims that lack a version, some at a time."""
        yield from self._by_history()
        yield from self._by_decision()

    def _by_history(self):
        known = self.rows("ClaimVersion").filter(claim_id=OuterRef("id"), version=OuterRef("version"))
        lacking = self.rows("HistoricalClaim").filter(~Exists(known)).order_by("id").values_list("id", flat=True)
        beyond = 0
        while ids := list(lacking.filter(id__gt=beyond).distinct()[:BATCH]):
            yield ids
            beyond = ids[-1]

    def _by_decision(self):
        """Where rows of the history were cleared away, and `Before` is all that there is."""
        known = self.rows("ClaimVersion").filter(
            claim_id=OuterRef("decision__claim_id"), version=OuterRef("decision__version") - 1
        )
        lacking = self.rows("Before").filter(~Exists(known)).order_by("pk")
        beyond = 0
        while found := list(lacking.filter(pk__gt=beyond).values_list("pk", "decision__claim_id")[:BATCH]):
            yield sorted({claim for _, claim in found})
            beyond = found[-1][0]

    def convert(self, ids):
        told = defaultdict(list)
        for row in self.rows("HistoricalClaim").filter(id__in=ids).order_by("version", "history_id"):
            told[row.id].append(row)
        here = self.rows("Claim").in_bulk(ids)
        decisions = self._by_claim("Decision", ids, "version")
        kept = defaultdict(list)
        for before in self.rows("Before").filter(decision__claim_id__in=ids).select_related("decision"):
            kept[before.decision.claim_id].append(before)
        now = {name: self._by_claim(model, ids, "order") for name, model in MODELS.items()}
        events = {
            name: self._by_claim(f"Historical{model}", ids, "history_date", "history_id")
            for name, model in MODELS.items()
        }
        versions = [
            version
            for pk in ids
            for version in _Past(
                pk,
                claim=here.get(pk),
                told=told[pk],
                decisions=decisions[pk],
                kept=kept[pk],
                now={name: now[name][pk] for name in PARTS},
                events={name: events[name][pk] for name in PARTS},
            ).versions()
        ]
        model = self.model("ClaimVersion")
        self.rows("ClaimVersion").bulk_create(
            (model(**version) for version in versions), batch_size=500, ignore_conflicts=True
        )

    def _by_claim(self, name, ids, *order):
        rows = defaultdict(list)
        for row in self.rows(name).filter(claim_id__in=ids).order_by(*order):
            rows[row.claim_id].append(row)
        return rows


class _Past:
    """All that is kept of one claim."""

    def __init__(self, pk, *, claim, told, decisions, kept, now, events):
        self.pk, self.claim = pk, claim
        self.decisions = {decision.version: decision for decision in decisions}
        self.kept = {before.decision.version: before for before in kept}
        self.rows = _one_a_version(told)
        self.lists = {name: self._lists(name, events[name], now[name]) for name in PARTS}

    def versions(self):
        found = {row.version: self._told(row) for row in self.rows}
        for number in sorted(self.kept, reverse=True):
            found[number - 1] = self._kept(self.kept[number], found)
        return [found[number] for number in sorted(found) if number > 0]

    def _told(self, row):
        return {
            "claim_id": self.pk,
            "key": row.key,
            "version": row.version,
            "at": row.history_date,
            "by_id": row.history_user_id,
            "columns": {name: _plain(getattr(row, name)) for name in COLUMNS},
            "found": row.found,
            **{name: self.lists[name][row.version] for name in PARTS},
        }

    def _kept(self, before, found):
        """What the claim was before a decision. What the decision could not change is as it was after it."""
        number = before.decision.version - 1
        later, own = found.get(number + 1), found.get(number)
        base = own or later or self._present()
        return {
            **base,
            "version": number,
            "at": own["at"] if own else self._moment(number),
            "by_id": own["by_id"] if own else None,
            "columns": base["columns"] | before.columns,
            **{
                name: base[name] if getattr(before, name) is None else getattr(before, name)
                for name in PARTS
            },
        }

    def _present(self):
        return {
            "claim_id": self.pk,
            "key": self.claim.key,
            "columns": {name: _plain(getattr(self.claim, name)) for name in COLUMNS},
            "found": self.claim.found,
            **dict.fromkeys(PARTS),
        }

    def _moment(self, number):
        decision = self.decisions.get(number)
        return decision.decided_at if decision else self.claim.created_at

    def _lists(self, name, events, now):
        """The rows that the claim had at each of its versions."""
        if self.rows and self.claim is None:
            events = _without_the_end(events, self.rows[-1].history_date)
        replaced = [row.version for old, row in pairwise(self.rows) if self._may_replace(name, old, row)]
        lists = _lists(self.rows, events, now=now, replaced=replaced)
        return {
            version: [
                {column: _plain(getattr(part, column)) for column in PARTS[name]}
                for part in sorted(parts, key=lambda part: part.order)
            ]
            for version, parts in lists.items()
        }

    def _may_replace(self, name, old, row):
        """Whether the version may have set the list: as an amendment of it, or as the undoing of one."""
        verb = self.decisions[row.version].verb if row.version in self.decisions else ""
        return (verb == "amend" and name in row.amended) or (verb == "undo" and name in old.amended)


def _one_a_version(told):
    """The last row of each version; that of the deletion, which says the same, only where there is no other."""
    deletions = {row.version: row for row in told if row.history_type == "-"}
    rows = deletions | {row.version: row for row in told if row.history_type != "-"}
    return [rows[number] for number in sorted(rows)]


def _without_the_end(events, last):
    """Without those by which the rows went together with their claim."""
    end = len(events)
    while end and events[end - 1].history_type == "-" and events[end - 1].history_date > last:
        end -= 1
    return events[:end]


def _lists(rows, events, *, now, replaced):
    """The parts that the claim had at each version, by its number; those in `replaced` may have set the list."""
    moments = [event.history_date for event in events]
    added = {event.id for event in events if event.history_type == "+"}
    alive = {part.id: part for part in [*now, *reversed(events)] if part.id not in added}
    done, lists = 0, {}
    for row, following in pairwise([*rows, None]):
        own = bisect_right(moments, row.history_date)
        until = bisect_right(moments, following.history_date) if following else len(events)
        if following and following.version in replaced:
            until = own + _last_replacement(events[own:until])
        for event in events[done:until]:
            alive.pop(event.id, None)
            if event.history_type != "-":
                alive[event.id] = event
        done, lists[row.version] = until, list(alive.values())
    return lists


def _last_replacement(events):
    """Where the last list begins: with deletions, unless there was nothing to delete."""
    kinds = [event.history_type for event in events]
    starts = [place for place, kind in enumerate(kinds) if kind == "-" and "-" not in kinds[max(0, place - 1) : place]]
    return starts[-1] if starts else 0


def _plain(value):
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
    return value
