"""The bodies of review actions: a note, and what else it needs. An amendment goes by the names and shapes in which a
claim is shown; what it leaves out stays, and null empties what may be empty (as RFC 7396 has it)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from api.writing.bodies import (
    ActorField,
    Body,
    ChoiceField,
    DayField,
    FlagField,
    NoteField,
    NumberField,
    TextField,
    WholeNumberField,
    WordsField,
    check_actor_name,
)
from claimsdb.choices import (
    REASON_WITH_NOTE,
    Basis,
    Per,
    Phase,
    Qualifier,
    Quotation,
    Reason,
    Role,
    Stage,
    Stance,
    Topic,
    Verb,
    Voice,
)
from claimsdb.filters import Fault, InvalidBody, shown
from claimsdb.models import Attribution, Claim, Quantity, Span
from claimsdb.review import NOTES, Need, entries, snapshots

INTERVALS = {f"{interval}_on": interval for interval in Claim.INTERVALS}
TEXTS = {field.name for field in Claim._meta.concrete_fields if not field.null}  # where nothing is ""

# Where a body has what a column holds; a rule about several columns is about the whole row.
PLACES = {"start": "/span/start", "end": "/span/end", "quote": "/span", "__all__": ""}
for name, column in INTERVALS.items():
    PLACES |= {f"{column}_{end}": f"/{name}/{end}" for end in ("from", "to", "as_written")}
PLACES |= {column: f"/stands_for/{column.removeprefix('stands_for_')}" for column in Quantity.STANDS_FOR}

BESIDE = {*NOTES, "editors_words"}  # what an amendment may have besides what it changes
# what a row says on purpose, and is not kept
FLAGS = {"editors_words": "own_words", "new_measure": "new_measure", "editors_figure": "own_figure"}

NEEDS = {
    Need.NOTE: "/note",
    Need.PUBLIC_NOTE: "/public_note",
    Need.REASON: "/reason",
    Need.ORIGINAL: "/of",
}  # where a body has what an action needs


class MoveBody(Body):
    """What every verb takes, and some nothing else: why, for editors and for readers."""

    note = NoteField(help_text="for editors alone")
    public_note = NoteField(help_text="for everybody who sees the decision")

    @classmethod
    def arguments(cls, given: Mapping[str, Any], claim: Claim, *, visible: QuerySet[Claim]) -> Mapping[str, Any]:
        """What was read, as the action takes it; other claims are named among the `visible`."""
        return given


class RejectBody(MoveBody):
    """Why the claim is taken out."""

    reason = ChoiceField(Reason, help_text=f"{REASON_WITH_NOTE} needs a note")


class DuplicateBody(MoveBody):
    """What the claim repeats."""

    of = TextField(help_text="the key of the claim that it repeats")

    @classmethod
    def arguments(cls, given, claim, *, visible):
        original = visible.filter(key=given["of"]).first()
        if original is None:
            raise InvalidBody([Fault(NEEDS[Need.ORIGINAL], f"No claim has the key {shown(given['of'])}.")])
        return {"original": original} | {name: value for name, value in given.items() if name != "of"}


class SpanBody(Body):
    """A place in the article's text; an end that is left out stays."""

    start, end = WholeNumberField(required=False), WholeNumberField(required=False)


class WholeSpanBody(Body):
    """A place in the article's text: code points, the end not included."""

    start, end = WholeNumberField(), WholeNumberField()


