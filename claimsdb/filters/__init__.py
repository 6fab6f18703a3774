"""Filters, strict: a parameter or a value that is not known is an error that says what is.

One set for each thing that is listed, for the API's lists, facets and exports and for the command `export_fixtures`.
"""

from claimsdb.filters.actors import ActorFilter
from claimsdb.filters.articles import ArticleFilter
from claimsdb.filters.assessments import AssessmentFilter
from claimsdb.filters.claims import ClaimFilter
from claimsdb.filters.sources import SourceFilter

__all__ = ["ActorFilter", "ArticleFilter", "AssessmentFilter", "ClaimFilter", "SourceFilter"]
