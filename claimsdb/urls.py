from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from api.http.health import healthz, readyz

urlpatterns = [
    path("", include("claimsdb.pages.urls")),
    path("favicon.ico", RedirectView.as_view(url=lazy(static, str)("claimsdb/icon.svg"))),
    path("api/", include("api.urls")),
    path("admin/desk/", include("claimsdb.admin.review.urls")),
    path("admin/", admin.site.urls),
    path("session/", include("rest_framework.urls")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]

handler400 = "api.http.handlers.bad_request"
handler403 = "api.http.handlers.forbidden"
handler404 = "api.http.handlers.not_found"
handler500 = "api.http.handlers.server_error"
