"""Admin of webhooks: entered, tried, switched off and on; and of their messages, which are only read and sent again.

For whoever has the permission to manage webhooks, and nobody else: an address may hold a token of its receiver's.
"""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Model, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_POST

from claimsdb.choices import Followed, Happening, Message
from claimsdb.http.outgoing import Refused
from claimsdb.models import EVENTS, Delivery, DeliveryAttempt, Webhook
from claimsdb.webhooks import delivering, entering
from claimsdb.webhooks.sending import words_of
from claimsdb.webhooks.signing import secrets_of

MANAGE = "claimsdb.manage_webhook"
NEW_SECRETS = "webhooks_with_new_secrets"
"""In a session: of which webhooks it is to be shown the secret, by their ids; the tag of each, and no secret."""

BY_KIND = [(f"{kind}s", [(f"{kind}.{what}", what) for what in Happening]) for kind in Followed]


class ForManagers:
    """Of the admin of what only those see who manage webhooks."""

    model: type[Model]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MANAGE)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(MANAGE)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission

    def _found(self, request: HttpRequest, pk: int) -> Any:
        """The row, for whoever may see it: to anybody else it is not told either whether there is one."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.model, pk=pk)


class OnlyRead(ForManagers):
    """Of what nobody enters, changes or deletes."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission


class WebhookForm(forms.ModelForm):
    events = forms.MultipleChoiceField(
        choices=BY_KIND,
        initial=[f"{Followed.CLAIM}.{Happening.CHANGED}", f"{Followed.CLAIM}.{Happening.GONE}"],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "events"}),
        label="Is told of",
        help_text="changed: new to readers, or says something else. gone: readers see it no more. unmatched: changed,"
        " and not among what the filters ask for, be it no more or never.",
    )

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Webhook
        fields = ["name", "address", "events", "filters"]
        widgets = {
            "address": forms.TextInput(attrs={"class": "vLargeTextField", "inputmode": "url", "spellcheck": "false"}),
            "filters": forms.TextInput(attrs={"class": "vLargeTextField", "spellcheck": "false"}),
        }

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["seen"] = entering.tag_of(self.instance, *entering.ENTERED)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.instance.pk:
            now = Webhook.objects.select_for_update().get(pk=self.instance.pk)
            if values.get("seen") != entering.tag_of(now, *entering.ENTERED):
                raise ValidationError(
                    "Somebody has changed this webhook since you opened it. Nothing of yours is saved; open it anew "
                    "beside this page, and decide again."
                )
        return values

    def clean_events(self) -> list[str]:
        """In the order of the list, however they came."""
        return [event for event in EVENTS if event in self.cleaned_data["events"]]

    def clean_address(self) -> str:
        """What it says is looked at before the constraints, which do not know what the settings allow."""
        try:
            entering.door().read(self.cleaned_data["address"])
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return self.cleaned_data["address"]

    def clean_filters(self) -> str:
        return self.cleaned_data["filters"].strip().removeprefix("?")

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            try:
                entering.check(self.instance)
            except ValidationError as error:
                self.add_error(None, error)


