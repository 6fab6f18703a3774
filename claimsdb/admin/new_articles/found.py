"""An article that was found in what an editor has pasted or sent, as the forms carry it from page to page."""

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, Self

import orjson
from django.conf import settings
from django.core import signing

from claimsdb.ingest.import_records import ReadFile
from claimsdb.reading import Submission, parse_submission, submission_fields

MOST = 50  # articles at once: they are read while somebody waits
SALT = "claimsdb.admin.new_articles"
FOR_VALUES = 64 * 1024  # bytes of a form that its other fields may need


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """The fields of a submission, what says of it that the text does not (the page, the file), and the file that it was
    sent in, if any: signed together with the text, as it goes on record."""

    origin: str
    fields: dict[str, Any]
    signed_file: str = ""

    @classmethod
    def of(cls, submission: Submission, *, origin: str, file: ReadFile | None) -> Self:
        fields = submission_fields(submission)
        return cls(origin, fields, signing.dumps([_digest_of(fields), *file], salt=SALT) if file else "")

    @classmethod
    def carried(cls, text: str) -> Self:
        """As `carry` wrote it. Raises ValueError."""
        given = orjson.loads(text)
        if not isinstance(given, dict) or not isinstance(given.get("fields"), dict):
            raise ValueError(text)
        return cls(str(given.get("origin", "")), given["fields"], str(given.get("signed_file", "")))

    def carry(self) -> str:
        """On one line: a browser would send other line ends."""
        return orjson.dumps({"origin": self.origin, "fields": self.fields, "signed_file": self.signed_file}).decode()

    @property
    def file(self) -> ReadFile | None:
        """Raises ValueError where somebody has changed what is said of it, or the text."""
        if not self.signed_file:
            return None
        try:
            text, *file = signing.loads(self.signed_file, salt=SALT)
        except signing.BadSignature as error:
            raise ValueError(self.signed_file) from error
        if text != _digest_of(self.fields):
            raise ValueError(self.signed_file)
        return ReadFile(*file)

    def submission(self, **changes: Any) -> Submission:
        """With what an editor has set otherwise. Raises BadArticle, naming the field."""
        given = {name: value for name, value in (self.fields | changes).items() if value != ""}
        read = parse_submission(given, where="", size_limit=settings.CLAIMSDB_ARTICLE_SIZE_LIMIT)
        return replace(read, by_editor=frozenset(changes))


def _digest_of(fields: dict[str, Any]) -> str:
    return blake2b(str(fields.get("text", "")).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
