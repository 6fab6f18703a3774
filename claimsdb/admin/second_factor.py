"""The second factor's page, which an account has for itself, and its reset by who may set the account's password.

A GET writes nothing, and no secret is shown twice: the authenticator's until it is confirmed, recovery codes once.
"""

from typing import Any

import segno
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect, render, resolve_url
from django.template.defaultfilters import date
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from claimsdb.choices import SecondFactor
from claimsdb.http import authenticators, login_log
from claimsdb.http.authenticators import Missing, TooManyCodes, missing
from claimsdb.http.login_throttle import SECOND_FACTOR, seconds_to_wait, wrong_code
from claimsdb.http.second_factor import account_of, admit, gave_code

BEGUN = "second_factor_begun"  # in a session, the authenticator that it sets up: no other session is shown it
CODE_ATTRIBUTES = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
WRONG = "That is not a code that serves now: each serves once, and half a minute."

for device in (StaticDevice, TOTPDevice):
    admin.site.unregister(device)  # their pages show what is secret


class Unrepeated(forms.TextInput):
    """A wrong code is not there again to be mended: another is typed."""

    def format_value(self, value):
        return None


class Code(forms.Form):
    """One code, which the account must have given."""

    code = forms.CharField(max_length=40, widget=Unrepeated(attrs={**CODE_ATTRIBUTES, "autofocus": True}))

    def __init__(self, request: HttpRequest):
        super().__init__(request.POST if "code" in request.POST else None)
        self.request = request

    def clean_code(self) -> str:
        return self.heard(self.cleaned_data["code"])

    def heard(self, written: str) -> str:
        """The code, if it is right. Raises ValidationError."""
        try:
            if self.is_right(written):
                return written
        except TooManyCodes as error:
            until = date(error.until, "j F, H:i:s e")
            raise forms.ValidationError(f"Wrong codes were given: none is heard until {until}.") from error
        raise forms.ValidationError(WRONG)

    def is_right(self, written: str) -> bool:
        return gave_code(self.request, written)


class FirstCode(Code):
    """That of an authenticator which is being set up; `recovery_codes` are there once it is right."""

    def __init__(self, request: HttpRequest, authenticator: TOTPDevice):
        super().__init__(request)
        self.authenticator = authenticator
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def is_right(self, written: str) -> bool:
        self.recovery_codes = authenticators.confirm(self.authenticator, written)
        if not self.recovery_codes:
            wrong_code(self.request, account_of(self.request))
        return bool(self.recovery_codes)


