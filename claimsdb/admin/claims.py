"""Admin of claims: the page of one is the card beside the article. Every change is asked of `claimsdb.review`."""

from contextlib import suppress
from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import flatten
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.views.decorators.http import require_POST, require_safe

from claimsdb import review
from claimsdb.admin import machine, move_forms
from claimsdb.admin.bulk_actions import IN_BULK, bulk_action
from claimsdb.admin.bulk_edit import edit_chosen
from claimsdb.admin.claim_exports import LABELS, export
from claimsdb.admin.claim_history import ClaimHistory
from claimsdb.admin.differences import decisions_told
from claimsdb.admin.forms import PLAIN_INPUTS, TIME_ROWS, ClaimForm, NewClaimForm, in_rows_of_three, judged_fields
from claimsdb.admin.inlines import AttributionInline, BareSelects, QuantityInline, may_amend
from claimsdb.admin.listing import ClaimColumns
from claimsdb.admin.marking import claim_url, marked_text
from claimsdb.choices import Verb
from claimsdb.exchange import FORMATS
from claimsdb.http import exports
from claimsdb.models import Article, Claim, sees_all_claims
from claimsdb.review import ACTIONS, leases, queue_orders

JUDGED_ROWS = in_rows_of_three(judged_fields("stance", "phase", "topic", "voice", "quotation", "hedge"))
RECORD = [
    ("key", "version", "duplicate_of"),
    ("extractor", "extractor_version", "rule", "confidence"),
    ("entered_by", "created_at", "updated_at", "decided_at"),
]
ON_PURPOSE = (None, {"fields": ["meant"]})
CARD = [
    (None, {"fields": ["quote", "text", *JUDGED_ROWS]}),
    ("When, and where in the text", {"fields": [*TIME_ROWS, Claim.PLACE], "classes": ["collapse"]}),
    ("Record", {"fields": RECORD, "classes": ["collapse"]}),
]
ENTRY = [
    (None, {"fields": ["article", "words", "text", *JUDGED_ROWS]}),
    ("When", {"fields": TIME_ROWS, "classes": ["collapse"]}),
    ON_PURPOSE,
]


