"""Articles that editors send, each stored with its claims or not at all."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.http import QueryDict

from api.http.problems import Refused
from api.writing.bodies import unknown_name
from claimsdb.curation import ReadAgain, articles
from claimsdb.extraction import ExtractionFailed, ModelMissing, Registry
from claimsdb.filters import (
    Fault,
    Flag,
    InvalidBody,
    InvalidParameters,
    InvalidRequest,
    StrictFilter,
    StrictFilterSet,
    Text,
    shown,
)
from claimsdb.ingest import handing_in, store
from claimsdb.ingest.outcome import Outcome
from claimsdb.models import Article
from claimsdb.reading import (
    SUBMISSION_FIELDS,
    ArticleRecord,
    BadArticle,
    Submission,
    check_plain_text,
    decode_text,
    parse_submission,
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
    published_from = StrictFilter(
        MetadataParameter("Not before this day, where no one day is known.", example="2024-10-14")
    )
    published_to = StrictFilter(MetadataParameter("By this day, where no one day is known.", example="2024-10-20"))
    language = StrictFilter(MetadataParameter("The language of its text, as BCP 47 has it.", example="en"))
    source = StrictFilter(
        MetadataParameter("Who published it: a slug, domain or name; made where there is none.", example="example.org")
    )
    file_name = StrictFilter(MetadataParameter("A name to know it by.", example="troops.txt"))
    derived_from = StrictFilter(
        MetadataParameter("What it came out of: the id of an article, or an address.", example="12")
    )
    published_on_is_meant = StrictFilter(
        Flag("Whether a day in the future, or before there were newspapers, is no mistake.", example=True)
    )

    class Meta:
        model = Article
        fields: list[str] = []


class Handed(NamedTuple):
    """An article as it was sent, and as it is read."""

    submission: Submission
    record: ArticleRecord


def read_object(given: Any) -> Handed:
    """The article that a JSON object describes. Raises InvalidBody."""
    if not isinstance(given, dict):
        raise InvalidBody([Fault("", f"{shown(given)} is no object.")])
    if unknown := _unknown_names(given):
        raise InvalidBody(unknown)
    try:
        return _handed(given)
    except BadArticle as bad:
        raise InvalidBody([_fault(bad, "/{}")]) from None


def read_at(url: str) -> ArticleRecord:
    """The article that is fetched from the address. Raises Refused or InvalidBody."""
    from claimsdb.ingest.fetching import OFF, fetch_article  # it brings the parser of pages, which few processes need

    if not settings.CLAIMSDB_FETCH:
        raise Refused(403, OFF)
    try:
        return fetch_article(url)
    except BadArticle as bad:
        raise InvalidBody([Fault("/url", f"It is not taken in: {bad.reason}.")]) from None


def read_text(text: bytes, query: QueryDict) -> Handed:
    """The article that the text is, with what the address says of it. Raises InvalidBody or InvalidParameters."""
    beside = ArticleMetadata(query, Article.objects.none(), reserved=["format"])
    beside.check()
    try:
        return _handed({**beside.asked, THE_TEXT: decode_text(text, "")})
    except BadArticle as bad:
        fault = _fault(bad, "{}")
        raise (
            InvalidBody([replace(fault, place="")]) if fault.place == THE_TEXT else InvalidParameters([fault])
        ) from None


def store_article(record: ArticleRecord, *, known: Registry) -> Outcome:
    """Stores the article with the claims found. Raises Refused where they cannot be looked for now."""
    with refusing():
        return handing_in.store_article(record, known=known)


def leave_to_queue(handed: Handed, *, by: Any) -> UUID | None:
    """Where the article is too long to be read while its sender waits, the id of the task that takes it in."""
    return handing_in.leave_to_queue(handed.submission, handed.record, by=by)


def correct_article(article: Article, **correction: Any) -> ReadAgain | None:
    """Corrects the article as `claimsdb.curation.articles` says. Raises as `store_article` does."""
    with refusing():
        return articles.correct(article, **correction)


@contextmanager
def refusing() -> Iterator[None]:
    """What keeps an extractor from its work as a Refused."""
    try:
        yield
    except (ModelMissing, ExtractionFailed) as error:
        raise Refused(503, str(error)) from error


def _unknown_names(given: Mapping[str, Any]) -> list[Fault]:
    return [unknown_name(name, SUBMISSION_FIELDS) for name in given if name not in SUBMISSION_FIELDS]


def _handed(given: Mapping[str, Any]) -> Handed:
    given = {name: _without_blanks(value) if name in handing_in.ON_A_LINE else value for name, value in given.items()}
    check_plain_text(given, where="")
    submission = parse_submission(given, where="", size_limit=settings.CLAIMSDB_ARTICLE_SIZE_LIMIT)
    handing_in.check_lines(given)
    record = read_submission(submission)
    store.check_original(record)
    return Handed(submission, record)


def _without_blanks(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _fault(bad: BadArticle, place: str) -> Fault:
    """What is wrong, at the place of the field; what is wrong with no other is wrong with the text."""
    field, _, detail = _reason(bad).partition(": ")
    if field not in SUBMISSION_FIELDS:
        field, detail = THE_TEXT, bad.reason
    return Fault(place.format(field), detail, nearest=bad.nearest)


def _reason(bad: BadArticle) -> str:
    """Without the advice that a fault gives by itself."""
    return f"{bad.reason.partition(', write ')[0]}." if bad.nearest else bad.reason
