"""How much waits for an editor, for the admin's front page."""

from django import template
from django.template.context import RequestContext

from claimsdb.admin.relations.queue import COUNT_LIMIT
from claimsdb.index import counts
from claimsdb.models import WAITING, ExternalCheck, Mention, Relation, indexed_statuses, sees_all_claims

register = template.Library()


@register.inclusion_tag("admin/claimsdb/waiting.html", takes_context=True)
def waiting_claims(context: RequestContext) -> dict[str, object]:
    """For those who may see claims."""
    if not sees_all_claims(context["request"].user):
        return {}
    user = context["request"].user
    return {
        "sees_claims": True,
        "mentioned": Mention.objects.unread_by(user).count(),
        "waiting": counts.count(statuses=indexed_statuses(WAITING)),
        "relations": Relation.objects.undecided()[:COUNT_LIMIT].count(),
        "fact_checks": ExternalCheck.objects.to_place()[:COUNT_LIMIT].count(),
        "perms": context["perms"],
    }
