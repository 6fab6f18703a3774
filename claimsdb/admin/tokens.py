"""Admin of API tokens: made for oneself, shown once, revoked. A superuser manages those of others, too."""

from django import forms
from django.contrib import admin
from django.template.response import TemplateResponse
from django.utils import timezone

from claimsdb.http.tokens import LONGEST, YEAR, issue, revoke
from claimsdb.models import Token


class TokenForm(forms.ModelForm):
    days = forms.IntegerField(
        min_value=1, max_value=LONGEST, initial=YEAR, label="Days", help_text="after which it expires"
    )

    class Meta:
        model = Token
        fields = ["user", "name", "scope"]


@admin.register(Token)
class TokenAdmin(admin.ModelAdmin):
    form = TokenForm
    list_display = ["name", "user", "scope", "starts_with", "created_at", "last_used_at", "expires_at", "state"]
    list_filter = ["scope"]
    list_select_related = ["user"]
    list_per_page = 100
    search_fields = ["name", "hint", "user__username"]
    actions = ["revoke_selected"]

    def get_queryset(self, request):
        return super().get_queryset(request).managed_by(request.user)

    def get_fields(self, request, token=None):
        """Nobody but a superuser chooses whose it is."""
        if token:
            return self.list_display
        return [*(["user"] if request.user.is_superuser else []), "name", "scope", "days"]

    def add_view(self, request, form_url="", extra_context=None):
        one_button = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, {**(extra_context or {}), **one_button})

    def get_changeform_initial_data(self, request):
        return {"user": request.user.pk, **super().get_changeform_initial_data(request)}

    def has_module_permission(self, request):
        return request.user.is_staff

    def has_view_permission(self, request, token=None):
        return request.user.is_staff

    def has_add_permission(self, request):
        return request.user.is_staff

    def has_change_permission(self, request, token=None):
        return False

    def has_delete_permission(self, request, token=None):
        return False

    def save_model(self, request, token, form, change):
        if not request.user.is_superuser:
            token.user = request.user
        token.text = issue(token, days=form.cleaned_data["days"])

    def response_add(self, request, token, post_url_continue=None):
        """The page on which the text is shown, this once: it is in no message, no session and no cache."""
        context = {**self.admin_site.each_context(request), "title": "A new token", "opts": self.opts, "token": token}
        page = TemplateResponse(request, "admin/claimsdb/token/shown_once.html", context)
        page["Cache-Control"] = "no-store"
        return page

    @admin.action(description="Revoke the selected tokens", permissions=["view"])
    def revoke_selected(self, request, tokens):
        for token in tokens:
            revoke(token)
            self.log_change(request, token, "Revoked.")
        self.message_user(request, f"Revoked: {', '.join(str(token) for token in tokens)}.")

    @admin.display(description="begins with")
    def starts_with(self, token):
        return f"{token.hint}…"

    @admin.display(description="state")
    def state(self, token):
        return token.ended(timezone.now()) or "valid"
