"""Which claim comes next: the orders in which an editor goes through claims.

A way is told in stretches: querysets of which each goes on where the one before ends. The first claim that any of them
has is found in one statement, by one look into an index a stretch, however many claims there are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from claimsdb.models import Claim, Decision, Skip, claim_key

NOWHERE = 2**31 - 1  # the place of what has none: after all others

Stretches = list[QuerySet]


class Order(StrEnum):
    """The words for them in the desk's address."""

    READING = "reading"
    UNCERTAIN = "uncertain"
    RANDOM = "random"
    SKIPPED = "skipped"
    MINE = "mine"

    @property
    def label(self) -> str:
        return LABELS[self]


PERSONAL = frozenset({Order.SKIPPED, Order.MINE})  # what the user has done something to, and nothing else
LABELS = {
    Order.READING: "in reading order",
    Order.UNCERTAIN: "least certain first",
    Order.RANDOM: "random sample",
    Order.SKIPPED: "skipped",
    Order.MINE: "mine today",
}


@dataclass
class Way:
    """A user's way through `claims`, forwards or `back`."""

    claims: QuerySet
    user: User
    back: bool = False

    def start(self) -> Stretches:
        """The whole way, from where the user begins."""
        raise NotImplementedError

    def ahead(self, claim: Claim) -> Stretches:
        """From behind the claim, which need not be among them, to the end."""
        raise NotImplementedError

    @property
    def beyond(self) -> str:
        return "lt" if self.back else "gt"

    def in_order(self, claims: QuerySet, *columns: str) -> QuerySet:
        in_order = claims.order_by(*columns)
        return in_order.reverse() if self.back else in_order


class Reading(Way):
    """Article by article, as they were taken in; claims without a place last in their article."""

    PLACE = ("place", "place_end", "key")

    def start(self) -> Stretches:
        return [self._in_order(self.claims)]

    def ahead(self, claim: Claim) -> Stretches:
        place = [NOWHERE if edge is None else edge for edge in (claim.start, claim.end)]
        rest = _placed(self.claims.filter(article=claim.article_id)).filter(
            _beyond(self.PLACE, [*place, claim.key], self.beyond)
        )
        others = self.claims.filter(**{f"article_id__{self.beyond}": claim.article_id})
        return [self._in_order(rest), self._in_order(others)]

    def _in_order(self, claims: QuerySet) -> QuerySet:
        return self.in_order(_placed(claims), "article_id", *self.PLACE)


class Uncertain(Way):
    """The least certain first; those of which the machine does not say how certain it is last."""

    def start(self) -> Stretches:
        return [self._known, self._unknown]

    def ahead(self, claim: Claim) -> Stretches:
        further_key = {f"key__{self.beyond}": claim.key}
        if claim.confidence is None:
            return [self._unknown.filter(**further_key), *([self._known] if self.back else [])]
        alike = self._known.filter(confidence=claim.confidence, **further_key)
        rest = self._known.filter(**{f"confidence__{self.beyond}": claim.confidence})
        return [alike, rest, *([] if self.back else [self._unknown])]

    @property
    def _known(self) -> QuerySet:
        return self.in_order(self.claims.filter(confidence__isnull=False), "confidence", "key")

    @property
    def _unknown(self) -> QuerySet:
        return self.in_order(self.claims.filter(confidence__isnull=True), "confidence", "key")


class Random(Way):
    """By their keys, which are digests, from a place that is the user's of the day."""

    def start(self) -> Stretches:
        return [self._by_key(key__gte=self._place), self._by_key(key__lt=self._place)]

    def ahead(self, claim: Claim) -> Stretches:
        is_second_half = claim.key < self._place
        half, other = ("lt", "gte") if is_second_half else ("gte", "lt")
        rest = self._by_key(**{f"key__{half}": self._place}).filter(**{f"key__{self.beyond}": claim.key})
        return [rest, *([self._by_key(**{f"key__{other}": self._place})] if is_second_half == self.back else [])]

    @property
    def _place(self) -> str:
        return claim_key(str(self.user.pk), timezone.localdate())

    def _by_key(self, **where: Any) -> QuerySet:
        return self.in_order(self.claims.filter(**where), "key")


