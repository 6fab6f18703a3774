"""Addresses of claims that readers could see once: where a merged claim is now, and what was withdrawn."""

from django.urls import reverse
from rest_framework.request import Request

from api.http.problems import Refused
from claimsdb.choices import ArticleState, Status
from claimsdb.filters import Flag
from claimsdb.index import once_public
from claimsdb.models import Claim

STATUSES = (308, 410)  # that tell where a claim is, or that it was withdrawn
REDIRECT = Flag(
    "Whether the address of a claim that was merged into another leads there (308); false says where it is (410).",
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
    match = request.resolver_match
    assert match
    place = {**match.kwargs, "key": original.key}
    url = request.build_absolute_uri(reverse(match.view_name, kwargs=place))
    there = {"duplicate_of": {"key": original.key, "url": url}}
    if not redirects:
        return Refused(410, "This claim repeats another one, and was merged into it.", **there)
    query = request.META["QUERY_STRING"]
    location = f"{url}?{query}" if query else url
    return Refused(308, "This claim repeats another one.", headers={"Location": location}, **there)
