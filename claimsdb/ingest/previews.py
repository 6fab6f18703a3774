"""What an article would be if it were taken in: shown to editors before anything of it is stored."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from claimsdb.actors import did_you_mean, domain_of, match_source
from claimsdb.index import at_same_page
from claimsdb.ingest import mending, store
from claimsdb.ingest.outcome import NearCopy
from claimsdb.models import Article, Source
from claimsdb.reading import METADATA, ArticleRecord, Submission, agencies, bylines_of, read_submission, told_by

IN_A_BYLINE = re.compile(r"\s*(?:[;,|·•/()]|\bby\b|\band\b|\bfor\b)\s*", re.IGNORECASE)
LONGEST_WORDS = 120  # of the text, by which something is known


@dataclass(frozen=True, slots=True)
class MeantSource:
    """A source as an article names it, and where that was found. It is `known`, or one is made of the name; then those
    that it may be are `likely`."""

    name: str
    found_in: str
    known: Source | None
    likely: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """An article as read. It is `known` already, or looks like those `near` to it, or is another text at the address of
    an `earlier` one. `found_in` says of what its values were found, by the names of METADATA."""

    submission: Submission
    record: ArticleRecord
    source: MeantSource | None
    known: Article | None
    near: tuple[NearCopy, ...]
    earlier: Article | None
    found_in: dict[str, str]


def preview(submission: Submission, *, origin: str) -> Preview:
    """What the submission would become; `origin` names what says of it that the text does not. Raises BadArticle."""
    record = read_submission(submission)
    store.check_original(record)
    like = mending.find_like(record.text)
    known = like["known"] or mending.same_prose(record)
    earlier = at_same_page(record.url)
    besides = {each.pk for each in (known, earlier) if each}
    return Preview(
        submission,
        record,
        source=find_source(record, origin=origin),
        known=known,
        near=tuple(each for each in like["near"] if each.article not in besides),
        earlier=None if known else earlier,
        found_in=_found_in(record, origin=origin),
    )


def find_source(record: ArticleRecord, *, origin: str) -> MeantSource | None:
    """The source that was given, else the one to propose: by its address, or as whoever is credited with all of it or
    stands in its byline."""
    if record.source:
        return _meant(record.source, found_in=origin)
    proposed = chain(_by_address(record), _by_credit(record), _by_byline(record))
    return next((_meant(name, found_in=found_in) for name, found_in in proposed), None)


def _by_address(record: ArticleRecord) -> Iterator[tuple[str, str]]:
    if domain := domain_of(record.url):
        yield domain, "the address"


def _by_credit(record: ArticleRecord) -> Iterator[tuple[str, str]]:
    for origin in record.origins:
        if origin.is_whole:
            yield origin.name, _words_of_text(origin.as_written)


def _by_byline(record: ArticleRecord) -> Iterator[tuple[str, str]]:
    """An agency, or a source that is known, in a line that says who wrote the article."""
    for line in bylines_of(record):
        for name in filter(None, IN_A_BYLINE.split(line)):
            agency = agencies().get(name.casefold())
            if agency or match_source(name, domain=""):
                yield agency or name, _words_of_text(line)


def _meant(name: str, *, found_in: str) -> MeantSource:
    domain = domain_of(name)
    if known := match_source(name, domain=domain):
        return MeantSource(_written(known), found_in, known)
    return MeantSource(name, found_in, None, tuple(did_you_mean(Source(name=name, domain=domain))))


def _written(source: Source) -> str:
    """Its name, where that names it, and else its slug."""
    return source.name if match_source(source.name, domain=domain_of(source.name)) == source else source.slug


def _found_in(record: ArticleRecord, *, origin: str) -> dict[str, str]:
    told = {name: _words_of_text(words) for name, words in told_by(record).items()}
    inferred = {"title": "the opening words: the text has no title", "language": "the words of the text"}
    inferred |= {"published_on": "the text"} if record.published_on else {}
    return inferred | told | {name: origin for name in METADATA if name in record.given}


def _words_of_text(words: str) -> str:
    shown = words if len(words) <= LONGEST_WORDS else f"{words[:LONGEST_WORDS]}…"
    return f"“{shown}” in the text"
