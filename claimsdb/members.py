"""Who belongs to an actor, by code: looked up once for as long as nothing is written."""

from functools import lru_cache

from claimsdb.feed.changes import Version
from claimsdb.models import Actor
from claimsdb.rollup import Affiliations


@lru_cache(maxsize=1000)
def members_of(actor: Actor, data: Version) -> tuple[str, ...]:
    """The codes of all who have ever belonged to it, in alphabetical order, in the state `data` of the database."""
    members = Affiliations().with_members([actor.pk]) - {actor.pk}
    return tuple(sorted(each.code for each in Actor.objects.filter(pk__in=members).prefetch_related("codes")))
