"""Claims with a published assessment, in the shape of Google's Fact Check Tools, so that its clients work here."""

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from api.factcheck.claim_review import without_empty
from api.factcheck.google import CLAIMED_ON, FactChecksFound, documents
from api.http.conditional import ConditionalView
from api.lists.pagination import EXAMPLE_OF_CURSOR, CursorParameter
from api.schema.operations import problems, query_parameter
from claimsdb.actors import find_source
from claimsdb.choices import Status
from claimsdb.filters import (
    Fault,
    InvalidParameters,
    InvalidValue,
    Parameter,
    RowNames,
    SearchText,
    StrictFilter,
    StrictFilterSet,
    WholeNumber,
)
from claimsdb.http.sealing import BadSeal, seal, unseal
from claimsdb.index.search import matching_claims, understood
from claimsdb.models import Assessment, Source, Visibility, visibility_of

LANGUAGE = re.compile(r"([A-Za-z]{2,8})(-[A-Za-z0-9]{1,8})*")
OF_EVERY_GOOGLE_CLIENT = ("key", "alt", "prettyPrint")  # taken, as nothing here depends on them
PAGING = ("pageSize", "pageToken", "offset")
OFFSET_LIMIT = 1_000_000
OLDEST = 100_000  # days


class PageToken(NamedTuple):
    """Where a claim stands in the list: by the day of its last assessment, the latest first."""

    latest: str
    claim: int


class LanguageParameter(Parameter):
    """A language; the region, if there is one, does not count."""

    def read(self, word: str) -> str:
        found = LANGUAGE.fullmatch(word)
        if found is None:
            raise InvalidValue(f"{word!r} is no language as BCP 47 has it, such as en-US.")
        return found[1].lower()


class FactCheckFilterSet(StrictFilterSet):
    """The published assessments asked for, and which page of them. `visibility` says which claims may be seen."""

    query = StrictFilter(
        SearchText("Every word stands in the claim. Needed, unless there is a publisher.", example="troops"),
        method="by_words",
    )
    languageCode = StrictFilter(
        LanguageParameter("The assessment's language, whatever its region.", example="en-US"), method="by_language"
    )
    reviewPublisherSiteFilter = StrictFilter(
        RowNames(find_source, Source, "The assessment's publisher.", example="eurasiantimes.com"), "publisher"
    )
    maxAgeDays = StrictFilter(
        WholeNumber(
            "How many days ago claim or assessment, whichever is newer, are at most.", high=OLDEST, example=3650
        ),
        method="by_age",
    )
    pageSize = StrictFilter(
        WholeNumber("How many claims a page has.", high=settings.CLAIMSDB_PAGE_SIZE_LIMIT, example=20, default=10),
        method="beside_others",
    )
    pageToken = StrictFilter(
        CursorParameter("Where the page begins: `nextPageToken` of the answer before.", example=EXAMPLE_OF_CURSOR),
        method="beside_others",
    )
    offset = StrictFilter(
        WholeNumber("How many claims to leave out; without a `pageToken`.", low=0, high=OFFSET_LIMIT, example=10),
        method="beside_others",
    )

    class Meta:
        model = Assessment
        fields: list[str] = []

    def __init__(self, *args: Any, visibility: Visibility, **options: Any) -> None:
        super().__init__(*args, **options)
        self.statuses = visibility.indexed(Status)

    def faults(self) -> list[Fault]:
        faults = super().faults()
        if not faults and not self.asked["query"] and not self.asked["reviewPublisherSiteFilter"]:
            faults.append(Fault("query", "Is needed, unless there is a reviewPublisherSiteFilter."))
        if "offset" in self.data and "pageToken" in self.data:
            faults.append(Fault("offset", "Is for the first page: leave it out beside a pageToken."))
        return faults

    def by_words(self, queryset: QuerySet, name: str, text: str) -> QuerySet:
        return queryset.filter(claim__in=matching_claims(understood(text), self.statuses))

    def by_language(self, queryset: QuerySet, name: str, code: str) -> QuerySet:
        return queryset.filter(Q(language__iexact=code) | Q(language__istartswith=f"{code}-"))

    def by_age(self, queryset: QuerySet, name: str, days: int) -> QuerySet:
        since = timezone.localdate() - timedelta(days=days)
        return queryset.annotate(claimed_on=CLAIMED_ON).filter(Q(published_on__gte=since) | Q(claimed_on__gte=since))


class FactChecksView(ConditionalView):
    """Claims with a published assessment, those that were assessed last first, as Google's claims:search has them."""

    permission_classes = [AllowAny]

    def is_of_the_data(self, request: Request) -> bool:
        """What `maxAgeDays` finds changes from one day to the next, with the same data."""
        return "maxAgeDays" not in request.query_params

    @extend_schema(
        operation_id="factcheck_claims_search",
        summary="Search fact-checks as Google's tools do",
        parameters=[query_parameter(name, each.parameter) for name, each in FactCheckFilterSet.base_filters.items()],
        responses={200: FactChecksFound, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        visible = Assessment.objects.visible_to(request.user).published()
        reserved = ["format", *OF_EVERY_GOOGLE_CLIENT]
        visibility = visibility_of(request.user)
        filters = FactCheckFilterSet(request.query_params, visible, reserved=reserved, visibility=visibility)
        assessments, search = filters.qs, _search_asked(filters)
        size = filters.asked["pageSize"]
        positions = _positions(assessments, search, size=size + 1, **_beginning(filters.asked))
        following = seal(list(positions[size - 1]), of=search) if len(positions) > size else ""
        return Response(
            without_empty(
                {
                    "claims": documents([position.claim for position in positions[:size]], assessments),
                    "nextPageToken": following,
                }
            )
        )


def _search_asked(filters: FactCheckFilterSet) -> str:
    """The search without its page: a token of another one does not fit."""
    search = {name: value for name, value in filters.applied.items() if name not in PAGING}
    return json.dumps(["factcheck", sorted(search.items())])


def _beginning(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {"token": asked["pageToken"], "offset": asked["offset"] or 0}


def _positions(
    assessments: QuerySet[Assessment], search: str, *, size: int, token: str | None, offset: int
) -> list[PageToken]:
    """Begins with the assessments: what it costs depends on how many there are, and not on the claims."""
    rows = assessments.order_by().values("claim").annotate(latest=Max("published_on"))
    if token:
        last = _position(search, token)
        rows = rows.filter(Q(latest__lt=last.latest) | Q(latest=last.latest, claim__lt=last.claim))
    page = rows.order_by("-latest", "-claim").values_list("latest", "claim")[offset : offset + size]
    return [PageToken(latest.isoformat(), claim) for latest, claim in page]


def _position(search: str, token: str) -> PageToken:
    try:
        return PageToken(*unseal(token, of=search))
    except BadSeal:
        detail = "Is no token of this search: take `nextPageToken` of the answer before, and leave the rest as it was."
        raise InvalidParameters([Fault("pageToken", detail)]) from None