class IntervalBody(Body):
    """The days from one to another, both included, and the words they come from; what is left out stays."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {
            "from": DayField(required=False, allow_null=True),
            "to": DayField(required=False, allow_null=True),
            "as_written": TextField(required=False, allow_null=True, allow_blank=True),
        }


class PartBody(Body):
    """A row under a claim."""

    span = WholeSpanBody(
        required=False,
        allow_null=True,
        help_text="if left out or null, where the words stand in the claim, or else nearest to it in the article",
    )
    editors_words = FlagField(
        required=False,
        help_text="says that the words, if they do not stand in the article, are the editor's on purpose: without it "
        "they are refused",
    )


class AttributionBody(PartBody):
    """An actor's part, as the claim's detail shows it."""

    role = ChoiceField(Role)
    actor, side = ActorField(), ActorField()
    name = TextField(
        required=False, allow_null=True, allow_blank=True, help_text="whom the words stand for, where there is no actor"
    )
    as_written = TextField(required=False, allow_null=True, allow_blank=True)
    hop = WholeNumberField(required=False, max_value=32_767, help_text="0 for who speaks; of an origin, if left out, 1")

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        given = super().to_internal_value(data)
        if given.get("actor") and given.get("name"):
            check_actor_name(given["actor"], given["name"], place="/name")
        return given


class FigureLineBody(Body):
    """A figure of a claim, as one that stands for it shows it."""

    claim = TextField(help_text="the key of the claim")
    order = WholeNumberField(max_value=32_767, help_text="its place among the figures of the claim, from 0")
    as_written = TextField(required=False, help_text="may be left out, as it is not looked at")

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        given = super().to_internal_value(data)
        claim = Claim.objects.filter(key=given["claim"]).first()
        if claim is None:
            raise InvalidBody([Fault("/claim", f"No claim has the key {shown(given['claim'])}.")])
        return {"stands_for_claim": claim, "stands_for_order": given["order"]}


class QuantityBody(PartBody):
    """A figure, as the claim shows it."""

    as_written = TextField()
    low, best, high = NumberField(), NumberField(), NumberField()
    qualifier = ChoiceField(Qualifier, required=False)
    measure = TextField(required=False, allow_null=True, allow_blank=True)
    unit = TextField(required=False, allow_null=True, allow_blank=True)
    new_measure = FlagField(
        required=False, help_text="says that measure and unit, if nobody knows them yet, are new on purpose"
    )
    editors_figure = FlagField(
        required=False,
        help_text="says that the figure is meant, though its words say another, stand outside the quote, or are there "
        "a second time",
    )
    basis = ChoiceField(Basis, required=False)
    of = ActorField(help_text="whose things are counted")
    stage = ChoiceField(Stage, required=False, allow_null=True, help_text="how far they have come")
    per = ChoiceField(Per, required=False, allow_null=True, help_text="so many in each")
    stands_for = FigureLineBody(
        required=False,
        allow_null=True,
        help_text="the figure that the words mean, in place of low, best and high; one of the same claim goes by its "
        "place in the list that is given",
    )


class AmendBody(MoveBody):
    """What of the claim is to be otherwise; what is left out stays."""

    text = TextField(required=False, trim_whitespace=True)
    voice = ChoiceField(Voice, required=False)
    quotation = ChoiceField(Quotation, required=False)
    stance = ChoiceField(Stance, required=False)
    hedge = TextField(required=False, allow_null=True, allow_blank=True)
    phase = ChoiceField(Phase, required=False)
    topic = ChoiceField(Topic, required=False, allow_null=True)
    said_on = IntervalBody(required=False, allow_null=True)
    event_on = IntervalBody(required=False, allow_null=True)
    editors_words = WordsField(
        entries.WORDS_OF,
        required=False,
        help_text="which of these have words that the article has not, on purpose: without it they are refused",
    )
    span = SpanBody(required=False)
    attributions = AttributionBody(many=True, required=False)
    quantities = QuantityBody(many=True, required=False)

    @classmethod
    def arguments(cls, given, claim, *, visible):
        return amendment(given, claim)


BODIES: dict[Verb, type[MoveBody]] = {
    Verb.ACCEPT: MoveBody,
    Verb.REJECT: RejectBody,
    Verb.REOPEN: MoveBody,
    Verb.AMEND: AmendBody,
    Verb.MARK_DUPLICATE: DuplicateBody,
}


def amendment(given: Mapping[str, Any], claim: Claim) -> dict[str, Any]:
    """What AmendBody has read, as `review.amend` takes it. Raises InvalidBody where it names nothing."""
    if given.keys() <= BESIDE:
        known = [str(name) for name in AmendBody().fields if name not in BESIDE]
        raise InvalidBody([Fault("", "Names nothing to amend.", known)])
    rows = {
        name: [_row(model, each, claim) for each in given[name]]
        for name, model in snapshots.ROW_MODELS.items()
        if name in given
    }
    columns = _columns({name: value for name, value in given.items() if name not in {*NOTES, *snapshots.ROW_MODELS}})
    notes = {need.value: given.get(need, "") for need in NOTES}
    return {**notes, "fields": columns, **rows}


def _columns(given: Mapping[str, Any]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, value in given.items():
        if name in INTERVALS:
            columns |= _interval(INTERVALS[name], value)
        elif name == "span":
            columns |= value
        else:
            columns[name] = value or "" if name in TEXTS else value
    return columns


def _interval(column: str, given: Mapping[str, Any] | None) -> dict[str, Any]:
    ends = dict.fromkeys(["from", "to", "as_written"]) if given is None else given
    return {f"{column}_{end}": value or "" if end == "as_written" else value for end, value in ends.items()}


def _row(model: type[snapshots.ClaimRow], given: Mapping[str, Any], claim: Claim) -> snapshots.ClaimRow:
    apart = {"span", "stands_for", *FLAGS}
    columns = {name: value for name, value in given.items() if value is not None and name not in apart}
    row = model(claim=claim, **columns, **(given.get("stands_for") or {}))
    row.start, row.end = _place(given.get("span")) or (None, None)
    for name, attribute in FLAGS.items():
        setattr(row, attribute, given.get(name, False))
    if isinstance(row, Attribution):
        row.hop = given.get("hop", entries.fitting_hop(row.role, 0))
        row.name = "" if row.actor else row.name
    return row


def _place(span: Mapping[str, int | None] | None) -> Span | None:
    start, end = (span["start"], span["end"]) if span else (None, None)
    return (start, end) if start is not None and end is not None else None
