"""Writes attributions as JSON lines, one a text, for the scorers of attribution corpora."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from claimsdb.extraction import ExtractionFailed, ModelMissing, UnsupportedLanguage
from claimsdb.extraction.evaluation import to_attribution_rows
from claimsdb.ingest.extractors import default_extractor
from claimsdb.management import base
from claimsdb.management.actors import known_or_shipped_actors
from claimsdb.reading import ArticleRecord, BadArticle, read_article, strict_json


class Command(base.Command):
    help = 'Reads JSON lines {"id", "text"} and prints, a line each, who says what in the text, by offsets.'

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("texts", type=Path, metavar="TEXTS.jsonl")

    def handle(self, *, texts: Path, **options: Any) -> None:
        known = known_or_shipped_actors()
        try:
            extractor = default_extractor()
            for name, record in records_in(texts):
                claims = to_attribution_rows(extractor.extract(record, registry=known))
                self.stdout.write(json.dumps({"id": name, "claims": claims}, ensure_ascii=False))
        except (ExtractionFailed, ModelMissing, UnsupportedLanguage) as error:
            raise CommandError(str(error)) from error


def records_in(path: Path) -> Iterator[tuple[str, ArticleRecord]]:
    """The texts of a file of JSON lines, by id. Raises CommandError, which names the line."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: cannot be read as UTF-8: {error}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _record(line, place=f"{path}, line {number}")


def _record(line: str, *, place: str) -> tuple[str, ArticleRecord]:
    try:
        row = strict_json.parse(line.encode())
        return row["id"], read_article(row["text"], file_name=str(row["id"]))
    except BadArticle as error:
        raise CommandError(f"{place}: {error}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CommandError(f'{place}: not a JSON object with "id" and "text": {error!r}') from error
