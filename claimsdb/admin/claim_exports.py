"""The list of claims as a file: what its filters and search show, in any of the formats of the API's export."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone

from claimsdb.admin.review.filtered_claims import FilteredClaims
from claimsdb.exchange import FORMATS, TooManyRows, audience_of
from claimsdb.filters import ClaimList
from claimsdb.http import exports
from claimsdb.models import ALL_VISIBLE, Claim

FORMAT = "format"
LABELS = {"fixture": "Fixture", "csv": "CSV", "jsonl": "JSON lines", "xlsx": "Workbook"}


class ListedClaims(ClaimList):
    """Those that the list's own filters select, whatever the API would ask for."""

    scan = None
    asks_for_all = False

    def __init__(self, filtered: FilteredClaims):
        super().__init__({}, open_to=ALL_VISIBLE)
        self.queryset = Claim.objects.filter(pk__in=filtered.claims.order_by().values("pk"))


def export(request: HttpRequest) -> StreamingHttpResponse:
    """For who sees all claims. `format` names one of FORMATS; all else is the list's query."""
    asked = request.GET.copy()
    name = (asked.pop(FORMAT, None) or [FORMATS[0].name])[-1]
    form = next((each for each in FORMATS if each.name == name), None)
    if form is None:
        raise BadRequest(f"{name!r} is no format; formats are {', '.join(each.name for each in FORMATS)}.")
    claims = ListedClaims(FilteredClaims(asked, user=request.user))  # type: ignore[arg-type]
    try:
        base = request.build_absolute_uri(reverse("claim-list"))
        pieces = form.export(claims, audience=audience_of(request.user), base=base)
    except TooManyRows as refusal:
        raise BadRequest(str(refusal)) from refusal
    file = f"claims-{timezone.now():%Y-%m-%d}.{form.ending}"
    return exports.file_response(pieces, name=file, content_type=form.content_type, method=request.method)
