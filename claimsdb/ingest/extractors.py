"""The extractor that the settings name."""

import logging
import threading
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from claimsdb.extraction import Extractor, Findings, Limits, ModelMissing, Registry
from claimsdb.ingest.relayers import with_relayers
from claimsdb.reading import ArticleRecord

# In a process that answers requests: reading is all processor, of which they need some.
one_at_a_time = threading.Lock()

logger = logging.getLogger(__name__)

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


def limits() -> Limits:
    return Limits(claims=settings.CLAIMSDB_CLAIMS_LIMIT, seconds=settings.CLAIMSDB_EXTRACTION_SECONDS)


def find_claims(record: ArticleRecord, *, extractor: Extractor, registry: Registry) -> Findings:
    """What the extractor finds, never more than the settings allow, and which agency passes it on; that it was
    cut is logged. Raises what the extractor does."""
    given = extractor.extract(record, registry=registry)
    found = limits().keep([(len(record.text), given)])
    found.cut = found.cut or getattr(given, "cut", None)
    if found.cut:
        logger.warning("%s: %s.", record.file_name or "An article without a file", found.cut)
    return with_relayers(found, record, registry=registry)


def _options(name: str) -> dict[str, Any]:
    match name:
        case "spacy":
            return {"model": settings.CLAIMSDB_SPACY_MODEL, "limits": limits()}
        case "endpoint":
            return {
                "url": settings.CLAIMSDB_ENDPOINT_URL,
                "key": settings.CLAIMSDB_ENDPOINT_KEY,
                "model": settings.CLAIMSDB_ENDPOINT_MODEL,
                "timeout": settings.CLAIMSDB_ENDPOINT_TIMEOUT,
                "limits": limits(),
            }
    return {}
