"""Curation: what editors change in actors, sources and articles; no HTTP, no pages.

Each is one transaction by somebody who has Django's permission for it, on the state of the row that they have seen
(`tags`), with history; the read model follows. Raises NotAllowed, Stale and InUse, and ValidationError for values that
do not fit, by column; of lists by list, place in it and column: `names/0/text`.
"""

from claimsdb.curation import actors, articles, derivations, sources
from claimsdb.curation.articles import ReadAgain
from claimsdb.curation.linking import link_waiting
from claimsdb.curation.merge_previews import Coming, MergePreview, preview_of_actors, preview_of_sources
from claimsdb.curation.merging import merge_actors, merge_sources
from claimsdb.curation.permissions import InUse, Stale, Use, uses_of
from claimsdb.curation.tags import tag_of
from claimsdb.curation.unmerging import UnmergePreview, merge_of, merges_into, preview_of_unmerging, unmerge

__all__ = [
    "Coming",
    "InUse",
    "MergePreview",
    "ReadAgain",
    "Stale",
    "UnmergePreview",
    "Use",
    "actors",
    "articles",
    "derivations",
    "link_waiting",
    "merge_actors",
    "merge_of",
    "merge_sources",
    "merges_into",
    "preview_of_actors",
    "preview_of_sources",
    "preview_of_unmerging",
    "sources",
    "tag_of",
    "unmerge",
    "uses_of",
]
