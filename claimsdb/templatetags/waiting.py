"""How much waits for an editor, for the admin's front page."""

from django import template
from django.db.models import Count
from django.template.context import RequestContext

from claimsdb.models import Claim

register = template.Library()


@register.inclusion_tag("admin/claimsdb/waiting.html", takes_context=True)
def waiting_claims(context: RequestContext) -> dict[str, object]:
    """Counts for those who may see claims."""
    if not context["request"].user.has_perm("claimsdb.view_claim"):
        return {}
    counts = Claim.objects.waiting().aggregate(claims=Count("pk"), articles=Count("article", distinct=True))
    return {"waiting": counts}
