"""Proposed actors: names in claims that the registry lacks, which an editor may want to add."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, QuerySet
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from claimsdb.choices import Status
from claimsdb.models import WAITING, Attribution, Claim

LIMIT = 200


def proposed_actors() -> QuerySet[Attribution, dict]:
    """Names with the number of claims that hold them, most first, and one such claim. Those whom the article does
    not name ("unnamed analyst") are nobody to add."""
    named = Attribution.objects.filter(actor=None, claim__status__in=[*WAITING, Status.ACCEPTED])
    named = named.exclude(name="").exclude(name__istartswith="unnamed ")
    counted = named.values("name").annotate(claims=Count("claim", distinct=True), example=Max("claim"))
    return counted.order_by("-claims", "name")


@require_safe
def proposals(request, model_admin):
    """The page, for those who may add actors."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    found = list(proposed_actors()[:LIMIT])
    texts = dict(Claim.objects.filter(pk__in=[row["example"] for row in found]).values_list("pk", "text"))
    rows = [row | {"text": texts[row["example"]], "add": _add_url(row["name"])} for row in found]
    context = model_admin.admin_site.each_context(request)
    context |= {"title": "Proposed actors", "opts": model_admin.opts, "proposals": rows}
    return render(request, "admin/claimsdb/actor/proposals.html", context)


def _add_url(name: str) -> str:
    query = urlencode({"name": name, "slug": slugify(name)[:100]})
    return f"{reverse('admin:claimsdb_actor_add')}?{query}"
