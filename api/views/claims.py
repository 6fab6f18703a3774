"""Claims: by whom they are made, where they were reported, how far review has come."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet

from api.documents import expansion, serializers
from api.documents.claims import written_claims
from api.http.permissions import IsEditorOrReadOnly
from api.lists.pagination import RESERVED
from api.views.bulk_moves import BulkMovesMixin
from api.views.claim_reviews import ClaimReviewsMixin
from api.views.entering import EnteringMixin
from api.views.export import ExportMixin
from api.views.facets import FacetsMixin
from api.views.history import HistoryMixin
from api.views.moves import MovesMixin
from api.views.reading import ReadingViewSet
from claimsdb.filters import INDEXED_DAY, ClaimFilterSet, ClaimList
from claimsdb.models import Assessment, Claim, visibility_of


class ClaimViewSet(
    ClaimReviewsMixin,
    FacetsMixin,
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
    expansions = expansion.CLAIM_EXPANSIONS
    ordering = "-published_on"
    orderings = {
        "published_on": INDEXED_DAY,
        "said_on": "said_from",
        "created_at": "created_at",
        "updated_at": "updated_at",
        "confidence": "confidence",
    }

    def get_list(self, *, reserved: Collection[str] = RESERVED) -> ClaimList:
        open_to = visibility_of(self.request.user)
        return ClaimList(self.request.query_params, open_to=open_to, reserved=reserved, version=self.data)

    def get_queryset(self) -> QuerySet[Claim]:
        shown = ("parts__actor__codes", "parts__attribution__actor__codes", "decisions__who")
        assessments = Assessment.objects.visible_to(self.request.user).select_related("publisher")
        assessed = Prefetch("assessments", assessments, to_attr="visible_assessments")
        return self.visible_claims.with_rows().prefetch_related(*shown, assessed)

    def find(self, queryset: QuerySet, **place: Any) -> Claim:
        self.shown = super().find(queryset, **place)
        return self.shown

    def documents(self, page: Sequence[Any]) -> Sequence[Any]:
        return written_claims([row.pk for row in page], self.request)
