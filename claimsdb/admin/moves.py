"""The decisions that ask something of the editor, each a small form that knows how to take its move."""

from typing import ClassVar

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from claimsdb import review
from claimsdb.choices import Reason, Verb, field_choices
from claimsdb.models import Claim, Decision


def wording(error: Exception) -> str:
    """What a refusal says, for a message on the next page."""
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


class MoveForm(forms.Form):
    """A note, and the version of the claim that the editor saw."""

    verb: ClassVar[Verb]
    label: ClassVar[str]
    done: ClassVar[str]

    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def take(self, claim: Claim, *, by: User) -> Decision:
        raise NotImplementedError

    def signature(self, by: User) -> review.Signature:
        return {"by": by, "version": self.cleaned_data["seen_version"], "note": self.cleaned_data["note"]}


class ReasonForm(forms.Form):
    """Why claims are rejected; "other" needs a note."""

    reason = forms.ChoiceField(choices=[("", "choose a reason"), *field_choices(Reason)])
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}), label="Note (“other” needs one)")

    def clean(self):
        values = super().clean()
        if values.get("reason") == Reason.OTHER and not values.get("note"):
            self.add_error("note", "The reason “other” needs a note.")
        return values


class RejectForm(ReasonForm, MoveForm):
    verb, label, done = Verb.REJECT, "Reject", "Rejected"
    field_order = ("reason", "note")

    def take(self, claim: Claim, *, by: User) -> Decision:
        return review.reject(claim, reason=self.cleaned_data["reason"], **self.signature(by))


class DuplicateForm(MoveForm):
    verb, label, done = Verb.MARK_DUPLICATE, "Mark duplicate", "Marked as a duplicate"
    field_order = ("of", "note")

    of = forms.ModelChoiceField(
        Claim.objects.all(),
        to_field_name="key",
        label="Key of the claim that it repeats",
        widget=forms.TextInput(attrs={"list": "article-claims", "size": 18}),
        error_messages={"invalid_choice": "No claim has the key “%(value)s”."},
    )

    def take(self, claim: Claim, *, by: User) -> Decision:
        return review.mark_duplicate(claim, of=self.cleaned_data["of"], **self.signature(by))


class ReopenForm(MoveForm):
    verb, label, done = Verb.REOPEN, "Reopen", "Reopened"

    def take(self, claim: Claim, *, by: User) -> Decision:
        return review.reopen(claim, **self.signature(by))


FORMS = {form.verb: form for form in (RejectForm, DuplicateForm, ReopenForm)}


def open_to(user: User, claim: Claim) -> list[MoveForm]:
    """The forms of the moves that the rules allow now."""
    return [
        form(initial={"seen_version": claim.version}, auto_id=f"id_{verb}_%s")
        for verb, form in FORMS.items()
        if review.may(verb, claim, by=user)
    ]
