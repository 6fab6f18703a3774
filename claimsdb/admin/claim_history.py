"""The history of a claim, for reading: its versions, and each as it was. A claim goes back by an amendment."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from claimsdb.admin.differences import CALLED, Difference, differences_between, lines
from claimsdb.models import Claim, ClaimVersion
from claimsdb.review import snapshots

VERSIONS = 50  # on a page
SHOWN = (
    "quote",
    *Claim.EDITABLE,
    "editors_words",
    "status",
    "duplicate_of",
    "extractor",
    "extractor_version",
    "rule",
    "confidence",
)


class ClaimHistory:
    """For the admin of claims: `history` lists the versions, the newest first, and `version` shows one."""

    opts: Any
    admin_site: Any

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.version_view)
        own = path("<int:pk>/history/<int:version>/", view, name="claimsdb_claim_version")
        return [own, *super().get_urls()]  # type: ignore[misc]

    @method_decorator(require_safe)
    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        claim = self._claim(request, object_id)
        versions = claim.versions.order_by("-version")
        page = Paginator(versions, VERSIONS).get_page(request.GET.get("p"))
        changes = list(_with_changes(versions, max(0, page.start_index() - 1)))
        return self._response(request, claim, "history", title=f"History: {claim}", page=page, versions=changes)

    @method_decorator(require_safe)
    def version_view(self, request: HttpRequest, pk: int, version: int) -> HttpResponse:
        claim = self._claim(request, pk)
        then = get_object_or_404(claim.versions.select_related("by"), version=version)
        title = f"Version {version}: {snapshots.claim_at(then)}"
        return self._response(request, claim, "version", title=title, version=then, fields=_fields(then))

    def _claim(self, request: HttpRequest, pk: Any) -> Claim:
        claim = self.get_object(request, pk)  # type: ignore[attr-defined]
        if not self.has_view_or_change_permission(request, claim):  # type: ignore[attr-defined]
            raise PermissionDenied
        return get_object_or_404(Claim, pk=claim and claim.pk)

    def _response(self, request: HttpRequest, claim: Claim, name: str, **context: Any) -> HttpResponse:
        context |= self.admin_site.each_context(request) | {"claim": claim, "opts": self.opts}
        return TemplateResponse(request, f"admin/claimsdb/claim/{name}.html", context)


def _with_changes(newest: QuerySet[ClaimVersion], start: int) -> Iterator[tuple[ClaimVersion, list[Difference]]]:
    """The versions of a page with what each changed, as far as the version before is on record."""
    some = list(newest.defer("found").select_related("by")[start : start + VERSIONS + 1])
    for now, then in zip_longest(some[:VERSIONS], some[1:]):
        follows = then is not None and then.version == now.version - 1
        yield now, differences_between(then, now) if follows else []


def _fields(version: ClaimVersion) -> list[tuple[str, Any]]:
    """Label and value of all that the claim said."""
    claim = snapshots.claim_at(version)
    lists = [(capfirst(CALLED[name]), lines(version, name)) for name in Claim.ROW_LISTS]
    return [(_label(name), _value(claim, name)) for name in SHOWN] + lists


def _label(name: str) -> str:
    return capfirst(str(Claim._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def _value(claim: Claim, name: str) -> Any:
    if name == "duplicate_of":
        return Claim.objects.filter(pk=claim.duplicate_of_id or 0).first()
    if name == "editors_words":
        return ", ".join(claim.editors_words)
    words = getattr(claim, f"get_{name}_display", None)
    return words() if words else getattr(claim, name)
