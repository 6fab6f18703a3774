"""Addresses of what readers could see once: where what was merged is now, and what was withdrawn."""

from django.urls import reverse
from rest_framework.request import Request

from api.http.problems import Refused
from claimsdb.choices import ArticleState, Status
from claimsdb.filters import Flag
from claimsdb.index import once_public
from claimsdb.models import Claim

STATUSES = (308, 410)  # that tell where a claim is, or that it was withdrawn
REDIRECT = Flag(
    "Whether the address of what was merged into another leads there (308); false says where it is (410).",
    example=False,
    default=True,
)


def whereabouts(key: str, request: Request, *, redirects: bool) -> Refused | None:
    """What became of the claim that the user may not see, if it was public once; None where nobody is told. To the
    original of a merged one it leads, or with `redirects` false only says where that is."""
    claim = once_public(Claim.objects.all()).select_related("article", "duplicate_of").filter(key=key).first()
    if claim is None:
        return None
    if claim.article.state == ArticleState.WITHDRAWN:
        return Refused(410, "The article in which this was claimed has been withdrawn.")
    original = claim.duplicate_of
    if claim.status == Status.DUPLICATE and original and original.is_visible_to(request.user):
        return _moved(original, request, redirects=redirects)
    return None


def _moved(original: Claim, request: Request, *, redirects: bool) -> Refused:
    detail = "This claim repeats another one, and was merged into it."
    return leads_to(request, {"key": original.key}, detail=detail, redirects=redirects, member="duplicate_of")


def leads_to(request: Request, place: dict[str, str], *, detail: str, redirects: bool, member: str) -> Refused:
    """That the address leads to another, which has this place in it; `member` of the problem says which that is."""
    match = request.resolver_match
    assert match
    url = request.build_absolute_uri(reverse(match.view_name, kwargs={**match.kwargs, **place}))
    there = {member: {**place, "url": url}}
    if not redirects:
        return Refused(410, detail, **there)
    query = request.META["QUERY_STRING"]
    return Refused(308, detail, headers={"Location": f"{url}?{query}" if query else url}, **there)
