"""What has changed since somebody looked last: for a copy of the claims, and of all else, that is kept up to date."""

import re
from contextlib import nullcontext
from typing import Any, NamedTuple

from django.db import router
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from api.documents.changes import ChangesSerializer
from api.http.conditional import ConditionalView
from api.lists.pagination import EXAMPLE_OF_CURSOR, LimitParameter
from api.lists.sealing import BadSeal, seal, unseal
from api.schema.operations import problems, query_parameter
from api.views.followed import VIEWS, Following, Line, filtered
from claimsdb.choices import Followed
from claimsdb.db.snapshot_isolation import read_snapshot
from claimsdb.filters import (
    AS_OF,
    ClaimFilterSet,
    Fault,
    Flag,
    InvalidParameters,
    InvalidValue,
    ListParameter,
    Parameter,
    StrictFilter,
    StrictFilterSet,
    read_choice,
    shown,
)
from claimsdb.index import FIRST_CHANGE, ChangePosition, data_version, record_days
from claimsdb.models import Change

RECORD = "changes"  # for which places are sealed
OPEN_PLACE = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})")  # as earlier releases gave it: copies still hold one


class Since(NamedTuple):
    """How far somebody has read. As long as that is no further than `until`, where the data was when they began with
    their filters, they have nothing of what these do not match, and need not be told that it is gone."""

    position: ChangePosition
    until: int = 0

    def __str__(self) -> str:
        return seal([*self.position, self.until if self.position.number < self.until else 0], of=RECORD)

    def is_news(self, line: Line) -> bool:
        return line.pk is not None or line.position.number > self.until


class SinceParameter(Parameter):
    """How far a reader has come in the record of changes."""

    def read(self, word: str) -> Since:
        since = _since(word)
        if max(since.position.number, since.until) > data_version().number:
            raise InvalidValue(f"{word!r} lies ahead of all changes: the data is older than yours. Begin without one.")
        return since


class KindsParameter(ListParameter):
    """Kinds of what is followed, by the names of their lists."""

    kinds = {f"{kind}s": kind for kind in Followed}
    schema = {"type": "string", "enum": [*kinds]}

    def read(self, word: str) -> Followed:
        return Followed(read_choice(word, self.kinds, ignore_case=True))


def _since(word: str) -> Since:
    if found := OPEN_PLACE.fullmatch(word):
        number, pk = map(int, found.groups())
        return Since(ChangePosition(number, 0, pk))
    try:
        *position, until = unseal(word, of=RECORD)
        return Since(ChangePosition(*position), until)
    except BadSeal:
        detail = f"{shown(word)} is no place in the record: begin without one, and go on with `meta.since`."
        raise InvalidValue(detail) from None


class ChangesFilterSet(StrictFilterSet):
    of = StrictFilter(
        KindsParameter("Of what you are told, by the names of the lists; if not given, of claims.", example="claims")
    )
    since = StrictFilter(
        SinceParameter("How far you have read, as `meta.since` of the last answer has it.", example=EXAMPLE_OF_CURSOR)
    )
    limit = StrictFilter(LimitParameter())
    documents = StrictFilter(Flag("Whether each comes in full, as in its list.", example=True, default=False))

    class Meta:
        model = Change
        fields: list[str] = []


NOT_NOW = "Changes tell how it is now: leave it out."
OWN = [*ChangesFilterSet.base_filters, "format"]
OF_LISTS = {name for view in VIEWS.values() for name in view.filterset_class.base_filters}


class ChangesView(ConditionalView):
    """Claims, or what `of` names, by their last change, the oldest first. What changes again moves to the end; nothing
    is left out, however long somebody took to write it. With filters, those of claims or, where another list alone is
    named, those of that list, what they match no more is gone, and a page may have less than `limit`."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="changes_list",
        summary="What has changed",
        parameters=[
            query_parameter(name, each.parameter)
            for filterset in (ChangesFilterSet, ClaimFilterSet)
            for name, each in filterset.base_filters.items()
        ],
        responses={200: ChangesSerializer, **problems(400, 403)},
    )
    def get(self, request: Request) -> Response:
        record_days()
        asked = _asked(request)
        kinds, limit, others = asked["of"], asked["limit"], [name for name in request.query_params if name not in OWN]
        goes_on = asked["since"] is not None
        matching = filtered(kinds[0], request, goes_on=goes_on, reserved=OWN) if others else None
        since = asked["since"] or Since(FIRST_CHANGE, data_version().number if matching else 0)
        following = Following(kinds, request, matching=matching)
        # All kinds as they were at one moment: else one might be read further than the next.
        with read_snapshot(using=router.db_for_read(Change)) if len(kinds) > 1 else nullcontext():
            found = following.lines(since.position, limit=limit + 1)
        read = found[:limit]
        reached = since._replace(position=read[-1].position if read else since.position)
        told = [line for line in read if since.is_news(line)]
        link = replace_query_param(request.build_absolute_uri(), "since", str(reached))
        results = _shown(told, following, with_documents=asked["documents"])
        meta = {"since": str(reached), "limit": limit}
        return Response({"next": link if len(found) > limit else None, "results": results, "meta": meta})


def _asked(request: Request) -> dict[str, Any]:
    """What is asked besides the filters of a list. Raises InvalidParameters."""
    given = request.query_params
    others = [name for name in given if name not in OWN]
    own = ChangesFilterSet(given, Change.objects.none(), reserved=["format"])
    kinds = own.asked["of"] = own.asked["of"] or [Followed.CLAIM]
    if len(kinds) > 1 and (known := [name for name in others if name in OF_LISTS]):
        detail = "Is a filter of one list: ask for what each list has one by one, or leave it out."
        raise InvalidParameters([Fault(name, detail) for name in known])
    if dated := [name for name in others if name in AS_OF and _tells_of_then(name, kinds[0])]:
        raise InvalidParameters([Fault(name, NOT_NOW) for name in dated])
    if len(kinds) == 1:
        own.reserved = [*own.reserved, *others]  # of which the list's filters know
    own.check()
    return own.asked


def _tells_of_then(name: str, kind: Followed) -> bool:
    """Whether it asks for documents as they were: of claims and relations a day only says which."""
    return name == "recorded_as_of" or kind == Followed.QUESTION


def _shown(lines: list[Line], following: Following, *, with_documents: bool) -> list[dict[str, Any]]:
    documents = following.documents(lines) if with_documents else {}
    shown = []
    for line in lines:
        document = {line.kind.value: documents.get((line.kind, line.pk or 0))} if with_documents else {}
        shown.append(_line(line, following.url(line)) | document)
    return shown


def _line(line: Line, url: str | None) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "key": line.key,
        "gone": line.pk is None,
        "url": url,
        "status": line.status,
        "version": line.version,
        "duplicate_of": line.duplicate_of,
    }
