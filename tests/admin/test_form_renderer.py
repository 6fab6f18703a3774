"""Plain widgets are written as Django's templates write them."""

from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from claimsdb.admin.form_renderer import PlainWidgets
from claimsdb.admin.vocabulary_fields import VocabularyField, VocabularySelect

ODD = "Tom & “Jerry” <b> 'x' \"y\""
WORDS = [("", "-"), ("at_least", "at least"), (ODD, ODD)]
GROUPED = [(None, "none"), ("States & others", [(1, "one"), (2, mark_safe("<i>two</i>"))])]
ATTRS = {"id": "id_x", "aria-label": ODD, "required": True, "disabled": False, "rows": 3}


def lines(html):
    return [line.strip() for line in html.splitlines() if line.strip()]


@pytest.mark.parametrize("value", [None, "", "at_least", ODD, "1", 2, True, mark_safe("a&amp;b"), "\nfirst\nlast"])
@pytest.mark.parametrize(
    "widget",
    [
        *(forms.TextInput(), forms.NumberInput(), forms.HiddenInput(), forms.CheckboxInput(), forms.Textarea()),
        *(forms.URLInput(), forms.EmailInput(), forms.PasswordInput(render_value=True), forms.Select(choices=WORDS)),
        *(forms.Select(choices=GROUPED), forms.SelectMultiple(choices=GROUPED), forms.RadioSelect(choices=WORDS)),
    ],
    ids=lambda widget: type(widget).__name__,
)
def test_any_value(widget, value):
    plain, django = (widget.render("a<b", value, ATTRS, renderer()) for renderer in (PlainWidgets, DjangoTemplates))
    assert lines(plain) == lines(django)


def test_a_day():
    plain, django = (
        forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d").render("day", date(2024, 2, 29), {}, renderer())
        for renderer in (PlainWidgets, DjangoTemplates)
    )
    assert plain == django


class Rows(forms.Form):
    word = VocabularyField(choices=WORDS)


@pytest.mark.parametrize("value", [None, "", "at_least", ODD, "nothing like it"])
def test_a_choice_of_words(value):
    django = forms.Select(choices=WORDS).render("word", value, {"id": "id_word"}, DjangoTemplates())
    assert lines(VocabularySelect(choices=WORDS).render("word", value, {"id": "id_word"})) == lines(django)


def test_forms_share_what_is_written_of_words_and_nothing_else():
    one, another = Rows({"word": "made up"}), Rows({"word": "at_least"})
    one.fields["word"].widget.attrs["aria-label"] = "one"
    assert 'aria-label="one"' in str(one["word"])
    assert 'aria-label="one"' not in str(another["word"])
    written = one.fields["word"].widget.written
    assert written is another.fields["word"].widget.written
    assert written.keys() == {"at_least"}, "what somebody sends is not kept"
    assert not one.is_valid()
    assert another.is_valid()
