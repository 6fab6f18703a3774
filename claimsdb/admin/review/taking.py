"""Taking and giving back the lease of what somebody has before them, for the desk's pages of claims and relations."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from claimsdb.admin.review.permissions import EditorRequest
from claimsdb.models import Claim, Relation
from claimsdb.review import leases


def take_lease(request: EditorRequest, row: Claim | Relation) -> HttpResponse:
    """204, or 200 where there is nobody to keep off; 409 while another editor has it, or where it has changed since: a
    decision may have overtaken its page."""
    if request.GET.get("version", str(row.version)) != str(row.version):
        return HttpResponse(status=409)
    token = leases.take(row, by=request.user, token=request.POST.get("lease", ""))
    if token is None:
        return HttpResponse(status=409)
    return HttpResponse(status=204 if token else 200)


def leave_lease(request: EditorRequest, row: Claim | Relation) -> HttpResponse:
    """The button gives back what its presser holds, whichever page took it; a script, as it goes, what that took."""
    if "pressed" in request.POST:
        leases.release(row, by=request.user)
    else:
        leases.leave(row, token=request.POST.get("lease", ""))
    return HttpResponseRedirect(reverse("admin:index"))
