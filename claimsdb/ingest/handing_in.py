"""One article that somebody hands in and waits for, by whichever door: read at once, or left to the workers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from claimsdb.actors import registry
from claimsdb.exchange import load_if_missing
from claimsdb.extraction import Registry
from claimsdb.ingest import extractors, mending, store
from claimsdb.ingest.outcome import Outcome
from claimsdb.ingest.queue import handed_in
from claimsdb.models import check_line
from claimsdb.reading import METADATA, ArticleRecord, BadArticle, Submission

ON_A_LINE = (*METADATA, "derived_from")
SOFT_HYPHEN = "\u00ad"


def store_article(record: ArticleRecord, *, known: Registry) -> Outcome:
    """Stores the article with the claims found. Raises what the extractor does, and BadArticle.

    One at a time in a process: it is all processor, of which readers need some. The language model is loaded by the
    first, as most processes never need it.
    """
    with extractors.one_at_a_time:
        return store.take_in(record, extractor=extractors.default_extractor(), registry=known)


def leave_to_queue(submission: Submission, record: ArticleRecord, *, by: Any) -> UUID | None:
    """Where the article is too long to be read while its sender waits, the id of the task that takes it in."""
    if not handed_in.is_for_queue(submission) or mending.find_known(record.text):
        return None
    load_known_actors()
    return handed_in.hand_in(submission, by=by)


def load_known_actors() -> Registry:
    """Whom an extractor may find, brought along into a database that has nobody."""
    load_if_missing()
    return registry.known_actors()


def check_lines(given: Mapping[str, Any]) -> None:
    """What is said of the article has nothing in it that a correction of it may not have, but the soft hyphens with
    which it is printed. Raises BadArticle, naming the field."""
    for name in ON_A_LINE:
        try:
            check_line(str(given.get(name, "")).replace(SOFT_HYPHEN, ""))
        except ValidationError as error:
            raise BadArticle("", f"{name}: {' '.join(error.messages)}") from None
