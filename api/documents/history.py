"""What each version of a claim said, and so what each changed: from the snapshots that are kept of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from rest_framework import serializers

from api.documents.fields import SpanSerializer
from api.documents.figures import QuantitySerializer
from api.documents.serializers import (
    AttributionSerializer,
    ClaimSerializer,
    DecisionSerializer,
)
from claimsdb.models import Claim, ClaimVersion, Quantity, sees_all_claims, was_open
from claimsdb.review import snapshots

VERSIONS_LIMIT = 500
BESIDE = {"status", "key", "url", "version", "article", "actors", "quantities", "created_at", "updated_at"}

Said = dict[str, Any]  # what a claim said, by the names of the API; a list that is not known is left out


class HistoricalClaimSerializer(ClaimSerializer):
    """A claim as it was. Needs the claims that may be named as `keys` in the context."""

    url = article = actors = quantities = None  # type: ignore[assignment]
    duplicate_of = serializers.SerializerMethodField()

    class Meta(ClaimSerializer.Meta):
        fields = ["status", "duplicate_of", *(name for name in ClaimSerializer.Meta.fields if name not in BESIDE)]
        read_only_fields = fields

    def get_duplicate_of(self, claim: Claim) -> str | None:
        return self.context["keys"].get(claim.duplicate_of_id)


class HistoricalQuantitySerializer(QuantitySerializer):
    """Needs the claims that may be named as `keys` in the context. Of a figure for which it stands the words are not
    shown: they may have changed since."""

    span = SpanSerializer()

    class Meta(QuantitySerializer.Meta):
        fields = [*QuantitySerializer.Meta.fields, "span"]

    def get_stands_for(self, quantity: Quantity) -> dict[str, Any] | None:
        key = self.context["keys"].get(quantity.stands_for_claim_id)
        return {"claim": key, "order": quantity.stands_for_order} if key else None


class ChangedField(serializers.Serializer):
    """A field of the claim's detail that this version changed."""

    field = serializers.CharField()
    old = serializers.JSONField()
    new = serializers.JSONField()


class VersionSerializer(serializers.Serializer):
    """`at` is when it was written here, `decision` the move that made it, null where the machine did. `changes` are
    since the version before, for readers since the one before that was public; null where it is not known what that
    said, as of claims that a fixture brought."""

    version = serializers.IntegerField()
    at = serializers.DateTimeField()
    decision = DecisionSerializer(allow_null=True)
    changes = ChangedField(many=True, allow_null=True)


class HistorySerializer(serializers.Serializer):
    key = serializers.CharField()
    version = serializers.IntegerField(help_text="the present one")
    results = VersionSerializer(many=True, help_text=f"the last {VERSIONS_LIMIT} versions, the oldest first")


ROW_SERIALIZERS: dict[str, type[serializers.ModelSerializer]] = {
    "attributions": AttributionSerializer,
    "quantities": HistoricalQuantitySerializer,
}


def versions(claim: Claim, *, user: Any) -> list[dict[str, Any]]:
    """The last VERSIONS_LIMIT versions, the oldest first, as VersionSerializer has them: for readers those in which it
    was public. As many statements however many versions there are."""
    sees_all = sees_all_claims(user)
    rows = claim.versions.defer("found").order_by("-version")
    if not sees_all:
        rows = rows.filter(was_open(ClaimVersion, moment="at"), columns__status__in=settings.CLAIMSDB_PUBLIC_STATUSES)
    kept = {version.version: version for version in rows[: VERSIONS_LIMIT + 1]}  # and one before the first shown
    decisions = {decision.version: decision for decision in claim.decisions.visible_to(user).select_related("who")}
    said = _said(list(kept.values()), visible=Claim.objects.visible_to(user))
    moments = {number: decision.decided_at for number, decision in decisions.items()}
    moments |= {number: version.at for number, version in kept.items()}
    numbers = sorted(moments)
    before = dict(zip(numbers[1:], numbers, strict=False)) if not sees_all else {each: each - 1 for each in numbers}
    said[0] = {}  # before the first there was nothing
    return [
        {
            "version": number,
            "at": moments[number],
            "decision": decisions.get(number),
            "changes": _changes(said.get(before.get(number, 0)), said.get(number)),
        }
        for number in numbers[-VERSIONS_LIMIT:]
    ]


def _said(kept: Sequence[ClaimVersion], *, visible: QuerySet[Claim]) -> dict[int, Said]:
    """All that each version said, by its number."""
    claims = {version.version: snapshots.claim_at(version) for version in kept}
    originals = visible.filter(pk__in={claim.duplicate_of_id for claim in claims.values()} - {None})
    keys = dict(originals.order_by().values_list("pk", "key"))
    rows = {version.version: {name: snapshots.rows_at(version, name) for name in ROW_SERIALIZERS} for version in kept}
    everything = [row for lists in rows.values() for each in lists.values() for row in each or ()]
    snapshots.with_actors(everything, "codes")
    meant = visible.filter(pk__in={row.stands_for_claim_id for row in everything if isinstance(row, Quantity)} - {None})
    keys |= dict(meant.order_by().values_list("pk", "key"))
    return {
        number: HistoricalClaimSerializer(claim, context={"keys": keys}).data | _lists(rows[number], keys=keys)
        for number, claim in claims.items()
    }


def _lists(rows: Mapping[str, list[Any] | None], *, keys: Mapping[int, str]) -> Said:
    return {
        name: ROW_SERIALIZERS[name](each, many=True, context={"keys": keys}).data
        for name, each in rows.items()
        if each is not None
    }


def _changes(old: Said | None, new: Said | None) -> list[dict[str, Any]] | None:
    if old is None or new is None:
        return None
    unknown = {name for name in ROW_SERIALIZERS if old and name not in old}
    return [
        {"field": name, "old": old.get(name), "new": value}
        for name, value in new.items()
        if name not in unknown
        and (old.get(name) or None) != (value or None)  # nothing comes to nothing, whichever way it is written
    ]
