"""The optional extractor: a language model behind an OpenAI-compatible endpoint. Only words of the article are kept."""

from claimsdb.extraction.llm.extractor import EndpointExtractor

__all__ = ["EndpointExtractor"]
