"""Orders of a queue: which claim comes next, and which stands before and after a claim.

An order is given as querysets of which each goes on where the one before ends. The first claim that any of them has is
found in one statement, by one look into an index for each, however many claims there are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from claimsdb.models import CERTAINTY, Claim, Decision, Skip, claim_key

NOWHERE = 2**31 - 1  # the place of what has none: after all others

Consecutive = list[QuerySet]


class OrderName(StrEnum):
    """The words for the orders in the desk's address."""

    READING = "reading"
    UNCERTAIN = "uncertain"
    RANDOM = "random"
    SKIPPED = "skipped"
    MINE = "mine"

    @property
    def label(self) -> str:
        return LABELS[self]


PERSONAL = frozenset({OrderName.SKIPPED, OrderName.MINE})  # what the user has done something to, and nothing else
LABELS = {
    OrderName.READING: "in reading order",
    OrderName.UNCERTAIN: "least certain first",
    OrderName.RANDOM: "random sample",
    OrderName.SKIPPED: "skipped",
    OrderName.MINE: "mine today",
}


@dataclass
class QueueOrder:
    """The order in which a user goes through `claims`; `reverse` is from its end to its beginning."""

    claims: QuerySet
    user: User
    reverse: bool = False

    def all(self) -> Consecutive:
        """All claims, from where the user begins."""
        raise NotImplementedError

    def after(self, claim: Claim) -> Consecutive:
        """Those that come after the claim, which need not be among them."""
        raise NotImplementedError

    @property
    def later(self) -> str:
        """The lookup for a higher value, or going back a lower one."""
        return "lt" if self.reverse else "gt"

    def sorted_by(self, claims: QuerySet, *columns: str) -> QuerySet:
        in_order = claims.order_by(*columns)
        return in_order.reverse() if self.reverse else in_order


class IntakeOrder(QueueOrder):
    """Article by article, as they were taken in; claims without a place last in their article. The desk's "in reading
    order"; `Claim.objects.in_reading_order` goes by file names."""

    PLACE = ("place", "place_end", "key")

    def all(self) -> Consecutive:
        return [self._sorted(self.claims)]

    def after(self, claim: Claim) -> Consecutive:
        place = [NOWHERE if edge is None else edge for edge in (claim.start, claim.end)]
        rest = _with_place(self.claims.filter(article=claim.article_id)).filter(
            _later_rows(self.PLACE, [*place, claim.key], lookup=self.later)
        )
        others = self.claims.filter(**{f"article_id__{self.later}": claim.article_id})
        return [self._sorted(rest), self._sorted(others)]

    def _sorted(self, claims: QuerySet) -> QuerySet:
        return self.sorted_by(_with_place(claims), "article_id", *self.PLACE)


class UncertainOrder(QueueOrder):
    """The least certain first, by what was learned from decisions here, or else by the machine's word; those of which
    nothing is known last."""

    def all(self) -> Consecutive:
        return [self._known, self._unknown]

    def after(self, claim: Claim) -> Consecutive:
        later_key = {f"key__{self.later}": claim.key}
        if claim.certainty is None:
            return [self._unknown.filter(**later_key), *([self._known] if self.reverse else [])]
        alike = self.sorted_by(self._with_certainty.filter(certainty=claim.certainty, **later_key), "key")
        rest = self._known.filter(**{f"certainty__{self.later}": claim.certainty})
        return [alike, rest, *([] if self.reverse else [self._unknown])]

    # Where all have the same certainty they are sorted by key alone: of an expression SQLite does not see that.

    @property
    def _known(self) -> QuerySet:
        return self.sorted_by(self._with_certainty.filter(certainty__isnull=False), "certainty", "key")

    @property
    def _unknown(self) -> QuerySet:
        return self.sorted_by(self._with_certainty.filter(certainty__isnull=True), "key")

    @property
    def _with_certainty(self) -> QuerySet:
        return self.claims.alias(certainty=CERTAINTY)


class RandomOrder(QueueOrder):
    """By their keys, which are digests, from a place that is the user's of the day."""

    def all(self) -> Consecutive:
        return [self._by_key(key__gte=self._first_key), self._by_key(key__lt=self._first_key)]

    def after(self, claim: Claim) -> Consecutive:
        is_second_half = claim.key < self._first_key
        half, other = ("lt", "gte") if is_second_half else ("gte", "lt")
        rest = self._by_key(**{f"key__{half}": self._first_key}).filter(**{f"key__{self.later}": claim.key})
        has_other_half = is_second_half == self.reverse
        return [rest, *([self._by_key(**{f"key__{other}": self._first_key})] if has_other_half else [])]

    @property
    def _first_key(self) -> str:
        return claim_key(str(self.user.pk), timezone.localdate())

    def _by_key(self, **where: Any) -> QuerySet:
        return self.sorted_by(self.claims.filter(**where), "key")


