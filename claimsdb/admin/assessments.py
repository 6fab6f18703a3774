"""Admin of assessments, with their evidence. What is typed here is given to `claimsdb.review.assessments`."""

from contextlib import suppress
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.utils.html import format_html
from django.utils.text import Truncator

from claimsdb import review
from claimsdb.admin.forms import PLAIN_INPUTS, PartFormSet, words_box
from claimsdb.admin.marking import claim_url
from claimsdb.admin.recorded import HistoryAdmin
from claimsdb.models import Assessment, Evidence
from claimsdb.review import assessments

WRITTEN = [
    *("publisher", "label", "normalized", "rating_value", "worst_rating", "best_rating"),
    *("title", "url", "language", "rationale", "published_on"),
]


class AssessmentForm(forms.ModelForm):
    """An assessment as it stood at `seen_version`."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Assessment
        fields = ()
        widgets = {"title": forms.TextInput(attrs={"class": "vLargeTextField"}), "rationale": words_box(rows=5)}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial["seen_version"] = self.instance.version

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.instance.pk and values.get("seen_version") != self.instance.version:
            raise ValidationError(
                "This assessment has changed since you opened it. Nothing of yours is saved; it still stands below."
            )
        return values

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data if name in WRITTEN}


class EvidenceFormSet(PartFormSet):
    """All evidence of an assessment, in its order; nothing in it needs the claim."""

    def _construct_form(self, i: int, **kwargs: Any) -> forms.ModelForm:
        return BaseInlineFormSet._construct_form(self, i, **kwargs)  # type: ignore[attr-defined]

    def faults_of(self, rows: list[Any]) -> list[ValidationError]:
        return []


class ForReviewers:
    """Written by those who may review claims, and read by those who may see them."""

    def has_add_permission(self, request, obj=None):
        return request.user.has_perm(review.REVIEW_PERMISSION)

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm(review.REVIEW_PERMISSION)


class EvidenceInline(ForReviewers, admin.StackedInline):
    model = Evidence
    formset = EvidenceFormSet
    fields = [("bearing", "article"), "url", "as_written", "note"]
    autocomplete_fields = ["article"]
    formfield_overrides = {**PLAIN_INPUTS, models.TextField: {"widget": words_box()}}
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("article")

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm(review.REVIEW_PERMISSION)


@admin.register(Assessment)
class AssessmentAdmin(ForReviewers, HistoryAdmin):
    form = AssessmentForm
    inlines = [EvidenceInline]
    list_display = ["label", "normalized", "publisher", "on_claim", "published_on"]
    list_filter = ["normalized", ("publisher", admin.RelatedOnlyFieldListFilter), "published_on"]
    list_select_related = ["publisher", "claim"]
    list_per_page = 50
    search_fields = ["title", "label", "=key", "=claim__key"]
    search_help_text = "words of the title or the label, or the key of the claim"
    show_full_result_count = False
    ordering = ["-published_on", "-pk"]
    autocomplete_fields = ["claim", "publisher"]
    formfield_overrides = PLAIN_INPUTS
    fieldsets = [
        (None, {"fields": ["claim", "publisher", ("label", "normalized"), "published_on"]}),
        ("Where it can be read", {"fields": ["url", "title", "language"]}),
        ("Rating and reasons", {"fields": [("rating_value", "worst_rating", "best_rating"), "rationale"]}),
        ("Record", {"fields": [("key", "version", "created_at", "updated_at")], "classes": ["collapse"]}),
    ]
    readonly_fields = ["key", "version", "created_at", "updated_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("claim__found")

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "claim"] if obj else self.readonly_fields

    def get_fieldsets(self, request, obj=None):
        hidden = (None, {"fields": ["seen_version"]})
        return [*super().get_fieldsets(request, obj), hidden]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Two editors may save in the same moment: the later one gets the form back, which then says so."""
        view = partial(super().changeform_view, request, object_id, form_url, extra_context)
        with suppress(review.Stale):
            return view()
        return view()

    def save_model(self, request, obj, form, change):
        """Nothing yet: assessment and evidence are written together, in `save_related`."""

    def save_related(self, request, form, formsets, change):
        fields, rows = form.changes(), formsets[0].rows()
        if not change:
            written = assessments.enter(form.instance.claim, by=request.user, fields=fields, evidence=rows or ())
        elif fields or rows is not None:
            seen = form.cleaned_data["seen_version"]
            written = assessments.amend(form.instance, by=request.user, version=seen, fields=fields, evidence=rows)
        else:
            return
        form.instance.pk = written.pk
        form.instance.refresh_from_db()

    def construct_change_message(self, request, form, formsets, add=False):
        return ", ".join(form.changes())

    def revert_disabled(self, request, obj=None):
        """History is for reading: an assessment goes back by an amendment."""
        return True

    @admin.display(description="claim", ordering="claim__text")
    def on_claim(self, assessment):
        claim = assessment.claim
        return format_html('<a href="{}">{}</a>', claim_url(claim), Truncator(claim.text).chars(90))
