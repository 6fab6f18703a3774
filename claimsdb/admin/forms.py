"""The claim's form and its rows: what an editor may type, checked before `claimsdb.review` is asked."""

from collections.abc import Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html

from claimsdb.admin.differences import decisions_since, differences
from claimsdb.admin.labels import LabelledFormSet
from claimsdb.admin.marking import claim_url
from claimsdb.filters import read_number
from claimsdb.models import Article, Claim
from claimsdb.review import entries, leases

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


class MeantField(forms.BooleanField):
    """Says that words which the article has not, or a measure that nobody knows, are meant: for all of the form."""

    NAME = "meant"
    advice = " Tick “On purpose” if it is meant."

    def __init__(self) -> None:
        super().__init__(
            required=False,
            label="On purpose",
            help_text="words that the article has not are mine; a measure or unit that nobody knows yet is new; a "
            "figure is another than its words say, none, or stands elsewhere",
        )


def add_misfits(form: Any, error: ValidationError, *, places: Mapping[str, str] | None = None) -> None:
    """Shows what `review.entries` finds wrong beside the fields: those of the columns' names, or those in `places`."""
    for column, faults in error.error_dict.items():
        name = (places or {}).get(column, column)
        messages = [
            message + (MeantField.advice if fault.code in entries.MEANT else "")
            for fault in faults
            for message in fault.messages
        ]
        forms.BaseForm.add_error(form, name if name in form.fields else None, messages)


class FigureField(forms.DecimalField):
    """A figure, read as the API reads numbers or as articles print them, and shown without the noughts that the column
    adds."""

    def to_python(self, value):
        if value in self.empty_values:
            return None
        written = " ".join(str(value).split())
        is_printed = written.isascii() and not all(each in "+-.0123456789" for each in written)
        read = entries.read_figure(written) if is_printed else None
        return read_number(written if read is None else read)

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
    """The editor's values of a claim as it stood at `seen_version`; the admin says which `editor`."""

    editor: User | None = None
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    meant = MeantField()

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
        values = {name: self.cleaned_data[name] for name in self.changed_data if name in Claim.EDITABLE}
        return values | (own_words(self) if values else {})

    def clean(self):
        values = super().clean()
        if values.get("seen_version") != self.instance.version:
            raise ValidationError(stale_message(self.instance, values.get("seen_version")))
        if self.editor and (held := leases.objection(self.instance, user=self.editor)):
            raise ValidationError(f"{held} Nothing of yours is saved; it still stands below.")
        if not self.errors:
            place = tuple(values.get(name) for name in Claim.PLACE)
            settle(self, near=place if None not in place else None)
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


def own_words(form: forms.ModelForm) -> dict[str, Any]:
    """As `review.amend` takes it: which words may be the editor's own."""
    return {"editors_words": [*entries.WORDS_OF]} if form.cleaned_data.get(MeantField.NAME) else {}


def settle(form: Any, *, near: Any) -> None:
    """Puts the article's own writing into the cleaned data; what does not fit stands beside its field."""
    try:
        form.cleaned_data |= entries.settle_fields(form.instance, form.changes(), near=near)
    except ValidationError as error:
        add_misfits(form, error)


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
    meant = MeantField()

    class Meta(ClaimForm.Meta):
        fields = ()

    def changes(self) -> dict[str, Any]:
        """What `review.enter` takes."""
        values = {name: value for name, value in self.cleaned_data.items() if name in Claim.EDITABLE}
        place = {"start": self.instance.start, "end": self.instance.end} if self.instance.has_span else {}
        return values | place | own_words(self)

    def clean(self):
        values = super().clean()
        if values.get("words") and values.get("article"):
            self._place(values["words"], values["article"])
        if values.get("article") and not self.errors:
            self.instance.article = values["article"]
            settle(self, near=self.instance.span)
        return values

    def _place(self, words: str, article: Article) -> None:
        try:
            place = entries.only_place_of(words, article.text)
        except ValidationError as error:
            self.add_error("words", error.messages)
            return
        self.instance.article = article
        self.instance.place(*place)


class PartForm(forms.ModelForm):
    """A row under a claim, of which `kept` are those that it has. Its place follows its words."""

    kept: Sequence[Any] = ()
    stored: Claim | None = None  # the claim as it is, wherever its quote is moved

    class Meta:
        field_classes = {"as_written": WordsField}
        widgets = {"as_written": words_box()}

    def _post_clean(self):
        """When the row has its values: what does not fit, and its place."""
        if "as_written" in self.changed_data:
            self.instance.start = self.instance.end = None
        super()._post_clean()
        row, claim = self.instance, self.instance.claim
        if self.errors or not claim.article_id:
            return
        row.own_words = row.new_measure = row.own_figure = bool(self.data.get(MeantField.NAME))
        try:
            entries.settle_row(row, claim=self.stored or claim, near=claim.span, kept=self.kept)
        except ValidationError as error:
            add_misfits(self, error)


class PartFormSet(LabelledFormSet):
    """All rows of one kind under a claim, in their order; `claimsdb.review` replaces them as a whole."""

    def called(self, form: forms.ModelForm) -> str:
        return getattr(form.instance, "who", "") or getattr(form.instance, "as_written", "")

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.instance.claim = self.instance
        form.kept, form.stored = self.kept, self.stored
        return form

    @cached_property
    def kept(self) -> list[Any]:
        """The rows as they are, whatever is typed."""
        return [copy(row) for row in self.get_queryset()]

    @cached_property
    def stored(self) -> Claim | None:
        """The claim as it is, whatever is typed; None for rows of anything else."""
        if not self.is_bound or not isinstance(self.instance, Claim):
            return None
        return Claim.objects.select_related("article").filter(pk=self.instance.pk).first()

    def clean(self) -> None:
        """What is wrong with the list, told before it is asked for."""
        super().clean()
        rows = None if any(self.errors) else self.rows()
        if rows is None:
            return
        if faults := self.faults_of(rows):
            raise ValidationError(faults)

    def faults_of(self, rows: list[Any]) -> list[ValidationError]:
        return [fault for _, _, fault in entries.repeated(rows, self.kept)]

    def rows(self) -> list[Any] | None:
        """The rows as they shall be; None where nothing was changed, and the quote stays over them."""
        is_moved = self.stored is not None and self.stored.span != self.instance.span
        if not (is_moved or self.has_changed()):
            return None
        return [form.instance for form in self.initial_forms + self.extra_forms if self._stays(form)]

    def _stays(self, form: forms.ModelForm) -> bool:
        is_blank = form in self.extra_forms and not form.has_changed()
        return not (is_blank or form in self.deleted_forms)
