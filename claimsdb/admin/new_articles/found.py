"""An article that was found in what an editor has pasted or sent, as the forms carry it from page to page."""

from dataclasses import dataclass, replace
from typing import Any, Self

import orjson
from django.conf import settings

from claimsdb.reading import Submission, parse_submission, submission_fields

MOST = 50  # articles at once: they are read while somebody waits
FOR_VALUES = 64 * 1024  # bytes of a form that its other fields may need


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """The fields of a submission, and what says of it that the text does not: the page, the file."""

    origin: str
    fields: dict[str, Any]

    @classmethod
    def of(cls, submission: Submission, *, origin: str) -> Self:
        return cls(origin, submission_fields(submission))

    @classmethod
    def carried(cls, text: str) -> Self:
        """As `carry` wrote it. Raises ValueError."""
        given = orjson.loads(text)
        if not isinstance(given, dict) or not isinstance(given.get("fields"), dict):
            raise ValueError(text)
        return cls(str(given.get("origin", "")), given["fields"])

    def carry(self) -> str:
        """On one line: a browser would send other line ends."""
        return orjson.dumps({"origin": self.origin, "fields": self.fields}).decode()

    def submission(self, **changes: Any) -> Submission:
        """With what an editor has set otherwise. Raises BadArticle, naming the field."""
        given = {name: value for name, value in (self.fields | changes).items() if value != ""}
        read = parse_submission(given, where="", size_limit=settings.CLAIMSDB_ARTICLE_SIZE_LIMIT)
        return replace(read, by_editor=frozenset(changes))
