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
from api.schema.operations import problems, query_parameter
from api.views.followed import Shown
from claimsdb.choices import Followed
from claimsdb.db.snapshot_isolation import read_snapshot
from claimsdb.filters import (
    FILTERS_OF_LISTS,
    ClaimFilterSet,
    Fault,
    Flag,
    Following,
    InvalidParameters,
    InvalidValue,
    Line,
    ListParameter,
    Parameter,
    StrictFilter,
    StrictFilterSet,
    check_tells_of_now,
    matching,
    read_choice,
    shown,
)
from claimsdb.http.sealing import BadSeal, seal, unseal
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


OWN = [*ChangesFilterSet.base_filters, "format"]


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
        user, given = request.user, request.query_params
        asked_for = matching(kinds[0], given, user=user, goes_on=goes_on, reserved=OWN) if others else None
        since = asked["since"] or Since(FIRST_CHANGE, data_version().number if asked_for else 0)
        following = Following(kinds, user=user, matching=asked_for)
        # All kinds as they were at one moment: else one might be read further than the next.
        with read_snapshot(using=router.db_for_read(Change)) if len(kinds) > 1 else nullcontext():
            found = following.lines(since.position, limit=limit + 1)
        read = found[:limit]
        reached = since._replace(position=read[-1].position if read else since.position)
        told = [line for line in read if since.is_news(line)]
        link = replace_query_param(request.build_absolute_uri(), "since", str(reached))
        results = _shown(told, Shown(kinds, request), with_documents=asked["documents"])
        meta = {"since": str(reached), "limit": limit}
        return Response({"next": link if len(found) > limit else None, "results": results, "meta": meta})


def _asked(request: Request) -> dict[str, Any]:
    """What is asked besides the filters of a list. Raises InvalidParameters."""
    given = request.query_params
    others = [name for name in given if name not in OWN]
    own = ChangesFilterSet(given, Change.objects.none(), reserved=["format"])
    kinds = own.asked["of"] = own.asked["of"] or [Followed.CLAIM]
    if len(kinds) > 1 and (known := [name for name in others if name in FILTERS_OF_LISTS]):
        detail = "Is a filter of one list: ask for what each list has one by one, or leave it out."
        raise InvalidParameters([Fault(name, detail) for name in known])
    check_tells_of_now(kinds[0], others)
    if len(kinds) == 1:
        own.reserved = [*own.reserved, *others]  # of which the list's filters know
    own.check()
    return own.asked


def _shown(lines: list[Line], shown: Shown, *, with_documents: bool) -> list[dict[str, Any]]:
    documents = shown.documents(lines) if with_documents else {}
    told = []
    for line in lines:
        document = {line.kind.value: documents.get((line.kind, line.pk or 0))} if with_documents else {}
        told.append(_line(line, shown.url(line)) | document)
    return told


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
