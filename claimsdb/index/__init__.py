"""The read model: rows beside the claims from which lists, counts and searches are answered at once, kept true by every
write. `synced` is for whoever writes much in one piece."""

from claimsdb.index.changes import FIRST_CHANGE, ChangedClaim, ChangePosition, Version, changed_after, data_version
from claimsdb.index.counts import ALL_CLAIMS, Facet, Key
from claimsdb.index.dependencies import (
    ACTORS_OF_ATTRIBUTION,
    ARTICLE_OF_CLAIM,
    DEPENDENCIES,
    SOURCE_OF_ARTICLE,
    Dependency,
)
from claimsdb.index.facets import FacetName, ScannedCounts, TallyCounts, counts_of, facet_values
from claimsdb.index.keyset import COUNT_LIMIT, ClaimRows, IndexScan, ListPosition, scan_of_actor
from claimsdb.index.locks import lock_claims
from claimsdb.index.sync import refresh, synced

__all__ = [
    "ACTORS_OF_ATTRIBUTION",
    "ALL_CLAIMS",
    "ARTICLE_OF_CLAIM",
    "COUNT_LIMIT",
    "DEPENDENCIES",
    "FIRST_CHANGE",
    "SOURCE_OF_ARTICLE",
    "ChangePosition",
    "ChangedClaim",
    "ClaimRows",
    "Dependency",
    "Facet",
    "FacetName",
    "IndexScan",
    "Key",
    "ListPosition",
    "ScannedCounts",
    "TallyCounts",
    "Version",
    "changed_after",
    "counts_of",
    "data_version",
    "facet_values",
    "lock_claims",
    "refresh",
    "scan_of_actor",
    "synced",
]
