"""Moves of many claims at once: which verb, which claims, and how many they may be."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from api.writing.bodies import Body, ChoiceField, FlagField, NoteField, TextField
from api.writing.moves import NEEDS
from claimsdb import review
from claimsdb.choices import Reason, Verb
from claimsdb.filters import INDEXED_DAY, ClaimList, Fault, InvalidBody, InvalidParameters, Ordering, shown
from claimsdb.models import Claim, Visibility
from claimsdb.review import NOTES, Need

LIMIT = 1000  # claims: each is a decision of its own, with all that follows from it
IN_BULK = {verb: action for verb, action in review.ACTIONS.items() if action.in_bulk}
EXAMPLE_OF_KEY = "keettb4bn3w35ds3"
NEWEST_FIRST = Ordering("-published_on", INDEXED_DAY, descending=True)


class KeysField(serializers.ListField):
    """Keys of claims."""

    child = serializers.CharField()

    def to_internal_value(self, data: Any) -> list[str]:
        if not isinstance(data, list):
            raise InvalidBody([Fault("", f"{shown(data)} is no list of keys.")])
        if not data:
            raise InvalidBody([Fault("", "Names no claim.")])
        faults = [
            Fault(f"/{place}", f"{shown(key)} is no key of a claim, which is a text such as {EXAMPLE_OF_KEY!r}.")
            for place, key in enumerate(data)
            if not isinstance(key, str)
        ]
        if faults:
            raise InvalidBody(faults)
        if len(data) > LIMIT:
            raise InvalidBody([Fault("", f"Has {len(data):,} keys; {LIMIT:,} is most. Send them in parts.")])
        return [*dict.fromkeys(data)]


class FilterField(serializers.DictField):
    """The parameters of the list of claims, each with its value or a list of values."""

    def to_internal_value(self, data: Any) -> dict[str, list[str]]:
        if not isinstance(data, dict):
            raise InvalidBody([Fault("", f"{shown(data)} is no object.")])
        if not data:
            detail = 'Names no claim: give parameters of the list, such as {"status": "extracted"}.'
            raise InvalidBody([Fault("", detail)])
        return {name: [*_words(name, value)] for name, value in data.items()}


class BulkMoveBody(Body):
    """What is done to which claims: those with the `keys`, or those that the `filter` matches."""

    verb = ChoiceField(Verb)
    keys = KeysField(required=False, help_text=f"up to {LIMIT:,}")
    filter = FilterField(
        required=False, help_text="parameters of the list of claims; without `status` the public ones, as there"
    )
    dry_run = FlagField(default=False, help_text="whether it is only told what would happen")
    state = TextField(
        required=False, help_text="as a dry run has told it: nothing happens where these are other claims by now"
    )
    reason = ChoiceField(Reason, required=False, help_text="of a rejection")
    note = NoteField(help_text="for editors alone")
    public_note = NoteField(help_text="for everybody who sees the decisions")

    def get_fields(self) -> dict[str, serializers.Field]:
        verb = ChoiceField(Verb)
        verb.choices = [each.value for each in IN_BULK]
        verb.words = {each.value: each for each in IN_BULK}
        return {**super().get_fields(), "verb": verb}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        given = super().to_internal_value(data)
        if ("keys" in given) == ("filter" in given):
            raise InvalidBody([Fault("", "Say which claims by either `keys` or `filter`.", ["keys", "filter"])])
        needs = IN_BULK[Verb(given["verb"])].needs
        if "reason" in given and Need.REASON not in needs:
            raise InvalidBody([Fault("/reason", f"Goes with a rejection, and not with '{given['verb']}'.")])
        if Need.REASON in needs:
            _check_reason(given)
        return given


class NotMoved(serializers.Serializer):
    """Claims that stay as they are for one reason."""

    why = serializers.CharField()
    count = serializers.IntegerField()
    keys = serializers.ListField(child=serializers.CharField())


class BulkMoved(serializers.Serializer):
    """What became, or would become, of the claims."""

    verb = serializers.ChoiceField([each.value for each in IN_BULK])
    dry_run = serializers.BooleanField()
    matched = serializers.IntegerField(help_text="how many claims these are")
    moved = serializers.IntegerField(help_text="how many were moved or, in a dry run, would be")
    not_moved = NotMoved(many=True, help_text="the others, by reason")
    state = serializers.CharField(
        allow_null=True, help_text="of a dry run: sent along, nothing happens if these are others by then"
    )
    batch = serializers.CharField(
        allow_null=True, help_text="by whose name all is undone; null where nothing was moved"
    )
    undo = serializers.URLField(allow_null=True, help_text="a POST there undoes all of it")


class BatchUndone(serializers.Serializer):
    """What became of the decisions of a batch."""

    batch = serializers.CharField()
    undone = serializers.IntegerField()
    not_undone = NotMoved(many=True)


def chosen(given: Mapping[str, Any], *, open_to: Visibility) -> QuerySet[Claim]:
    """The claims that the body names. Raises InvalidBody for parameters that are not understood, and for too many."""
    if "keys" in given:
        return Claim.objects.within(open_to).filter(key__in=given["keys"])
    try:
        found = ClaimList(given["filter"], open_to=open_to).ordered(NEWEST_FIRST).read(None, size=LIMIT + 1)
    except InvalidParameters as error:
        raise InvalidBody([_in_filter(fault) for fault in error.faults]) from error
    if len(found) > LIMIT:
        raise InvalidBody([Fault("/filter", f"Matches more than {LIMIT:,} claims: narrow it, and move them in parts.")])
    return Claim.objects.filter(pk__in=[row.pk for row in found])


def take(given: Mapping[str, Any]) -> partial:
    """The action that the body asks for, as `review.decide` takes it."""
    needed = {name: given[name] for name in ("reason", *NOTES) if name in given}
    return partial(review.take, Verb(given["verb"]), **needed)


def by_reason(refusals: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Keys of claims with why they stay as they are, gathered by why."""
    gathered: dict[str, list[str]] = {}
    for key, why in refusals:
        gathered.setdefault(why.replace(f" ({key})", ""), []).append(key)
    return [{"why": why, "count": len(keys), "keys": keys} for why, keys in gathered.items()]


def _words(name: str, value: Any) -> Iterable[str]:
    for each in value if isinstance(value, list) else [value]:
        match each:
            case bool():
                yield "true" if each else "false"
            case str() | int() | float():
                yield str(each)
            case _:
                raise InvalidBody([Fault(f"/{name}", f"{shown(each)} is no value of a parameter.")])


def _in_filter(fault: Fault) -> Fault:
    return Fault(f"/filter/{fault.place}", fault.detail, fault.known, fault.nearest)


def _check_reason(given: Mapping[str, Any]) -> None:
    if "reason" not in given:
        raise InvalidBody([Fault("/reason", "This field is required.", [*Reason])])
    try:
        review.check_reason(given["reason"], note=given.get("note", ""))
    except review.Incomplete as error:
        raise InvalidBody([Fault(NEEDS[error.need or Need.NOTE], str(error))]) from error
