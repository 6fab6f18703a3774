"""The claims that the filters of the admin's list select, without the list's page."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.filters import ChoicesFieldListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from claimsdb.actors import UnknownName, is_text
from claimsdb.admin.list_filters import (
    EVERY_STATUS,
    ActorListFilter,
    ArticleListFilter,
    NarrowListFilter,
    StatusListFilter,
    one_of,
)
from claimsdb.choices import Status
from claimsdb.db.sql import ids_param
from claimsdb.models import Actor, Article, Claim

FEW = 5_000  # claims of an article or actor are looked at one by one; more are soon met on the way through all
STATUS = "status"


class FilteredClaims(ChangeList):
    """The list, which alone knows its filters; nothing is counted, and no option of a select looked up. The status is
    kept apart, because a queue is counted without it.

    Raises BadRequest for a filter or a value that there is not.
    """

    def __init__(self, filters: QueryDict, *, user: User):
        _check_letters(filters)
        claims, request = admin.site.get_model_admin(Claim), HttpRequest()
        request.GET, request.user = filters.copy(), user
        self.status = StatusListFilter(request, request.GET.copy(), Claim, claims)
        request.GET[STATUS] = EVERY_STATUS
        try:
            super().__init__(
                request=request, model=Claim, model_admin=claims,
                list_display=(), list_display_links=(), list_filter=claims.get_list_filter(request),
                date_hierarchy=None, search_fields=claims.get_search_fields(request), list_select_related=False,
                list_per_page=0, list_max_show_all=0, list_editable=(), sortable_by=(), search_help_text=None,
            )  # fmt: skip
            self.words = [self.status.in_words, *self._words()]
        except UnknownName as error:
            raise BadRequest(str(error)) from error
        except (IncorrectLookupParameters, DisallowedModelAdminLookup) as error:
            raise BadRequest(f"The list of claims cannot be filtered by {filters.urlencode()!r}.") from error

    def get_results(self, request: HttpRequest) -> None:
        """None: the page is left out."""

    @cached_property
    def claims(self) -> QuerySet[Claim]:
        few = self._ids(self.status.statuses) if self._few is None else self._few
        return self.status.queryset(None, _among(self._matching, few))

    @cached_property
    def of_any_status(self) -> QuerySet[Claim]:
        return _among(self._matching, self._few)

    @property
    def actor(self) -> Actor | None:
        return next((spec.chosen for spec in self._narrow if isinstance(spec, ActorListFilter)), None)

    @property
    def article(self) -> Article | None:
        return next((spec.chosen for spec in self._narrow if isinstance(spec, ArticleListFilter)), None)

    @cached_property
    def _matching(self) -> QuerySet[Claim]:
        """The claims alone, each once and in no order."""
        claims = self.queryset.order_by()
        if claims.query.distinct:
            return Claim.objects.filter(pk__in=claims.values("pk"))
        return claims.select_related(None).prefetch_related(None).defer(None)

    @cached_property
    def _narrow(self) -> list[NarrowListFilter]:
        return [spec for spec in self.filter_specs if isinstance(spec, NarrowListFilter) and spec.value()]

    @cached_property
    def _few(self) -> list[int] | None:
        return self._ids(Status)

    def _ids(self, statuses: Iterable[str]) -> list[int] | None:
        """The claims that such a filter leaves, if they are few: an engine would look for them among all that wait."""
        found = (list(spec.ids(list(statuses))[: FEW + 1]) for spec in self._narrow)
        return next((ids for ids in found if len(ids) <= FEW), None)

    def _words(self) -> Iterator[str]:
        """What the claims are filtered by besides, in the order of the list's filters."""
        told: set[str | None] = {SEARCH_VAR}
        for spec in self.filter_specs:
            told.update(spec.expected_parameters())
            if words := _in_words(spec):
                yield words
        if self.query:
            yield f"“{self.query}”"
        yield from (f"{name}: {value}" for name, value in self.params.items() if name not in told)


def _check_letters(filters: QueryDict) -> None:
    if not all(is_text(word) for name, values in filters.lists() for word in (name, *values)):
        raise BadRequest("A filter holds a character that no claim can hold.")


def _among(claims: QuerySet[Claim], ids: list[int] | None) -> QuerySet[Claim]:
    return claims if ids is None else claims.filter(pk__in=ids_param(ids))


def _in_words(spec: Any) -> str:
    match spec:
        case StatusListFilter():
            return ""
        case ChoicesFieldListFilter():
            labels = dict(spec.field.flatchoices)
            return " or ".join(one_of(labels, value, noun=str(spec.title)) for value in spec.lookup_val or ())
    return spec.in_words if spec.value() else ""
