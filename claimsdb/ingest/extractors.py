"""The extractor that the settings name."""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from claimsdb.extraction import Extractor, ModelMissing

# Imported by name, when chosen: each brings a parser or a client library with it.
KNOWN = {
    "spacy": "claimsdb.extraction.spacy_rules.SpacyExtractor",
    "endpoint": "claimsdb.extraction.llm.EndpointExtractor",
}


@cache
def default_extractor() -> Extractor:
    """The extractor of the settings, loaded once a process. Raises ModelMissing."""
    name = settings.CLAIMSDB_EXTRACTOR
    path = KNOWN.get(name, name)
    if "." not in path:
        raise ModelMissing(f"CLAIMSDB_EXTRACTOR is {name!r}; it may be {' or '.join(KNOWN)}, or a class's dotted path.")
    try:
        return import_string(path)(**_options(name))
    except ImportError as error:
        raise ModelMissing(f"CLAIMSDB_EXTRACTOR is {name!r}, which cannot be imported: {error}") from error


def _options(name: str) -> dict[str, Any]:
    match name:
        case "spacy":
            return {"model": settings.CLAIMSDB_SPACY_MODEL}
        case "endpoint":
            return {
                "url": settings.CLAIMSDB_ENDPOINT_URL,
                "key": settings.CLAIMSDB_ENDPOINT_KEY,
                "model": settings.CLAIMSDB_ENDPOINT_MODEL,
                "timeout": settings.CLAIMSDB_ENDPOINT_TIMEOUT,
            }
    return {}
