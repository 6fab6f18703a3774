"""The closed lists of words of the API, by name: components of the schema, and documents at an address of their own."""

import inspect
from collections.abc import Mapping
from enum import StrEnum

from claimsdb import choices
from claimsdb.index import FacetName

VOCABULARIES: Mapping[str, type[StrEnum]] = {
    each.__name__: each
    for each in (
        choices.ActorKind,
        choices.AffiliationKind,
        choices.ArticleState,
        choices.Basis,
        choices.Bearing,
        choices.CodeScheme,
        choices.Conclusion,
        choices.DerivationKind,
        choices.Followed,
        choices.NameKind,
        choices.Phase,
        choices.PublishedBasis,
        choices.Qualifier,
        choices.Quotation,
        choices.Reason,
        choices.Reliability,
        choices.Role,
        choices.Scope,
        choices.SourceKind,
        choices.SourceState,
        choices.Stance,
        choices.Status,
        choices.Texts,
        choices.Topic,
        choices.Verb,
        choices.Voice,
        FacetName,
    )
}


def description_of(vocabulary: type[StrEnum]) -> str:
    return inspect.cleandoc(vocabulary.__doc__ or "")
