"""Saved queues: an editor's own, those that others share, and those that everybody has."""

from dataclasses import dataclass, replace

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST

from claimsdb import review
from claimsdb.admin.bulk_actions import IN_BULK, name_of
from claimsdb.admin.review.permissions import for_reviewers
from claimsdb.admin.review.queue import ORDER, Queue
from claimsdb.models import SavedQueue
from claimsdb.review import OrderName


class SavedQueueForm(forms.ModelForm):
    class Meta:
        model = SavedQueue
        fields = ["name", "shared", "query"]
        labels = {"shared": "Shared"}
        help_texts = {"shared": "every editor sees it, and only you change it"}
        widgets = {"query": forms.HiddenInput}

    def clean_query(self) -> str:
        """The query as the desk itself would write it."""
        try:
            return Queue.asked(QueryDict(self.cleaned_data["query"]), user=self.instance.owner).query
        except BadRequest as error:
            raise ValidationError(str(error)) from error

    def save_once(self) -> bool:
        """Whether it could be saved: the name may be taken. The database decides, of two that come at once, too."""
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            self.add_error("name", "You have a queue of that name.")
        return self.is_valid()


@dataclass
class SavedQueueRow:
    """A saved queue as the page lists it; `problem` says why it cannot be opened, as when an actor is gone."""

    saved: SavedQueue
    queue: Queue | None = None
    problem: str = ""

    @classmethod
    def of(cls, saved: SavedQueue, *, user: User) -> "SavedQueueRow":
        try:
            return cls(saved, Queue.asked(QueryDict(saved.query), user=user))
        except BadRequest as error:
            return cls(saved, problem=str(error))


@require_http_methods(["GET", "HEAD", "POST"])
def queues(request) -> HttpResponse:
    """All queues, and the form that saves the one at this address; a POST saves."""
    if request.method != "POST":
        queue = Queue.of(request)
        return _page(request, SavedQueueForm(initial={"query": queue.query}), queue)
    form = SavedQueueForm(request.POST, instance=SavedQueue(owner=request.user))
    if form.is_valid() and form.save_once():
        return _back(request, f"Saved: {form.instance.name}")
    query = form.cleaned_data.get("query")
    return _page(request, form, None if query is None else _queue(request, query), status=400)


@require_POST
def change(request, pk: int) -> HttpResponse:
    """Another name; shared, or no longer."""
    saved = _own(request, pk)
    form = SavedQueueForm({**request.POST.dict(), "query": saved.query}, instance=saved)
    if form.is_valid() and form.save_once():
        return _back(request, f"Saved: {form.instance.name}")
    problems = " ".join(str(problem) for each in form.errors.values() for problem in each)
    return _back(request, problems, level=messages.ERROR)


@require_POST
def delete(request, pk: int) -> HttpResponse:
    saved = _own(request, pk)
    saved.delete()
    return _back(request, f"Deleted: {saved.name}")


def _own(request, pk: int) -> SavedQueue:
    """Nobody changes another's."""
    return get_object_or_404(SavedQueue, pk=pk, owner=request.user)


def _back(request, said: str, *, level: int = messages.SUCCESS) -> HttpResponse:
    messages.add_message(request, level, said)
    return redirect("desk-queues")


def _page(request, form: SavedQueueForm, queue: Queue | None, *, status: int = 200) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": "Queues",
        "form": form,
        "queue": queue,
        "is_alone": review.is_alone(),
        "ways": [replace(queue, order=order) for order in OrderName if order != queue.order] if queue else [],
        "built_in": [_queue(request, f"{ORDER}={order}") for order in OrderName],
        "bulk_actions": [(name_of(action), action.label) for action in IN_BULK],
        "rows": [SavedQueueRow.of(saved, user=request.user) for saved in SavedQueue.objects.open_to(request.user)],
    }
    return render(request, "admin/claimsdb/review/queues.html", context, status=status)


def _queue(request, query: str) -> Queue:
    return Queue.asked(QueryDict(query), user=request.user)


urlpatterns: list[URLPattern] = [
    path("queues/", for_reviewers(queues), name="desk-queues"),
    path("queues/<int:pk>/", for_reviewers(change), name="desk-queue"),
    path("queues/<int:pk>/delete/", for_reviewers(delete), name="desk-queue-delete"),
]
