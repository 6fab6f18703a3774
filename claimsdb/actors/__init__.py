"""Actors: lookup by name, roll-up of affiliations, and the registry; sources by the words of an article."""

from claimsdb.actors.affiliations import Affiliations, members_of, with_members
from claimsdb.actors.lookup import UnknownName, find_actor, find_article, find_question, find_source, is_text, nearest
from claimsdb.actors.names import ActorNames, actor_names, best_first
from claimsdb.actors.registry import Row, known_actors, shipped_rows
from claimsdb.actors.sources import did_you_mean, domain_of, match_source

__all__ = [
    "ActorNames",
    "Affiliations",
    "Row",
    "UnknownName",
    "actor_names",
    "best_first",
    "did_you_mean",
    "domain_of",
    "find_actor",
    "find_article",
    "find_question",
    "find_source",
    "is_text",
    "known_actors",
    "match_source",
    "members_of",
    "nearest",
    "shipped_rows",
    "with_members",
]
