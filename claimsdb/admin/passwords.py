"""Changing passwords: one's own, a lost one by mail, and an administrator another's. Each asks whether the account's
tokens end as well."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminPasswordChangeForm as OwnPasswordForm
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from claimsdb.admin.second_factor import ResetsSecondFactor
from claimsdb.choices import SecondFactor
from claimsdb.http.tokens import revoke_all

TEMPLATE = "admin/claimsdb/password.html"


class EndsTokens(forms.Form):
    """The tick, for forms that set a password."""

    end_tokens = forms.BooleanField(
        required=False,
        label="End the account's API tokens",
        help_text="Scripts that use them are let in no more. Tick it where somebody else may have had the password.",
    )

    def save(self, commit=True):
        user = super().save(commit)
        if self.cleaned_data["end_tokens"]:
            revoke_all(user)
        return user


class OwnPassword(EndsTokens, OwnPasswordForm):
    field_order = ["old_password", "new_password1", "new_password2", "end_tokens"]


class LostPassword(EndsTokens, SetPasswordForm):
    field_order = ["new_password1", "new_password2", "end_tokens"]


class AnothersPassword(EndsTokens, AdminPasswordChangeForm):
    pass


def own_password(request: HttpRequest) -> HttpResponseBase:
    """The admin's own page, whose form an AdminSite cannot choose."""
    view = PasswordChangeView.as_view(
        form_class=OwnPassword,
        success_url=reverse("admin:password_change_done"),
        template_name=TEMPLATE,
        extra_context={**admin.site.each_context(request), "second_factor": settings.SECOND_FACTOR != SecondFactor.OFF},
    )
    return view(request)


admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(ResetsSecondFactor, UserAdmin):
    change_password_form = AnothersPassword
    change_user_password_template = "admin/claimsdb/anothers_password.html"