class SkippedOrder(QueueOrder):
    """What the user put off, the longest ago first."""

    def all(self) -> Consecutive:
        return [self.sorted_by(self._dated, "skipped_at", "key")]

    def after(self, claim: Claim) -> Consecutive:
        skipped_at = Subquery(Skip.objects.filter(user=self.user, claim=claim).values("skipped_at"))
        later = _later_rows(("skipped_at", "key"), [skipped_at, claim.key], lookup=self.later)
        return [self.sorted_by(self._dated.filter(later), "skipped_at", "key")]

    @property
    def _dated(self) -> QuerySet:
        return self.claims.filter(skips__user=self.user).alias(skipped_at=F("skips__skipped_at"))


class MineOrder(QueueOrder):
    """What the user decided today, the latest first."""

    def all(self) -> Consecutive:
        return [self._sorted(self._dated)]

    def after(self, claim: Claim) -> Consecutive:
        decisions = decided_today(self.user).filter(claim=claim).order_by("-decided_at")
        last = Subquery(decisions.values("decided_at")[:1])
        earlier = _later_rows(("last_decided_at", "key"), [last, claim.key], lookup="gt" if self.reverse else "lt")
        return [self._sorted(self._dated.filter(earlier))]

    def _sorted(self, claims: QuerySet) -> QuerySet:
        return self.sorted_by(claims, "-last_decided_at", "-key")

    @property
    def _dated(self) -> QuerySet:
        """By their last decision: a claim may have several."""
        mine = self.claims.filter(decisions__in=decided_today(self.user))
        return mine.values("pk").alias(last_decided_at=Max("decisions__decided_at"))


ORDERS: dict[OrderName, type[QueueOrder]] = {
    OrderName.READING: IntakeOrder,
    OrderName.UNCERTAIN: UncertainOrder,
    OrderName.RANDOM: RandomOrder,
    OrderName.SKIPPED: SkippedOrder,
    OrderName.MINE: MineOrder,
}


def claims_of(order: OrderName, claims: QuerySet[Claim], *, user: User) -> QuerySet[Claim]:
    """Those of the claims that the order has: all, what the user skipped, or what they decided today."""
    match order:
        case OrderName.SKIPPED:
            return claims.filter(pk__in=Skip.objects.filter(user=user).values("claim"))
        case OrderName.MINE:
            return claims.filter(pk__in=decided_today(user).values("claim"))
    return claims


def has_all(order: OrderName) -> bool:
    """Whether the order leaves no claim out."""
    return order not in PERSONAL


def decided_today(user: User) -> QuerySet[Decision]:
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Decision.objects.in_force().filter(who=user, decided_at__gte=today).order_by()


def neighbour(
    claim: Claim, claims: QuerySet[Claim], order: OrderName, *, user: User, reverse: bool = False
) -> Claim | None:
    """The claim that comes after it, or before it; None at the end."""
    return first(ORDERS[order](claims, user, reverse).after(claim))


def upcoming(claims: QuerySet[Claim], order: OrderName, *, user: User, after: Claim | None = None) -> Claim | None:
    """The claim that follows `after`, coming round; what the user skipped comes back when nothing else is left."""
    if order in PERSONAL:
        return first(_round(order, claims, user, after))
    fresh = claims.exclude(Exists(Skip.objects.filter(user=user, claim=OuterRef("pk"))))
    return first([*_round(order, fresh, user, after), *_round(OrderName.SKIPPED, claims, user, after)])


def _round(order: OrderName, claims: QuerySet[Claim], user: User, after: Claim | None) -> Consecutive:
    """All claims of the order, from behind `after` on and then from its beginning."""
    in_order = ORDERS[order](claims, user)
    return [*in_order.after(after), *in_order.all()] if after else in_order.all()


def first(consecutive: Sequence[QuerySet]) -> Claim | None:
    """The first claim of the first queryset that has one. The engines evaluate none that comes after."""
    picks = [Subquery(queryset.values("pk")[:1]) for queryset in consecutive]
    found = Q(pk=Coalesce(*picks) if len(picks) > 1 else picks[0])
    return Claim.objects.filter(found).defer("found").order_by("pk").first()


def _with_place(claims: QuerySet) -> QuerySet:
    return claims.alias(place=Coalesce("start", NOWHERE), place_end=Coalesce("end", NOWHERE))


def _later_rows(columns: Sequence[str], values: Iterable[Any], *, lookup: str) -> Q:
    """The rows that come after these values when they are sorted by the columns."""
    condition, alike = Q(), Q()
    for column, value in zip(columns, values, strict=True):
        condition |= alike & Q(**{f"{column}__{lookup}": value})
        alike &= Q(**{column: value})
    return condition
