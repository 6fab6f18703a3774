"""What is answered to a question: its figures with whose word they are, and the origins behind them."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.documents import ledgers
from api.http.parameters import FORMAT
from api.schema.operations import problems, query_parameter
from api.views import merged
from api.views.reading import ReadingViewSet
from claimsdb.actors import nearest
from claimsdb.choices import Undated
from claimsdb.filters import Fault, InvalidParameters, LedgerFilterSet, OriginsFilterSet, shown
from claimsdb.models import Question
from claimsdb.questions.gathering import AsOf
from claimsdb.questions.ledger import ledger_of, origins_behind

OF_DETAIL = ("redirect",)


def _parameters(filterset: type[LedgerFilterSet]) -> list[Any]:
    return [query_parameter(name, each.parameter) for name, each in filterset.base_filters.items()]


class LedgersMixin(ReadingViewSet):
    """Two actions of a question."""

    @extend_schema(
        summary="The ledger of a question",
        parameters=_parameters(LedgerFilterSet),
        responses={200: ledgers.LedgerSerializer, **problems(400, 404, *merged.STATUSES)},
    )
    @action(detail=True)
    def ledger(self, request: Request, **place: Any) -> Response:
        """A row for each figure or answer in a word: who says so, on whose word, since when, how many origins there
        are, who denies it, which rows contradict it, and which only look as if they did, with the reason."""
        question, asked = self._asked(LedgerFilterSet)
        ledger = ledger_of(question, user=request.user, as_of=_as_of(asked))
        return Response(ledgers.ledger_document(ledger, applied=asked.applied))

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
        figure, as_of = asked.asked["figure"], _as_of(asked)
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

    def _asked(self, filterset: type[LedgerFilterSet]) -> tuple[Question, LedgerFilterSet]:
        """Raises InvalidParameters, and what the detail raises."""
        asked = filterset(self.request.query_params, reserved=[FORMAT, *OF_DETAIL])
        asked.check()
        return self.find(self.get_queryset(), **self.kwargs), asked


def _as_of(asked: LedgerFilterSet) -> AsOf:
    given = asked.asked
    return AsOf(given["as_of"], given["undated"] == Undated.INCLUDE, given["recorded_as_of"])
