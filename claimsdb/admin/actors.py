"""Admin of the registry: actors with their names, codes and affiliations."""

from functools import partial

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.template.defaultfilters import pluralize
from django.urls import path

from claimsdb.actors import actor_names, find_actor
from claimsdb.admin.forms import PLAIN_INPUTS
from claimsdb.admin.labels import LabelledFormSet
from claimsdb.admin.merging import TARGETS, Merging
from claimsdb.admin.proposals import proposals
from claimsdb.admin.recorded import RecordedAdmin
from claimsdb.curation import actors, link_waiting, merge_actors, preview_of_actors
from claimsdb.db.words import name_words
from claimsdb.models import Actor, ActorCode, ActorName, Affiliation


class CodeInline(admin.TabularInline):
    model = ActorCode
    formset = LabelledFormSet
    extra = 0


class ActorForm(forms.ModelForm):
    """Names may be shared, as that of Georgia, but nobody gives one to a second actor without being told."""

    shared = forms.BooleanField(
        required=False, label="On purpose", help_text="a name or two of this actor are another's, too"
    )

    def clean_name(self):
        name = self.cleaned_data["name"]
        if "name" in self.changed_data and not self.data.get("shared"):
            check_not_taken(name, self.instance)
        return name


def check_not_taken(name, actor):
    try:
        actors.check_not_taken(name, actor=actor)
    except ValidationError as error:
        raise ValidationError(f"{error.message} Tick “On purpose” if they share it.") from error


class NameFormSet(LabelledFormSet):
    def clean(self):
        super().clean()
        for form in self.forms:
            if "text" in form.changed_data and form not in self.deleted_forms and not self.data.get("shared"):
                try:
                    check_not_taken(form.cleaned_data.get("text", ""), self.instance)
                except ValidationError as error:
                    form.add_error("text", error)


class NameInline(admin.TabularInline):
    model = ActorName
    formset = NameFormSet
    extra = 0


class AffiliationInline(admin.TabularInline):
    model = Affiliation
    formset = LabelledFormSet
    fk_name = "child"
    verbose_name_plural = "belongs to"
    autocomplete_fields = ["parent"]
    formfield_overrides = PLAIN_INPUTS
    extra = 0


@admin.register(Actor)
class ActorAdmin(Merging, RecordedAdmin):
    form = ActorForm
    rules, called = actors, "name, code or slug of the other one"
    merge, preview, find = staticmethod(merge_actors), staticmethod(preview_of_actors), staticmethod(find_actor)
    list_display = ["name", "code", "kind", "country", "names_in_text"]
    list_filter = ["kind"]
    list_per_page = 100
    search_fields = ["name", "slug", "codes__code", "names__text"]
    search_help_text = "a name, a demonym, a code such as NK"
    ordering = ["name"]
    inlines = [CodeInline, NameInline, AffiliationInline]

    def get_queryset(self, request):
        matchable = Prefetch("names", ActorName.objects.filter(matchable=True), to_attr="matchable_names")
        return super().get_queryset(request).prefetch_related("codes", matchable)

    def get_search_results(self, request, queryset, search_term):
        """Whoever has the words for a code comes first: NK is in Denmark, too."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        named = Exists(ActorCode.objects.filter(actor=OuterRef("pk"), code__iexact=search_term))
        return found.annotate(named=named).order_by("-named", *found.query.order_by), may_repeat

    def get_urls(self):
        page = self.admin_site.admin_view(partial(proposals, model_admin=self))
        return [path("proposed/", page, name="claimsdb_actor_proposals"), *super().get_urls()]

    def likely(self, actor):
        near = actor_names().nearest(name_words(actor.name), limit=TARGETS)
        return sorted(
            Actor.objects.filter(Q(name__in=near) | Q(slug__in=near)).exclude(pk=actor.pk),
            key=lambda each: near.index(each.name if each.name in near else each.slug),
        )

    def save_related(self, request, form, formsets, change):
        """With all its names there: whatever waits for the actor has it."""
        super().save_related(request, form, formsets, change)
        linked = link_waiting(form.instance, by=request.user)
        if linked.claims:
            told = f"{linked.claims} waiting claim{pluralize(linked.claims)} named it, and refer to it now."
            self.message_user(request, f"{told} {linked.left} more will, in a while." if linked.left else told)

    @admin.display(description="matched in text as")
    def names_in_text(self, actor):
        return ", ".join(name.text for name in actor.matchable_names)


@admin.register(Affiliation)
class AffiliationAdmin(RecordedAdmin):
    list_display = ["child", "kind", "parent", "started_on", "ended_on"]
    list_filter = ["kind"]
    list_select_related = ["child", "parent"]
    list_per_page = 100
    search_fields = ["child__name", "parent__name"]
    autocomplete_fields = ["child", "parent"]
    formfield_overrides = PLAIN_INPUTS
