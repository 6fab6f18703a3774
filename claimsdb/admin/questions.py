"""Admin of questions: their scope, what is said to them, what would come in, and which two of them are one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from claimsdb.admin.forms import PLAIN_INPUTS
from claimsdb.admin.merging import TARGETS
from claimsdb.admin.move_forms import read_version, wording
from claimsdb.admin.moving import REFUSALS, may_review
from claimsdb.admin.question_form import QuestionForm
from claimsdb.admin.recorded import RecordedAdmin
from claimsdb.choices import Agreement, LinkState, field_choices
from claimsdb.curation import questions as curation
from claimsdb.models import SCOPES, Answer, Claim, Quantity, Question, sees_all_claims
from claimsdb.questions.fitting import near_misses

ANSWERS = 300  # on the page of a question; the list of answers has the others
SHOWN = 8  # claims of each part that would come in
OUT_OF_COUNT = (LinkState.REJECTED, LinkState.WITHDRAWN)


class AgreementFilter(admin.SimpleListFilter):
    title = "agreement"
    parameter_name = "agreement"

    def lookups(self, request, model_admin):
        return field_choices(Agreement)

    def queryset(self, request, queryset):
        return queryset.filter(entry__agreement=self.value()) if self.value() else queryset


@dataclass(frozen=True, slots=True)
class AnswerRow:
    answer: Answer
    figure: Quantity | None

    @property
    def series(self) -> tuple[str, ...]:
        """What of a figure has to be the same for two to be compared; of a word, nothing."""
        return (self.figure.stage, self.figure.basis, self.figure.per) if self.figure else ()

    @property
    def size(self) -> Any:
        bounds = (self.figure.best, self.figure.low, self.figure.high) if self.figure else ()
        return next((bound for bound in bounds if bound is not None), 0)


def answers_by_series(answers: Iterable[Answer]) -> Iterator[tuple[str, list[AnswerRow]]]:
    """Each series in words with its answers, the smallest figure first. Prefetch `claim__quantities`."""
    rows = sorted(map(_row, answers), key=lambda row: (row.series, row.size, row.answer.said))
    for series, found in groupby(rows, key=lambda row: row.series):
        yield " · ".join(filter(None, series)).replace("_", " ") or "in words", list(found)


def _row(answer: Answer) -> AnswerRow:
    return AnswerRow(
        answer, next((each for each in answer.claim.quantities.all() if each.order == answer.figure), None)
    )


@admin.register(Question)
class QuestionAdmin(RecordedAdmin):
    """A POST to `<pk>/merge/` merges it into the question that is named."""

    form = QuestionForm
    formfield_overrides = PLAIN_INPUTS
    change_form_template = "admin/claimsdb/question/change_form.html"
    list_display = ["title", "status", "answer", "agreement", "statements", "articles", "subjects_named", "measure"]
    list_filter = ["status", AgreementFilter, "answer"]
    list_select_related = ["entry"]
    list_per_page = 50
    search_fields = ["title", "slug", "measure"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None
    fieldsets = [
        (None, {"fields": ["title", "slug", ("answer", "status"), "note"]}),
        ("Scope", {"fields": [("subjects", "places"), ("measure", "unit"), ("scope_from", "scope_to")]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(SCOPES)

    def has_view_permission(self, request, obj=None):
        return sees_all_claims(request.user)

    def has_add_permission(self, request):
        return may_review(request)

    def has_change_permission(self, request, obj=None):
        return may_review(request) and (obj is None or obj.merged_into_id is None)

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_history_or_change_history_permission(self, request, obj=None):
        return may_review(request)  # it has the notes

    def get_fieldsets(self, request, obj=None):
        if self.has_change_permission(request, obj) if obj else True:
            (name, first), *others = self.fieldsets
            return [(name, {"fields": [*first["fields"], "seen_version"]}), *others]
        shown = ["title", "slug", ("answer", "status", "merged_into"), ("measure", "unit"), ("scope_from", "scope_to")]
        notes = ["note"] if may_review(request) else []
        return [(None, {"fields": [*shown, "subjects_named", "places_named", *notes]})]

    def get_readonly_fields(self, request, obj=None):
        return ["subjects_named", "places_named"] if obj and not self.has_change_permission(request, obj) else []

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.merge_view))
        return [path("<int:pk>/merge/", view, name="claimsdb_question_merge"), *super().get_urls()]

    # --- writing: by the rules of curation ----------------------------------------------------------------------------

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """What curation refuses only as it writes, because somebody else has written, leads back with its words."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except REFUSALS as error:
            messages.error(request, wording(error))
            return HttpResponseRedirect(request.get_full_path())

    def save_form(self, request, form, change):
        return form.instance

    def save_model(self, request, obj, form, change):
        if change:
            version = form.cleaned_data["seen_version"]
            curation.amend(obj, version=version, fields=form.columns(), scope=form.scope(), by=request.user)
        else:
            fields = {**form.columns(), "answer": form.cleaned_data["answer"], "status": form.cleaned_data["status"]}
            entered = curation.enter(fields=fields, scope=form.scope(), by=request.user)
            obj.pk, obj.slug = entered.pk, entered.slug

    def save_related(self, request, form, formsets, change):
        """Nothing: the scope went with the question."""

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not may_review(request):
            raise PermissionDenied
        question, slug = get_object_or_404(Question, pk=pk), request.POST.get("into", "").strip()
        version = read_version(request.POST.get("version", ""))
        try:
            target = Question.objects.filter(slug=slug).first()
            if target is None:
                raise ValidationError(f"No question is called {slug!r:.80}: name one by its slug.")
            curation.merge(question, into=target, version=version, by=request.user)  # type: ignore[arg-type]
            messages.success(
                request, f"Merged into “{target}”: its answers are there now, and its address leads there."
            )
        except REFUSALS as error:
            messages.error(request, wording(error))
            return HttpResponseRedirect(reverse("admin:claimsdb_question_change", args=[pk]))
        return HttpResponseRedirect(reverse("admin:claimsdb_question_change", args=[target.pk]))

    # --- the page -----------------------------------------------------------------------------------------------------

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context |= self._beside(obj, may=self.has_change_permission(request, obj))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _beside(self, question: Question, *, may: bool) -> dict[str, Any]:
        claims = Prefetch("claim", Claim.objects.with_rows())
        answers = question.answers.select_related("question").prefetch_related(claims)
        counted = answers.exclude(state__in=OUT_OF_COUNT)[:ANSWERS]
        others = Question.objects.filter(merged_into=None).exclude(pk=question.pk).order_by("slug")
        misses = near_misses(question) if may else {}
        return {
            "series": list(answers_by_series(counted)),
            "is_cut_off": len(counted) == ANSWERS,
            "near_misses": [(part, found[:SHOWN], len(found)) for part, found in misses.items()],
            "targets": [(each.slug, str(each)) for each in others[:TARGETS]] if may else [],
            "agreement": self.agreement(question),
        }

    # --- columns ------------------------------------------------------------------------------------------------------

    @admin.display(description="agreement", ordering="entry__agreement", empty_value="unassessed")
    def agreement(self, question):
        return question.entry.agreement.replace("_", " ") if hasattr(question, "entry") else None

    @admin.display(description="statements", ordering="entry__statements", empty_value="0")
    def statements(self, question):
        return question.entry.statements if hasattr(question, "entry") else None

    @admin.display(description="articles", ordering="entry__articles", empty_value="0")
    def articles(self, question):
        return question.entry.articles if hasattr(question, "entry") else None

    @admin.display(description="about")
    def subjects_named(self, question):
        return ", ".join(actor.name for actor in question.subjects) or "-"

    @admin.display(description="where")
    def places_named(self, question):
        return ", ".join(actor.name for actor in question.places) or "-"
