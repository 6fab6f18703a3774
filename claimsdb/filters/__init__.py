"""Filters of lists, strict: a parameter or a value that is not known is an error that says what is.

A filter set for each thing that is listed, and in `lists` the list that is made of one: for the API's pages, facets and
exports and for the command `export_fixtures`.
"""

from claimsdb.filters.actors import ActorFilterSet
from claimsdb.filters.articles import ArticleFilterSet
from claimsdb.filters.assessments import AssessmentFilterSet
from claimsdb.filters.claims import ClaimFilterSet
from claimsdb.filters.sources import SourceFilterSet

__all__ = ["ActorFilterSet", "ArticleFilterSet", "AssessmentFilterSet", "ClaimFilterSet", "SourceFilterSet"]
