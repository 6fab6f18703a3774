"""Everything that the filters of claims match, as one file, in any of the formats of `claimsdb.exchange`."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson
from django.db import router
from django.db.models import Q, QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from api.documents.claims import where_claims_are
from api.http.renderers import JSONRenderer
from api.schema.operations import problems
from claimsdb.choices import Status
from claimsdb.db.timeouts import no_statement_timeout
from claimsdb.exchange.csv_rows import csv_rows
from claimsdb.exchange.fixture import fixture
from claimsdb.exchange.json_lines import json_lines
from claimsdb.filters import ClaimFilter
from claimsdb.models import Claim

NAME_LENGTH = 100  # characters, without the day


class Format(JSONRenderer):
    """A format that a request chooses by `format` or by Accept. It renders answers that are no file, such as errors."""

    ending: str

    @staticmethod
    def pieces(filters: ClaimFilter, request: Request) -> Iterator[bytes]:
        """The file, piece by piece."""
        raise NotImplementedError


class Fixture(Format):
    media_type, format, ending = "application/json", "fixture", "json"

    @staticmethod
    def pieces(filters: ClaimFilter, request: Request) -> Iterator[bytes]:
        return fixture(_with_open_originals(filters))


class Csv(Format):
    media_type, format, ending = "text/csv", "csv", "csv"

    @staticmethod
    def pieces(filters: ClaimFilter, request: Request) -> Iterator[bytes]:
        return csv_rows(map(orjson.loads, lines) for lines in _lines(filters, request))


class JsonLines(Format):
    media_type, format, ending = "application/jsonl", "jsonl", "jsonl"

    @staticmethod
    def pieces(filters: ClaimFilter, request: Request) -> Iterator[bytes]:
        return ("".join(f"{line}\n" for line in lines).encode() for lines in _lines(filters, request))


FORMATS = (Fixture, Csv, JsonLines)


class FixtureRow(serializers.Serializer):
    """A row of a Django fixture; what it refers to goes by its natural key."""

    model = serializers.CharField()
    fields = serializers.DictField()  # type: ignore[assignment]


class Export:
    """An action of the claims."""

    filterset: Callable[..., ClaimFilter]
    visible_claims: QuerySet[Claim]

    @extend_schema(
        filters=True,
        responses={
            (200, Fixture.media_type): FixtureRow(many=True),
            (200, Csv.media_type): OpenApiTypes.STR,
            (200, JsonLines.media_type): OpenApiTypes.STR,
            **problems(400, 403),
        },
    )
    @action(detail=False, pagination_class=None, renderer_classes=FORMATS)
    def export(self, request: Request) -> StreamingHttpResponse:
        """All claims that the filters match as one file: a Django fixture, a table (csv) or JSON lines (jsonl)."""
        filters = self.filterset(request.query_params, self.visible_claims, reserved=["format"])
        filters.check()
        chosen: Any = request.accepted_renderer
        pieces = iter(()) if request.method == "HEAD" else _unhurried(chosen.pieces(filters, request))
        name = f"{_name(filters)}.{chosen.ending}"
        return StreamingHttpResponse(
            pieces,
            content_type=f"{chosen.media_type}; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def _lines(filters: ClaimFilter, request: Request) -> Iterator[list[str]]:
    """The claims as the list shows them."""
    return json_lines(filters.qs, walk=filters.walk, base=where_claims_are(request))


def _with_open_originals(filters: ClaimFilter) -> QuerySet[Claim]:
    """The claims without duplicates of one that the asker may not see, which a fixture would have to hold."""
    originals = {*filters.open_to} - {Status.DUPLICATE}
    if originals == {*Status} - {Status.DUPLICATE}:
        return filters.qs
    return filters.qs.filter(Q(duplicate_of=None) | Q(duplicate_of__status__in=originals))


def _unhurried(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces for readers who take their time; nothing of it is left when they go."""
    with no_statement_timeout(using=router.db_for_read(Claim)):
        yield from pieces


def _name(filters: ClaimFilter) -> str:
    """A file's name that says what was asked for and on which day: claims-actor-nk-stance-denies-2026-11-22."""
    words = ["claims"]
    for name, value in filters.applied.items():
        if name in filters.data:
            words += [name, *map(str, value if isinstance(value, list) else [value])]
    return f"{slugify(' '.join(words))[:NAME_LENGTH].strip('-')}-{timezone.now():%Y-%m-%d}"
