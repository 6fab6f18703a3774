"""What is answered to a question: its figures with whose word they are, and the origins behind them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings

from api.documents import ledgers
from api.documents.tables import ledger_table, ledger_workbook
from api.http.parameters import BOM, BYTE_ORDER_MARK, FORMAT, wants_byte_order_mark
from api.http.renderers import CSVRenderer, JSONRenderer, XLSXRenderer
from api.schema.operations import problems, query_parameter
from api.views import merged
from api.views.reading import ReadingViewSet
from claimsdb import exchange
from claimsdb.actors import nearest
from claimsdb.choices import LedgerRows
from claimsdb.db.memory import LEDGERS, keeping, kept
from claimsdb.filters import AsOfFilterSet, Fault, InvalidParameters, LedgerFilterSet, OriginsFilterSet, shown
from claimsdb.index import Version
from claimsdb.models import Question, Visibility, visibility_of
from claimsdb.questions.gathering import AsOf
from claimsdb.questions.ledger import ledger_of, origins_behind

OF_DETAIL = ("redirect",)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the ledger of a question hangs on, and for whom it is made if nobody has asked for it."""

    data: Version
    pk: int
    visibility: Visibility
    as_of: AsOf
    by: LedgerRows
    question: Question = field(compare=False)
    user: Any = field(compare=False)


@kept(most=LEDGERS)
def page_of(asked: _Asked) -> ledgers.Document:
    ledger = ledger_of(asked.question, user=asked.user, as_of=asked.as_of)
    return ledgers.ledger_document(ledger, by=asked.by)


def _parameters(filterset: type[AsOfFilterSet]) -> list[Any]:
    return [query_parameter(name, each.parameter) for name, each in filterset.base_filters.items()]


class LedgersMixin(ReadingViewSet):
    """Two actions of a question."""

    @extend_schema(
        summary="The ledger of a question",
        parameters=[*_parameters(LedgerFilterSet), query_parameter(BOM, BYTE_ORDER_MARK)],
        responses={
            (200, JSONRenderer.media_type): ledgers.LedgerSerializer,
            (200, CSVRenderer.media_type): OpenApiTypes.STR,
            (200, XLSXRenderer.media_type): OpenApiTypes.BINARY,
            **problems(400, 404, *merged.STATUSES),
        },
    )
    @action(detail=True, renderer_classes=[*api_settings.DEFAULT_RENDERER_CLASSES, CSVRenderer, XLSXRenderer])
    def ledger(self, request: Request, **place: Any) -> Response:
        """A row for each figure or answer in a word: who says so, on whose word, since when, how many origins there
        are, who denies it, which rows contradict it, and which only look as if they did, with the reason. Or, `by`
        statement, a row for each."""
        question, asked = self._asked(LedgerFilterSet, beside=[BOM])
        form: Any = request.accepted_renderer
        with_mark = wants_byte_order_mark(request, format=form.format)
        by, data = asked.asked["by"], self.data or self.version_of_data(request)
        with keeping(asked.known_by.recorded is None):
            page = page_of(
                _Asked(data, question.pk, visibility_of(request.user), asked.known_by, by, question, request.user)
            )
        page = page | {"meta": {"applied": asked.applied, **page["meta"]}}
        headers = {"Content-Disposition": f'attachment; filename="{question.slug}-by-{by}.{form.format}"'}
        match form.format:
            case CSVRenderer.format:
                mark = exchange.BOM if with_mark else b""
                return Response(mark + ledger_table(page, by=by), headers=headers)
            case XLSXRenderer.format:
                return Response(ledger_workbook(page, by=by), headers=headers)
            case _:
                return Response(page)

    @extend_schema(
        summary="The origins behind a figure",
        parameters=_parameters(OriginsFilterSet),
        responses={200: ledgers.OriginsPage, **problems(400, 404, *merged.STATUSES)},
    )
    @action(detail=True)
    def origins(self, request: Request, **place: Any) -> Response:
        """How many independent origins stand behind a row of the ledger, or behind all answers, and why claims are held
        to have one."""
        question, asked = self._asked(OriginsFilterSet)
        figure, as_of = asked.asked["figure"], asked.known_by
        if figure is None:
            gathered, origins = origins_behind(question, user=request.user, as_of=as_of)
        else:
            ledger = ledger_of(question, user=request.user, as_of=as_of)
            row, gathered = ledger.row(figure), ledger.gathered
            if row is None:
                known = [each.name for each in ledger.rows]
                detail = f"The ledger has no row {shown(figure)}."
                raise InvalidParameters([Fault("figure", detail, known, nearest(figure, known))])
            origins = row.origins
        meta = {"applied": asked.applied, **ledgers.meta_of(gathered)}
        return Response({"figure": figure, **ledgers.origins_document(origins), "meta": meta})

    def _asked(self, filterset: type[AsOfFilterSet], *, beside: Sequence[str] = ()) -> tuple[Question, AsOfFilterSet]:
        """Raises InvalidParameters, and what the detail raises."""
        asked = filterset(self.request.query_params, reserved=[FORMAT, *beside, *OF_DETAIL])
        asked.check()
        return self.find(self.get_queryset(), **self.kwargs), asked
