from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="api-root"), name="home"),
    path("api/", include("api.urls")),
    path("admin/", admin.site.urls),
]
