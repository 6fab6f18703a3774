"""Claims: by whom they are made, where they were reported, how far review has come."""

from collections.abc import Collection, Sequence
from typing import Any, cast

from django.db.models import Prefetch, QuerySet
from django.utils.functional import SimpleLazyObject

from api.documents import expansion, serializers
from api.documents.claims import written_claims
from api.factcheck.claim_reviews import ClaimReviews
from api.lists.ordering import WALKED_BY
from api.lists.pagination import RESERVED, ClaimPagination
from api.views.export import Export
from api.views.facets import Facets
from api.views.history import History
from api.views.moves import Moves
from api.views.reading import Reading
from claimsdb.filters import ClaimFilter
from claimsdb.models import Assessment, Claim, statuses_open_to


class ClaimViewSet(ClaimReviews, Facets, Export, History, Moves, Reading):
    """Claims, by default the accepted ones: faithfully recorded, which is not to say true."""

    queryset = Claim.objects.all()
    serializer_class = serializers.ClaimSerializer
    detail_serializer_class = serializers.ClaimDetailSerializer
    filterset_class = ClaimFilter
    pagination_class = ClaimPagination
    lookup_field = "key"
    lookup_value_regex = "[a-z2-7]{16}"
    place = {"name": "key", "description": "The key of the claim.", "example": "keettb4bn3w35ds3"}
    expansions = expansion.OF_CLAIMS
    ordering = "-published_on"
    orderings = {
        "published_on": WALKED_BY,
        "said_on": "said_from",
        "created_at": "created_at",
        "updated_at": "updated_at",
        "confidence": "confidence",
    }

    def filterset(self, data: Any, queryset: QuerySet, *, reserved: Collection[str] = RESERVED) -> ClaimFilter:
        open_to = statuses_open_to(self.request.user)
        return ClaimFilter(data, queryset, reserved=reserved, open_to=open_to, as_of=self.data)

    def get_queryset(self) -> QuerySet[Claim]:
        if self.action == "list":
            return cast(QuerySet, SimpleLazyObject(lambda: self.visible_claims))
        shown = ("parts__actor__codes", "parts__attribution__actor__codes", "decisions__who")
        assessments = Assessment.objects.visible_to(self.request.user).select_related("publisher")
        assessed = Prefetch("assessments", assessments, to_attr="visible_assessments")
        return self.visible_claims.with_parts().prefetch_related(*shown, assessed)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Only if something reads it is there a query: most lists are walked."""
        filters = self.filterset(self.request.query_params, queryset)
        filters.check()
        self.applied, self.walk = filters.applied, filters.walk
        return cast(QuerySet, SimpleLazyObject(lambda: filters.qs))

    def find(self, queryset: QuerySet, **place: Any) -> Claim:
        self.shown = super().find(queryset, **place)
        return self.shown

    def documents(self, page: Sequence[Any]) -> Sequence[Any]:
        return written_claims([row.pk for row in page], self.request)
