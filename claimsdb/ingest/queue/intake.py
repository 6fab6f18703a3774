"""One article from manuscript to rows, wherever it is done: in a process of the pool or by a worker of the queue."""

from dataclasses import replace

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection

from claimsdb.db.troubles import IN_WORDS, is_transient, trouble_of
from claimsdb.extraction import ExtractionFailed, ModelMissing, Registry
from claimsdb.ingest import store
from claimsdb.ingest.extractors import default_extractor
from claimsdb.ingest.outcome import Outcome, OutcomeStatus
from claimsdb.ingest.queue import TRIES
from claimsdb.reading import ArticleRecord, BadArticle, Submission, read_submission
from claimsdb.reading.input_files import RawArticle, parse_raw_article


def take_manuscript(manuscript: RawArticle, *, known: Registry) -> Outcome:
    """Reads, extracts and stores; whatever is wrong with the article is told, not raised. Raises ModelMissing."""
    try:
        submission = parse_raw_article(manuscript, size_limit=settings.CLAIMSDB_ARTICLE_SIZE_LIMIT)
        return take_submission(submission, known=known)
    except ModelMissing:
        raise
    except Exception as error:  # a parser may fail on odd input in any way, and the other articles go on
        return Outcome(OutcomeStatus.FAILED, manuscript.where, reason=reason_of(error))


def take_submission(submission: Submission, *, known: Registry) -> Outcome:
    """Extracts and stores, the article and its claims or nothing. Raises BadArticle, or whatever the extractor does."""
    return replace(_taken_in(read_submission(submission), known=known), where=submission.where)


def reason_of(error: Exception) -> str:
    """What is wrong with the article, or with reading it, for a report that names the article itself."""
    match error:
        case BadArticle():
            return error.reason
        case ExtractionFailed():
            return str(error)
        case DatabaseError():
            trouble = trouble_of(error)
            return f"the database refuses it: {IN_WORDS[trouble] if trouble else error}"
    return f"reading it fails: {type(error).__name__}: {error}"


def _taken_in(record: ArticleRecord, *, known: Registry, tries: int = TRIES) -> Outcome:
    """Tries again where the database is busy, has broken a deadlock with another process, or was lost."""
    try:
        return store.take_in(record, extractor=default_extractor(), registry=known)
    except OperationalError as error:
        if tries == 1 or not is_transient(error):
            raise
        connection.close_if_unusable_or_obsolete()
        return _taken_in(record, known=known, tries=tries - 1)
