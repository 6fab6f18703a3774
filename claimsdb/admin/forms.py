"""The claim's form and its rows: what an editor may type, checked before `claimsdb.review` is asked."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html

from claimsdb.admin.differences import decisions_since, differences
from claimsdb.admin.labels import LabelledFormSet
from claimsdb.admin.marking import claim_url
from claimsdb.models import Article, Claim, only_span, spans_of

FREE_WORDS = [
    field.name
    for field in map(Claim._meta.get_field, Claim.EDITABLE)
    if isinstance(field, models.CharField | models.TextField) and not field.choices
]

PLAIN_INPUTS: dict[type[models.Field], dict[str, Any]] = {
    # The browser's own picker: no script, and narrow enough for two in a row.
    models.DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")},
    models.URLField: {"assume_scheme": "https"},
}


class WordsField(forms.CharField):
    """The article's or the editor's words, line breaks as the database keeps them: browsers send CR LF."""

    widget = forms.Textarea

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class FigureField(forms.DecimalField):
    """A figure without the noughts that the column adds."""

    def prepare_value(self, value):
        return f"{value.normalize():f}" if hasattr(value, "normalize") else value


# As the forms have them: the words first, then what they were read as.
TIME_ROWS = [tuple(f"{interval}_{end}" for end in ("as_written", "from", "to")) for interval in Claim.INTERVALS]


def judged_fields(*first: str) -> tuple[str, ...]:
    """The fields that are judged, these first."""
    return (*first, *(name for name in Claim.JUDGED if name not in first))


def in_rows_of_three(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Fields for a fieldset."""
    return [tuple(names[start : start + 3]) for start in range(0, len(names), 3)]


def words_box(rows: int = 1) -> forms.Textarea:
    """A box even for one line: a line break in the article's words does not survive in a plain input."""
    return forms.Textarea(attrs={"rows": rows})


class ClaimForm(forms.ModelForm):
    """The editor's values of a claim as it stood at `seen_version`."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Claim
        fields = ()
        labels = {"text": "Wording"}
        field_classes = dict.fromkeys(FREE_WORDS, WordsField)
        widgets = {name: words_box() for name in FREE_WORDS} | {"text": words_box(rows=3)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen_version"] = self.instance.version

    def changes(self) -> dict[str, Any]:
        """The fields with another value than the claim had, as `review.amend` takes them."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in Claim.EDITABLE}

    def clean(self):
        values = super().clean()
        if values.get("seen_version") != self.instance.version:
            raise ValidationError(stale_message(self.instance, values.get("seen_version")))
        if {*Claim.PLACE} & {*self.changed_data}:
            self._move(values.get("start"), values.get("end"))
        return values

    def _move(self, start: int | None, end: int | None) -> None:
        """Takes quote and context from the new place, which the model's own check compares."""
        if start is None or end is None:
            self.add_error("start", "A place has a start and an end; it can be moved, not taken away.")
            return
        try:
            self.instance.place(start, end)
        except ValidationError as error:
            self.add_error("start", error.messages)
            self.cleaned_data.pop("end", None)

    def add_error(self, field, error):
        """What is wrong with a column that the form lacks, such as the quote, is wrong with the whole."""
        if field is None and hasattr(error, "error_dict"):
            for name, found in error.error_dict.items():
                super().add_error(name if name in self.fields else None, found)
        else:
            super().add_error(field, error)


def stale_message(claim: Claim, seen: int | None) -> str:
    """What happened to the claim since `seen`, as HTML; what the editor typed is still in the form."""
    happened = [f"{act.who or 'the program'}: {act.get_verb_display()}" for act in decisions_since(claim, seen)]
    happened += [f"{each.name} was “{each.then}”, is “{each.now}”" for each in differences(claim, seen)]
    return format_html(
        "This claim has changed since you opened it ({}). Nothing of yours is saved; it still stands below. "
        '<a href="{}" target="_blank">Open the claim as it is now</a> and enter it there.',
        "; ".join(happened) or f"it is at version {claim.version}",
        claim_url(claim),
    )


class NewClaimForm(forms.ModelForm):
    """A claim entered by hand. `words`, copied from the article, give it its place."""

    words = WordsField(
        label="Quote",
        required=False,
        widget=words_box(rows=3),
        help_text="the article's words, copied from it; empty for a claim without a place",
    )

    class Meta(ClaimForm.Meta):
        fields = ()

    def changes(self) -> dict[str, Any]:
        """What `review.enter` takes."""
        values = {name: value for name, value in self.cleaned_data.items() if name in Claim.EDITABLE}
        return values | ({"start": self.instance.start, "end": self.instance.end} if self.instance.has_span else {})

    def clean(self):
        values = super().clean()
        if values.get("words") and values.get("article"):
            self._place(values["words"], values["article"])
        return values

    def _place(self, words: str, article: Article) -> None:
        places = spans_of(words, article.text)
        if len(places) != 1:
            problem = f"stand in it {len(places)} times: copy more of them" if places else "are not in it"
            self.add_error("words", f"The article must have these words once; they {problem}.")
            return
        self.instance.article = article
        self.instance.place(*places[0])


class PartForm(forms.ModelForm):
    """A row under a claim. Its place follows its words; words that stand nowhere, or often, have none."""

    class Meta:
        field_classes = {"as_written": WordsField}
        widgets = {"as_written": words_box()}

    def clean(self):
        values = super().clean()
        claim = self.instance.claim
        if "as_written" in self.changed_data and claim.article_id:
            place = only_span(values.get("as_written", ""), claim.article.text, within=claim.span)
            self.instance.start, self.instance.end = place or (None, None)
        return values


class PartFormSet(LabelledFormSet):
    """All rows of one kind under a claim, in their order; `claimsdb.review` replaces them as a whole."""

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.instance.claim = self.instance
        return form

    def rows(self) -> list[Any] | None:
        """The rows as they shall be; None where nothing was changed."""
        if not self.has_changed():
            return None
        return [form.instance for form in self.initial_forms + self.extra_forms if self._stays(form)]

    def _stays(self, form: forms.ModelForm) -> bool:
        is_blank = form in self.extra_forms and not form.has_changed()
        return not (is_blank or form in self.deleted_forms)
