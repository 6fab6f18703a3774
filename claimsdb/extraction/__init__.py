"""Information extraction: ArticleRecord -> FoundClaim. Pure functions, frozen results, word lists as data, no Django.

The names below import neither spaCy nor a client library. The extractors do: `spacy_rules.SpacyExtractor` and
`llm.EndpointExtractor` are imported by name when the settings choose them.
"""

from claimsdb.extraction.extractor import ExtractionFailed, Extractor, ModelMissing, UnsupportedLanguage
from claimsdb.extraction.limits import Cut, Findings, Limits
from claimsdb.extraction.quantities import Amount, WrittenNumber, find_amounts, written_numbers
from claimsdb.extraction.registry import KnownActor, KnownAffiliation, KnownName, Registry
from claimsdb.extraction.results import FRAGMENT, FoundAttribution, FoundClaim, FoundDate, FoundQuantity, TextSpan
from claimsdb.extraction.vocabulary.quantities import (
    COUNTED,
    COUNTED_UNITS,
    DIMENSION_UNITS,
    KNOWN_UNITS,
    UNIT_OF_MEASURE,
)
from claimsdb.extraction.vocabulary.stages import STAND_INS

__all__ = [
    "COUNTED",
    "COUNTED_UNITS",
    "DIMENSION_UNITS",
    "FRAGMENT",
    "KNOWN_UNITS",
    "STAND_INS",
    "UNIT_OF_MEASURE",
    "Amount",
    "Cut",
    "ExtractionFailed",
    "Extractor",
    "Findings",
    "FoundAttribution",
    "FoundClaim",
    "FoundDate",
    "FoundQuantity",
    "KnownActor",
    "KnownAffiliation",
    "KnownName",
    "Limits",
    "ModelMissing",
    "Registry",
    "TextSpan",
    "UnsupportedLanguage",
    "WrittenNumber",
    "find_amounts",
    "written_numbers",
]
