"""The lines of the record of changes, as somebody may see them; and those of one kind that a list's filters match."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict

from claimsdb.choices import Followed
from claimsdb.filters.actors import ActorFilterSet
from claimsdb.filters.articles import ArticleFilterSet
from claimsdb.filters.as_of import AS_OF
from claimsdb.filters.assessments import AssessmentFilterSet
from claimsdb.filters.base import Fault, InvalidParameters, StrictFilterSet
from claimsdb.filters.claims import ClaimFilterSet
from claimsdb.filters.conditions import StatesFilterSet
from claimsdb.filters.links import AnswerFilterSet, RelationFilterSet
from claimsdb.filters.lists import ClaimList, QuestionList, RelationList, RowList
from claimsdb.filters.questions import QuestionFilterSet
from claimsdb.filters.sources import SourceFilterSet
from claimsdb.index import ChangedClaim, ChangedRow, ChangePosition, changed_after, changed_rows
from claimsdb.models import (
    Actor,
    Answer,
    Article,
    Assessment,
    Claim,
    Question,
    Relation,
    Source,
    public_name,
    visibility_of,
)

AnyUser = User | AnonymousUser


class FollowedList(NamedTuple):
    """Of what a kind is a list: the rows' model, the filters, and what is made of them."""

    model: Any
    filters: type[StrictFilterSet]
    rows: type[RowList] = RowList


LISTS: Mapping[Followed, FollowedList] = {
    Followed.CLAIM: FollowedList(Claim, ClaimFilterSet, ClaimList),
    Followed.ACTOR: FollowedList(Actor, ActorFilterSet),
    Followed.SOURCE: FollowedList(Source, SourceFilterSet),
    Followed.ARTICLE: FollowedList(Article, ArticleFilterSet),
    Followed.ASSESSMENT: FollowedList(Assessment, AssessmentFilterSet),
    Followed.QUESTION: FollowedList(Question, QuestionFilterSet, QuestionList),
    Followed.ANSWER: FollowedList(Answer, AnswerFilterSet),
    Followed.RELATION: FollowedList(Relation, RelationFilterSet, RelationList),
}
FILTERS_OF_LISTS = {name for each in LISTS.values() for name in each.filters.base_filters}
OF_STATUS = ("status", "status__not", "duplicate_of")
NOT_NOW = "Changes tell how it is now: leave it out."


@dataclass(frozen=True, slots=True)
class Line:
    """A change: of a claim, an actor or whatever `kind` says, by its public `key`. It is gone where `pk` is None."""

    position: ChangePosition
    kind: Followed
    key: str
    pk: int | None
    status: str | None = None
    version: int | None = None
    duplicate_of: str | None = None

    @property
    def gone(self) -> "Line":
        return replace(self, pk=None, status=None, version=None)


def matching(
    kind: Followed, parameters: Mapping[str, Any], *, user: AnyUser, goes_on: bool, reserved: Collection[str] = ()
) -> RowList:
    """Those of one kind that the parameters ask for; of claims those of every status that the user may see, unless they
    say otherwise; `reserved` parameters somebody else reads. For who `goes_on`, and began when they named something,
    they may name what is hidden or gone, or never was: it is all the same. Raises InvalidParameters."""
    given = {name: _values(parameters, name) for name in parameters if name not in reserved}
    check_tells_of_now(kind, given)
    _, filters, rows = LISTS[kind]
    options: dict[str, Any] = {"open_to": visibility_of(user), "reserved": reserved, "is_for_followers": goes_on}
    if kind == Followed.CLAIM:
        if not any(name in given for name in OF_STATUS):
            given["status"] = sorted(options["open_to"].statuses)
        return ClaimList(given, **options)
    if issubclass(filters, StatesFilterSet):
        options["in_any_state"] = True
    return rows(filters(given, visible_rows(kind, user), **options))


def _values(parameters: Mapping[str, Any], name: str) -> Any:
    return parameters.getlist(name) if isinstance(parameters, MultiValueDict) else parameters[name]


def check_tells_of_now(kind: Followed, names: Iterable[str]) -> None:
    """Raises InvalidParameters where one of the filters asks for documents as they were: of claims and relations a day
    only says which."""
    if dated := [name for name in names if name in AS_OF and (name == "recorded_as_of" or kind == Followed.QUESTION)]:
        raise InvalidParameters([Fault(name, NOT_NOW) for name in dated])


def visible_rows(kind: Followed, user: AnyUser) -> QuerySet:
    """The rows of a kind that the user may know of."""
    model = LISTS[kind].model
    return model.objects.all() if kind == Followed.ACTOR else model.objects.visible_to(user)


class Following:
    """What changed of these kinds, for a user; `matching` are those of the one kind that were asked for, if so."""

    def __init__(self, kinds: Iterable[Followed], *, user: AnyUser, matching: RowList | None = None) -> None:
        self.kinds, self.user, self.matching = [*kinds], user, matching
        self.visibility = visibility_of(user)

    def lines(self, after: ChangePosition, *, limit: int) -> list[Line]:
        """The next ones, as they are now."""
        found: list[Line] = []
        if Followed.CLAIM in self.kinds:
            found += map(_of_claim, changed_after(after, visibility=self.visibility, limit=limit))
        others = [kind for kind in self.kinds if kind != Followed.CLAIM]
        for rows in changed_rows(others, after=after, limit=limit, is_all=self.visibility.is_all):
            found += map(_of_row, rows)
        found = sorted(found, key=lambda line: line.position)[:limit]
        there = {kind: self._there(kind, ids_of(found, kind)) for kind in self.kinds}
        return [self._present(line, there[line.kind]) for line in found]

    def _there(self, kind: Followed, pks: Sequence[int]) -> Mapping[int, tuple[str, int | None]]:
        """The public name and the version of those that may be seen and match, by their ids."""
        if kind == Followed.CLAIM and self.matching is None:
            return {}
        rows = self.matching.among(pks) if self.matching else visible_rows(kind, self.user).filter(pk__in=pks)
        return {row.pk: (public_name(row), getattr(row, "version", None)) for row in _narrow(rows)}

    def _present(self, line: Line, there: Mapping[int, tuple[str, int | None]]) -> Line:
        if line.kind == Followed.CLAIM:
            return line if self.matching is None or line.pk in there else line.gone
        key, version = there.get(line.pk or 0, ("", None))
        return replace(line, version=version) if key == line.key else line.gone


def _of_claim(each: ChangedClaim) -> Line:
    pk = each.position.id if each.status is not None else None
    return Line(each.position, Followed.CLAIM, each.key, pk, each.status, each.version, each.duplicate_of)


def _of_row(each: ChangedRow) -> Line:
    return Line(each.position, each.kind, each.key, each.row)


def ids_of(lines: Iterable[Line], kind: Followed) -> list[int]:
    """The ids of those of one kind that are there."""
    return [line.pk for line in lines if line.kind == kind and line.pk is not None]


def _narrow(rows: QuerySet) -> QuerySet:
    """With what tells of them alone."""
    names = [name for name in ("slug", "key", "version") if hasattr(rows.model, name)]
    return rows.order_by().prefetch_related(None).select_related(None).only(*(names or ["pk"]))
