"""The interface of an extractor, and the errors that it may raise."""

from typing import Protocol

from claimsdb.extraction.registry import Registry
from claimsdb.extraction.results import FoundClaim
from claimsdb.reading import ArticleRecord


class UnsupportedLanguage(ValueError):
    """The extractor cannot read the article's language; the message names both."""


class ModelMissing(RuntimeError):
    """The language model is not installed; the message says how to get it."""


class ExtractionFailed(RuntimeError):
    """The extractor could not read this article now; the message says why. Nothing of it should be stored."""


class Extractor(Protocol):
    """Finds candidate claims in one article. `name` and `version` are stored with each claim that it proposes."""

    name: str
    version: str

    def extract(self, record: ArticleRecord, *, registry: Registry) -> tuple[FoundClaim, ...]:
        """The claims in reading order, as `Findings` where it stopped before the end; never fails on odd text.

        Raises UnsupportedLanguage, ModelMissing or ExtractionFailed.
        """
        ...
