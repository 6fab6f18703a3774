"""Answers to questions and relations between claims: anybody reads the confirmed ones; editors enter and decide."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.documents import expansion, questions, tables
from api.http.parameters import refuse_parameters
from api.http.permissions import IsEditorOrReadOnly
from api.http.problems import Refused
from api.schema.operations import problems
from api.views.list_export import ListExportMixin
from api.views.moves import IF_MATCH
from api.views.moves import REFUSALS as REFUSALS_OF_MOVES
from api.writing import links as bodies
from api.writing.idempotency import idempotent
from api.writing.preconditions import version_asked
from claimsdb import review
from claimsdb.choices import LinkVerb
from claimsdb.filters import AnswerFilterSet, RelationFilterSet, RelationList, RowList
from claimsdb.models import Answer, AnswerDecision, LinkDecision, Question, Relation, RelationDecision
from claimsdb.questions import entering, links
from claimsdb.questions.recorded import as_recorded

REFUSALS = (400, 401, 403, 413, 415)

Link = Answer | Relation


class LinkViewSet(ListExportMixin):
    """What answers and relations have in common: `enters` makes one, `decisions` is the model of theirs, `noun` what
    one of them is called."""

    permission_classes = [IsEditorOrReadOnly]
    lookup_value_regex = "[1-9][0-9]{0,17}"
    ordering = "-id"
    orderings = {"id": "id", "created_at": "created_at", "updated_at": "updated_at"}
    queryset: Any
    enters: Callable[..., Link]
    decisions: Any
    noun: str
    new_body: type[bodies.LinkMoveBody]
    amend_body: type[bodies.LinkMoveBody]

    def get_queryset(self) -> QuerySet:
        visible = self.queryset.visible_to(self.request.user)
        if self.action == "list":
            return visible
        decisions = self.decisions.objects.visible_to(self.request.user).select_related("who").order_by("version")
        return visible.prefetch_related(Prefetch("decisions", decisions, to_attr="visible_decisions"))

    def find(self, queryset: QuerySet, **place: Any) -> Link:
        self.shown = super().find(queryset, **place)
        return self.shown

    @idempotent(whole=True)
    def create(self, request: Request) -> Response:
        """Enters one, which is confirmed by that."""
        refuse_parameters(request)
        given = self.new_body().run_validation(request.data)
        document = self._written(LinkVerb.CONFIRM, self.enters, **bodies.columns(given), **bodies.notes(given))
        return Response(document, status=201, headers={"Location": str(document["url"])})

    @action(detail=True, methods=["post"])
    @idempotent(whole=True, of_version=True)
    def confirm(self, request: Request, **place: Any) -> Response:
        """Says that it is so."""
        return self.move(LinkVerb.CONFIRM, bodies.LinkMoveBody)

    @action(detail=True, methods=["post"])
    @idempotent(whole=True, of_version=True)
    def reject(self, request: Request, **place: Any) -> Response:
        """Says that it is not so. It stays on record, and is not proposed again unless its claims have changed."""
        return self.move(LinkVerb.REJECT, bodies.LinkMoveBody)

    @action(detail=True, methods=["post"])
    @idempotent(whole=True, of_version=True)
    def reopen(self, request: Request, **place: Any) -> Response:
        """Puts it back before the editors."""
        return self.move(LinkVerb.REOPEN, bodies.LinkMoveBody)

    @action(detail=True, methods=["post"])
    @idempotent(whole=True, of_version=True)
    def amend(self, request: Request, **place: Any) -> Response:
        """Sets what is given. What is left out stays, null empties what may be empty."""
        return self.move(LinkVerb.AMEND, self.amend_body)

    @action(detail=True, methods=["post"])
    @idempotent(whole=True, of_version=True)
    def undo(self, request: Request, **place: Any) -> Response:
        """Takes back the last decision, if it is your own: all is again as it was before. Both stay on record."""
        return self.move(LinkVerb.UNDO, bodies.LinkMoveBody)

    def move(self, verb: LinkVerb, body: type[bodies.LinkMoveBody]) -> Response:
        """Takes the action and answers with the link as it is then."""
        link = self.get_object()
        version = version_asked(self.request, link)
        given = body().run_validation(self.request.data)
        options: dict[str, Any] = {"version": version, **bodies.notes(given)}
        match verb:
            case LinkVerb.AMEND:
                bodies.check_amends_something(given, body)
                return Response(self._written(verb, links.amend, link, fields=bodies.columns(given), **options))
            case LinkVerb.UNDO:
                return Response(self._written(verb, links.undo, self._last_decision(link), **options))
        return Response(self._written(verb, links.take, verb, link, **options))

    def _last_decision(self, link: Link) -> LinkDecision:
        decision = self.decisions.objects.filter(link=link, version=link.version).select_related("link").first()
        if decision is None:
            raise Refused(409, "No decision of it is on record that could be taken back.")
        return decision

    @transaction.atomic
    def _written(self, verb: LinkVerb, write: Callable[..., Any], *what: Any, **options: Any) -> dict[str, Any]:
        """The document of the link as `write` leaves it."""
        try:
            written = write(*what, by=self.request.user, **options)
        except (review.ReviewError, ValidationError) as error:
            raise bodies.refusal_of_link(error, verb) from error
        pk = written.pk if isinstance(written, Link) else self.kwargs["pk"]
        return self.get_serializer(self.find(self.get_queryset(), pk=pk)).data


def described(viewset: Any) -> Any:
    """Describes the endpoints of a LinkViewSet that write."""
    detail, noun = viewset.detail_serializer_class, viewset.noun
    bodies_of = dict.fromkeys(["confirm", "reject", "reopen", "undo"], bodies.LinkMoveBody)
    bodies_of["amend"] = viewset.amend_body
    moves = {
        verb: extend_schema(
            request=body,
            summary=f"{verb.capitalize()} {noun}",
            parameters=[IF_MATCH],
            responses={200: detail, **problems(*REFUSALS_OF_MOVES)},
        )
        for verb, body in bodies_of.items()
    }
    create = extend_schema(request=viewset.new_body, responses={201: detail, **problems(*REFUSALS)})
    return extend_schema_view(create=create, **moves)(viewset)


def _assign(*, question: Question, **values: Any) -> Answer:
    return entering.assign(to=question, **values)


@described
class AnswerViewSet(LinkViewSet):
    """Which claims answer which questions, by default as editors have confirmed it."""

    queryset = Answer.objects.select_related("question", "claim").defer("claim__found")
    serializer_class = questions.AnswerSerializer
    detail_serializer_class = questions.AnswerDetailSerializer
    filterset_class = AnswerFilterSet
    path_parameter = {"name": "id", "description": "The id of the answer.", "example": "1"}
    expansions = expansion.ANSWER_EXPANSIONS
    columns = tables.ANSWERS
    enters, decisions, noun = staticmethod(_assign), AnswerDecision, "an answer"
    new_body, amend_body = bodies.NewAnswerBody, bodies.AmendAnswerBody


@described
class RelationViewSet(LinkViewSet):
    """How claims stand to each other, by default as editors have confirmed it."""

    queryset = Relation.objects.select_related("question", "a", "b").defer("a__found", "b__found")
    serializer_class = questions.RelationSerializer
    detail_serializer_class = questions.RelationDetailSerializer
    filterset_class = RelationFilterSet
    list_class = RelationList
    recorded_as_of: datetime | None = None
    path_parameter = {"name": "id", "description": "The id of the relation.", "example": "1"}
    expansions = expansion.RELATION_EXPANSIONS
    columns = tables.RELATIONS
    enters, decisions, noun = staticmethod(entering.relate), RelationDecision, "a relation"
    new_body, amend_body = bodies.NewRelationBody, bodies.AmendRelationBody

    def get_list(self, **options: Any) -> RowList:
        found = super().get_list(**options)
        self.recorded_as_of = found.filters.asked["recorded_as_of"]
        return found

    def documents(self, page: Sequence[Any]) -> Sequence[Any]:
        if self.recorded_as_of:
            as_recorded(page, self.recorded_as_of)
        return super().documents(page)
