"""Admin of the desk's leases: who has which claim; a lease that somebody forgot is cleared by deleting it."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.text import Truncator

from claimsdb import review
from claimsdb.admin.marking import claim_url
from claimsdb.models import Lease, sees_all_claims


@admin.register(Lease)
class LeaseAdmin(admin.ModelAdmin):
    list_display = ["on_claim", "holder", "expires_at"]
    list_display_links = None
    list_select_related = ["claim", "holder"]
    fields = ["on_claim", "holder", "expires_at"]
    readonly_fields = ["on_claim", "holder", "expires_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).running().defer("claim__found")

    def has_module_permission(self, request):
        return sees_all_claims(request.user)

    def has_view_permission(self, request, obj=None):
        return sees_all_claims(request.user)

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm(review.REVIEW_PERMISSION)

    def has_add_permission(self, request):
        """The desk gives them."""
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description="claim")
    def on_claim(self, lease):
        return format_html('<a href="{}">{}</a>', claim_url(lease.claim), Truncator(lease.claim.text).chars(90))
