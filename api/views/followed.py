"""The lines of the record of changes, as somebody may see them who asks for some kinds, or for those of one kind that a
list's filters match."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.urls import reverse
from rest_framework.request import Request

from api.documents.claims import written_claims
from api.http.names import public_name
from api.views.actors import ActorViewSet
from api.views.articles import ArticleViewSet
from api.views.assessments import AssessmentViewSet
from api.views.claims import ClaimViewSet
from api.views.links import AnswerViewSet, RelationViewSet
from api.views.questions import QuestionViewSet
from api.views.reading import ReadingViewSet
from api.views.sources import SourceViewSet
from claimsdb.choices import Followed
from claimsdb.filters import ClaimList, RowList, StatesFilterSet
from claimsdb.index import ChangedClaim, ChangedRow, ChangePosition, changed_after, changed_rows
from claimsdb.models import visibility_of

VIEWS: Mapping[Followed, type[ReadingViewSet]] = {
    Followed.CLAIM: ClaimViewSet,
    Followed.ACTOR: ActorViewSet,
    Followed.SOURCE: SourceViewSet,
    Followed.ARTICLE: ArticleViewSet,
    Followed.ASSESSMENT: AssessmentViewSet,
    Followed.QUESTION: QuestionViewSet,
    Followed.ANSWER: AnswerViewSet,
    Followed.RELATION: RelationViewSet,
}
OF_STATUS = ("status", "status__not", "duplicate_of")
OF_A_CLAIM = ("status", "version", "duplicate_of")


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


def filtered(kind: Followed, request: Request, *, goes_on: bool, reserved: Collection[str]) -> RowList:
    """Those of one kind that the request's filters ask for; of claims those of every status that the asker may see,
    unless they say otherwise. For who `goes_on`, and began when they named something, they may name what is hidden or
    gone, or never was: it is all the same. Raises InvalidParameters."""
    if kind != Followed.CLAIM:
        view = VIEWS[kind].listing(request)
        options: dict[str, Any] = {"in_any_state": True} if issubclass(view.filterset_class, StatesFilterSet) else {}
        return view.get_list(reserved=reserved, is_for_followers=goes_on, **options)
    open_to, parameters = visibility_of(request.user), request.query_params.copy()
    for name in reserved:  # `of` is a filter of claims too, and here it says what is followed
        parameters.pop(name, None)
    if not any(name in parameters for name in OF_STATUS):
        parameters.setlist("status", sorted(open_to.statuses))
    return ClaimList(parameters, open_to=open_to, reserved=reserved, is_for_followers=goes_on)


class Following:
    """What changed of these kinds, for who asks; `matching` are those of the one kind that were asked for, if so."""

    def __init__(self, kinds: Iterable[Followed], request: Request, *, matching: RowList | None) -> None:
        self.kinds, self.request, self.matching = [*kinds], request, matching
        self.visibility = visibility_of(request.user)

    def lines(self, after: ChangePosition, *, limit: int) -> list[Line]:
        """The next ones, as they are now."""
        found: list[Line] = []
        if Followed.CLAIM in self.kinds:
            found += map(_of_claim, changed_after(after, visibility=self.visibility, limit=limit))
        others = [kind for kind in self.kinds if kind != Followed.CLAIM]
        for rows in changed_rows(others, after=after, limit=limit, is_all=self.visibility.is_all):
            found += map(_of_row, rows)
        found = sorted(found, key=lambda line: line.position)[:limit]
        there = {kind: self._there(kind, _ids(found, kind)) for kind in self.kinds}
        return [self._present(line, there[line.kind]) for line in found]

    def _there(self, kind: Followed, pks: Sequence[int]) -> Mapping[int, tuple[str, int | None]]:
        """The public name and the version of those that may be seen and match, by their ids."""
        if kind == Followed.CLAIM and self.matching is None:
            return {}
        rows = self.matching.among(pks) if self.matching else self._view(kind).get_queryset().filter(pk__in=pks)
        return {row.pk: (public_name(row), getattr(row, "version", None)) for row in _narrow(rows)}

    def _present(self, line: Line, there: Mapping[int, tuple[str, int | None]]) -> Line:
        if line.kind == Followed.CLAIM:
            return line if self.matching is None or line.pk in there else line.gone
        key, version = there.get(line.pk or 0, ("", None))
        return replace(line, version=version) if key == line.key else line.gone

    def documents(self, lines: Sequence[Line]) -> Mapping[tuple[Followed, int], Any]:
        """Those that are there in full, by kind and id, as their list has them."""
        shown: dict[tuple[Followed, int], Any] = {}
        for kind in self.kinds:
            pks = _ids(lines, kind)
            if kind == Followed.CLAIM:
                documents: Sequence[Any] = written_claims(pks, self.request)
            else:
                rows = self._view(kind).get_queryset().in_bulk(pks)
                pks = [pk for pk in pks if pk in rows]
                documents = self._view(kind).documents([rows[pk] for pk in pks])
            shown |= {(kind, pk): document for pk, document in zip(pks, documents, strict=True)}
        return shown

    def _view(self, kind: Followed) -> ReadingViewSet:
        return VIEWS[kind].listing(self.request)

    @cached_property
    def places(self) -> Mapping[Followed, str]:
        """The addresses of the lists."""
        root = self.request.build_absolute_uri(reverse("api-root"))
        return {kind: f"{root}{kind}s/" for kind in self.kinds}

    def url(self, line: Line) -> str | None:
        return None if line.pk is None else f"{self.places[line.kind]}{quote(line.key, safe='')}/"


def _of_claim(each: ChangedClaim) -> Line:
    pk = each.position.id if each.status is not None else None
    return Line(each.position, Followed.CLAIM, each.key, pk, each.status, each.version, each.duplicate_of)


def _of_row(each: ChangedRow) -> Line:
    return Line(each.position, each.kind, each.key, each.row)


def _ids(lines: Iterable[Line], kind: Followed) -> list[int]:
    return [line.pk for line in lines if line.kind == kind and line.pk is not None]


def _narrow(rows: QuerySet) -> QuerySet:
    """With what tells of them alone."""
    names = [name for name in ("slug", "key", "version") if hasattr(rows.model, name)]
    return rows.order_by().prefetch_related(None).select_related(None).only(*(names or ["pk"]))
