"""The editors' side: lists, pages and moves. Every change of a claim goes through `claimsdb.review`."""

from claimsdb.admin import actors, articles, claims, decisions, site  # noqa: F401  (they register themselves)
