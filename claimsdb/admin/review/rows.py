"""Formsets of the card: the rows of actors and of figures.

All of a row travels with the form. What an editor sends is then whole, whatever has become of the claim since.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from claimsdb.actors import UnknownName, find_actor
from claimsdb.admin.forms import FigureField, MeantField, WordsField, add_misfits, words_box
from claimsdb.admin.labels import name_field
from claimsdb.admin.vocabulary_fields import VocabularyField
from claimsdb.choices import ActorKind, AffiliationKind, Basis, Per, Qualifier, Role, Stage, field_choices
from claimsdb.models import Actor, Attribution, Claim, Quantity, Span
from claimsdb.review import entries

BY_NAME = "name"
NEW_KINDS = [(kind, f"new: {label}") for kind, label in field_choices(ActorKind)]
TOGGLES = 9  # actors that a digit puts into the claim, or takes out


def as_written_box() -> forms.Textarea:
    box = words_box()
    box.attrs["placeholder"] = "as written"
    return box


class RowForm(forms.Form):
    """One row, in the claim if it is `kept`. `written` are the words whose place is `start` to `end`."""

    model: ClassVar[type[Attribution] | type[Quantity]]
    noun: ClassVar[str]
    places: ClassVar[Mapping[str, str]] = {}  # the field that shows what is wrong with a column of another name

    kept = forms.BooleanField(required=False, initial=True)
    as_written = WordsField(label="Words", required=False, widget=as_written_box())
    written = WordsField(required=False, widget=forms.HiddenInput)
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, claim: Claim, present: Sequence[Any], near: Span | None, **options: Any):
        """`present` are the rows that the claim has, and `near` is where its quote will be."""
        super().__init__(*args, **options)
        self.claim, self.present, self.near = claim, present, near

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.is_in_the_claim and not self.errors:
            self.row = self._row(values)
        return values

    @property
    def is_offered(self) -> bool:
        """Not in the claim, and so without words whose place is to be sent along."""
        return not self.is_bound and not self.initial.get("kept")

    @property
    def is_in_the_claim(self) -> bool:
        return bool(self.cleaned_data.get("kept")) and not self.is_blank

    @property
    def is_blank(self) -> bool:
        raise NotImplementedError

    def columns(self, values: Mapping[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    @property
    def has_own_words(self) -> bool:
        """Whether the words are an editor's, and not the article's."""
        return bool(self["as_written"].value()) and self["start"].value() in (None, "")

    def _row(self, values: Mapping[str, Any]) -> Any:
        row: Any = self.model(claim=self.claim, **self.columns(values), **self._place(values))
        row.own_words = row.new_measure = row.own_figure = bool(self.data.get(MeantField.NAME))
        try:
            entries.settle_row(row, claim=self.claim, near=self.near, kept=self.present)
        except ValidationError as error:
            add_misfits(self, error, places=self.places)
        return row

    def _place(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The words' own place as long as they are the same."""
        words, place = values["as_written"], (values["start"], values["end"])
        start, end = place if words == values["written"] else (None, None)
        return {"as_written": words, "start": start, "end": end}


