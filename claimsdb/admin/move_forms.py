"""Forms of review actions: what each needs by the table of `claimsdb.review.actions`, and a note."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.utils import pretty_name

from claimsdb import review
from claimsdb.choices import REASON_WITH_NOTE, Reason, Verb, field_choices
from claimsdb.models import Claim, Decision, check_note
from claimsdb.review import NOTES, Need, ReviewAction

QUOTED = re.compile(r"'(\w+)'")


def wording(error: Exception) -> str:
    """What a refusal says, for a message on the next page, where it stands beside no field."""
    if not isinstance(error, ValidationError):
        return str(error)
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(
        message if name == NON_FIELD_ERRORS else f"{pretty_name(name)}: {message}"
        for name, found in error.message_dict.items()
        for message in found
    )


def read_version(text: str) -> int | None:
    """What a hidden field has of a version; None where it is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _reason_field() -> forms.Field:
    return forms.ChoiceField(choices=[("", "choose a reason"), *field_choices(Reason)])


def _original_field() -> forms.Field:
    return forms.ModelChoiceField(
        Claim.objects.all(),
        to_field_name="key",
        label="Key of the claim that it repeats",
        widget=forms.TextInput(attrs={"list": "article-claims", "size": 18}),
        error_messages={"invalid_choice": "No claim has the key “%(value)s”."},
    )


FIELDS: dict[Need, Callable[[], forms.Field]] = {Need.REASON: _reason_field, Need.ORIGINAL: _original_field}


class NoteField(forms.CharField):
    """With the line ends of the database; browsers send others."""

    def __init__(self, *, label: str):
        widget = forms.Textarea(attrs={"rows": 2})
        super().__init__(required=False, widget=widget, validators=[check_note], label=label)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class ActionForm(forms.Form):
    """What the action needs, for one claim or for many."""

    note = NoteField(label="Note, for editors alone")
    public_note = NoteField(label="Note for readers, shown with the decision")

    def __init__(self, action: ReviewAction, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.action = action
        self.fields |= {need: FIELDS[need]() for need in action.needs}
        if Need.REASON in action.needs:
            self.fields["note"].label = f"Note, for editors alone (“{REASON_WITH_NOTE}” needs one)"
        self.order_fields([*action.needs, *NOTES])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if Need.REASON in values:
            add_refused_reason(self, values[Need.REASON], note=values.get(Need.NOTE, ""))
        return values


class MoveForm(ActionForm):
    """The action on one claim, at the version that the editor saw."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def take(self, claim: Claim, *, by: User) -> Decision | None:
        given = dict(self.cleaned_data)
        return review.take(self.action.verb, claim, by=by, version=given.pop("seen_version"), **given)


def add_refused_reason(form: forms.Form, reason: str, *, note: str) -> None:
    """Puts what review has against the reason beside the field that it is about, with the quotation marks of pages."""
    try:
        review.check_reason(reason, note=note)
    except review.Incomplete as error:
        form.add_error(error.need, QUOTED.sub(r"“\1”", str(error)))


# The claim's own form accepts and amends.
WITH_FORM = {action.verb: action for action in review.ON_CLAIM if action.verb not in (Verb.ACCEPT, Verb.AMEND)}


def open_to(user: User, claim: Claim) -> list[MoveForm]:
    """The forms of the moves that the rules allow now."""
    return [
        MoveForm(action, initial={"seen_version": claim.version}, auto_id=f"id_{verb}_%s")
        for verb, action in WITH_FORM.items()
        if review.may(verb, claim, by=user)
    ]
