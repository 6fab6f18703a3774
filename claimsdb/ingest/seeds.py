"""Loads articles from files: read, store, extract, decide; a whole article or nothing of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from django.conf import settings
from django.db import DatabaseError

from claimsdb.actors import known_actors
from claimsdb.db.troubles import trouble_of
from claimsdb.exchange import load_if_missing
from claimsdb.extraction import ExtractionFailed, Registry
from claimsdb.ingest import store
from claimsdb.ingest.extractors import default_extractor
from claimsdb.ingest.outcome import Outcome, Totals
from claimsdb.ingest.seed_decisions import Verdict, apply_verdicts
from claimsdb.ingest.seed_questions import Reading, apply_reading
from claimsdb.models import Article
from claimsdb.questions.disagreements import Disagreement, disagreements_in, possible_in
from claimsdb.reading import BadArticle, article_files, read_file

Track = Callable[[list[Path]], Iterable[Path]]
Verdicts = Mapping[str, list[Verdict]]


@dataclass(frozen=True, slots=True)
class LoadedSeed:
    """What stands in the database for one file. `done` counts what its verdicts did, by word."""

    file: Path
    outcome: Outcome
    article: Article
    done: Counter[str]
    statuses: Counter[str]


@dataclass(slots=True)
class SeedReport:
    """`linked` counts the questions, answers and relations that were entered; `disagreements` are those between the
    claims of the files, and `possible` is how many more pairs may be some."""

    loaded: list[LoadedSeed] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    linked: Counter[str] = field(default_factory=Counter)
    disagreements: list[Disagreement] = field(default_factory=list)
    possible: int = 0

    @property
    def totals(self) -> Totals:
        totals = Totals()
        for each in self.loaded:
            totals.add(each.outcome)
        return totals


def load(
    paths: Iterable[Path],
    *,
    verdicts: Verdicts,
    reading: Reading | None = None,
    track: Track = iter,
    report: SeedReport | None = None,
) -> SeedReport:
    """Loads the articles at the paths, and the actor registry where there is none.

    `verdicts` are by SHA-256 of the article's text, `reading` is of the questions that claims answer; `track` may wrap
    the files to show how far it is. A bad file is an error in the report, and the others go on. `report` is filled as
    they are done, for whoever is to have it even if this raises.
    """
    files, bad = article_files(paths)
    report = report or SeedReport()
    report.errors += map(str, bad)
    load_if_missing()
    known = known_actors()
    for file in track(files):
        try:
            report.loaded.append(_load_file(file, verdicts=verdicts, known=known))
        except BadArticle as error:
            report.errors.append(str(error))
        except ExtractionFailed as error:
            report.errors.append(f"{file}: {error}")
        except DatabaseError as error:
            if trouble_of(error):
                raise
            report.errors.append(f"{file}: the database refuses it: {error}")
    if reading:
        report.linked = apply_reading(reading)
    articles = [each.article.pk for each in report.loaded]
    report.disagreements, report.possible = disagreements_in(articles), possible_in(articles)
    return report


def _load_file(file: Path, *, verdicts: Verdicts, known: Registry) -> LoadedSeed:
    record = read_file(file, size_limit=settings.CLAIMSDB_ARTICLE_SIZE_LIMIT)
    done: Counter[str] = Counter()
    outcome = store.take_in(
        record,
        extractor=default_extractor(),
        registry=known,
        decide=lambda article: done.update(apply_verdicts(article, verdicts.get(article.text_sha256, []))),
    )
    article = Article.objects.get(pk=cast(int, outcome.article))
    return LoadedSeed(
        file=file,
        outcome=outcome,
        article=article,
        done=done,
        statuses=Counter(article.claims.values_list("status", flat=True)),
    )
