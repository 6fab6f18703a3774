"""Pages by which two rows of the registry become one, and by which one that nothing refers to is taken out; for the
admin of actors and sources."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from claimsdb import curation
from claimsdb.actors import UnknownName
from claimsdb.admin.move_forms import wording
from claimsdb.models import Attribution
from claimsdb.review import NotAllowed

TARGETS = 100  # rows that are offered to merge into
NOT_AS_SEEN = (curation.Stale, curation.InUse)
CLAIMS = ("claim", "actors")
LISTS = {  # where the admin lists what refers to a row by this model and column
    CLAIMS: "claim_changelist",
    ("affiliation", "child"): "affiliation_changelist",
    ("affiliation", "parent"): "affiliation_changelist",
    ("article", "source"): "article_changelist",
    ("assessment", "publisher"): "assessment_changelist",
    ("externalcheck", "publisher"): "externalcheck_changelist",
    ("source", "parent"): "source_changelist",
}


def list_of(row: Any, relation: tuple[str, str]) -> str:
    """The address of the list of what refers to the row so; empty where the admin has none."""
    model, column = relation
    asked = {f"{column}__id__exact": row.pk}
    if relation == CLAIMS:
        asked = {"actor": row.slug, "status": "all"}
    elif model == "externalcheck":
        asked |= {"state": "all"}
    return f"{reverse(f'admin:claimsdb_{LISTS[relation]}')}?{urlencode(asked)}" if relation in LISTS else ""


class Merging:
    """`<pk>/merge/` asks which other one it is, shows what the merge would do, and does what was seen. The admin says
    by which functions of curation, how the other one is found, and which are `likely`."""

    model: Any
    opts: Any
    admin_site: Any
    change_form_template = "admin/claimsdb/merge/change_form.html"
    delete_confirmation_template = "admin/claimsdb/merge/delete.html"
    merge: Callable[..., Any]
    preview: Callable[..., curation.MergePreview]
    rules: Any
    find: Callable[[str], Any]
    called: str  # how the other one is named

    def likely(self, row: Any) -> Sequence[Any]:
        """Others that this one may be, the likeliest first."""
        raise NotImplementedError

    def get_urls(self) -> list[Any]:
        writing = require_http_methods(["GET", "HEAD", "POST"])
        view = self.admin_site.admin_view(writing(self._of_row(self.merge_view)))
        merged = self.admin_site.admin_view(require_safe(self._of_row(self.merges_view)))
        back = self.admin_site.admin_view(writing(self._of_row(self.unmerge_view)))
        own = [
            path("<int:pk>/merge/", view, name=f"claimsdb_{self.opts.model_name}_merge"),
            path("<int:pk>/merges/", merged, name=f"claimsdb_{self.opts.model_name}_merges"),
            path("<int:pk>/merges/<int:merge>/", back, name=f"claimsdb_{self.opts.model_name}_unmerge"),
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def has_merge_permission(self, request: HttpRequest) -> bool:
        names = (f"{self.opts.app_label}.{verb}_{self.opts.model_name}" for verb in ("change", "delete"))
        return request.user.has_perms([*names])

    def has_unmerge_permission(self, request: HttpRequest) -> bool:
        names = (f"{self.opts.app_label}.{verb}_{self.opts.model_name}" for verb in ("add", "change"))
        return request.user.has_perms([*names])

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **options: Any) -> Any:
        row = context.get("original")
        context["may_merge"] = self.has_merge_permission(request)
        context["merges"] = curation.merges_into(row).count() if row else 0
        return super().render_change_form(request, context, **options)  # type: ignore[misc]

    def _of_row(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """The view of the row with the id in its address; of one that was merged since it leads to the other one."""

        def found(request: HttpRequest, pk: int, **place: Any) -> HttpResponse:
            row = self.model._default_manager.filter(pk=pk).first()
            return view(request, row, **place) if row else self._where_it_went(request, pk)

        return found

    def _where_it_went(self, request: HttpRequest, pk: int) -> HttpResponse:
        merge = curation.merge_of(self.model, pk)
        if merge is None or not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise Http404
        messages.warning(request, f"{merge} is a part of this one since {merge.merged_at:%Y-%m-%d %H:%M} (UTC).")
        return HttpResponseRedirect(self._url("merges", merge.into))

    # --- merging ------------------------------------------------------------------------------------------------------

    def merge_view(self, request: HttpRequest, row: Any) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request, row, named=request.GET.get("into", "").strip())
        named, state = request.POST.get("into", ""), request.POST.get("state", "")
        try:
            into = type(self).merge(row, into=self.find(named), seen=None, state=state, by=request.user)
        except NOT_AS_SEEN as error:
            return self._page(request, row, named=named, problem=f"{error} Nothing is merged.", status=409)
        except NotAllowed as error:
            raise PermissionDenied from error
        except (UnknownName, ValidationError) as error:
            return self._page(request, row, named=named, problem=wording(error), status=400)
        self.log_change(request, into, f"“{row}” ({row.slug}) was merged into it.")  # type: ignore[attr-defined]
        told = format_html(
            'Merged: “{}” is “{}” now, and {} leads here. <a href="{}">Take it back</a>',
            row, into, row.slug, self._url("merges", into.pk),
        )  # fmt: skip
        messages.success(request, told)
        return HttpResponseRedirect(self._url("change", into.pk))

    def _page(
        self, request: HttpRequest, row: Any, *, named: str, problem: str = "", status: int = 200
    ) -> HttpResponse:
        """Asks for the other one; where it is `named`, shows what the merge would do, or what is wrong with that."""
        into = preview = None
        fault = ""
        try:
            if named:
                into = self.find(named)
                preview = type(self).preview(row, into=into)
        except UnknownName as error:
            fault = error.with_nearest
        except ValidationError as error:
            fault = " ".join(error.messages)
        context = self.admin_site.each_context(request) | {
            "title": f"Merge {row}",
            "opts": self.opts,
            "row": row,
            "named": named,
            "called": self.called,
            "fault": fault,
            "problem": "" if fault else problem,
            "targets": [(each.slug, str(each)) for each in self.likely(row)],
            "into": into,
            "preview": preview,
            "has_some": preview and any(each.given_up for each in preview.coming),
            "coming": [(each, list_of(row, each.relation)) for each in preview.shown] if preview else [],
        }
        return render(request, "admin/claimsdb/merge/page.html", context, status=status)

    # --- taking a merge back ------------------------------------------------------------------------------------------

    def merges_view(self, request: HttpRequest, row: Any) -> HttpResponse:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {
            "title": f"Merged into {row}",
            "opts": self.opts,
            "row": row,
            "merges": curation.merges_into(row),
            "may_unmerge": self.has_unmerge_permission(request),
        }
        return render(request, "admin/claimsdb/merge/merges.html", context)

    def unmerge_view(self, request: HttpRequest, into: Any, merge: int) -> HttpResponse:
        if not self.has_unmerge_permission(request):
            raise PermissionDenied
        asked = get_object_or_404(curation.merges_into(into), pk=merge)
        if request.method != "POST":
            return self._unmerge_page(request, into, asked)
        try:
            row = curation.unmerge(asked, state=request.POST.get("state", ""), by=request.user)  # type: ignore[arg-type]
        except NOT_AS_SEEN as error:
            problem = f"{error} Nothing is taken back."
            return self._unmerge_page(request, into, asked, problem=problem, status=409)
        except ValidationError as error:
            return self._unmerge_page(request, into, asked, problem=wording(error), status=400)
        for each in (row, into):
            self.log_change(request, each, f"The merge of {asked} into “{into}” was taken back.")  # type: ignore[attr-defined]
        messages.success(request, f"Taken back: “{row}” is there by itself again, and {row.slug} leads here.")
        return HttpResponseRedirect(self._url("change", row.pk))

    def _unmerge_page(
        self, request: HttpRequest, into: Any, merge: Any, *, problem: str = "", status: int = 200
    ) -> HttpResponse:
        preview = None
        try:
            preview = curation.preview_of_unmerging(merge)
        except curation.InUse as error:
            problem = problem or str(error)
        context = self.admin_site.each_context(request) | {
            "title": f"Take back the merge of {merge}",
            "opts": self.opts,
            "into": into,
            "merge": merge,
            "problem": problem,
            "preview": preview,
        }
        return render(request, "admin/claimsdb/merge/unmerge.html", context, status=status)

    def _url(self, view: str, pk: int) -> str:
        return reverse(f"admin:claimsdb_{self.opts.model_name}_{view}", args=[pk])

    # --- taking out ---------------------------------------------------------------------------------------------------

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What refers to them hinders, and is never deleted with them."""
        hindering = [self._use(row, use) for row in objs for use in curation.uses_of(row)]
        return [str(row) for row in objs], {self.opts.verbose_name_plural: len(objs)}, set(), hindering

    def _use(self, row: Any, use: curation.Use) -> str:
        words = f"{use.count:,} {use.nouns}"
        page = list_of(row, CLAIMS if use.model is Attribution else (str(use.model._meta.model_name), use.column))
        return format_html('{}: <a href="{}">{}</a>', row, page, words) if page else f"{row}: {words}"

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        row = self.get_object(request, object_id)  # type: ignore[attr-defined]
        seen = {"seen": curation.tag_of(row), "may_merge": self.has_merge_permission(request)} if row else {}
        return self._led_back(request, super().delete_view, request, object_id, seen)  # type: ignore[misc]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return self._led_back(request, super().changelist_view, request, extra_context)  # type: ignore[misc]

    def _led_back(self, request: HttpRequest, view: Callable[..., Any], *arguments: Any) -> Any:
        """What curation refuses only as it deletes, because somebody else has written, leads back with its words."""
        try:
            with transaction.atomic():
                return view(*arguments)
        except NOT_AS_SEEN as error:
            messages.error(request, f"{error} Nothing is deleted.")
            return HttpResponseRedirect(request.get_full_path())

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.rules.delete(obj, seen=[request.POST.get("seen", "")], by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for row in queryset:
            self.rules.delete(row, seen=None, by=request.user)
