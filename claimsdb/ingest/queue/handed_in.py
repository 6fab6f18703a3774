"""Articles that users have handed in and that were left to the queue: how far each is."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from claimsdb.extraction import ExtractionFailed, ModelMissing
from claimsdb.ingest.outcome import OutcomeStatus
from claimsdb.ingest.queue.tasks import reason_of_failure, take_in_article
from claimsdb.reading import BadArticle, Submission, submission_fields

NOW = {TaskResultStatus.READY: "queued", TaskResultStatus.RUNNING: "running", TaskResultStatus.FAILED: "failed"}
EXTRACTORS_ERRORS = {ExtractionFailed.__name__, ModelMissing.__name__}
STATES = (*NOW.values(), OutcomeStatus.NEW, OutcomeStatus.KNOWN, OutcomeStatus.UNREAD)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One of them. `state` is one of STATES; `outcome` is what became of it, `failure` why it failed."""

    task: UUID
    state: str
    outcome: dict[str, Any] | None = None
    failure: "Failure | None" = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an article was not taken in: whether the article is to blame or the extractor, else something else is."""

    reason: str
    is_of_article: bool = False
    is_of_extractor: bool = False


def is_for_queue(submission: Submission) -> bool:
    """Whether there is a queue, and the text is too long to be read while somebody waits."""
    size = len(submission.text.encode("utf-8", "surrogatepass"))
    return settings.CLAIMSDB_TASKS == "database" and size > settings.CLAIMSDB_QUEUE_ABOVE


def hand_in(submission: Submission, *, by: Any) -> UUID:
    """Leaves it to the workers; returns by what its user may ask for it."""
    where = submission.where or submission.file_name or f"handed in by user {by.pk}"
    set_by_editor = {"by_editor": sorted(submission.by_editor)} if submission.by_editor else {}
    task = take_in_article.enqueue(where=where, fields=submission_fields(submission), by=by.pk, **set_by_editor)
    return UUID(task.id)


def find_handed_in(task: UUID, *, by: Any) -> HandedIn | None:
    """The article that the user has left to the queue under this id, if there is one."""
    mine = {"task_path": take_in_article.module_path, "args_kwargs__kwargs__by": by.pk}
    found = DBTaskResult.objects.filter(pk=task, **mine).first() if by.pk else None
    if found is None:
        return None
    if found.status == TaskResultStatus.SUCCESSFUL:
        return HandedIn(task, found.return_value["status"], outcome=found.return_value)
    failure = _failure(found) if found.status == TaskResultStatus.FAILED else None
    return HandedIn(task, NOW[TaskResultStatus(found.status)], failure=failure)


def _failure(task: DBTaskResult) -> Failure:
    """What the article or the extractor is to blame for is told; all else stands in the worker's log."""
    name = task.exception_class_path.rpartition(".")[2]
    is_of_article, is_of_extractor = name == BadArticle.__name__, name in EXTRACTORS_ERRORS
    if not (is_of_article or is_of_extractor):
        return Failure("It could not be taken in. Hand it in again, or ask the operators, whose log has the reason.")
    return Failure(reason_of_failure(task), is_of_article, is_of_extractor)
