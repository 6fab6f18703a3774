"""The worker of django-tasks, which also takes over what a worker that is gone has left unfinished, and delivers the
messages of webhooks."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from claimsdb.extraction import ModelMissing
from claimsdb.extraction.spacy_rules import load_language_model
from claimsdb.ingest.extractors import default_extractor
from claimsdb.ingest.queue.backlog import leases_kept
from claimsdb.webhooks.delivering import delivered_meanwhile


class Command(DatabaseWorker):
    help = (
        "Does what is in the queue of tasks: reads articles and stores them with their claims. Delivers webhooks, too."
    )

    def handle(self, **options: Any) -> None:
        _check_extractor()
        with leases_kept(), delivered_meanwhile():
            super().handle(**options)


def _check_extractor() -> None:
    """A worker without a model would fail one article after the other."""
    try:
        default_extractor()
        if settings.CLAIMSDB_EXTRACTOR == "spacy":
            load_language_model(settings.CLAIMSDB_SPACY_MODEL)
    except ModelMissing as error:
        raise CommandError(str(error)) from error
