"""Actors: lookup by name, roll-up of affiliations, and the registry."""

from claimsdb.actors.affiliations import Affiliations, members_of
from claimsdb.actors.lookup import UnknownName, find_actor, find_article, find_source, is_text, nearest
from claimsdb.actors.names import ActorNames, actor_names, best_first
from claimsdb.actors.registry import Row, known_actors, shipped_rows

__all__ = [
    "ActorNames",
    "Affiliations",
    "Row",
    "UnknownName",
    "actor_names",
    "best_first",
    "find_actor",
    "find_article",
    "find_source",
    "is_text",
    "known_actors",
    "members_of",
    "nearest",
    "shipped_rows",
]
