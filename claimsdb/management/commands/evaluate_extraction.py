"""Measures the extractor against articles that people have annotated."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from claimsdb.extraction import ExtractionFailed, ModelMissing, Registry, UnsupportedLanguage
from claimsdb.extraction.evaluation import (
    Annotation,
    BadGold,
    Comparison,
    GoldArticle,
    Scores,
    Share,
    compare,
    compute_scores,
    read_gold,
    to_annotation,
)
from claimsdb.ingest.extractors import default_extractor
from claimsdb.management import base
from claimsdb.management.actors import known_or_shipped_actors
from claimsdb.management.unchanged import measure_unchanged, unchanged_table
from claimsdb.reading import ArticleRecord, BadArticle, read_file

SEEDS = settings.BASE_DIR / "seeds"
Pair = tuple[GoldArticle, ArticleRecord]


class Command(base.Command):
    help = "Compares the claims found in articles with those that people found; -v 2 names what was missed and made up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "gold", type=Path, nargs="?", metavar="GOLD_DIR", help="a folder of gold, one .json file an article"
        )
        parser.add_argument(
            "--articles", type=Path, metavar="DIR", help="where to look for their texts before GOLD_DIR and seeds"
        )
        parser.add_argument(
            "--decisions",
            type=Path,
            nargs="?",
            const=SEEDS / "decisions.json",
            metavar="FILE",
            help="of how many accepted claims each field is as found, by this file or the seeds' decisions",
        )

    def handle(
        self, *, gold: Path | None, articles: Path | None, decisions: Path | None, verbosity: int, **options: Any
    ) -> None:
        if gold is None and decisions is None:
            raise CommandError("What to measure against is missing: GOLD_DIR, --decisions, or both.")
        console = Console(file=cast(IO[str], self.stdout._out), highlight=False)
        try:
            if gold is not None:
                self._measure_gold(gold, articles, console, verbosity=verbosity)
            if decisions is not None:
                folders = [*filter(None, [articles]), decisions.parent, SEEDS]
                console.print(unchanged_table(measure_unchanged(decisions, folders, known=known_or_shipped_actors())))
        except (ExtractionFailed, ModelMissing, UnsupportedLanguage) as error:
            raise CommandError(str(error)) from error

    def _measure_gold(self, gold: Path, articles: Path | None, console: Console, *, verbosity: int) -> None:
        pairs = read_all(gold, folders=[*filter(None, [articles]), gold, SEEDS])
        comparisons = compare_all(pairs, known=known_or_shipped_actors())
        console.print(table_of(compute_scores(comparisons), articles=len(pairs)))
        if verbosity > 1:
            for (each, _), comparison in zip(pairs, comparisons, strict=True):
                console.print(*differences(each, comparison), sep="\n", soft_wrap=True)


def read_all(folder: Path, *, folders: Iterable[Path]) -> list[Pair]:
    """Each file of gold with its article. Raises CommandError with every fault of every file."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise CommandError(f"{folder}: no gold here, which is a folder of .json files, one an article.")
    pairs, errors = [], []
    for file in files:
        try:
            pairs.append(_read(file, folders))
        except (BadGold, BadArticle) as error:
            errors.append(str(error))
    if errors:
        raise CommandError("\n  ".join([f"{len(errors)} of {len(files)} files cannot be used:", *errors]))
    return pairs


def _read(file: Path, folders: Iterable[Path]) -> Pair:
    gold = read_gold(file)
    paths = [*(folder / gold.article for folder in folders), file.with_suffix(".txt")]
    text = next((path for path in paths if path.is_file()), None)
    if text is None:
        looked = ", ".join(str(path) for path in dict.fromkeys(paths))
        raise BadGold(f"{file}: its article is not there: {looked}; --articles names the folder of the texts")
    record = read_file(text, size_limit=settings.CLAIMSDB_ARTICLE_SIZE_LIMIT)
    gold.check(record.text)
    return gold, record


def compare_all(pairs: Iterable[Pair], *, known: Registry) -> list[Comparison]:
    extractor = default_extractor()
    codes = {actor.slug: actor.code for actor in known.actors}
    return [
        compare(gold.claims, [to_annotation(claim, codes=codes) for claim in extractor.extract(record, registry=known)])
        for gold, record in pairs
    ]


def table_of(scores: Scores, *, articles: int) -> Table:
    table = Table(title=f"Extraction, measured on {articles} articles", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("")
    for heading in ("%", "right", "of"):
        table.add_column(heading, justify="right")
    for name, share in shares(scores):
        table.add_row(name, _percent(share.percent), str(share.right), str(share.out_of))
    table.add_row("f1", _percent(scores.f1), "", "")
    return table


def shares(scores: Scores) -> Iterator[tuple[str, Share]]:
    """The figures by the names under which they are printed."""
    yield "core recall", scores.core_recall
    yield "recall", scores.recall
    yield "precision", scores.precision
    yield "precision~", scores.loose_precision
    yield "numeric recall", scores.numeric_recall
    yield from scores.agreement.items()


def _percent(figure: float | None) -> str:
    return "·" if figure is None else f"{figure:.1f}"


def differences(gold: GoldArticle, comparison: Comparison) -> Iterator[Text]:
    """The core claims that were missed, and what was found and is none."""
    for claim in comparison.missed:
        yield _line("missed", claim.id, claim.annotations[0])
    for annotation in comparison.spurious:
        yield _line("spurious", f"{gold.article} {annotation.span.start}-{annotation.span.end}", annotation)


def _line(kind: str, place: str, annotation: Annotation) -> Text:
    return Text.assemble(
        (f"{kind} ", "bold"), f"{place} | {annotation.speakers[0] or 'the article'} | {annotation.quote}"
    )
