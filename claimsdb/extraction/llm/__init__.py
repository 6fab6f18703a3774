"""The optional extractor: a language model behind an OpenAI-compatible endpoint, believed only word by word."""

from claimsdb.extraction.llm.extractor import EndpointExtractor

__all__ = ["EndpointExtractor"]
