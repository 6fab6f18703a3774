"""Claims: by whom they are made, where they were reported, how far review has come."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from api.documents import expansion, serializers
from api.documents.claims import written_claims
from api.http.parameters import read_parameter
from api.http.permissions import IsEditorOrReadOnly
from api.lists.pagination import RESERVED
from api.views.bulk_moves import BulkMovesMixin
from api.views.claim_reviews import ClaimReviewsMixin
from api.views.entering import EnteringMixin
from api.views.export import ExportMixin
from api.views.facets import FacetsMixin
from api.views.feed import FeedMixin
from api.views.history import HistoryMixin
from api.views.merged import REDIRECT, whereabouts
from api.views.moves import MovesMixin
from api.views.reading import ReadingViewSet
from claimsdb.filters import INDEXED_DAY, RELEVANCE, ClaimFilterSet, ClaimList
from claimsdb.index import once_public
from claimsdb.index.search import SearchQuery
from claimsdb.models import Answer, Assessment, Claim, Decision, Relation, sees_all_claims, visibility_of


def _visible(rows: str, queryset: QuerySet) -> Prefetch:
    """Those of a claim's rows that may be seen."""
    return Prefetch(rows, queryset, to_attr=f"visible_{rows}")


class ClaimViewSet(
    ClaimReviewsMixin,
    FacetsMixin,
    FeedMixin,
    ExportMixin,
    HistoryMixin,
    EnteringMixin,
    BulkMovesMixin,
    MovesMixin,
    ReadingViewSet,
):
    """Claims, by default the accepted ones: faithfully recorded, which is not to say true."""

    queryset = Claim.objects.all()
    serializer_class = serializers.ClaimSerializer
    detail_serializer_class = serializers.ClaimDetailSerializer
    filterset_class = ClaimFilterSet
    permission_classes = [IsEditorOrReadOnly]
    lookup_field = "key"
    lookup_value_regex = "[a-z2-7]{16}"
    path_parameter = {"name": "key", "description": "The key of the claim.", "example": "keettb4bn3w35ds3"}
    detail_parameters = {"redirect": REDIRECT}
    expansions = expansion.CLAIM_EXPANSIONS
    search: SearchQuery | None = None  # what claims were searched for
    ordering = "-published_on"
    orderings = {
        "published_on": INDEXED_DAY,
        "said_on": "said_from",
        "created_at": "created_at",
        "updated_at": "updated_at",
        "confidence": "confidence",
        "relevance": RELEVANCE,
    }

    def get_list(self, *, reserved: Collection[str] = RESERVED, **options: Any) -> ClaimList:
        options |= {"open_to": visibility_of(self.request.user), "version": self.data}
        claims = ClaimList(self.request.query_params, reserved=reserved, **options)
        self.search = claims.filters.query if claims.filters.asked["search"] else None
        return claims

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "search": self.search}

    def get_queryset(self) -> QuerySet[Claim]:
        user = self.request.user
        named = Claim.objects.all() if sees_all_claims(user) else once_public(Claim.objects.all())
        return self.visible_claims.with_rows().prefetch_related(
            *("parts__actor__codes", "parts__attribution__actor__codes"),
            _visible("decisions", Decision.objects.visible_to(user).select_related("who")),
            _visible("duplicates", named.only("key", "duplicate_of").order_by("key")),
            _visible("answers", Answer.objects.visible_to(user).select_related("question__entry").order_by("pk")),
            *(_visible(f"relations_{way}", self._relations) for way in ("from", "to")),
            _visible("assessments", Assessment.objects.visible_to(user).select_related("publisher")),
        )

    @property
    def _relations(self) -> QuerySet[Relation]:
        relations = Relation.objects.visible_to(self.request.user).select_related("a", "b", "question")
        return relations.defer("a__found", "b__found").order_by("pk")

    def find(self, queryset: QuerySet, **place: Any) -> Claim:
        redirects = read_parameter(self.request, "redirect", REDIRECT)
        try:
            self.shown = super().find(queryset, **place)
        except Http404:
            if gone := whereabouts(place["key"], self.request, redirects=redirects):
                raise gone from None
            raise
        return self.shown

    def documents(self, page: Sequence[Any]) -> Sequence[Any]:
        return written_claims([row.pk for row in page], self.request)
