"""One search for claims, articles, actors and sources."""

from collections.abc import Mapping, Sequence
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.utils.urls import replace_query_param

from api.documents import serializers as documents
from api.http.conditional import ConditionalView
from api.schema.operations import problems, query_parameter
from api.views.actors import ActorViewSet
from api.views.articles import ArticleViewSet
from api.views.claims import ClaimViewSet
from api.views.reading import ReadingViewSet
from api.views.sources import SourceViewSet
from claimsdb.actors import actor_names, best_first
from claimsdb.filters import Fault, Ordering, RowList, SearchText, StrictFilter, StrictFilterSet, WholeNumber
from claimsdb.index import COUNT_LIMIT
from claimsdb.models import Claim

GROUPS: Mapping[str, type[ReadingViewSet]] = {
    "claims": ClaimViewSet,
    "articles": ArticleViewSet,
    "actors": ActorViewSet,
    "sources": SourceViewSet,
}
RELEVANT_FIRST = {"claims": "relevance"}  # the order of the list to which a group leads


class SearchFilterSet(StrictFilterSet):
    search = StrictFilter(SearchText("What to look for, as in the lists. Needed.", example="Peskov"))
    limit = StrictFilter(WholeNumber("How many of each there are at most.", high=50, example=3, default=5))

    class Meta:
        model = Claim
        fields: list[str] = []

    def faults(self) -> list[Fault]:
        faults = super().faults()
        if not faults and not self.asked["search"]:
            faults.append(Fault("search", "Is needed: say what to look for."))
        return faults


def _group(serializer: type[serializers.Serializer], name: str) -> serializers.Serializer:
    fields = {
        "count": serializers.IntegerField(help_text=f"how many there are; claims and articles up to {COUNT_LIMIT:,}"),
        "results": serializer(many=True),
        "list": serializers.URLField(help_text="all of them"),
    }
    return type(f"Found{name}Serializer", (serializers.Serializer,), fields)()


class FoundMeta(serializers.Serializer):
    applied = serializers.DictField(help_text="what was looked for")
    limit = serializers.IntegerField()
    count = serializers.DictField(
        child=serializers.ChoiceField(["exact", "at_least"]), help_text="of each, what its `count` is, as in the lists"
    )


class FoundSerializer(serializers.Serializer):
    """What a search finds, of each kind the best first: claims by relevance, articles by their day, the latest first,
    actors and sources by how near their codes and names are to what was given."""

    claims = _group(documents.ClaimSerializer, "Claims")
    articles = _group(documents.ArticleSerializer, "Articles")
    actors = _group(documents.ActorSerializer, "Actors")
    sources = _group(documents.SourceSerializer, "Sources")
    meta = FoundMeta()


class SearchView(ConditionalView):
    """Claims, articles, actors and sources at once."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="search_everything",
        summary="Search claims, articles, actors and sources",
        parameters=[
            query_parameter(name, each.parameter, required=name == "search")
            for name, each in SearchFilterSet.base_filters.items()
        ],
        responses={200: FoundSerializer, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """What is found of each kind, the best first, and where the whole list of it is."""
        filters = SearchFilterSet(request.query_params, Claim.objects.none(), reserved=["format"])
        filters.check()
        found, exact = {}, {}
        for name, viewset in GROUPS.items():
            view = viewset.listing(request)
            page, count, is_exact = _first(view, name, **filters.asked)
            link = replace_query_param(
                reverse(f"{name.removesuffix('s')}-list", request=request), "search", filters.asked["search"]
            )
            if order := RELEVANT_FIRST.get(name):
                link = replace_query_param(link, "ordering", order)
            found[name] = {"count": count, "results": view.documents(page), "list": link}
            exact[name] = "exact" if is_exact else "at_least"
        meta = {"applied": filters.applied, "limit": filters.asked["limit"], "count": exact}
        del meta["applied"]["limit"]
        return Response({**found, "meta": meta})


def _first(view: ReadingViewSet, name: str, *, search: str, limit: int) -> tuple[Sequence[Any], int, bool]:
    """The first rows, how many there are, and whether that is all of them."""
    rows = view.get_list()
    if name in BEST_FIRST:
        ranked = BEST_FIRST[name](search, rows)
        by_id = rows.queryset.in_bulk(ranked[:limit])
        return [by_id[pk] for pk in ranked[:limit]], len(ranked), True
    order = RELEVANT_FIRST.get(name, view.ordering)
    path = view.orderings[order.removeprefix("-")]
    ordered = rows.ordered(Ordering(order, path, descending=order.startswith("-")))
    return ordered.read(None, size=limit), *ordered.count()


def _actors(search: str, rows: RowList) -> list[int]:
    return actor_names().best_first(search, among=set(rows.queryset.order_by().values_list("pk", flat=True)))


def _sources(search: str, rows: RowList) -> list[int]:
    names = rows.queryset.order_by("slug").values_list("pk", "slug", "domain", "name")
    return best_first(search, {pk: known for pk, *known in names})


BEST_FIRST = {"actors": _actors, "sources": _sources}
