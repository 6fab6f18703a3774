from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views as accounts
from django.templatetags.static import static
from django.urls import URLPattern, include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from api.http.health import healthz, readyz
from api.http.metrics import metrics
from claimsdb.admin.passwords import TEMPLATE, LostPassword, own_password
from claimsdb.admin.second_factor import second_factor


def passwords_by_mail() -> list[URLPattern]:
    """Django's own pages, whose first the login links once it is there."""
    confirm = accounts.PasswordResetConfirmView.as_view(form_class=LostPassword, template_name=TEMPLATE)
    return [
        path("admin/password_reset/", accounts.PasswordResetView.as_view(), name="admin_password_reset"),
        path("admin/password_reset/done/", accounts.PasswordResetDoneView.as_view(), name="password_reset_done"),
        path("reset/<uidb64>/<token>/", confirm, name="password_reset_confirm"),
        path("reset/done/", accounts.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
    ]


urlpatterns = [
    path("", include("claimsdb.pages.urls")),
    path("favicon.ico", RedirectView.as_view(url=lazy(static, str)("claimsdb/icon.svg"))),
    path("api/", include("api.urls")),
    *(passwords_by_mail() if settings.EMAIL_URL else ()),
    path("admin/password_change/", admin.site.admin_view(own_password, cacheable=True)),
    path("admin/second_factor/", second_factor, name="second_factor"),
    path("admin/desk/", include("claimsdb.admin.review.urls")),
    path("admin/", admin.site.urls),
    path("session/", include("rest_framework.urls")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]

handler400 = "api.http.handlers.bad_request"
handler403 = "api.http.handlers.forbidden"
handler404 = "api.http.handlers.not_found"
handler500 = "api.http.handlers.server_error"
