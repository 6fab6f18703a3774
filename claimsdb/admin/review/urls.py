"""The addresses of the desk, under /admin/desk/."""

from django.urls import URLPattern, URLResolver

from claimsdb.admin.review import batches, dashboard, item, opinions, saved

urlpatterns: list[URLPattern | URLResolver] = [
    *saved.urlpatterns,
    *opinions.urlpatterns,
    *batches.urlpatterns,
    *dashboard.urlpatterns,
    *item.urlpatterns,
]
