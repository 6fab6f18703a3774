"""Filters of lists, strict: a parameter or a value that is not known is an error that says what is.

A filter set for each thing that is listed, and in `lists` the list that is made of one: for the API's pages, facets and
exports and for the command `export_fixtures`.
"""

from claimsdb.filters.actors import ActorFilterSet
from claimsdb.filters.articles import ArticleFilterSet
from claimsdb.filters.as_of import AS_OF, AsOfFilterSet
from claimsdb.filters.assessments import AssessmentFilterSet
from claimsdb.filters.base import (
    BETWEEN,
    Fault,
    InvalidBody,
    InvalidParameters,
    InvalidRequest,
    StatusForbidden,
    StrictFilter,
    StrictFilterSet,
    as_json,
)
from claimsdb.filters.claims import ClaimFilterSet
from claimsdb.filters.conditions import StatesFilterSet
from claimsdb.filters.editions import with_editions
from claimsdb.filters.fields import Choices, Flag, ListParameter, Parameter, RowNames, SearchText, Text, WholeNumber
from claimsdb.filters.following import (
    FILTERS_OF_LISTS,
    Following,
    Line,
    check_tells_of_now,
    ids_of,
    matching,
    visible_rows,
)
from claimsdb.filters.ledgers import LedgerFilterSet, OriginsFilterSet
from claimsdb.filters.links import AnswerFilterSet, RelationFilterSet
from claimsdb.filters.lists import NEWEST_FIRST, ClaimList, QuestionList, RelationList, RowList
from claimsdb.filters.ordering import INDEXED_DAY, RELEVANCE, Ordering, OrderingParameter
from claimsdb.filters.questions import QuestionFilterSet
from claimsdb.filters.rows import CursorPosition, OrderedRows
from claimsdb.filters.sources import SourceFilterSet
from claimsdb.filters.values import (
    LONGEST,
    InvalidValue,
    read_choice,
    read_day,
    read_number,
    read_row,
    read_text,
    read_whole_number,
    shown,
)

__all__ = [
    "AS_OF",
    "BETWEEN",
    "FILTERS_OF_LISTS",
    "INDEXED_DAY",
    "LONGEST",
    "NEWEST_FIRST",
    "RELEVANCE",
    "ActorFilterSet",
    "AnswerFilterSet",
    "ArticleFilterSet",
    "AsOfFilterSet",
    "AssessmentFilterSet",
    "Choices",
    "ClaimFilterSet",
    "ClaimList",
    "CursorPosition",
    "Fault",
    "Flag",
    "Following",
    "InvalidBody",
    "InvalidParameters",
    "InvalidRequest",
    "InvalidValue",
    "LedgerFilterSet",
    "Line",
    "ListParameter",
    "OrderedRows",
    "Ordering",
    "OrderingParameter",
    "OriginsFilterSet",
    "Parameter",
    "QuestionFilterSet",
    "QuestionList",
    "RelationFilterSet",
    "RelationList",
    "RowList",
    "RowNames",
    "SearchText",
    "SourceFilterSet",
    "StatesFilterSet",
    "StatusForbidden",
    "StrictFilter",
    "StrictFilterSet",
    "Text",
    "WholeNumber",
    "as_json",
    "check_tells_of_now",
    "ids_of",
    "matching",
    "read_choice",
    "read_day",
    "read_number",
    "read_row",
    "read_text",
    "read_whole_number",
    "shown",
    "visible_rows",
    "with_editions",
]