class ActorForm(RowForm):
    """Somebody's part. `who` is read as the API reads actors, unless it still says what `actor`, a slug, is called."""

    model = Attribution
    noun = "actor"
    places: ClassVar[Mapping[str, str]] = {"actor": "who", "name": "who"}

    role = VocabularyField(choices=field_choices(Role), initial=Role.CLAIMANT)
    who = forms.CharField(
        label="Name",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"list": "actors", "placeholder": "who"}),
    )
    actor = forms.CharField(required=False, widget=forms.HiddenInput)
    called = forms.CharField(required=False, widget=forms.HiddenInput)
    side = forms.CharField(required=False, widget=forms.HiddenInput)
    unknown = VocabularyField(
        label="Kind",
        required=False,
        choices=[("", "in the registry"), (BY_NAME, "not in it: keep the name"), *NEW_KINDS],
    )
    makes: Mapping[str, Any] | None = None  # the actor that is to be added to the registry, as `actors.enter` takes it
    hop = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    @property
    def is_blank(self) -> bool:
        return not (self.cleaned_data.get("who") or self.cleaned_data.get("as_written"))

    def columns(self, values: Mapping[str, Any]) -> dict[str, Any]:
        side = self._side(values["side"])
        actor, name = self._who(values, side)
        hop = entries.fitting_hop(values["role"], values["hop"] or 0)
        return {"role": values["role"], "actor": actor, "name": name, "side": side, "hop": hop}

    def _side(self, named: str) -> Actor | None:
        try:
            return find_actor(named) if named else None
        except UnknownName as error:
            self.add_error("side", str(error))
            return None

    def _row(self, values: Mapping[str, Any]) -> Any:
        row = super()._row(values)
        row.makes = self.makes
        return row

    def _who(self, values: Mapping[str, Any], side: Actor | None) -> tuple[Actor | None, str]:
        """The actor, or the name of somebody whom the registry lacks, which stays as it was found."""
        who, is_same = values["who"], values["who"] == values["called"]
        if is_same and not values["actor"]:
            return None, who
        try:
            return find_actor(values["actor"] if is_same else who), ""
        except UnknownName as error:
            if not error.between and values["unknown"]:
                self.makes = _new_actor(who, values["unknown"], side)
                return None, who
            advice = "" if error.between else " Choose to keep the name, or what it is, to add it to the registry."
            self.add_error("who", f"{error.with_nearest}{advice}")
            return None, who

    @staticmethod
    def initial_of(part: Attribution, *, kept: bool = True) -> dict[str, Any]:
        who = part.actor.name if part.actor else part.name
        return {
            "kept": kept, "role": part.role, "who": who, "called": who,
            "actor": part.actor.slug if part.actor else "", "side": part.side.slug if part.side else "",
            "hop": part.hop, **words_of(part),
        }  # fmt: skip


def _new_actor(name: str, kind: str, side: Actor | None) -> dict[str, Any] | None:
    if kind == BY_NAME:
        return None
    belongs = AffiliationKind.MEMBER_OF if kind == ActorKind.PERSON else AffiliationKind.PART_OF
    belongs_to = [{"parent": side, "kind": belongs, "started_on": None}] if side else []
    return {"fields": {"name": name, "kind": kind}, "belongs_to": belongs_to}


class FigureForm(RowForm):
    model = Quantity
    noun = "figure"
    places: ClassVar[Mapping[str, str]] = dict.fromkeys(Quantity.STANDS_FOR, "stands_for")

    qualifier = VocabularyField(choices=field_choices(Qualifier), initial=Qualifier.EXACT)
    low, best, high = (
        FigureField(
            required=False, max_digits=24, decimal_places=6, widget=forms.TextInput(attrs={"inputmode": "decimal"})
        )
        for _ in range(3)
    )
    measure = forms.CharField(required=False, max_length=100)
    unit = forms.CharField(required=False, max_length=30)
    basis = VocabularyField(choices=field_choices(Basis), initial=Basis.TOTAL)
    of = forms.CharField(required=False, max_length=200, widget=forms.TextInput(attrs={"list": "actors"}))
    stage = VocabularyField(required=False, choices=[("", "-"), *field_choices(Stage)])
    per = VocabularyField(required=False, choices=[("", "-"), *field_choices(Per)])
    stands_for = forms.CharField(
        required=False, max_length=30, widget=forms.TextInput(attrs={"placeholder": "key of the claim/0"})
    )

    @property
    def is_blank(self) -> bool:
        return not self.cleaned_data.get("as_written") and not any(
            self.cleaned_data.get(name) is not None for name in Quantity.BOUNDS
        )

    def columns(self, values: Mapping[str, Any]) -> dict[str, Any]:
        claim, order = self._meant(values["stands_for"])
        figure = {name: values[name] for name in Quantity.FIGURE}
        return figure | {"of": self._of(values["of"]), "stands_for_claim": claim, "stands_for_order": order}

    def _of(self, name: str) -> Actor | None:
        try:
            return find_actor(name) if name else None
        except UnknownName as error:
            self.add_error("of", error.with_nearest)
            return None

    def _meant(self, named: str) -> tuple[Claim | None, int | None]:
        """The claim of the figure for which it stands, and the place of that among its figures."""
        key, _, order = named.partition("/")
        claim = Claim.objects.filter(key=key.strip()).first() if named else None
        if not named:
            return None, None
        if claim is None or not re.fullmatch("[0-9]{1,4}", order.strip()):
            self.add_error("stands_for", "Write the key of a claim, a slash and the place of its figure: k…/0.")
            return None, None
        return claim, int(order)

    @staticmethod
    def initial_of(quantity: Quantity) -> dict[str, Any]:
        meant = quantity.stands_for_claim
        return {
            "kept": True,
            **{name: getattr(quantity, name) for name in Quantity.FIGURE},
            "of": quantity.of.code if quantity.of else "",
            "stands_for": f"{meant.key}/{quantity.stands_for_order}" if meant else "",
            **words_of(quantity),
        }


