"""Articles that editors send: all are read before the first is stored, each with its claims or not at all."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import QueryDict

from api.http.parsers import Line
from api.http.problems import Refused
from api.writing.bodies import unknown_name
from claimsdb.actors import registry
from claimsdb.exchange import load_if_missing
from claimsdb.extraction import ExtractionFailed, ModelMissing, Registry
from claimsdb.filters import (
    Fault,
    InvalidBody,
    InvalidParameters,
    InvalidRequest,
    StrictFilter,
    StrictFilterSet,
    Text,
    shown,
)
from claimsdb.ingest import extractors, store
from claimsdb.ingest.outcome import Outcome
from claimsdb.models import Article
from claimsdb.reading import (
    SUBMISSION_FIELDS,
    ArticleRecord,
    BadArticle,
    check_plain_text,
    decode_text,
    parse_submission,
    read_object_line,
    read_submission,
)

THE_TEXT = "text"


class BadLines(InvalidRequest):
    """JSON lines that cannot be understood; the place of a fault is the number of the line."""

    kind, whole = "line", "The body"

    def __str__(self) -> str:
        return "; ".join(f"Line {fault.place}: {fault.detail}" for fault in self.faults)


class MetadataParameter(Text):
    """What is known of an article beside its text."""

    longest = 2000


class ArticleMetadata(StrictFilterSet):
    """What may stand in the address where the body is the text alone."""

    title = StrictFilter(
        MetadataParameter("Its title, if the text does not begin with it.", example="Troops on the move")
    )
    byline = StrictFilter(MetadataParameter("Who wrote it.", example="Kim Tong-hyung"))
    url = StrictFilter(MetadataParameter("Where it was published.", example="https://example.org/troops"))
    published_on = StrictFilter(MetadataParameter("The day of its publication.", example="2024-10-17"))
    language = StrictFilter(MetadataParameter("The language of its text, as BCP 47 has it.", example="en"))
    source = StrictFilter(
        MetadataParameter("Who published it: a slug, domain or name; made where there is none.", example="example.org")
    )
    file_name = StrictFilter(MetadataParameter("A name to know it by.", example="troops.txt"))

    class Meta:
        model = Article
        fields: list[str] = []


def read_object(given: Any) -> ArticleRecord:
    """The article that a JSON object describes. Raises InvalidBody."""
    if not isinstance(given, dict):
        raise InvalidBody([Fault("", f"{shown(given)} is no object.")])
    if unknown := _unknown_names(given):
        raise InvalidBody(unknown)
    try:
        return _record(given)
    except BadArticle as bad:
        field, detail = _field_at_fault(bad)
        raise InvalidBody([Fault(f"/{field}", detail)]) from None


def read_text(text: bytes, query: QueryDict) -> ArticleRecord:
    """The article that the text is, with what the address says of it. Raises InvalidBody or InvalidParameters."""
    beside = ArticleMetadata(query, Article.objects.none(), reserved=["format"])
    beside.check()
    try:
        return _record({**beside.asked, THE_TEXT: decode_text(text, "")})
    except BadArticle as bad:
        field, detail = _field_at_fault(bad)
        raise (
            InvalidBody([Fault("", detail)]) if field == THE_TEXT else InvalidParameters([Fault(field, detail)])
        ) from None


def read_lines(lines: Iterable[Line]) -> dict[int, ArticleRecord]:
    """The articles by the numbers of their lines. Raises BadLines with all that is wrong, in whichever line."""
    records, faults = {}, []
    for number, line in lines:
        try:
            given = read_object_line(line, where="")
            faults += [_in_line(number, fault) for fault in _unknown_names(given)]
            records[number] = _record({name: given[name] for name in given if name in SUBMISSION_FIELDS})
        except BadArticle as bad:
            faults.append(Fault(str(number), bad.reason))
    if faults or not records:
        raise BadLines(faults or [Fault("1", 'There is no line, one is {"text": "…"} and what else is known.')])
    return records


def store_article(record: ArticleRecord, *, known: Registry) -> Outcome:
    """Stores the article with the claims found. Raises Refused where they cannot be looked for now.

    One at a time in a process: it is all processor, of which readers need some. The language model is loaded by the
    first, as most processes never need it.
    """
    with _one_at_a_time:
        try:
            return store.take_in(record, extractor=extractors.default_extractor(), registry=known)
        except (ModelMissing, ExtractionFailed) as error:
            raise Refused(503, str(error)) from error


_one_at_a_time = threading.Lock()


def load_known_actors() -> Registry:
    """Whom an extractor may find, brought along into a database that has nobody."""
    load_if_missing()
    return registry.known_actors()


def _in_line(number: int, fault: Fault) -> Fault:
    """The fault of a field, as one of the line."""
    return replace(fault, place=str(number), detail=f"{fault.place.removeprefix('/')}: {fault.detail}")


def _unknown_names(given: Mapping[str, Any]) -> list[Fault]:
    return [unknown_name(name, SUBMISSION_FIELDS) for name in given if name not in SUBMISSION_FIELDS]


def _record(given: Mapping[str, Any]) -> ArticleRecord:
    check_plain_text(given, where="")
    return read_submission(parse_submission(given, where="", size_limit=settings.CLAIMSDB_ARTICLE_SIZE_LIMIT))


def _field_at_fault(bad: BadArticle) -> tuple[str, str]:
    """The field and what is wrong with it; what is wrong with no other is wrong with the text."""
    field, _, detail = bad.reason.partition(": ")
    return (field, detail) if field in SUBMISSION_FIELDS else (THE_TEXT, bad.reason)
