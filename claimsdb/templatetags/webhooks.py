"""Which webhooks are off, for the admin's front page."""

from django import template
from django.template.context import RequestContext

from claimsdb.admin.webhooks import MANAGE
from claimsdb.models import Webhook, sees_all_claims

register = template.Library()


@register.inclusion_tag("admin/claimsdb/webhook/off.html", takes_context=True)
def webhooks_off(context: RequestContext) -> dict[str, object]:
    """For editors and readers, too; which it is, and why, is for those who manage them."""
    user = context["request"].user
    manages = user.has_perm(MANAGE)
    return {"off": Webhook.objects.exclude(off_at=None) if manages or sees_all_claims(user) else [], "manages": manages}
