"""Inlines of the claim's page: its attributions and quantities."""

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models

from claimsdb import review
from claimsdb.admin.forms import FigureField, PartForm, PartFormSet
from claimsdb.choices import Verb
from claimsdb.models import Attribution, Quantity


def may_amend(request, claim):
    """A decided claim is for reading until it is reopened. A form posted too late comes back with what was typed."""
    if claim is None or request.method == "POST":
        return request.user.has_perm(review.REVIEW_PERMISSION)
    return review.may(Verb.AMEND, claim, by=request.user)


class BareSelects:
    """Selects without the icons beside them: the registry has its own pages, and the card has no room."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class PartInline(BareSelects, admin.TabularInline):
    """Rows that change with their claim, under its rule and not by permissions of their own."""

    form = PartForm
    formset = PartFormSet
    extra = 1

    def has_change_permission(self, request, obj=None):
        return may_amend(request, obj)

    def has_add_permission(self, request, obj=None):
        return may_amend(request, obj)

    def has_delete_permission(self, request, obj=None):
        return may_amend(request, obj)


class AttributionInline(PartInline):
    model = Attribution
    fields = ["role", "actor", "as_written", "name", "side", "hop"]
    autocomplete_fields = ["actor", "side"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("actor", "side")


class QuantityInline(PartInline):
    fk_name = "claim"
    model = Quantity
    fields = ["as_written", *Quantity.FIGURE, *Quantity.STANDS_FOR]
    autocomplete_fields = ["of"]
    raw_id_fields = ["stands_for_claim"]
    formfield_overrides = {models.DecimalField: {"form_class": FigureField}}
    readonly_fields = ["bounds", "counted"]

    def get_fields(self, request, obj=None):
        return (
            self.fields
            if may_amend(request, obj)
            else ["as_written", "qualifier", "bounds", "measure", "unit", "basis", "counted"]
        )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("of", "stands_for_claim")

    @admin.display
    def bounds(self, quantity):
        """For readers."""
        return ", ".join(quantity.bounds)