class Proof(Code):
    """The password or a code: who is at the keyboard is the account's owner."""

    code = forms.CharField(label="or a code", max_length=40, required=False, widget=Unrepeated(CODE_ATTRIBUTES))
    password = forms.CharField(
        label="Your password",
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["password", "code"]

    def clean_code(self) -> str:
        written = self.cleaned_data["code"]
        return self.heard(written) if written else ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("code"):
            self._check_password(given.get("password", ""))
        return given

    def _check_password(self, written: str) -> None:
        if not written:
            raise forms.ValidationError("Your password is needed, or a code.")
        name = account_of(self.request).get_username()
        if seconds_to_wait(self.request, name=name):
            raise forms.ValidationError("Too many logins have failed: no password is heard for now.")
        if authenticate(self.request, username=name, password=written) is None:
            raise forms.ValidationError("That is not your password.")


@never_cache
@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    if settings.SECOND_FACTOR == SecondFactor.OFF:
        raise Http404
    account = account_of(request)
    if not account.is_authenticated:
        return redirect_to_login(request.get_full_path(), "admin:login")
    if missing(account, request.session) is Missing.CODE:
        return ask_for_code(request)
    return keep(request) if authenticators.authenticator_of(account) else set_up(request)


def ask_for_code(request: HttpRequest) -> HttpResponse:
    form = Code(request)
    if form.is_valid():
        admit(request, authenticators.authenticator_of(account_of(request)))
        return redirect(_next_page(request))
    return _page(request, "code", title="Code", form=form)


def set_up(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    if "start" in request.POST:
        host, _ = split_domain_port(request.get_host())
        request.session[BEGUN] = authenticators.begin(account, name=f"claimsdb {host}").pk
        return redirect(f"{reverse(SECOND_FACTOR)}?{urlencode({'next': _next_page(request)})}")
    authenticator = authenticators.begun(account, request.session.get(BEGUN))
    if authenticator is None:
        is_required = authenticators.is_required_of(account)
        return _page(request, "start", title="Second factor", is_required=is_required)
    form = FirstCode(request, authenticator)
    if form.is_valid():
        del request.session[BEGUN]
        admit(request, authenticator)
        login_log.second_factor("second factor set up", request, account)
        return _page(request, "recovery_codes", title="Recovery codes", codes=form.recovery_codes, is_first=True)
    return _page(request, "set_up", title="Set up an authenticator", form=form, **_shown(authenticator))


def keep(request: HttpRequest) -> HttpResponse:
    """Where it stands; and what is asked for with a proof."""
    account, form = account_of(request), Proof(request)
    if form.is_valid() and "remove" in request.POST:
        authenticators.remove(account)
        login_log.second_factor("second factor removed", request, account)
        messages.success(request, "The second factor is removed.")
        return redirect(SECOND_FACTOR)
    if form.is_valid() and "renew" in request.POST:
        login_log.second_factor("recovery codes renewed", request, account)
        codes = authenticators.new_recovery_codes(account)
        return _page(request, "recovery_codes", title="Recovery codes", codes=codes)
    return _page(
        request,
        "standing",
        title="Second factor",
        form=form,
        authenticator=authenticators.authenticator_of(account),
        left=authenticators.recovery_codes_left(account),
    )


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    shared = {**admin.site.each_context(request), "account": account_of(request), "next_page": _next_page(request)}
    return render(request, f"admin/claimsdb/second_factor/{name}.html", {**shared, **context})


def _shown(authenticator: TOTPDevice) -> dict[str, str]:
    """What an app reads: as a picture, and as letters in groups of four."""
    address = authenticator.config_url
    picture = segno.make(address, error="m").svg_inline(omitsize=True, svgclass="qr", lineclass=None, light="#fff")
    letters = authenticators.letters_of(authenticator)
    return {"picture": mark_safe(picture), "letters": letters}


def _next_page(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return resolve_url("admin:index" if account_of(request).is_staff else settings.LOGIN_REDIRECT_URL)


class ResetsSecondFactor(admin.ModelAdmin):
    """Part of the admin of accounts: says whether one has a second factor, and has a page that takes it away."""

    def get_urls(self):
        page = self.admin_site.admin_view(self.reset_second_factor)
        return [path("<id>/second_factor/", page, name="auth_user_second_factor"), *super().get_urls()]

    def get_fieldsets(self, request, obj=None):
        sets = super().get_fieldsets(request, obj)
        if obj is None or settings.SECOND_FACTOR == SecondFactor.OFF:
            return sets
        return [*sets, ("Second factor", {"fields": ["second_factor"]})]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "second_factor"]

    @admin.display(description="Authenticator")
    def second_factor(self, account: User) -> str:
        authenticator = authenticators.authenticator_of(account)
        if authenticator is None:
            return "none"
        reset = reverse("admin:auth_user_second_factor", args=[account.pk])
        left, since = authenticators.recovery_codes_left(account), date(authenticator.created_at, "j F Y")
        return format_html('since {}, {} recovery codes left. <a href="{}">Reset</a>', since, left, reset)

    def reset_second_factor(self, request: HttpRequest, id: str) -> HttpResponse:
        account = self.get_object(request, id)
        if settings.SECOND_FACTOR == SecondFactor.OFF or account is None:
            raise Http404
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        if account == request.user:
            return redirect(SECOND_FACTOR)  # where it takes a proof
        if request.method != "POST":
            context = {**self.admin_site.each_context(request), "account": account, "title": "Reset the second factor"}
            return render(request, "admin/claimsdb/second_factor/reset.html", context)
        if authenticators.remove(account):
            login_log.second_factor_reset(account, by=request.user.get_username())
            self.log_change(request, account, "Reset the second factor.")
            messages.success(request, f"{account.get_username()} needs no code any more.")
        return redirect("admin:auth_user_change", account.pk)
