"""Titles and links of the admin site."""

from django.contrib import admin
from django.urls import reverse_lazy

admin.site.site_header = "claimsdb"
admin.site.site_title = "claimsdb"
admin.site.index_title = "Review and registry"
admin.site.site_url = reverse_lazy("api-root")  # type: ignore[assignment]  # templates take the promise
admin.site.enable_nav_sidebar = False  # its width belongs to the article beside the claim
