"""Topic, phase or an actor's role of many claims at once: chosen, previewed, and then amended in one batch, which is
undone as any other."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.response import TemplateResponse

from claimsdb import review
from claimsdb.actors import UnknownName, find_actor
from claimsdb.admin.bulk_actions import choice_of, tell
from claimsdb.admin.move_forms import NoteField
from claimsdb.choices import Phase, Role, Topic, Verb, field_choices
from claimsdb.models import SPEAKER_ROLES, Actor, Attribution, Claim, Decision
from claimsdb.review import ACTIONS, decide, entries, preview_moves, state_of

NO_TOPIC = "none"
AS_IT_IS = ("", "as it is")


class BulkEditForm(forms.Form):
    """What is to be another, of all claims; what is left out stays as it is."""

    CHOICES = {
        "topic": [AS_IT_IS, *field_choices(Topic), (NO_TOPIC, "none")],
        "phase": [AS_IT_IS, *field_choices(Phase)],
        "role": [AS_IT_IS, *field_choices(Role)],
    }

    topic = forms.ChoiceField(choices=CHOICES["topic"], required=False)
    phase = forms.ChoiceField(choices=CHOICES["phase"], required=False)
    actor = forms.CharField(required=False, label="Actor whose role is to be another, by name, code or slug")
    role = forms.ChoiceField(choices=CHOICES["role"], required=False, label="Their role")
    note = NoteField(label="Note, for editors alone")

    def clean_actor(self) -> Actor | None:
        named = self.cleaned_data["actor"]
        try:
            return find_actor(named) if named else None
        except UnknownName as error:
            raise ValidationError(error.with_nearest) from error

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "actor" in values and bool(values["actor"]) != bool(values.get("role")):
            missing = "role" if values["actor"] else "actor"
            self.add_error(missing, "An actor and the role that they are to have go together.")
        elif not self.errors and not (self.fields_changed() or values["role"]):
            raise ValidationError("Choose what is to be another.")
        return values

    def fields_changed(self) -> dict[str, str]:
        chosen = {name: self.cleaned_data[name] for name in ("topic", "phase") if self.cleaned_data.get(name)}
        return {name: "" if value == NO_TOPIC else value for name, value in chosen.items()}

    def in_words(self) -> list[str]:
        """What becomes of each claim."""
        chosen = {name: self.cleaned_data[name] for name in ("topic", "phase", "role") if self.cleaned_data[name]}
        labels = {name: dict(self.CHOICES[name])[value] for name, value in chosen.items()}
        if "role" in labels:
            labels[str(self.cleaned_data["actor"])] = labels.pop("role")
        return [f"{name}: {label}" for name, label in labels.items()]

    def left_to_their_speaker(self, claims: QuerySet[Claim]) -> QuerySet[Claim]:
        """Those that nobody but the actor says: with another role than a speaker's they would be the article's word."""
        if not self.cleaned_data["role"] or self.cleaned_data["role"] in SPEAKER_ROLES:
            return claims.none()
        speakers = Attribution.objects.filter(claim=OuterRef("pk"), role__in=SPEAKER_ROLES)
        actor = self.cleaned_data["actor"]
        return claims.filter(Exists(speakers.filter(actor=actor)), ~Exists(speakers.exclude(actor=actor)))

    def changing(self, claims: QuerySet[Claim]) -> QuerySet[Claim]:
        """Those that would be others."""
        claims = claims.exclude(pk__in=self.left_to_their_speaker(claims).values("pk"))
        parts = Attribution.objects.filter(claim=OuterRef("pk"), actor=self.cleaned_data["actor"])
        other_role = Exists(parts.exclude(role=self.cleaned_data["role"])) if self.cleaned_data["role"] else Q(pk=None)
        differs = [~Q(**{name: value}) for name, value in self.fields_changed().items()]
        return claims.filter(Q.create([*differs, Q(other_role)], connector=Q.OR))

    def amend(self, claim: Claim, **signature: Any) -> Decision | None:
        given = {"fields": self.fields_changed(), "note": self.cleaned_data["note"]}
        if self.cleaned_data["role"]:
            given["attributions"] = self._parts_of(claim)
        return review.amend(claim, **given, **signature)

    def _parts_of(self, claim: Claim) -> list[Attribution]:
        """The actor's parts of other roles become one of this role, or none where there is one."""
        actor, role = self.cleaned_data["actor"], self.cleaned_data["role"]
        parts, kept = claim.attributions.all(), []
        has_role = any(part.actor_id == actor.pk and part.role == role for part in parts)
        for part in parts:
            is_other = part.actor_id == actor.pk and part.role != role
            if is_other and has_role:
                continue
            if is_other:
                part.role, has_role = role, True
                part.hop = entries.fitting_hop(role, part.hop)
            kept.append(part)
        return kept


@admin.action(description="Change topic, phase or a role…", permissions=["review"])
def edit_chosen(modeladmin: Any, request: Any, queryset: QuerySet[Claim]) -> TemplateResponse | None:
    """Asks what is to change, then shows of which claims, then does what was seen."""
    form = BulkEditForm(request.POST if "confirmed" in request.POST else None)
    is_chosen = form.is_bound and form.is_valid()
    claims = form.changing(queryset) if is_chosen else queryset.none()
    state = state_of(claims)
    state_seen, _, chosen_before = request.POST.get("confirmed", "").partition(" ")
    is_same_choice = is_chosen and chosen_before == _chosen(form)
    if is_same_choice and state_seen == state and "again" not in request.POST:
        seen = dict(claims.values_list("pk", "version"))
        if state_of(form.changing(queryset)) == state:
            tell(request, ACTIONS[Verb.AMEND], decide(form.amend, seen, by=request.user))
            return None
    preview = preview_moves(claims, Verb.AMEND, by=request.user)
    context = {
        **modeladmin.admin_site.each_context(request),
        **choice_of(request),
        "title": "Change topic, phase or a role",
        "opts": modeladmin.opts,
        "label": "Change",
        "form": form,
        "state": f"{state} {_chosen(form)}" if is_chosen else "",
        "preview": preview,
        "is_asking": not is_chosen,
        "becomes": form.in_words() if is_chosen else [],
        "total": queryset.count(),
        "left": form.left_to_their_speaker(queryset).count() if is_chosen else 0,
        "is_changed": is_same_choice and state_seen != state,
    }
    return TemplateResponse(request, "admin/claimsdb/claim/edit.html", context)


def _chosen(form: BulkEditForm) -> str:
    """A word for what is chosen: who changes it after the preview sees another one first."""
    return repr([str(form.cleaned_data[name]) for name in ("topic", "phase", "actor", "role")])
