"""The addresses of the desk, under /admin/desk/."""

from django.urls import URLPattern, URLResolver

from claimsdb.admin.relations import pair
from claimsdb.admin.review import article_data, batches, beside, comments, dashboard, item, opinions, saved_queues

urlpatterns: list[URLPattern | URLResolver] = [
    *saved_queues.urlpatterns,
    *opinions.urlpatterns,
    *batches.urlpatterns,
    *dashboard.urlpatterns,
    *pair.urlpatterns,
    *comments.urlpatterns,
    *article_data.urlpatterns,
    *item.urlpatterns,
    *beside.urlpatterns,
]
