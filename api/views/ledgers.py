"""What is answered to a question: its figures with whose word they are, and the origins behind them."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings

from api.documents import ledgers
from api.documents.tables import ledger_table
from api.http.parameters import FORMAT
from api.http.renderers import CSVRenderer, JSONRenderer
from api.schema.operations import problems, query_parameter
from api.views import merged
from api.views.reading import ReadingViewSet
from claimsdb.actors import nearest
from claimsdb.filters import AsOfFilterSet, Fault, InvalidParameters, LedgerFilterSet, OriginsFilterSet, shown
from claimsdb.models import Question
from claimsdb.questions.ledger import ledger_of, origins_behind

OF_DETAIL = ("redirect",)


def _parameters(filterset: type[AsOfFilterSet]) -> list[Any]:
    return [query_parameter(name, each.parameter) for name, each in filterset.base_filters.items()]


class LedgersMixin(ReadingViewSet):
    """Two actions of a question."""

    @extend_schema(
        summary="The ledger of a question",
        parameters=_parameters(LedgerFilterSet),
        responses={
            (200, JSONRenderer.media_type): ledgers.LedgerSerializer,
            (200, CSVRenderer.media_type): OpenApiTypes.STR,
            **problems(400, 404, *merged.STATUSES),
        },
    )
    @action(detail=True, renderer_classes=[*api_settings.DEFAULT_RENDERER_CLASSES, CSVRenderer])
    def ledger(self, request: Request, **place: Any) -> Response:
        """A row for each figure or answer in a word: who says so, on whose word, since when, how many origins there
        are, who denies it, which rows contradict it, and which only look as if they did, with the reason. Or, `by`
        statement, a row for each."""
        question, asked = self._asked(LedgerFilterSet)
        ledger, by = ledger_of(question, user=request.user, as_of=asked.known_by), asked.asked["by"]
        page = ledgers.ledger_document(ledger, by=by, applied=asked.applied)
        if request.accepted_renderer.format != CSVRenderer.format:
            return Response(page)
        name = f"{question.slug}-by-{by}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(ledger_table(page, by=by), headers=headers)

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
        meta = ledgers.meta_of(gathered, applied=asked.applied)
        return Response({"figure": figure, **ledgers.origins_document(origins), "meta": meta})

    def _asked(self, filterset: type[AsOfFilterSet]) -> tuple[Question, AsOfFilterSet]:
        """Raises InvalidParameters, and what the detail raises."""
        asked = filterset(self.request.query_params, reserved=[FORMAT, *OF_DETAIL])
        asked.check()
        return self.find(self.get_queryset(), **self.kwargs), asked
