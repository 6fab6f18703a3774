"""Articles as JSON lines: each line is read, stored and answered by itself, the next one after that."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import IO, Any

import orjson
from django.conf import settings

from api.http.parsers import LinesFile
from api.http.problems import Refused, error_of
from api.writing.articles import BadLines, read_object, store_article
from api.writing.submissions import LineTaken
from claimsdb.choices import ImportDoor
from claimsdb.extraction import Registry
from claimsdb.filters import Fault, InvalidBody
from claimsdb.ingest.handing_in import load_known_actors
from claimsdb.ingest.import_records import note_files, on_record, read_file
from claimsdb.ingest.outcome import Outcome, OutcomeStatus
from claimsdb.models import Article
from claimsdb.reading import BadArticle, iter_lines, read_object_line

Answer = dict[str, Any]


def take_in_lines(lines: LinesFile, *, context: dict[str, Any]) -> Iterator[Answer]:
    """What becomes of each line, as soon as it is known; whoever stops asking leaves whole articles. Raises BadLines
    where there is none, and Refused where nothing can be read for now."""
    answers = _recorded(lines.file, context=context)
    first = next(answers, None)
    if first is None:
        raise BadLines([Fault("1", 'There is no line, one is {"text": "…"} and what else is known.')])
    return _and_then(first, answers)


def _and_then(first: Answer, rest: Iterator[Answer]) -> Iterator[Answer]:
    yield first
    yield from rest


def _recorded(file: IO[bytes], *, context: dict[str, Any]) -> Iterator[Answer]:
    """The answers, with the import on record."""
    with file, on_record(ImportDoor.API, user=context["request"].user) as record:
        note_files(record, [read_file(file, name="the lines of a request")])
        for number, outcome, faults in _outcomes(file):
            record.note(replace(outcome, where=f"line {number}"))
            yield _answer(number, outcome, faults, context=context)


def _outcomes(file: IO[bytes]) -> Iterator[tuple[int, Outcome, list[Fault]]]:
    known, limit, is_first = load_known_actors(), settings.CLAIMSDB_ARTICLE_SIZE_LIMIT, True
    for number, line in _numbered(iter_lines(file, path="", size_limit=limit)):
        try:
            outcome, faults, ends = _taken(line, known=known), [], False
        except BadArticle as bad:
            outcome, faults, ends = _failed(bad.reason), [Fault("", bad.reason)], False
        except InvalidBody as error:
            outcome, faults, ends = _failed(str(error)), error.faults, False
        except Refused as error:
            if is_first:
                raise
            why = f"{error} Send this line and those after it again."
            outcome, faults, ends = _failed(why), [], True
        yield number, outcome, faults
        is_first = False
        if ends:
            return


def _numbered(lines: Iterable[Any]) -> Iterator[tuple[int, bytes | BadArticle]]:
    """With the number of a line that is too long as well."""
    last = 0
    for each in lines:
        last, line = (last + 1, each) if isinstance(each, BadArticle) else each
        yield last, line


def _taken(line: bytes | BadArticle, *, known: Registry) -> Outcome:
    if isinstance(line, BadArticle):
        raise line
    return store_article(read_object(read_object_line(line, where="")).record, known=known)


def _failed(why: str) -> Outcome:
    return Outcome(OutcomeStatus.FAILED, reason=why)


def _answer(number: int, outcome: Outcome, faults: list[Fault], *, context: dict[str, Any]) -> Answer:
    named = Article.objects.only("title", "state").in_bulk({outcome.article, outcome.revision_of} - {None})
    articles = {"article": named.get(outcome.article), "revision_of": named.get(outcome.revision_of)}
    line = {"line": number, "outcome": outcome, "errors": [error_of(fault, "pointer") for fault in faults], **articles}
    return LineTaken(line, context=context).data


def as_lines(answers: Iterable[Answer]) -> Iterator[bytes]:
    for answer in answers:
        yield orjson.dumps(answer) + b"\n"


def as_document(answers: Iterable[Answer]) -> Iterator[bytes]:
    """As `LinesTaken` has them, in one document, of which each line of the body brings a piece."""
    before = b'{"results":['
    for answer in answers:
        yield before + orjson.dumps(answer)
        before = b","
    yield b"]}"
