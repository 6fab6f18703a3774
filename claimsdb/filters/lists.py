"""A list's source of rows: made of the parameters and the user, handed to pagination, to facets and to exports alike.

Claims come by a scan of an index where one has just those that are asked for, and by a query otherwise.
"""

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from claimsdb.filters.base import Fault, InvalidParameters, StrictFilterSet
from claimsdb.filters.claims import ClaimFilterSet
from claimsdb.filters.links import RelationFilterSet
from claimsdb.filters.ordering import INDEXED_DAY, Ordering
from claimsdb.filters.questions import QuestionFilterSet
from claimsdb.filters.ranking import RankedRows
from claimsdb.filters.rows import OrderedRows, QueryRows, ScannedRows
from claimsdb.index import COUNT_LIMIT, FIGURE_FACETS, AskedOfRows, FacetCounts, IndexScan
from claimsdb.models import UNDATED, Claim, Question, Visibility
from claimsdb.questions.gathering import Gathered, gather

MOST_WORKED_OUT = 200  # questions
NEWEST_FIRST = Ordering("-published_on", INDEXED_DAY, descending=True)


class RowList:
    """The rows that filters match. Raises InvalidParameters when it is made."""

    def __init__(self, filters: StrictFilterSet):
        filters.check()
        self.filters = filters

    @property
    def meta(self) -> dict[str, Any]:
        """What else there is to say of the list."""
        return {}

    @property
    def applied(self) -> dict[str, Any]:
        """The filters in force, defaults too, as JSON has them."""
        return self.filters.applied

    @cached_property
    def queryset(self) -> QuerySet:
        return self.filters.filter_queryset(self.filters.queryset)

    def among(self, pks: Collection[int]) -> QuerySet:
        """Those with these ids, which are few."""
        return self.filters.filter_queryset(self.filters.queryset).filter(pk__in=pks)

    def ordered(self, ordering: Ordering) -> OrderedRows:
        return QueryRows(self.queryset, ordering)


class QuestionList(RowList):
    """Questions; as of another time than now what was agreed is worked out, of no more than MOST_WORKED_OUT."""

    filters: QuestionFilterSet

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self._gathered: dict[int, Gathered] = {}

    def gathered(self, questions: Sequence[Question]) -> dict[int, Gathered]:
        """What was answered to them as of the time that is asked for; worked out once."""
        missing = [each for each in questions if each.pk not in self._gathered]
        if missing:
            self._gathered |= gather(missing, as_of=self.filters.known_by)
        return {each.pk: self._gathered[each.pk] for each in questions}

    @cached_property
    def queryset(self) -> QuerySet[Question]:
        return self._agreeing(self.filters.filter_queryset(self.filters.queryset))

    def among(self, pks: Collection[int]) -> QuerySet[Question]:
        return self._agreeing(super().among(pks))

    def ordered(self, ordering: Ordering) -> OrderedRows:
        if "__" in ordering.path and not self.filters.is_of_now:
            raise InvalidParameters([Fault("ordering", "Goes by how it is now: take another one as of another time.")])
        return super().ordered(ordering)

    def _agreeing(self, questions: QuerySet[Question]) -> QuerySet[Question]:
        filters = self.filters
        if filters.is_of_now or not any(map(filters.is_asked, filters.OF_AGREEMENT)):
            return questions
        some = list(questions.order_by("pk")[: MOST_WORKED_OUT + 1])
        if len(some) > MOST_WORKED_OUT:
            detail = f"Is worked out as of another time for at most {MOST_WORKED_OUT} questions: ask for fewer."
            raise InvalidParameters([Fault("agreement", detail)])
        found = self.gathered(some)
        return questions.filter(pk__in=[pk for pk, each in found.items() if filters.agrees(each.agreement)])


class RelationList(RowList):
    filters: RelationFilterSet

    @property
    def meta(self) -> dict[str, Any]:
        """As of a day how many match otherwise with a claim that has none, up to COUNT_LIMIT."""
        if not self.filters.is_asked("as_of"):
            return {}
        rows = self.filters.with_undated().filter_queryset(self.filters.queryset)
        undated = rows.filter(Q(a__article__published_to=None) | Q(b__article__published_to=None))
        return {"undated": undated.order_by()[:COUNT_LIMIT].count()}


class ClaimList(RowList):
    """The claims that parameters ask for, among those that are open to the user: their ids, as the documents are
    made of these. `reserved` parameters somebody else reads; the other `options` are those of ClaimFilterSet."""

    filters: ClaimFilterSet

    def __init__(
        self,
        parameters: Mapping[str, Any],
        *,
        open_to: Visibility,
        reserved: Collection[str] = (),
        **options: Any,
    ):
        super().__init__(ClaimFilterSet(parameters, reserved=reserved, open_to=open_to, **options))

    def among(self, pks: Collection[int]) -> QuerySet[Claim]:
        self.filters.each_looked_up = True
        return super().among(pks)

    @property
    def visibility(self) -> Visibility:
        return self.filters.open_to

    @cached_property
    def scan(self) -> IndexScan | None:
        """The index scan that has just these claims; None where no single one does."""
        return self.filters.scan

    @property
    def meta(self) -> dict[str, Any]:
        """As of a day how many claims without one match otherwise, up to COUNT_LIMIT."""
        return {"undated": self._undated()} if self.filters.is_asked("as_of") else {}

    def _undated(self) -> int:
        if self.filters.asked["published_before"]:
            return 0
        if self.scan:
            return replace(self.scan, until=UNDATED, with_undated=True).count()[0]
        others = copy(self.filters)
        others.asked = {**others.asked, "as_of": None}
        undated = others.filter_queryset(others.queryset).filter(entry__day=UNDATED)
        return undated.order_by()[:COUNT_LIMIT].count()

    @property
    def facets(self) -> FacetCounts:
        """How many of them have which value."""
        filters = self.filters
        figures = {facet: filters.figures_counted_by(facet.value) for facet in FIGURE_FACETS}
        roles, rollup = filters.asked["actor_role"], filters.asked["rollup"]
        return FacetCounts(self, AskedOfRows(figures, roles=roles, rollup=rollup, groups=filters.groups))

    def ordered(self, ordering: Ordering) -> OrderedRows:
        if ordering.is_by_relevance:
            if not self.filters.asked["search"]:
                raise InvalidParameters([Fault("ordering", "By relevance can be ordered only what a `search` finds.")])
            return RankedRows(self.ordered(NEWEST_FIRST), self.filters.query)
        if ordering.is_by_day and self.scan:
            return ScannedRows(self.scan, descending=ordering.descending)
        return QueryRows(self.queryset.only("pk"), ordering)

    @property
    def asks_for_all(self) -> bool:
        """Whether no claims are left out but for their status."""
        return not {name for name in self.filters.data if name in self.filters.filters} - {"status"}

    @property
    def with_open_originals(self) -> QuerySet[Claim]:
        """The claims without duplicates of one that the user may not see, which a fixture would have to hold."""
        if self.filters.open_to.is_all:
            return self.queryset
        originals = Claim.objects.within(self.filters.open_to)
        return self.queryset.filter(Q(duplicate_of=None) | Q(duplicate_of__in=originals))
