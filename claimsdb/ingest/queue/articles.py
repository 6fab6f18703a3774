"""Loads any number of articles, with processes of this machine or through the queue of tasks."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from claimsdb.exchange import load_if_missing
from claimsdb.index import take_waiting
from claimsdb.ingest import mending, store
from claimsdb.ingest.outcome import Outcome, OutcomeStatus
from claimsdb.ingest.queue.intake import reason_of
from claimsdb.ingest.queue.process_pool import ProcessPool
from claimsdb.ingest.queue.tasks import take_in_article
from claimsdb.reading import BadArticle, read_submission, submission_fields
from claimsdb.reading.input_files import BY_NAME, RawArticle, Taking, iter_raw_articles, parse_raw_article

Note = Callable[[Outcome], None]
MayGoOn = Callable[[], bool]


def load_articles(
    paths: Iterable[Path], *, jobs: int, note: Note, may_go_on: MayGoOn, taking: Taking = BY_NAME
) -> None:
    """Takes in the articles at the paths with up to `jobs` processes, and notes what becomes of each.

    Once `may_go_on` says no, nothing more is read, and what was read is finished. Raises ModelMissing or PoolFailed.
    """
    load_if_missing()
    take_waiting()
    for outcome in ProcessPool(jobs).take_in(_manuscripts(paths, note=note, may_go_on=may_go_on, taking=taking)):
        note(outcome)


def queue_articles(paths: Iterable[Path], *, note: Note, may_go_on: MayGoOn, taking: Taking = BY_NAME) -> None:
    """Puts the articles at the paths that are not known yet into the queue, and notes what becomes of each."""
    load_if_missing()
    take_waiting()
    for manuscript in _manuscripts(paths, note=note, may_go_on=may_go_on, taking=taking):
        note(_queued(manuscript))


def _manuscripts(paths: Iterable[Path], *, note: Note, may_go_on: MayGoOn, taking: Taking) -> Iterator[RawArticle]:
    for found in iter_raw_articles(paths, size_limit=settings.CLAIMSDB_ARTICLE_SIZE_LIMIT, taking=taking):
        if not may_go_on():
            return
        if isinstance(found, BadArticle):
            note(Outcome(OutcomeStatus.FAILED, found.path, reason=found.reason))
        else:
            yield found


def _queued(manuscript: RawArticle) -> Outcome:
    """Only what can be read is put into the queue, so that a bad file is named at once."""
    try:
        submission = parse_raw_article(manuscript, size_limit=settings.CLAIMSDB_ARTICLE_SIZE_LIMIT)
        record = read_submission(submission)
        store.check_original(record)
    except Exception as error:  # as in take_manuscript
        return Outcome(OutcomeStatus.FAILED, manuscript.where, reason=reason_of(error))
    if known := mending.find_known(record.text):
        return replace(store.describe_known(record, known), where=submission.where)
    take_in_article.enqueue(where=submission.where, fields=submission_fields(submission))
    return Outcome(OutcomeStatus.QUEUED, submission.where, warnings=record.warnings)
