"""The read model: rows beside the claims from which lists, counts and searches are answered at once, kept true by every
write. `synced` is for whoever writes much in one piece."""

from claimsdb.index.changes import (
    ChangedClaim,
    Version,
    changed_after,
    data_version,
    once_public,
    record_days,
    was_public,
)
from claimsdb.index.counts import ALL_CLAIMS, Facet, Key
from claimsdb.index.dependencies import (
    ACTORS_OF_ATTRIBUTION,
    ARTICLE_OF_CLAIM,
    DEPENDENCIES,
    SOURCE_OF_ARTICLE,
    Dependency,
)
from claimsdb.index.facets import DEFAULT_FACETS, FIGURE_FACETS, AskedOfRows, FacetCounts, FacetName, facet_values
from claimsdb.index.fingerprints import (
    NearArticle,
    articles_at,
    at_same_page,
    lock_texts,
    mark_untaken,
    near_articles,
    same_words,
    take_waiting,
)
from claimsdb.index.keyset import (
    COUNT_LIMIT,
    FIRST_DATED,
    ClaimRows,
    IndexScan,
    ListPosition,
    scan_of_actor,
    scan_of_officials,
)
from claimsdb.index.locks import lock_claims
from claimsdb.index.positions import FIRST_CHANGE, ChangePosition, end_of
from claimsdb.index.question_facets import QuestionFacetName, question_facet
from claimsdb.index.row_changes import (
    LINES,
    PARTS_OF_ROWS,
    ROWS,
    SEEN_WITH_CLAIMS,
    ChangedRow,
    changed_rows,
    changed_since,
    open_rows,
    pages_with,
)
from claimsdb.index.sync import changed, followed_by, refresh, synced, written_unseen

__all__ = [
    "ACTORS_OF_ATTRIBUTION",
    "ALL_CLAIMS",
    "ARTICLE_OF_CLAIM",
    "COUNT_LIMIT",
    "DEFAULT_FACETS",
    "DEPENDENCIES",
    "FIGURE_FACETS",
    "FIRST_CHANGE",
    "FIRST_DATED",
    "LINES",
    "PARTS_OF_ROWS",
    "ROWS",
    "SEEN_WITH_CLAIMS",
    "SOURCE_OF_ARTICLE",
    "AskedOfRows",
    "ChangePosition",
    "ChangedClaim",
    "ChangedRow",
    "ClaimRows",
    "Dependency",
    "Facet",
    "FacetCounts",
    "FacetName",
    "IndexScan",
    "Key",
    "ListPosition",
    "NearArticle",
    "QuestionFacetName",
    "Version",
    "articles_at",
    "at_same_page",
    "changed",
    "changed_after",
    "changed_rows",
    "changed_since",
    "data_version",
    "end_of",
    "facet_values",
    "followed_by",
    "lock_claims",
    "lock_texts",
    "mark_untaken",
    "near_articles",
    "once_public",
    "open_rows",
    "pages_with",
    "question_facet",
    "record_days",
    "refresh",
    "same_words",
    "scan_of_actor",
    "scan_of_officials",
    "synced",
    "take_waiting",
    "was_public",
    "written_unseen",
]
