"""The addresses of the desk, under /admin/desk/."""

from django.urls import URLPattern, URLResolver

from claimsdb.admin.relations import pair
from claimsdb.admin.review import bare_article, batches, dashboard, item, opinions, saved_queues

urlpatterns: list[URLPattern | URLResolver] = [
    *saved_queues.urlpatterns,
    *opinions.urlpatterns,
    *batches.urlpatterns,
    *dashboard.urlpatterns,
    *pair.urlpatterns,
    *bare_article.urlpatterns,
    *item.urlpatterns,
]
