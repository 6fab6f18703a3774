"""An article that was found in what an editor has pasted or sent, as the forms carry it from page to page."""

from dataclasses import dataclass, replace
from typing import Any, Self

import orjson
from django.conf import settings
from django.core import signing

from claimsdb.ingest.import_records import ReadFile
from claimsdb.reading import Submission, parse_submission, submission_fields

MOST = 50  # articles at once: they are read while somebody waits
FOR_VALUES = 64 * 1024  # bytes of a form that its other fields may need


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """The fields of a submission, what says of it that the text does not (the page, the file), and the file that it was
    sent in, if any: signed, as it goes on record."""

    origin: str
    fields: dict[str, Any]
    sent_in: str = ""

    @classmethod
    def of(cls, submission: Submission, *, origin: str, file: ReadFile | None) -> Self:
        return cls(origin, submission_fields(submission), signing.dumps(file) if file else "")

    @classmethod
    def carried(cls, text: str) -> Self:
        """As `carry` wrote it. Raises ValueError."""
        given = orjson.loads(text)
        if not isinstance(given, dict) or not isinstance(given.get("fields"), dict):
            raise ValueError(text)
        return cls(str(given.get("origin", "")), given["fields"], str(given.get("sent_in", "")))

    def carry(self) -> str:
        """On one line: a browser would send other line ends."""
        return orjson.dumps({"origin": self.origin, "fields": self.fields, "sent_in": self.sent_in}).decode()

    @property
    def file(self) -> ReadFile | None:
        """Raises ValueError where somebody has changed what is said of it."""
        try:
            return ReadFile(*signing.loads(self.sent_in)) if self.sent_in else None
        except signing.BadSignature as error:
            raise ValueError(self.sent_in) from error

    def submission(self, **changes: Any) -> Submission:
        """With what an editor has set otherwise. Raises BadArticle, naming the field."""
        given = {name: value for name, value in (self.fields | changes).items() if value != ""}
        read = parse_submission(given, where="", size_limit=settings.CLAIMSDB_ARTICLE_SIZE_LIMIT)
        return replace(read, by_editor=frozenset(changes))