class Skipped(Way):
    """What the user put off, the longest ago first."""

    def start(self) -> Stretches:
        return [self.in_order(self._dated, "at", "key")]

    def ahead(self, claim: Claim) -> Stretches:
        at = Subquery(Skip.objects.filter(user=self.user, claim=claim).values("skipped_at"))
        later = _beyond(("at", "key"), [at, claim.key], self.beyond)
        return [self.in_order(self._dated.filter(later), "at", "key")]

    @property
    def _dated(self) -> QuerySet:
        return self.claims.filter(skips__user=self.user).alias(at=F("skips__skipped_at"))


class Mine(Way):
    """What the user decided today, the latest first."""

    def start(self) -> Stretches:
        return [self._in_order(self._dated)]

    def ahead(self, claim: Claim) -> Stretches:
        at = Subquery(decided_today(self.user).filter(claim=claim).order_by("-decided_at").values("decided_at")[:1])
        earlier = _beyond(("at", "key"), [at, claim.key], "gt" if self.back else "lt")
        return [self._in_order(self._dated.filter(earlier))]

    def _in_order(self, claims: QuerySet) -> QuerySet:
        return self.in_order(claims, "-at", "-key")

    @property
    def _dated(self) -> QuerySet:
        """By their last decision: a claim may have several."""
        mine = self.claims.filter(decisions__in=decided_today(self.user))
        return mine.values("pk").alias(at=Max("decisions__decided_at"))


WAYS: dict[Order, type[Way]] = {
    Order.READING: Reading,
    Order.UNCERTAIN: Uncertain,
    Order.RANDOM: Random,
    Order.SKIPPED: Skipped,
    Order.MINE: Mine,
}


def belonging(claims: QuerySet[Claim], order: Order, *, user: User) -> QuerySet[Claim]:
    """Those that the order has: all, what the user skipped, or what they decided today."""
    match order:
        case Order.SKIPPED:
            return claims.filter(pk__in=Skip.objects.filter(user=user).values("claim"))
        case Order.MINE:
            return claims.filter(pk__in=decided_today(user).values("claim"))
    return claims


def has_all(order: Order) -> bool:
    """Whether the order leaves no claim out."""
    return order not in PERSONAL


def decided_today(user: User) -> QuerySet[Decision]:
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Decision.objects.in_force().filter(who=user, decided_at__gte=today).order_by()


def neighbour(claim: Claim, claims: QuerySet[Claim], order: Order, *, user: User, back: bool = False) -> Claim | None:
    """The claim that comes after it, or before it; None at the end."""
    return first(WAYS[order](claims, user, back).ahead(claim))


def upcoming(claims: QuerySet[Claim], order: Order, *, user: User, after: Claim | None = None) -> Claim | None:
    """The claim that follows `after`, coming round; what the user skipped comes back when nothing else is left."""
    if order in PERSONAL:
        return first(_round(order, claims, user, after))
    fresh = claims.exclude(Exists(Skip.objects.filter(user=user, claim=OuterRef("pk"))))
    return first([*_round(order, fresh, user, after), *_round(Order.SKIPPED, claims, user, after)])


def _round(order: Order, claims: QuerySet[Claim], user: User, after: Claim | None) -> Stretches:
    way = WAYS[order](claims, user)
    return [*way.ahead(after), *way.start()] if after else way.start()


def first(stretches: Sequence[QuerySet]) -> Claim | None:
    """The first claim of the first stretch that has one. The engines ask no stretch that comes after."""
    picks = [Subquery(stretch.values("pk")[:1]) for stretch in stretches]
    found = Q(pk=Coalesce(*picks) if len(picks) > 1 else picks[0])
    return Claim.objects.filter(found).defer("found").order_by("pk").first()


def _placed(claims: QuerySet) -> QuerySet:
    return claims.alias(place=Coalesce("start", NOWHERE), place_end=Coalesce("end", NOWHERE))


def _beyond(columns: Sequence[str], values: Iterable[Any], how: str) -> Q:
    """The rows that come after these values when they are sorted by the columns."""
    condition, alike = Q(), Q()
    for column, value in zip(columns, values, strict=True):
        condition |= alike & Q(**{f"{column}__{how}": value})
        alike &= Q(**{column: value})
    return condition
