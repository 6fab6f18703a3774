"""Accessible labels for fields in a table: Django gives its columns a header, and its fields no label. Each says of
which row it is, so that no two are called the same."""

from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.text import Truncator

ROW_TO_COME = "__prefix__"  # for which the script has the number, as Django's own has it in names


class LabelledFormSet(BaseInlineFormSet):
    """Rows whose fields say to a screen reader what the header of their column says to the eye."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        number = ROW_TO_COME if index is None else index + 1
        noun = self.model._meta.verbose_name
        for field in form.fields.values():
            name_field(field, str(field.label), of=self.called(form), row=f"{noun} {number}")

    def called(self, form: forms.ModelForm) -> str:
        """What the row is about, if it can be said without a query."""
        return ""


def name_field(field: Any, label: str, *, of: str, row: str) -> None:
    """“Role of Kim Jong Un, actor 2”."""
    of = Truncator(of).chars(60)
    if not field.widget.is_hidden:
        field.widget.attrs["aria-label"] = f"{label} of {of}, {row}" if of else f"{label}, {row}"
