"""Proposed actors: names in claims that the registry lacks, which an editor may want to add."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Max, QuerySet
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from claimsdb.admin.move_forms import wording
from claimsdb.choices import ActorKind, Status, field_choices
from claimsdb.curation import actors
from claimsdb.models import WAITING, Attribution, Claim
from claimsdb.review import ReviewError

LIMIT = 200


def proposed_actors() -> QuerySet[Attribution, dict]:
    """Names with the number of claims that hold them, most first, and one such claim. Those whom the article does
    not name ("unnamed analyst") are nobody to add."""
    named = Attribution.objects.filter(actor=None, claim__status__in=[*WAITING, Status.ACCEPTED])
    named = named.exclude(name="").exclude(name__istartswith="unnamed ")
    counted = named.values("name").annotate(claims=Count("claim", distinct=True), example=Max("claim"))
    return counted.order_by("-claims", "name")


@require_http_methods(["GET", "HEAD", "POST"])
def proposals(request, model_admin):
    """The page, for those who may add actors; a POST adds one, to whom the claims that wait are linked."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        _add(request)
        return HttpResponseRedirect(request.path)
    found = list(proposed_actors()[:LIMIT])
    texts = dict(Claim.objects.filter(pk__in=[row["example"] for row in found]).values_list("pk", "text"))
    rows = [row | {"text": texts[row["example"]], "add": _add_url(row["name"])} for row in found]
    context = model_admin.admin_site.each_context(request)
    context |= {"title": "Proposed actors", "opts": model_admin.opts}
    context |= {"proposals": rows, "kinds": field_choices(ActorKind)}
    return render(request, "admin/claimsdb/actor/proposals.html", context)


def _add(request):
    name, kind = request.POST.get("name", ""), request.POST.get("kind", "")
    try:
        actor = actors.enter(fields={"name": name, "kind": kind}, by=request.user)
    except (ReviewError, ValidationError) as error:
        messages.error(request, f"{wording(error)}{_advice(error)}")
        return
    claims = actor.attributions.values("claim").distinct().count()
    link = format_html('<a href="{}">{}</a>', reverse("admin:claimsdb_actor_change", args=[actor.pk]), actor.name)
    messages.success(request, format_html("{} is an actor now: claims that refer to it are {}.", link, claims))


def _advice(error: Exception) -> str:
    faults = error.error_dict.get("name", []) if hasattr(error, "error_dict") else []
    is_taken = any(fault.code == actors.SHARED for fault in faults)
    return " If they share it, add it by “With more”, and tick “On purpose”." if is_taken else ""


def _add_url(name: str) -> str:
    query = urlencode({"name": name, "slug": slugify(name)[:100]})
    return f"{reverse('admin:claimsdb_actor_add')}?{query}"
