"""A queue of claims: the filters of the list, an order, and the editor who goes through it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

from django.contrib.admin.views.main import ERROR_FLAG, IGNORED_PARAMS, PAGE_VAR, SEARCH_VAR
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict

from claimsdb.admin.list_filters import EVERY_STATUS, ActorListFilter
from claimsdb.admin.review.filtered_claims import STATUS, FilteredClaims
from claimsdb.choices import Status
from claimsdb.index import counts
from claimsdb.models import Article, Claim, Lease, indexed_statuses
from claimsdb.review import OrderName, leases, queue_orders

COUNT_LIMIT = 10_000
ORDER = "order"  # the desk's own parameter
OF_THE_LIST_ALONE = {*IGNORED_PARAMS, PAGE_VAR, ERROR_FLAG} - {SEARCH_VAR}
TALLIED = {STATUS, ActorListFilter.parameter_name}  # filters by which claims are counted as they are written


class Left(NamedTuple):
    """How many claims the queue has, of how many that its filters match whatever their status; more than COUNT_LIMIT
    are `capped`."""

    waiting: int
    of: int
    capped: bool

    @property
    def waiting_in_words(self) -> str:
        return _counted(self.waiting, self.capped)

    @property
    def of_in_words(self) -> str:
        return _counted(self.of, self.capped)


def _counted(claims: int, capped: bool) -> str:
    return f"{claims:,}{'+' if capped and claims == COUNT_LIMIT else ''}"


@dataclass
class Queue:
    """`filters` are those parameters of the list that choose claims."""

    filters: QueryDict
    order: OrderName
    user: User

    @classmethod
    def of(cls, request) -> Self:
        """The queue at the address. Raises BadRequest where it asks for what there is not."""
        return cls.asked(request.GET, user=request.user)

    @classmethod
    def asked(cls, parameters: QueryDict, *, user: User) -> Self:
        queue = cls(_filters(parameters), _order(parameters), user)
        queue.title  # noqa: B018  what is not known is said at once
        return queue

    @property
    def query(self) -> str:
        """For links to this queue and its items."""
        parameters = self.filters.copy()
        if self.order != OrderName.READING:
            parameters[ORDER] = self.order
        return parameters.urlencode()

    @property
    def article(self) -> Article | None:
        """The one to which it keeps, if it keeps to one."""
        return self._filtered.article

    @property
    def title(self) -> str:
        words = self._filtered.words
        if self.order == OrderName.MINE and STATUS not in self.filters:
            words = words[1:]
        title = " · ".join([*words, *([] if self.order == OrderName.READING else [self.order.label])])
        return title[0].upper() + title[1:]

    @cached_property
    def claims(self) -> QuerySet[Claim]:
        """All that it has, in no order."""
        return queue_orders.claims_of(self.order, self._filtered.claims, user=self.user)

    @property
    def decides_together(self) -> bool:
        """Whether its claims are just those that the list shows, where many are decided on at once."""
        return queue_orders.has_all(self.order)

    def next(self, *, after: Claim | None = None, take: bool) -> Claim | None:
        """The claim whose turn it is, with `take` from now on the user's; None when none is left."""
        free = self.claims.exclude(Exists(Lease.objects.of_others(self.user).filter(claim=OuterRef("pk"))))
        while claim := queue_orders.upcoming(free, self.order, user=self.user, after=after):
            if not take or leases.take(claim, by=self.user) is not None:
                return claim
        return None

    def following(self, claim: Claim) -> Claim | None:
        return queue_orders.neighbour(claim, self.claims, self.order, user=self.user)

    def preceding(self, claim: Claim) -> Claim | None:
        return queue_orders.neighbour(claim, self.claims, self.order, user=self.user, reverse=True)

    def left(self) -> Left:
        if queue_orders.has_all(self.order) and self.filters.keys() <= TALLIED:
            return Left(self._tallied(self._filtered.status.statuses), self._tallied(Status), capped=False)
        of_any_status = queue_orders.claims_of(self.order, self._filtered.of_any_status, user=self.user)
        waiting, of = (queryset.all()[: COUNT_LIMIT + 1].count() for queryset in (self.claims, of_any_status))
        return Left(min(waiting, COUNT_LIMIT), min(of, COUNT_LIMIT), capped=max(waiting, of) > COUNT_LIMIT)

    def _tallied(self, statuses: Iterable[str]) -> int:
        actor = self._filtered.actor
        return counts.count(scope=actor.pk if actor else counts.ALL_CLAIMS, statuses=indexed_statuses(statuses))

    @cached_property
    def _filtered(self) -> FilteredClaims:
        filters = self.filters.copy()
        if self.order == OrderName.MINE:
            filters.setdefault(STATUS, EVERY_STATUS)
        return FilteredClaims(filters, user=self.user)


def _filters(parameters: QueryDict) -> QueryDict:
    """The list's own ways of showing its rows are no part of a queue; nor is a select that was left at all."""
    filters = QueryDict(mutable=True)
    for name, values in parameters.lists():
        if name != ORDER and name not in OF_THE_LIST_ALONE and any(values):
            filters.setlist(name, [value for value in values if value])
    return filters


def _order(parameters: QueryDict) -> OrderName:
    asked = parameters.get(ORDER) or OrderName.READING
    try:
        return OrderName(asked)
    except ValueError as error:
        raise BadRequest(f"{asked!r} is no order of a queue; orders are {', '.join(OrderName)}.") from error
