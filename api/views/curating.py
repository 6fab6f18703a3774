"""What editors do with actors and sources: enter, change, take out what nobody refers to, merge two that are one."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.http.parameters import refuse_parameters
from api.http.permissions import IsEditorOrReadOnly
from api.http.problems import Refused
from api.schema.operations import TAKEN_OUT, problems
from api.views.reading import ReadingViewSet
from api.writing.bodies import Body
from api.writing.idempotency import idempotent
from api.writing.preconditions import tags_asked
from api.writing.refusals import refusal_of_change
from api.writing.registry import check_names_something
from claimsdb import curation, review

IF_MATCH_TAG = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="Which state you have seen: the ETag as you last read it, strong or weak. Of several one has to be that"
    " of the present state; `*` is whichever it is.",
    examples=[OpenApiExample('"gvjoa65vwpg47pml"', value='"gvjoa65vwpg47pml"')],
)
REFUSALS = (400, 401, 403, 413, 415)
REFUSALS_OF_CHANGES = (*REFUSALS, 404, 412, 428)
REFUSED = (review.NotAllowed, curation.Stale, curation.InUse, ValidationError)


class TaggedViewSet(ReadingViewSet):
    """Rows that have no version: the tag of their state stands in the ETag of a detail, and is what If-Match names."""

    permission_classes = [IsEditorOrReadOnly]
    model_verbs: Mapping[str, str] = {"partial_update": "change"}
    places: Mapping[str, str]

    def tag_of_shown(self) -> str:
        return curation.tag_of(self.shown)

    def attempt(self, change: Callable[..., Any], *rows: Any, **arguments: Any) -> Any:
        """What the change, one of `claimsdb.curation`, returns. Raises what answers who may not make it, or not so."""
        try:
            return change(*rows, by=self.request.user, **arguments)
        except REFUSED as error:
            raise refusal_of_change(error, self.places) from error


class CuratedViewSet(TaggedViewSet):
    """Actors and sources. Subclasses name the module of their `rules`, the function that merges two, the model of those
    that were `merged`, and the bodies with what reads them for the rules; and say how one is `named`."""

    model_verbs = {"create": "add", "partial_update": "change", "destroy": "delete", "merge": "delete"}
    rules: Any
    merging: Callable[..., Any]
    new_body: type[Body]
    body: type[Body]
    merge_body: type[Body]
    as_given: Callable[[Mapping[str, Any]], dict[str, Any]]
    merged: Any

    @idempotent(whole=True)
    def create(self, request: Request) -> Response:
        """Enters one."""
        refuse_parameters(request)
        given = self.new_body().run_validation(request.data)
        with transaction.atomic():
            row = self.attempt(self.rules.enter, **self.as_given(given))
            document = self._document(row)
        return Response(document, status=201, headers={"Location": str(document["url"])})

    def partial_update(self, request: Request, **place: Any) -> Response:
        """Changes what is given, on the state of it that you have seen."""
        row, seen = self.get_object(), tags_asked(request)
        given = self.body().run_validation(request.data)
        check_names_something(given, self.body)
        with transaction.atomic():
            return Response(self._document(self.attempt(self.rules.amend, row, seen=seen, **self.as_given(given))))

    def destroy(self, request: Request, **place: Any) -> Response:
        """Takes out what nothing refers to. What is in use stays: the problem says by what."""
        row, seen = self.get_object(), tags_asked(request)
        self.attempt(self.rules.delete, row, seen=seen)
        return Response(status=204)

    @action(detail=True, methods=["post"])
    @idempotent(whole=True, of_version=True)
    def merge(self, request: Request, **place: Any) -> Response:
        """Says that it is really another: all that refers to it refers to that one then, and its address leads
        there."""
        row, seen = self.get_object(), tags_asked(request)
        into = self.merge_body().run_validation(request.data)["into"]
        with transaction.atomic():
            return Response(self._document(self.attempt(self.merging, row, into=into, seen=seen)))

    def _document(self, row: Any) -> dict[str, Any]:
        return self.get_serializer(self.find(self.get_queryset(), name=row.slug)).data

    def find(self, queryset: Any, **place: Any) -> Any:
        """The row of this name; one that was merged into another is at the other's address."""
        name = place["name"]
        found = self.shown = self.named(queryset, name)
        if name != found.slug and self.merged.objects.filter(slug__iexact=name, into=found).exists():
            detail = f"{name} was merged into {found} ({found.slug})."
            raise Refused(308, detail, headers={"Location": self._address(found.slug)})
        return found

    def named(self, queryset: Any, name: str) -> Any:
        """The row of the queryset that goes by this name. Raises UnknownName."""
        raise NotImplementedError

    def _address(self, slug: str) -> str:
        """That of this request, with another slug in it."""
        request: Any = self.request
        path = reverse(request.resolver_match.view_name, kwargs={**self.kwargs, "name": slug})
        query = request.META["QUERY_STRING"]
        return f"{path}?{query}" if query else path


def described(new_body: type[Body], body: type[Body], merge_body: type[Body], document: Any) -> Callable[[type], type]:
    """Describes the endpoints of a CuratedViewSet."""
    shown, in_use = {200: document}, problems(*REFUSALS_OF_CHANGES, 409)
    return extend_schema_view(
        create=extend_schema(request=new_body, responses={201: document, **problems(*REFUSALS)}),
        partial_update=extend_schema(
            request=body, parameters=[IF_MATCH_TAG], responses={**shown, **problems(*REFUSALS_OF_CHANGES)}
        ),
        destroy=extend_schema(parameters=[IF_MATCH_TAG], responses={**TAKEN_OUT, **in_use}),
        merge=extend_schema(
            summary="Merge into another", request=merge_body, parameters=[IF_MATCH_TAG], responses={**shown, **in_use}
        ),
    )
