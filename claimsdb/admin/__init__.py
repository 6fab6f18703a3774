"""The editors' side: lists, pages and moves. Every change of a claim goes through `claimsdb.review`."""

from claimsdb.admin import (  # noqa: F401  (they register themselves)
    actors,
    articles,
    assessments,
    claims,
    decisions,
    external_checks,
    imports,
    links,
    passwords,
    questions,
    site,
    tokens,
    webhooks,
)
