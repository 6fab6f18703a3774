"""The work that may be left to workers, through Django's Tasks interface.

An article travels in the task, text and all, and becomes a row together with its claims when a worker has read it: so
there is never a stored article that waits for its claims, and whoever empties the queue can hand the files in again.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from claimsdb.actors import known_actors
from claimsdb.extraction import Registry
from claimsdb.reading import parse_submission

FRESH = 60
"""Seconds for which a worker relies on the actors that it has read; reading them takes as long as a short article."""


@task()
def take_in_article(
    *, where: str, fields: dict[str, str], by: int | None = None, by_editor: Sequence[str] = ()
) -> dict[str, Any]:
    """Takes in the article of these fields, unless it is known; returns what became of it, as Outcome has it.

    `where` names it in messages, `by` is the id of the user who has handed it in and may ask for it, `by_editor` is as
    in a Submission.
    Fails by raising BadArticle, or whatever the extractor does.
    """
    from claimsdb.ingest.queue.intake import take_submission  # it reads pages, which those who hand articles in do not

    submission = parse_submission(fields, where=where, size_limit=settings.CLAIMSDB_ARTICLE_SIZE_LIMIT)
    submission = replace(submission, by_editor=frozenset(by_editor))
    return take_submission(submission, known=_actors(int(time.monotonic() // FRESH))).as_json()


def reason_of_failure(task: DBTaskResult) -> str:
    """The last line of its traceback, without what stands before a message of ours: the class, and the article."""
    line: str = task.traceback.strip().rpartition("\n")[2].removeprefix(f"{task.exception_class_path}: ")
    return line.removeprefix(f"{task.args_kwargs['kwargs']['where']}: ")


@lru_cache(maxsize=1)
def _actors(period: int) -> Registry:
    return known_actors()
