"""Admin of rows that are decided by verbs, of which each is a POST from the row's page."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from claimsdb import review
from claimsdb.actors import UnknownName
from claimsdb.admin.move_forms import read_version, wording
from claimsdb.models import sees_all_claims

REFUSALS = (review.ReviewError, ValidationError, UnknownName)

# Of a row, with what the page's form has and with `by` and `version`: returns what is done, for the next page.
Move = Callable[[Any, Mapping[str, str], Mapping[str, Any]], str]


def may_review(request: HttpRequest) -> bool:
    return request.user.has_perm(review.REVIEW_PERMISSION)


class MovedAdmin(admin.ModelAdmin):
    """A POST to `<pk>/move/` takes a verb of `moves` on the row, in the version that its page showed. Nothing else is
    entered, changed or deleted."""

    moves: Mapping[str, Move]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def has_review_permission(self, request):
        return may_review(request)

    def has_view_permission(self, request, obj=None):
        return sees_all_claims(request.user)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.move_view))
        return [path("<int:pk>/move/", view, name=f"claimsdb_{self.opts.model_name}_move"), *super().get_urls()]

    def move_url(self, pk: int) -> str:
        return reverse(f"admin:claimsdb_{self.opts.model_name}_move", args=[pk])

    def move_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not may_review(request):
            raise PermissionDenied
        move = self.moves.get(request.POST.get("verb", ""))
        if move is None:
            return HttpResponseBadRequest(f"An editor's verb is one of {', '.join(self.moves)}.")
        row = get_object_or_404(self.model, pk=pk)
        seen = {"by": request.user, "version": read_version(request.POST.get("version", "")) or 0}
        try:
            messages.success(request, move(row, request.POST, seen))
        except REFUSALS as error:
            messages.error(request, wording(error))
        return HttpResponseRedirect(reverse(f"admin:claimsdb_{self.opts.model_name}_change", args=[pk]))


def note_in(typed: Mapping[str, str]) -> str:
    return typed.get("note", "").replace("\r\n", "\n").strip()
