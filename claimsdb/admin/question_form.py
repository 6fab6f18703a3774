"""The form of a question: its scope in words, and the version that the editor has seen."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from claimsdb.actors import UnknownName, find_actor
from claimsdb.choices import QuestionStatus, ScopePart, field_choices
from claimsdb.models import Actor, Question

COLUMNS = ("slug", *Question.EDITABLE)
SCOPE = {"subjects": ScopePart.SUBJECT, "places": ScopePart.PLACE}
STATUSES = [choice for choice in field_choices(QuestionStatus) if choice[0] != QuestionStatus.MERGED]


class ActorsField(forms.CharField):
    """Actors by name, code or slug, one a line."""

    widget = forms.Textarea(attrs={"rows": 2, "cols": 40})

    def to_python(self, value: Any) -> list[Actor]:  # type: ignore[override]
        named = [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]
        return [*dict.fromkeys(map(self._actor, named))]

    def _actor(self, name: str) -> Actor:
        try:
            return find_actor(name)
        except UnknownName as error:
            raise ValidationError(str(error)) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or "").split("\n") != (data or "").replace("\r\n", "\n").strip().split("\n")


class QuestionForm(forms.ModelForm):
    """Nothing is saved by it: `claimsdb.curation.questions` does that."""

    subjects = ActorsField(required=False, help_text="whose things it asks about, or whom: a name, code or slug a line")
    places = ActorsField(required=False, help_text="where it happens: a line each")
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Question
        fields = COLUMNS

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        question = self.instance
        if question.pk:
            self.initial["seen_version"] = question.version
            for name, part in SCOPE.items():
                self.initial[name] = "\n".join(actor.slug for actor in question.actors_as(part))
        if "status" in self.fields:
            self.fields["status"].choices = STATUSES  # type: ignore[attr-defined]
        if "note" in self.fields:
            self.fields["note"].show_hidden_initial = True  # another note raises no version
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = "its address, which stays; made of the title where it is empty"
            self.fields["slug"].disabled = question.pk is not None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        seen = values.get("seen_version")
        if self.instance.pk and seen is not None and seen != self.instance.version:
            now = Question.objects.get(pk=self.instance.pk)
            raise ValidationError(
                f"Somebody has changed this question since you opened it: it is at version {now.version}, not {seen}. "
                "Nothing of yours is saved; open it anew beside this page, and decide again."
            )
        if "note" in self.changed_data and self._seen_note != self.instance.note:
            raise ValidationError(
                f"Somebody has written another note since you opened it: “{self.instance.note}”. Nothing of yours is "
                "saved; open it anew beside this page, and decide again."
            )
        return values

    @property
    def _seen_note(self) -> str:
        return self.data.get(self.add_initial_prefix("note"), "").replace("\r\n", "\n")

    def columns(self) -> dict[str, Any]:
        """What was typed anew."""
        names = {*COLUMNS} & {*self.changed_data}
        return {name: self.cleaned_data[name] for name in names if not (name == "slug" and not self.cleaned_data[name])}

    def scope(self) -> dict[ScopePart, list[Actor]]:
        return {part: self.cleaned_data[name] for name, part in SCOPE.items()}
