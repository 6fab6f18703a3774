"""Accessible labels for fields in a table: Django gives its columns a header, and its fields no label."""

from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet


class LabelledFormSet(BaseInlineFormSet):
    """Rows whose fields say to a screen reader what the header of their column says to the eye."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            name_field(field)


def name_field(field: Any) -> None:
    if not field.widget.is_hidden:
        field.widget.attrs["aria-label"] = field.label