def words_of(row: Attribution | Quantity) -> dict[str, Any]:
    return {"as_written": row.as_written, "written": row.as_written, "start": row.start, "end": row.end}


class RowFormSet(forms.BaseFormSet):
    """All rows of a kind, and an empty one to add another."""

    @property
    def inside(self) -> list[Any]:
        """Those that the claim has."""
        return [form for form in self.forms[:-1] if form.initial.get("kept", True)]

    @property
    def at_hand(self) -> list[Any]:
        """Those that it might have."""
        return [form for form in self.forms[:-1] if not form.initial.get("kept", True)]

    @property
    def blank(self) -> Any:
        return self.forms[-1]

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if index is not None and index >= self.initial_form_count() and "side" in form.fields:
            form.fields["side"].widget = forms.TextInput(
                attrs={"list": "actors", "placeholder": "speaks for, belongs to"}
            )
        _name_fields(form, (index or 0) + 1)
        form.digit = index + 1 if index is not None and index < TOGGLES else None

    def clean(self) -> None:
        """Who or what is there twice is told beside its row."""
        if any(form.errors for form in self.forms):
            return
        inside, present = [form for form in self.forms if form.is_in_the_claim], self.form_kwargs["present"]
        for number, column, fault in entries.repeated(self.rows, present):
            add_misfits(inside[number], ValidationError({column: fault}), places=inside[number].places)

    @property
    def rows(self) -> list[Any]:
        """Those that the claim shall have; of a valid form."""
        return [form.row for form in self.forms if form.is_in_the_claim]

    def digest(self) -> str:
        return digest_of(self.rows)


def _name_fields(form: Any, number: int) -> None:
    """Says to a screen reader of which row each field is; the box that puts it into the claim has a label."""
    called = form.initial.get("who") or form.initial.get("as_written") or ""
    for name, field in form.fields.items():
        if name != "kept":
            name_field(field, form[name].label, of=called, row=f"{form.noun} {number}")


def digest_of(rows: Iterable[Attribution | Quantity]) -> str:
    """Equal for rows that say the same."""
    said = [[_plain(field.value_from_object(row)) for field in row.said()] for row in rows]
    return blake2b(repr(said).encode(), digest_size=8).hexdigest()


def _plain(value: Any) -> str:
    return f"{value.normalize():f}" if hasattr(value, "normalize") else "" if value is None else str(value)


ActorRows = forms.formset_factory(ActorForm, formset=RowFormSet, extra=1)
FigureRows = forms.formset_factory(FigureForm, formset=RowFormSet, extra=1)


def actors_at_hand(claim: Claim, others: Iterable[Claim]) -> list[Attribution]:
    """Whoever else has a part in the article's claims, those with most parts first, in the role that they mostly have;
    as many as there are digits left."""
    present = {part.actor_id for part in claim.attributions.all()}
    by_actor: dict[Actor, Counter[str]] = defaultdict(Counter)
    for part in (part for other in others for part in other.attributions.all()):
        if part.actor and part.actor_id not in present:
            by_actor[part.actor][part.role] += 1
    ranked = sorted(by_actor.items(), key=lambda found: (-found[1].total(), found[0].name))
    places = max(0, TOGGLES - len(claim.attributions.all()))
    return [Attribution(actor=actor, role=roles.most_common(1)[0][0]) for actor, roles in ranked[:places]]
