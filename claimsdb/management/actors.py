"""The registry for commands that only look."""

from django.db import transaction

from claimsdb.actors import registry
from claimsdb.extraction.registry import Registry


def known_actors() -> Registry:
    """The actors of this installation, or those that it would be given; an empty database stays empty."""
    with transaction.atomic():
        registry.load_if_missing()
        known = registry.known_actors()
        transaction.set_rollback(True)
    return known
