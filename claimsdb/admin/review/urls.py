"""The addresses of the desk, under /admin/desk/."""

from django.urls import URLPattern, URLResolver

from claimsdb.admin.relations import pair
from claimsdb.admin.review import (
    article_data,
    bare_article,
    batches,
    beside,
    comments,
    dashboard,
    item,
    opinions,
    saved_queues,
)

urlpatterns: list[URLPattern | URLResolver] = [
    *saved_queues.urlpatterns,
    *opinions.urlpatterns,
    *batches.urlpatterns,
    *dashboard.urlpatterns,
    *pair.urlpatterns,
    *comments.urlpatterns,
    *article_data.urlpatterns,
    *bare_article.urlpatterns,
    *item.urlpatterns,
    *beside.urlpatterns,
]
