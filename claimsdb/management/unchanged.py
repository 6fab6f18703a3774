"""How much of what the extractor finds editors leave as it is, field by field and article by article."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from rich.box import SIMPLE_HEAD
from rich.table import Table

from claimsdb.extraction import Registry
from claimsdb.extraction.evaluation import Share
from claimsdb.ingest.extractors import default_extractor
from claimsdb.ingest.seed_decisions import BadVerdicts, read_verdicts
from claimsdb.ingest.unchanged import WORDING, compare_fields
from claimsdb.models import sha256
from claimsdb.reading import ArticleRecord, BadArticle, read_file

Claim = Mapping[str, bool]  # by field, whether it was left as found


def measure_unchanged(path: Path, folders: Iterable[Path], *, known: Registry) -> dict[str, list[Claim]]:
    """The claims found and accepted, by article of the file of decisions. Raises CommandError where the file or the
    text of an article cannot be used."""
    try:
        verdicts = read_verdicts(path)
        records = _records(folders)
    except (BadVerdicts, BadArticle) as error:
        raise CommandError(str(error)) from error
    if missing := verdicts.keys() - records.keys():
        told = f"{len(missing)} of {len(verdicts)} articles are not there"
        raise CommandError(f"{path}: {told}; --articles names the folder of the texts.")
    extractor = default_extractor()
    return {
        records[text].file_name: compare_fields(decided, extractor.extract(records[text], registry=known))
        for text, decided in verdicts.items()
    }


def _records(folders: Iterable[Path]) -> dict[str, ArticleRecord]:
    """The texts of the folders, by the SHA-256 of what is read of them."""
    files = sorted({file for folder in folders for file in folder.glob("*.txt")})
    records = (read_file(file, size_limit=settings.CLAIMSDB_ARTICLE_SIZE_LIMIT) for file in files)
    return {sha256(record.text): record for record in records}


def unchanged_table(by_article: Mapping[str, list[Claim]]) -> Table:
    """A row a field: how many of the claims have it as their editors left it, in all and in each article."""
    claims = [claim for each in by_article.values() for claim in each]
    title = f"As found, of {len(claims)} claims that editors accepted in {len(by_article)} articles"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    table.add_column("")
    for heading in ("%", "right", "of", *(name.split("_")[0] for name in by_article)):
        table.add_column(heading, justify="right")
    for name, fields in _rows(claims):
        share = _share(claims, fields)
        percent = "·" if share.percent is None else f"{share.percent:.1f}"
        each = (_share(found, fields) for found in by_article.values())
        cells = (f"{part.right}/{part.out_of}" for part in each)
        table.add_row(name, percent, str(share.right), str(share.out_of), *cells)
    return table


def _rows(claims: list[Claim]) -> list[tuple[str, list[str]]]:
    """What a row is called, and the fields that it takes together."""
    fields = list(claims[0]) if claims else []
    together = [("all but the wording", [field for field in fields if field != WORDING]), ("all", fields)]
    return [*((field, [field]) for field in fields), *together]


def _share(claims: Iterable[Claim], fields: list[str]) -> Share:
    return Share.of(all(claim[field] for field in fields) for claim in claims)
