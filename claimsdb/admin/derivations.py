"""Where an article may have come from, as the machine proposes it: two buttons on the article's page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from claimsdb import review
from claimsdb.curation import Stale, derivations
from claimsdb.models import Derivation, RefusedDerivation

DECISIONS = {"confirm": (derivations.confirm, "Confirmed"), "delete": (derivations.discard, "Refused")}


class ProposedDerivations:
    """For the admin of articles: a POST to `derivations/<pk>/` confirms or refuses a proposed one, one to
    `derivations/refused/<pk>/` takes a refusal back."""

    admin_site: Any

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_POST(self.derivation_view))
        own = path("derivations/<int:pk>/", view, name="claimsdb_article_derivation")
        again = self.admin_site.admin_view(require_POST(self.refused_view))
        refused = path("derivations/refused/<int:pk>/", again, name="claimsdb_article_refused")
        return [own, refused, *super().get_urls()]  # type: ignore[misc]

    def derivation_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        derivation = get_object_or_404(Derivation, pk=pk)
        if request.POST.get("decision") not in DECISIONS:
            return HttpResponseBadRequest(f"decision is one of {', '.join(DECISIONS)}.")
        decide, done = DECISIONS[request.POST["decision"]]
        try:
            decide(derivation, by=request.user)  # type: ignore[arg-type]
            messages.success(request, f"{done}.")
        except review.NotAllowed as error:
            raise PermissionDenied from error
        except Stale as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:claimsdb_article_change", args=[derivation.article_id]))

    def refused_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        refused = get_object_or_404(RefusedDerivation, pk=pk)
        try:
            derivations.propose_again(refused, by=request.user)  # type: ignore[arg-type]
        except review.NotAllowed as error:
            raise PermissionDenied from error
        messages.success(request, "It is proposed again by the next run.")
        return HttpResponseRedirect(reverse("admin:claimsdb_article_change", args=[refused.article_id]))

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        for gone in formset.deleted_objects:
            derivations.refuse(gone, by=request.user)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context |= {
                "proposed": obj.derivations.filter(proposed=True).select_related("original"),
                "refused": obj.refused_derivations.select_related("original", "who").order_by("pk"),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)
