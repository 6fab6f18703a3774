"""Admin of answers and relations: lists and pages for reading, and the verbs of `claimsdb.questions.links`."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from claimsdb.admin.bulk_actions import counted, some
from claimsdb.admin.marking import claim_url
from claimsdb.admin.move_forms import wording
from claimsdb.admin.moving import REFUSALS, Move, MovedAdmin, note_in
from claimsdb.choices import LinkVerb
from claimsdb.models import Answer, Claim, Relation
from claimsdb.questions import links
from claimsdb.questions.actions import LINK_ACTIONS, LinkAction

ON_PAGE = [LINK_ACTIONS[verb] for verb in (LinkVerb.CONFIRM, LinkVerb.REJECT, LinkVerb.REOPEN)]
IN_BULK = [LINK_ACTIONS[verb] for verb in (LinkVerb.CONFIRM, LinkVerb.REJECT)]


def state_badge(link: Answer | Relation) -> SafeString:
    return format_html('<span class="badge link-{}">{}</span>', link.state, link.get_state_display())


def claim_link(claim: Claim) -> SafeString:
    return format_html('<a href="{}">{}</a>', claim_url(claim), Truncator(claim.text).chars(110))


def bulk_action(action: LinkAction) -> Callable[..., Any]:
    """The admin's action by which many links are decided, each for itself: those that it cannot move are named."""

    @admin.action(description=action.label, permissions=["review"])
    def chosen(modeladmin, request, queryset):
        done, refused = 0, []
        for link in queryset:
            try:
                links.take(action.verb, link, by=request.user, version=link.version)
                done += 1
            except REFUSALS as error:
                refused.append(wording(error))
        noun = modeladmin.opts.verbose_name
        if done:
            messages.success(request, f"{action.done} {counted(done, noun)}.")
        if refused:
            messages.warning(request, f"Left {counted(len(refused), noun)}: {some(refused)}")

    chosen.__name__ = f"{action.verb}_chosen"
    return chosen


def move_by(action: LinkAction) -> Move:
    def move(link: Any, typed: Mapping[str, str], seen: Mapping[str, Any]) -> str:
        links.take(action.verb, link, **seen, note=note_in(typed))
        return f"{action.done}."

    return move


class LinkAdmin(MovedAdmin):
    moves = {action.verb: move_by(action) for action in ON_PAGE}
    change_form_template = "admin/claimsdb/link/change_form.html"
    actions = [bulk_action(action) for action in IN_BULK]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context |= {
                "moves": [each for each in ON_PAGE if links.may(each.verb, obj, by=request.user)],
                "move_url": self.move_url(obj.pk),
                "decisions": obj.decisions.select_related("who"),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description="state", ordering="state")
    def state_badge(self, link):
        return state_badge(link)

    @admin.display(description="why")
    def why(self, link):
        return link.in_words or "-"

    @admin.display(description="rule", ordering="rule")
    def by_rule(self, link):
        return link.rule.replace("_", " ") or "an editor"


@admin.register(Answer)
class AnswerAdmin(LinkAdmin):
    list_display = ["state_badge", "to_question", "by_claim", "said", "part", "by_rule", "updated_at"]
    list_display_links = ["state_badge"]
    list_filter = ["state", "rule", "part", ("question", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["question", "claim"]
    search_fields = ["=claim__key", "question__slug", "question__title"]
    search_help_text = "a claim's key, or a question"
    ordering = ["-pk"]
    fields = [
        "to_question", "by_claim", "said", "part", "state_badge", "why", "by_rule", "rule_version", "version",
        "created_at", "updated_at",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).defer("claim__found").prefetch_related("claim__quantities")

    @admin.display(description="question", ordering="question__slug")
    def to_question(self, answer):
        page = reverse("admin:claimsdb_question_change", args=[answer.question_id])
        return format_html('<a href="{}">{}</a>', page, answer.question)

    @admin.display(description="claim")
    def by_claim(self, answer):
        return claim_link(answer.claim)

    @admin.display(description="says")
    def said(self, answer):
        return answer.said or "-"


@admin.register(Relation)
class RelationAdmin(LinkAdmin):
    change_list_template = "admin/claimsdb/link/relations.html"
    list_display = ["state_badge", "first", "kind", "second", "about", "strength", "by_rule", "updated_at"]
    list_display_links = ["state_badge"]
    list_filter = ["state", "kind", "rule", "strength", "about", ("question", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["a", "b"]
    search_fields = ["=a__key", "=b__key"]
    search_help_text = "a claim's key"
    ordering = ["-pk"]
    fields = [
        "first", "kind", "second", "about", "strength", "question", "state_badge", "why", "by_rule", "rule_version",
        "version", "created_at", "updated_at",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).defer("a__found", "b__found")

    @admin.display(description="first claim")
    def first(self, relation):
        return claim_link(relation.a)

    @admin.display(description="second claim")
    def second(self, relation):
        return claim_link(relation.b)
