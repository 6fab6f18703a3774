"""The page of a batch of decisions, with the one button that undoes them all."""

from django.contrib import admin, messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from claimsdb import review
from claimsdb.admin.bulk_actions import counted, some
from claimsdb.admin.review.permissions import for_readers
from claimsdb.review import Batch, undo_stack

SAMPLE = 5  # decisions of a kind that are shown


@require_http_methods(["GET", "HEAD", "POST"])
def batch_page(request, name: str) -> HttpResponse:
    """What was decided, and what has become of it; a POST takes it back."""
    batch = Batch(name)
    if not batch.decisions.exists():
        raise Http404
    if request.method == "POST":
        _undo(request, batch)
        return redirect("desk-batch", name)
    return _shown(request, batch)


def _shown(request, batch: Batch) -> HttpResponse:
    taken, standing = batch.decisions.count(), batch.standing.count()
    context = {
        **admin.site.each_context(request),
        "title": "Decided together",
        "batch": batch,
        "claims": batch.claims.count(),
        "taken": taken,
        "standing": standing,
        "undone": taken - standing,
        "undoable": batch.undoable.count(),
        "objection": _objection(request, batch),
        "changed": batch.changed.count(),
        "changed_sample": batch.changed.select_related("claim")[:SAMPLE],
        "sample": batch.decisions.select_related("claim").order_by("pk")[:SAMPLE],
    }
    return render(request, "admin/claimsdb/review/batch.html", context)


def _undo(request, batch: Batch) -> None:
    step = undo_stack.step_of(batch.name, request.user)
    if step is None:
        messages.error(request, _objection(request, batch))
        return
    undone = undo_stack.undo(step, by=request.user)
    messages.success(request, f"Undone: {counted(undone.done, 'decision')}.")
    if undone.refused:
        refusals = [*undone.refused.values()]
        messages.warning(request, f"Not undone: {counted(len(refusals), 'decision')}: {some(refusals)}")


def _objection(request, batch: Batch) -> str:
    """Why none of them can be undone by who asks; empty where one can."""
    last = batch.undoable.order_by("-pk").first() or batch.standing.order_by("-pk").first() or batch.newest
    return review.objection_to_undoing(last, by=request.user)


urlpatterns: list[URLPattern] = [
    path("batches/<slug:name>/", for_readers(batch_page), name="desk-batch"),
]