@admin.register(Webhook)
class WebhookAdmin(ForManagers, admin.ModelAdmin):
    form = WebhookForm
    list_display = ["name", "told_of", "filters", "state", "last_delivered"]
    search_fields = ["name", "address"]
    list_per_page = 100
    show_full_result_count = False
    change_form_template = "admin/claimsdb/webhook/change_form.html"

    def get_queryset(self, request):
        """With when anything has arrived last, and since when the next one does not."""
        of_it = Delivery.objects.filter(webhook=OuterRef("pk")).order_by()
        last = of_it.values("webhook").annotate(last=Max("delivered_at")).values("last")
        failing = of_it.waiting().of_changes().exclude(tried_since=None)
        columns = {name: Subquery(failing.values(name)[:1]) for name in ("tried_since", "next_try_at")}
        return super().get_queryset(request).annotate(last_delivered_at=Subquery(last), **columns)

    def get_deleted_objects(self, objs, request):
        """Its messages go with it, however many."""
        return [str(each) for each in objs], {"webhooks, with their messages": len(objs)}, set(), []

    def get_urls(self):
        deed = self.admin_site.admin_view(require_POST(self.deed_view))
        secret = self.admin_site.admin_view(require_GET(self.secret_view))
        return [
            path("<int:pk>/deed/", deed, name="claimsdb_webhook_deed"),
            path("<int:pk>/secret/", secret, name="claimsdb_webhook_secret"),
            *super().get_urls(),
        ]

    def changeform_view(self, request, *args, **options):
        with transaction.atomic():
            if request.method == "POST":  # a form that is sent twice: the second waits, and finds what the first made
                get_user_model().objects.select_for_update().get(pk=request.user.pk)
            return super().changeform_view(request, *args, **options)

    def add_view(self, request, form_url="", extra_context=None):
        one_button = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, {**(extra_context or {}), **one_button})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context |= {"state": self.state(obj), "is_late": delivering.is_late(obj, at=timezone.now())}
            context |= {"secret_seen": entering.tag_of(obj, *entering.SECRET)}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, webhook, form, change):
        if change:
            entering.change(webhook, form.changed_data, at=timezone.now())
        else:
            entering.start(webhook)

    def response_add(self, request, webhook, post_url_continue=None):
        return self._to_new_secret(request, webhook)

    def _to_new_secret(self, request: HttpRequest, webhook: Webhook) -> HttpResponse:
        """To a page of its own, which can be loaded again without making another."""
        made = request.session.get(NEW_SECRETS, {})
        request.session[NEW_SECRETS] = {**made, str(webhook.pk): entering.tag_of(webhook, *entering.SECRET)}
        return HttpResponseRedirect(reverse("admin:claimsdb_webhook_secret", args=[webhook.pk]))

    def secret_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The secret, this once, to whoever has just made it: it is in no message, no session and no cache."""
        webhook = self._found(request, pk)
        made = dict(request.session.get(NEW_SECRETS, {}))
        made_here = made.pop(str(pk), None)
        if made_here != entering.tag_of(webhook, *entering.SECRET):
            self.message_user(
                request, "A secret is shown once, to who made it. A lost one is rolled.", messages.WARNING
            )
            return HttpResponseRedirect(reverse("admin:claimsdb_webhook_change", args=[pk]))
        request.session[NEW_SECRETS] = made
        secret, *_ = secrets_of(webhook, at=timezone.now())
        context = {**self.admin_site.each_context(request), "title": "A new secret", "opts": self.opts}
        context |= {"webhook": webhook, "secret": secret}
        page = TemplateResponse(request, "admin/claimsdb/webhook/shown_once.html", context)
        page["Cache-Control"] = "no-store"
        return page

    def deed_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A POST of a button: `deed` is ping, off, on or roll."""
        webhook = self._found(request, pk)
        at = timezone.now()
        match request.POST.get("deed"):
            case "ping":
                page = _page_of(entering.ping(webhook, at=at))
                return self._done(request, webhook, "Pinged.", format_html('<a href="{}">A ping</a> goes out.', page))
            case "off":
                entering.switch_off(webhook, f"Switched off by {request.user.get_username()}.", at=at)
                said = "Off. What changes meanwhile it is told when it is on again."
                return self._done(request, webhook, "Switched off.", said)
            case "on":
                entering.switch_on(webhook, at=at)
                return self._done(request, webhook, "Switched on.", "On. It goes on where it was.")
            case "roll":
                return self._roll(request, webhook, at=at)
        return HttpResponseBadRequest("deed is one of ping, off, on, roll.")

    def _roll(self, request: HttpRequest, webhook: Webhook, *, at: datetime) -> HttpResponse:
        """`seen` is the tag of the secret that was to be rolled: a button that is pressed twice rolls once."""
        is_seen = request.POST.get("seen") == entering.tag_of(webhook, *entering.SECRET)
        if is_seen and entering.roll(webhook, at=at):
            self.log_change(request, webhook, "A new secret.")
            return self._to_new_secret(request, webhook)
        return HttpResponseRedirect(reverse("admin:claimsdb_webhook_secret", args=[webhook.pk]))

    def _done(self, request: HttpRequest, webhook: Webhook, logged: str, said: str) -> HttpResponse:
        self.log_change(request, webhook, logged)
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:claimsdb_webhook_change", args=[webhook.pk]))

    @admin.display(description="is told of")
    def told_of(self, webhook):
        return ", ".join(webhook.events)

    @admin.display(description="state")
    def state(self, webhook):
        """On, off with the reason, or since when nothing arrives."""
        if webhook.off_at:
            return f"off since {_moment(webhook.off_at)}: {webhook.off_why}"
        if webhook.tried_since:
            return f"fails since {_moment(webhook.tried_since)}; again at {_moment(webhook.next_try_at)}"
        return "on"

    @admin.display(description="last delivered", ordering="last_delivered_at")
    def last_delivered(self, webhook):
        return webhook.last_delivered_at and _moment(webhook.last_delivered_at)


class StateListFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("waiting", "Waiting"), ("failed", "Failed"), ("delivered", "Delivered")]

    def queryset(self, request, deliveries):
        match self.value():
            case "waiting":
                return deliveries.waiting()
            case "failed":
                return deliveries.filter(delivered_at=None, tries__gt=0)
            case "delivered":
                return deliveries.exclude(delivered_at=None)
        return deliveries


class AttemptInline(OnlyRead, admin.TabularInline):
    model = DeliveryAttempt
    fields = ["answer", "milliseconds"]
    readonly_fields = ["answer", "milliseconds"]  # beside when it was, by which a try is named
    verbose_name_plural = "tries"
    extra = 0

    @admin.display(description="answer")
    def answer(self, attempt):
        return _answer(attempt)


@admin.register(Delivery)
class DeliveryAdmin(OnlyRead, admin.ModelAdmin):
    list_display = ["message_id", "webhook", "message", "changes", "tries", "state", "answer", "created"]
    list_filter = [StateListFilter, "message", "webhook"]
    list_select_related = ["webhook"]
    list_per_page = 50
    search_fields = ["=message_id", "body"]
    search_help_text = "the whole id of a message, or the key of what it tells of"
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["message_id", ("webhook", "message", "changes"), "created"]}),
        ("What became of it", {"fields": [("state", "answer", "tries"), ("next_try", "delivered")]}),
        ("Body", {"fields": ["body"]}),
    ]
    inlines = [AttemptInline]
    actions = None
    change_form_template = "admin/claimsdb/delivery/change_form.html"

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.again_view))
        return [path("<int:pk>/again/", view, name="claimsdb_delivery_again"), *super().get_urls()]

    def again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Makes a message due."""
        delivery = self._found(request, pk)
        entering.send_again(delivery, at=timezone.now())
        self.log_change(request, delivery, "Sent again.")
        when = "when its webhook is on again" if _is_held_back(delivery) else "now"
        self.message_user(request, f"It goes out {when}, under the same id.", messages.SUCCESS)
        return HttpResponseRedirect(_page_of(delivery))

    @admin.display(description="changes", empty_value="")
    def changes(self, delivery):
        if delivery.first_change == delivery.last_change:
            return delivery.first_change
        return f"{delivery.first_change} to {delivery.last_change}"

    @admin.display(description="state")
    def state(self, delivery):
        if delivery.delivered_at:
            return "delivered"
        if delivery.next_try_at is None:
            return "given up"
        return "waits for its webhook to be on" if _is_held_back(delivery) else "waits"

    @admin.display(description="created", ordering="created_at")
    def created(self, delivery):
        return _moment(delivery.created_at)

    @admin.display(description="next try", empty_value="none")
    def next_try(self, delivery):
        return delivery.next_try_at and _moment(delivery.next_try_at)

    @admin.display(description="delivered", empty_value="not yet")
    def delivered(self, delivery):
        return delivery.delivered_at and _moment(delivery.delivered_at)

    @admin.display(description="last answer", empty_value="none yet")
    def answer(self, delivery):
        return _answer(delivery)


def _is_held_back(delivery: Delivery) -> bool:
    return delivery.webhook.off_at is not None and delivery.message != Message.PING


def _answer(tried: Delivery | DeliveryAttempt) -> str | None:
    return words_of(tried.status, tried.error) or None


def _page_of(delivery: Delivery) -> str:
    return reverse("admin:claimsdb_delivery_change", args=[delivery.pk])


def _moment(at: Any) -> str:
    return date_format(localtime(at), "j M Y, H:i")