@admin.register(Claim)
class ClaimAdmin(BareSelects, ClaimColumns, ClaimHistory, admin.ModelAdmin):
    inlines = [AttributionInline, QuantityInline]
    formfield_overrides = PLAIN_INPUTS
    autocomplete_fields = ["article"]
    actions = [*(bulk_action(action) for action in IN_BULK), edit_chosen]

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return ENTRY
        return [*CARD, ON_PURPOSE] if may_amend(request, obj) else CARD

    def get_readonly_fields(self, request, obj=None):
        return ["quote", *flatten(RECORD)] if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            return super().get_form(request, obj, change=change, form=NewClaimForm, **kwargs)
        helps = {"quote": "", "text": "", **machine.notes(obj)}
        form = super().get_form(request, obj, change=change, form=ClaimForm, help_texts=helps, **kwargs)
        form.editor = request.user
        return form

    def get_changeform_initial_data(self, request):
        article = _asked_article(request)
        return {"article": article.pk} if article else {}

    def response_action(self, request, queryset):
        """Django asks the database for whatever is sent as a ticked claim."""
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if strange := next((each for each in ticked if not each.isdecimal()), None):
            raise BadRequest(f"{strange!r:.40} is the number of no claim.")
        return super().response_action(request, queryset)

    # --- who may -----------------------------------------------------------------------------------------------

    def has_review_permission(self, request):
        return request.user.has_perm(review.REVIEW_PERMISSION)

    def has_add_permission(self, request):
        return self.has_review_permission(request)

    def has_change_permission(self, request, obj=None):
        return may_amend(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Claims are rejected, not deleted."""
        return False

    # --- saving ------------------------------------------------------------------------------------------------

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Two editors may save in the same moment: the later one gets the form back, which then says what happened."""
        view = partial(super().changeform_view, request, object_id, form_url, extra_context)
        try:
            with suppress(review.Stale):
                return view()
            return view()
        except (review.ReviewError, ValidationError) as error:
            return self._refused(request, request.get_full_path(), move_forms.wording(error))

    def save_model(self, request, obj, form, change):
        """Nothing yet: fields and rows go to review together, in `save_related`."""

    def save_related(self, request, form, formsets, change):
        rows = {formset.prefix: formset.rows() for formset in formsets}
        (self._amend if change else self._enter)(request, form, rows)
        if "_accept" in request.POST:
            review.accept(form.instance, by=request.user, version=form.instance.version)

    def _amend(self, request, form, rows):
        changes = {"fields": form.changes() or None, **rows}
        if any(change is not None for change in changes.values()):
            review.amend(form.instance, by=request.user, version=form.cleaned_data["seen_version"], **changes)

    def _enter(self, request, form, rows):
        parts = {name: each or () for name, each in rows.items()}
        claim = review.enter(form.instance.article, by=request.user, fields=form.changes(), **parts)
        form.instance.pk = claim.pk
        form.instance.refresh_from_db()

    def construct_change_message(self, request, form, formsets, add=False):
        taken = form.instance.decisions.filter(version__gt=form.cleaned_data.get("seen_version", 0))
        return ", ".join(decision.get_verb_display() for decision in taken)

    def response_add(self, request, obj, post_url_continue=None):
        self.message_user(request, f"{ACTIONS[Verb.ENTER].done}.", messages.SUCCESS)
        return self._to(request, claim_url(obj))

    def response_change(self, request, obj):
        if "_accept" in request.POST:
            return self._go_on(request, obj, ACTIONS[Verb.ACCEPT])
        is_changed = str(obj.version) != request.POST.get("seen_version")
        self.message_user(
            request, f"{ACTIONS[Verb.AMEND].done}." if is_changed else "Nothing was changed.", messages.SUCCESS
        )
        return self._to(request, claim_url(obj))

    # --- moves -------------------------------------------------------------------------------------------------

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.move_view))
        own = [
            path(f"<int:pk>/{verb}/", view, {"action": action}, name=f"claimsdb_claim_{verb}")
            for verb, action in move_forms.WITH_FORM.items()
        ]
        as_file = exports.export(self.admin_site.admin_view(require_safe(self.export_view)))
        own.append(path("export/", as_file, name="claimsdb_claim_export"))
        return own + super().get_urls()

    def export_view(self, request):
        """For who sees all claims, as who sees the list does."""
        if not sees_all_claims(request.user):
            raise PermissionDenied
        return export(request)

    def changelist_view(self, request, extra_context=None):
        formats = [(each.name, LABELS.get(each.name, each.name)) for each in FORMATS]
        return super().changelist_view(request, {**(extra_context or {}), "formats": formats})

    def move_view(self, request, pk, action):
        """Takes one of the actions that have a form, and goes on to the next claim."""
        if not self.has_review_permission(request):
            raise PermissionDenied
        claim = get_object_or_404(Claim, pk=pk)
        form = move_forms.MoveForm(action, request.POST)
        if not form.is_valid():
            problems = [f"{form[name].label}: {' '.join(errors)}" for name, errors in form.errors.items()]
            return self._refused(request, claim_url(claim), " ".join(problems))
        if held := leases.objection(claim, user=request.user):
            return self._refused(request, claim_url(claim), held)
        try:
            form.take(claim, by=request.user)
        except (review.ReviewError, ValidationError) as error:
            return self._refused(request, claim_url(claim), move_forms.wording(error))
        self.log_change(request, claim, action.verb)
        return self._go_on(request, claim, action)

    def _go_on(self, request, claim, action):
        """To the next waiting claim of the article, with the way back; to the list when none waits."""
        following = self._next(request, claim) if action.moves_on else claim
        end = "" if following else " No claim of this article waits any more."
        link = format_html('<a href="{}">{}</a>', claim_url(claim), Truncator(claim.text).chars(80))
        self.message_user(request, format_html("{}: {}{}", action.done, link, end), messages.SUCCESS)
        return self._to(request, claim_url(following) if following else reverse("admin:claimsdb_claim_changelist"))

    def _next(self, request, claim):
        waiting = Claim.objects.waiting().filter(article=claim.article_id)
        return queue_orders.upcoming(waiting, queue_orders.OrderName.READING, user=request.user, after=claim)

    def _refused(self, request, url, problem):
        self.message_user(request, problem, messages.ERROR)
        return HttpResponseRedirect(url)

    def _to(self, request, url):
        filters = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return HttpResponseRedirect(add_preserved_filters(filters, url))

    # --- showing -----------------------------------------------------------------------------------------------

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        article = obj.article if obj else _asked_article(request)
        context |= {"subtitle": None, "article": article, "actions": ACTIONS}
        if article:
            claims = list(article.claims.defer("found"))
            context |= {"claims": claims, "article_text": marked_text(article.text, claims, active=obj)}
        if obj:
            context |= self._card(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _card(self, request, claim):
        return {
            "moves": move_forms.open_to(request.user, claim),
            "may_accept": review.may(Verb.ACCEPT, claim, by=request.user),
            "found_rows": machine.found_rows(claim),
            "decisions": decisions_told(claim),
            "held_by": leases.held_by_another(claim, user=request.user) if may_amend(request, claim) else None,
        }


def _asked_article(request: HttpRequest) -> Article | None:
    """The article beside the empty form, when the address names one."""
    pk = request.GET.get("article", "")
    return Article.objects.filter(pk=pk).first() if pk.isascii() and pk.isdecimal() else None
