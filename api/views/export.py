"""Everything that the filters of claims match, as one file, in any of the formats of `claimsdb.exchange.formats`."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from api.documents.claims import where_claims_are
from api.http.parameters import BOM, BYTE_ORDER_MARK, FORMAT, wants_byte_order_mark
from api.http.problems import Refused
from api.http.renderers import JSONRenderer
from api.schema.operations import problems, query_parameter
from claimsdb import exchange
from claimsdb.exchange import FORMATS, ClosedTexts, ExportFormat, TooManyRows, audience_of
from claimsdb.filters import ClaimList, Fault, InvalidParameters, RowList
from claimsdb.http import exports

NAME_LENGTH = 100  # characters, without the day


class FileRenderer(JSONRenderer):
    """A format that a request chooses by `format` or by Accept. It renders answers that are no file, such as errors."""

    export_format: ExportFormat


def renderer_of(each: ExportFormat) -> type[FileRenderer]:
    options = {"media_type": each.media_type, "format": each.name, "export_format": each}
    return type(f"{each.name.capitalize()}Renderer", (FileRenderer,), options)


class FixtureRow(serializers.Serializer):
    """A row of a Django fixture; what it refers to goes by its natural key."""

    model = serializers.CharField()
    fields = serializers.DictField()  # type: ignore[assignment]


def _schema_of(each: ExportFormat) -> Any:
    if each.name == "fixture":
        return FixtureRow(many=True)
    return OpenApiTypes.STR if each.is_text else OpenApiTypes.BINARY


class ExportMixin:
    """An action of the claims."""

    get_list: Callable[..., ClaimList]

    @extend_schema(
        filters=True,
        summary="Export claims",
        parameters=[query_parameter(BOM, BYTE_ORDER_MARK)],
        responses={
            **{(200, each.media_type): _schema_of(each) for each in FORMATS},
            **problems(400, 403),
        },
    )
    @action(detail=False, pagination_class=None, renderer_classes=[renderer_of(each) for each in FORMATS])
    @exports.export
    def export(self, request: Request) -> StreamingHttpResponse:
        """All claims that the filters match as one file: a Django fixture unless `format` or Accept names another."""
        claims = self.get_list(reserved=[FORMAT, BOM])
        renderer: Any = request.accepted_renderer
        form: ExportFormat = renderer.export_format
        with_mark = wants_byte_order_mark(request, format=form.name)
        try:
            pieces = form.export(claims, audience=audience_of(request.user), base=where_claims_are(request))
        except ClosedTexts as refusal:
            raise Refused(403, str(refusal)) from refusal
        except TooManyRows as refusal:
            raise no_room(refusal) from refusal
        return exports.file_response(
            marked(pieces) if with_mark else pieces,
            name=f"{name_of_file('claims', claims)}.{form.ending}",
            content_type=form.content_type,
            method=request.method,
        )


def marked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces behind a byte order mark."""
    return chain([exchange.BOM], pieces)


def no_room(refusal: TooManyRows) -> InvalidParameters:
    return InvalidParameters([Fault(FORMAT, str(refusal))])


def name_of_file(noun: str, rows: RowList) -> str:
    """A file's name that says what was asked for and on which day: claims-actor-nk-stance-denies-2026-11-22."""
    words = [noun]
    for name, value in rows.applied.items():
        if name in rows.filters.data:
            words += [name, *map(str, value if isinstance(value, list) else [value])]
    return f"{slugify(' '.join(words))[:NAME_LENGTH].strip('-')}-{timezone.now():%Y-%m-%d}"
