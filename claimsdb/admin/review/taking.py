"""Taking the lease of what somebody has before them, for the desk's pages of claims and of relations."""

from django.http import HttpResponse

from claimsdb.admin.review.permissions import EditorRequest
from claimsdb.models import Claim, Relation
from claimsdb.review import leases


def take_lease(request: EditorRequest, row: Claim | Relation) -> HttpResponse:
    """204; 409 while another editor has it, or where it has changed since: a decision may have overtaken its page."""
    if request.GET.get("version", str(row.version)) != str(row.version):
        return HttpResponse(status=409)
    token = leases.take(row, by=request.user, token=request.POST.get("lease", ""))
    return HttpResponse(status=204 if token else 409)
