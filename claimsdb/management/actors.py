"""The registry for commands that only look."""

from claimsdb.actors import registry
from claimsdb.extraction import Registry
from claimsdb.models import Actor


def known_or_shipped_actors() -> Registry:
    """The actors of this installation, or those that it would be given; an empty database stays empty."""
    return registry.known_actors() if Actor.objects.exists() else registry.shipped_actors()
