"""The card: what the desk lets an editor change in a claim, and where each value came from."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.http import QueryDict
from django.utils.safestring import SafeString

from claimsdb.admin import machine
from claimsdb.admin.forms import TIME_ROWS, ClaimForm, judged_fields
from claimsdb.admin.move_forms import read_version
from claimsdb.admin.review.rows import (
    ActorForm,
    ActorRows,
    FigureForm,
    FigureRows,
    RowFormSet,
    actors_at_hand,
    digest_of,
)
from claimsdb.admin.word_diff import word_diff
from claimsdb.models import Claim
from claimsdb.review import entries, snapshots

JUDGED = judged_fields("stance", "phase", "hedge", "topic")  # what is most often put right comes first
TIMES = [*chain.from_iterable(TIME_ROWS)]
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CardForm(ClaimForm):
    voice_is_meant = forms.BooleanField(required=False, widget=forms.HiddenInput)  # it was chosen, not left as it was

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        for interval in Claim.INTERVALS:
            for end in ("from", "to"):  # the eye sees beside what it stands
                self.fields[f"{interval}_{end}"].widget.attrs["aria-label"] = f"{end}, {interval}"

    def changes(self) -> dict[str, Any]:
        meant = {"voice": self.cleaned_data["voice"]} if self.cleaned_data["voice_is_meant"] else {}
        return super().changes() | meant

    class Meta(ClaimForm.Meta):
        fields = ("text", *JUDGED, *TIMES, *Claim.PLACE)  # type: ignore[assignment]
        widgets = ClaimForm.Meta.widgets | {  # type: ignore[assignment]
            name: DAY for name in TIMES if not name.endswith("written")
        }


@dataclass(frozen=True, slots=True)
class Origin:
    """Who set a value, and whether it is in words that the article has not; `machine` is what the machine had found
    where an editor set another."""

    by_editor: bool
    own_words: bool = False
    machine: SafeString | str = ""


def seen_version(claim: Claim, data: QueryDict | None) -> int | None:
    """The version that whoever sent the data had before them; without any it is the present one."""
    return claim.version if data is None else read_version(data.get("seen_version", ""))


class Seen:
    """What an editor saw of a claim: `seen` is the version that they had before them."""

    claim: Claim
    seen: int | None

    @property
    def is_stale(self) -> bool:
        return self.seen != self.claim.version


class Card(Seen):
    """The forms of a claim as they are shown, or, with `data`, as an editor sent them.

    Where the claim has another version by now than they saw, what they did not touch takes the present value, and what
    they typed stays.
    """

    def __init__(self, claim: Claim, *, seen: int | None, others: Iterable[Claim] = (), data: QueryDict | None = None):
        self.claim, self.seen = claim, seen
        if data is not None and self.is_stale:
            data = self._brought_up_to_date(data)
        self.form = CardForm(data, instance=copy(claim))
        self.actors = self._rows("actors", ActorRows, self._actors(others), claim.attributions.all(), data)
        self.figures = self._rows("figures", FigureRows, self._figures(), claim.quantities.all(), data)

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.actors.is_valid(), self.figures.is_valid()])

    def changes(self) -> dict[str, Any]:
        """What `review.amend` takes; empty where nothing is changed."""
        changed: dict[str, Any] = {"fields": self.form.changes()} if self.form.changes() else {}
        is_moved = not changed.get("fields", {}).keys().isdisjoint(Claim.PLACE)
        for name, rows, kept in (
            ("attributions", self.actors, self.claim.attributions.all()),
            ("quantities", self.figures, self.claim.quantities.all()),
        ):
            if is_moved or rows.digest() != digest_of(kept):
                changed[name] = rows.rows
        return changed

    @cached_property
    def placed(self) -> Claim:
        """The claim with its quote where the fields say; where they name no place of the text, where it is."""
        placed = copy(self.claim)
        with suppress(ValidationError):
            start, end = (int(self.form.fields[name].clean(self.form[name].value()) or 0) for name in Claim.PLACE)
            if (start, end) != placed.span:
                placed.place(start, end)
        return placed

    @property
    def is_moved(self) -> bool:
        return self.placed.span != self.claim.span

    @property
    def shown(self) -> dict[str, str]:
        """By kind, the digest of the rows as the claim has them: sent back, it tells whether they were touched."""
        return {
            "actors": digest_of(self.claim.attributions.all()),
            "figures": digest_of(self.claim.quantities.all()),
        }

    @property
    def judged(self) -> list[str]:
        return [*JUDGED]

    @property
    def actors_named(self) -> list[str]:
        """To be chosen from while typing."""
        return list(dict.fromkeys(row["who"] for row in self.actors.initial or () if row["who"]))

    @cached_property
    def origins(self) -> dict[str, Origin]:
        """By field, and for `attributions` and `quantities`."""
        notes: dict[str, Any] = machine.notes(self.claim)
        if "text" in notes:
            notes["text"] = word_diff(machine.found_fields(self.claim.found or {})["text"], self.claim.text)
        notes |= {name: "; ".join(rows) or "none" for name, rows in machine.found_rows(self.claim).items()}
        names = (*self.form.fields, *Claim.ROW_LISTS)
        editors = {*self.claim.amended} if self.claim.found else set()  # else all is the editor's, as the heading says
        own = {entries.WORDS_OF[name] for name in self.claim.editors_words}
        return {name: Origin(name in editors, name in own, notes.get(name, "")) for name in names}

    def _actors(self, others: Iterable[Claim]) -> list[dict[str, Any]]:
        parts = [ActorForm.initial_of(part) for part in self.claim.attributions.all()]
        return parts + [ActorForm.initial_of(part, kept=False) for part in actors_at_hand(self.claim, others)]

    def _figures(self) -> list[dict[str, Any]]:
        return [FigureForm.initial_of(quantity) for quantity in self.claim.quantities.all()]

    def _rows(
        self, prefix: str, kind: Any, initial: list[dict[str, Any]], present: Iterable[Any], data: QueryDict | None
    ) -> RowFormSet:
        given = {"claim": self.claim, "present": list(present), "near": self.placed.span}
        options: dict[str, Any] = {"prefix": prefix, "form_kwargs": given, "initial": initial}
        if data is None:
            return kind(**options)
        sent = kind(data, **options)
        if not sent.management_form.is_valid():
            raise BadRequest(f"The form lacks its {prefix}: send all of it, as the page has it.")
        if self.is_stale and sent.is_valid() and sent.digest() == data.get(f"{prefix}-shown"):
            return kind(_as_sent(kind(**options)), **options)
        return sent

    def _brought_up_to_date(self, data: QueryDict) -> QueryDict:
        """The data with the present value in every field that the editor left as it was."""
        data = data.copy()
        data["seen_version"] = str(self.claim.version)
        seen = snapshots.version_seen(self.claim, self.seen)
        then = snapshots.claim_at(seen) if seen else None
        for name, field in CardForm().fields.items():
            if then and name in Claim.EDITABLE and not field.has_changed(getattr(then, name), data.get(name, "")):
                value = getattr(self.claim, name)
                data[name] = "" if value is None else str(value)
        return data


def _as_sent(rows: RowFormSet) -> dict[str, Any]:
    """What a browser would send of rows that nobody touched."""
    forms_shown: Sequence[Any] = [rows.management_form, *rows.forms]
    sent: Mapping[str, Any] = {field.html_name: field.value() for form in forms_shown for field in form}
    return {name: value for name, value in sent.items() if value is not None and value is not False}
