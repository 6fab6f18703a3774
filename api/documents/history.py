"""What each version of a claim said, and so what each changed: from the rows that django-simple-history keeps.

Rows of the claim have its version. Those of its attributions and quantities do not: they were written in the same
transaction, by an amendment or its undoing before the claim's own row, by anything else, which is the machine, after
it.
"""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from api.documents.fields import Interval, Span, Words
from api.documents.serializers import AttributionSerializer, DecisionSerializer, ExtractorSerializer, QuantitySerializer
from claimsdb.choices import Verb
from claimsdb.models import Attribution, Claim, Quantity

VERSIONS_LIMIT = 500

Row = Any  # of a table of the history: the columns of the row that it was, and when and how it was written


class ClaimThen(serializers.ModelSerializer):
    """A claim as a row of its history has it. Needs the claims that may be named as `keys` in the context."""

    quote, topic = Words(), Words()
    span = Span()
    said_on, event_on = Interval("said"), Interval("event")
    extractor = ExtractorSerializer()
    duplicate_of = serializers.SerializerMethodField()

    class Meta:
        model = Claim
        fields = [
            *("status", "duplicate_of", "text", "quote", "span", "voice", "quotation", "stance", "hedge", "phase"),
            *("topic", "said_on", "event_on", "extractor"),
        ]

    def get_duplicate_of(self, row: Row) -> str | None:
        return self.context["keys"].get(row.duplicate_of_id)


class QuantityThen(QuantitySerializer):
    span = Span()

    class Meta(QuantitySerializer.Meta):
        fields = [*QuantitySerializer.Meta.fields, "span"]


class ChangedField(serializers.Serializer):
    """A field of the claim's detail that this version changed."""

    field = serializers.CharField()
    old = serializers.JSONField()
    new = serializers.JSONField()


class VersionSerializer(serializers.Serializer):
    """`at` is when it was written here, `decision` the move that made it, null where the machine did. `changes` are
    null where it is not known what the version before said, as of claims that a fixture brought."""

    version = serializers.IntegerField()
    at = serializers.DateTimeField()
    decision = DecisionSerializer(allow_null=True)
    changes = ChangedField(many=True, allow_null=True)


class HistorySerializer(serializers.Serializer):
    key = serializers.CharField()
    version = serializers.IntegerField(help_text="the present one")
    results = VersionSerializer(many=True, help_text=f"the last {VERSIONS_LIMIT} versions, the oldest first")


PARTS: tuple[tuple[str, Any, Any], ...] = (
    ("attributions", Attribution, AttributionSerializer),
    ("quantities", Quantity, QuantityThen),
)


def versions(claim: Claim, *, visible: QuerySet[Claim]) -> list[dict[str, Any]]:
    """The last VERSIONS_LIMIT versions, the oldest first, as VersionSerializer has them; other claims are named where
    they are among the `visible`. As many statements however many versions there are."""
    rows = _rows(claim)
    decisions = {decision.version: decision for decision in claim.decisions.all()}
    verbs = {number: Verb(decision.verb) for number, decision in decisions.items()}
    said = _said(claim, rows, verbs=verbs, visible=visible)
    moments = {number: decision.decided_at for number, decision in decisions.items()}
    moments |= {row.version: row.history_date for row in rows}
    return [
        {
            "version": number,
            "at": moments[number],
            "decision": decisions.get(number),
            "changes": _changes({} if number == 1 else said.get(number - 1), said.get(number)),
        }
        for number in sorted(moments)[-VERSIONS_LIMIT:]
    ]


def _rows(claim: Claim) -> list[Row]:
    """The claim's rows, one a version, and one before the first that is shown."""
    newest = claim.history.defer("found").order_by("-version", "-history_id")[: VERSIONS_LIMIT + 1]
    return list({row.version: row for row in reversed(list(newest))}.values())


def _said(
    claim: Claim, rows: Sequence[Row], *, verbs: Mapping[int, Verb], visible: QuerySet[Claim]
) -> dict[int, dict[str, Any]]:
    """All that each version said, by its number."""
    originals = visible.filter(pk__in={row.duplicate_of_id for row in rows} - {None})
    keys = dict(originals.order_by().values_list("pk", "key"))
    said: dict[int, dict[str, Any]] = {row.version: ClaimThen(row, context={"keys": keys}).data for row in rows}
    for name, model, serializer in PARTS:
        replaced = [row.version for old, row in pairwise(rows) if _may_replace(name, old, row, verbs.get(row.version))]
        lists = _lists(rows, _events(model, claim), now=getattr(claim, name).all(), replaced=replaced)
        for version, parts in lists.items():
            said[version][name] = serializer(sorted(parts, key=lambda part: part.order), many=True).data
    return said


def _may_replace(name: str, old: Row, row: Row, verb: Verb | None) -> bool:
    """Whether the version may have set the list: as an amendment of it, or as the undoing of one."""
    return (verb == Verb.AMEND and name in row.amended) or (verb == Verb.UNDO and name in old.amended)


def _events(model: Any, claim: Claim) -> list[Row]:
    """What happened to the claim's rows of this table, in order."""
    events: QuerySet = model.history.filter(claim_id=claim.pk).order_by("history_date", "history_id")
    return list(events.prefetch_related("actor__codes", "side__codes") if model is Attribution else events)


def _lists(
    rows: Sequence[Row], events: Sequence[Row], *, now: Collection[Any], replaced: Collection[int]
) -> dict[int, list[Row]]:
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


def _last_replacement(events: Sequence[Row]) -> int:
    """Where the last list begins: with deletions, unless there was nothing to delete."""
    kinds = [event.history_type for event in events]
    starts = [place for place, kind in enumerate(kinds) if kind == "-" and "-" not in kinds[max(0, place - 1) : place]]
    return starts[-1] if starts else 0


def _changes(old: dict[str, Any] | None, new: dict[str, Any] | None) -> list[dict[str, Any]] | None:
    if old is None or new is None:
        return None
    return [
        {"field": name, "old": old.get(name), "new": value}
        for name, value in new.items()
        if (old.get(name) or None) != (value or None)  # nothing comes to nothing, whichever way it is written
    ]
