"""Which webhooks are off, for the admin's front page."""

from django import template
from django.template.context import RequestContext

from claimsdb.admin.webhooks import MANAGE
from claimsdb.models import Webhook

register = template.Library()


@register.inclusion_tag("admin/claimsdb/webhook/off.html", takes_context=True)
def webhooks_off(context: RequestContext) -> dict[str, object]:
    """For those who may manage them."""
    return {"off": Webhook.objects.exclude(off_at=None) if context["request"].user.has_perm(MANAGE) else []}
