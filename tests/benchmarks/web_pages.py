"""How well pages of the open web are read: titles, bylines, days, sources, and claims that are not of the article.

    python -m tests.benchmarks.web_pages FOLDER … [--misses] [--claims] [--half seen|unseen]

A folder is a copy of one of the four projects whose test pages come with their expectations: postlight/parser,
mozilla/readability, AndyTheFactory/newspaper4k, scrapinghub/article-extraction-benchmark. Nothing of them is kept here.

Expectations that are not what their page says are in wrong_expectations.toml, each with the reason: they are counted
apart, whatever is read there. A claim in words of the standfirst, which the page states as its description, is the
article's, though expected bodies leave it out; these are counted apart too.
"""

import argparse
import os
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from claimsdb.extraction import UnsupportedLanguage
from claimsdb.extraction.registry import Registry
from claimsdb.extraction.spacy_rules import SpacyExtractor
from claimsdb.reading import BadArticle, read_submission, registered_domain, runs_of
from claimsdb.reading.web.evidence import evidence_of
from claimsdb.reading.web_pages import read_web_page
from tests.benchmarks.tested_pages import PROJECTS, Page

SIZE_LIMIT = 10_000_000
HALVES = ("seen", "unseen")
COLUMNS = ("title", "byline", "day", "source")
ZONES = (timedelta(hours=-10), timedelta(hours=12))
"""A moment is a day at its publisher's, who is somewhere between these."""

_WORD = re.compile(r"[^\W_]+")
_SITE = re.compile(r" *(?:[|_–—:·-]+ ?|\[)[^|]{1,40}")
_NO_PERSON = re.compile(
    r"\b(?:staff|news|press|desk|editors?|editorial|team|reuters|bbc|times|magazine|agency|wire|services?|time|university|ministry|contributors|organization|projects|follow|speech)\b"
    r"|[\d@/_《●]|^\S*$",
    re.I,
)
_DATELINE = re.compile(
    r"\W*(?:[A-Z][A-Z'. -]{3,}(?:, [A-Z][\w. ]+)?(?: \([^)]{2,30}\))?|[A-Z][\w']+(?: [A-Z][\w']+)?(?:, [A-Z][\w. ]+| \([^)]{2,30}\)))"
    r" *(?:[—–]|-{1,2}) *(?=[A-Z“\"])|[A-Z]{4,}: "
)
_NOTE = re.compile(
    r"contributed to this (?:report|story|article)|this (?:story|article|post|report) (?:was|has been|originally)"
    r"|earlier version of this|editor[’']s note|\((?:reporting|editing|writing|additional reporting) by"
    r"|^(?:correction|clarification|related|read more|see also|more) ?:",
    re.I,
)


@dataclass
class Found:
    """What became of a page: for each column whether it is right, what was expected, what was read; and why what was
    expected is wrong."""

    name: str
    columns: dict[str, tuple[bool, str, str]] = field(default_factory=dict)
    kept: float | None = None
    claims: int = 0
    outside: list[str] = field(default_factory=list)
    standfirst: list[str] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unread: str = ""


@cache
def _extractor() -> SpacyExtractor:
    return SpacyExtractor()


def read(page: Page, *, with_claims: bool) -> Found:
    found = Found(page.name)
    try:
        submission = read_web_page(page.data, where=page.name, file_name=page.name, size_limit=SIZE_LIMIT)
        record = read_submission(submission)
    except BadArticle as bad:
        found.unread = bad.reason
        return found
    day = record.published_on.isoformat() if record.published_on else ""
    found.columns = {
        name: (is_right(right, given), right, given)
        for name, is_right, right, given in (
            ("title", _same_title, page.title, record.title),
            ("byline", _same_names, page.byline, record.byline),
            ("day", _same_day, page.at, day),
            ("source", _same_source, page.source, record.source),
        )
        if right
    }
    found.wrong = {name: why for name, why in wrong_expectations().get(page.name, {}).items() if name in found.columns}
    if page.body and (runs := runs_of(page.body)):
        found.kept = len(runs & runs_of(record.text)) / len(runs)
    if with_claims and page.body:
        _judge_claims(record, page, found)
    return found


@cache
def wrong_expectations() -> dict[str, dict[str, str]]:
    """Of which columns of a page the expectation is wrong, and why, by the name of the page."""
    return tomllib.loads(Path(__file__).with_name("wrong_expectations.toml").read_text("utf-8"))


def _standfirst(page: Page) -> str:
    evidence = evidence_of(page.data)
    names = ("description", "og:description", "twitter:description")
    return _bare(" ".join(evidence.stated(*names))) if evidence else ""


def _judge_claims(record, page: Page, found: Found) -> None:
    whole, standfirst = _bare(f"{record.title} {page.body}"), _standfirst(page)
    try:
        claims = _extractor().extract(record, registry=Registry(()))
    except UnsupportedLanguage:
        return
    for claim in claims:
        words = record.text[claim.span.start : claim.span.end]
        found.claims += 1
        if _bare(words) not in whole:
            (found.standfirst if _bare(words) in standfirst else found.outside).append(words)
        if _DATELINE.match(words) or _NOTE.search(words):
            found.notes.append(words)


def _bare(words: str) -> str:
    return "".join(_WORD.findall(unicodedata.normalize("NFKC", words).casefold()))


def _same_title(right: str, given: str) -> bool:
    """The same headline; an expectation that has the site's name behind it still is that of a headline without it."""
    right, given = _plain(right), _plain(given)
    return right == given or bool(given and right.startswith(given) and _SITE.fullmatch(right, len(given)))


def _plain(words: str) -> str:
    """Quotation marks and white space are as good as others of their kind."""
    words = unicodedata.normalize("NFKC", words).translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'})
    return " ".join(words.split())


def _same_names(right: str, given: str) -> bool:
    """The same persons. What is no person in the expectation (an agency, a nickname, a role) may be left out."""
    expected = _names(right)
    named = {name for name in expected if not _NO_PERSON.search(name)}
    return _names(given) in (expected, named) or _bare(re.sub(r",[^,]*$", "", right)) == _bare(given)  # run together


def _names(byline: str) -> set[str]:
    byline = re.sub(r"^\s*by:?\s+|\(https?://[^)]*\)", "", byline, flags=re.I)
    byline = re.split(
        r"\n|(?<=[a-z])\d|\s(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\w* \d", byline.strip(), flags=re.I
    )[0]
    words = re.sub(r"^\s*(?:written\s+)?by:?\s+", "", _plain(byline), flags=re.I).casefold()
    return {name.strip(" .") for name in re.split(r"\s*(?:;|,|\||&|·|\band\b)\s*", words) if name.strip(" .")}


def _same_day(right: str, given: str) -> bool:
    if not given:
        return False
    days = _days(right)
    return not days or date.fromisoformat(given) in days


def _days(at: str) -> set[date]:
    """The day, or the days that the moment can be at the publisher's."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return {date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", at)}
    if "T" not in at or moment.utcoffset():
        return {moment.date()}
    return {(moment.replace(tzinfo=UTC) + zone).date() for zone in (*ZONES, timedelta(0))}


def _same_source(right: str, given: str) -> bool:
    if "." in right and " " not in right:
        return registered_domain(right) == registered_domain(given) or _label(right) == _bare(given)
    return bool(given) and (
        _bare(given) == _bare(right) or _label(given) in _bare(right) or _bare(right) in _bare(given)
    )


def _label(host: str) -> str:
    return _bare((registered_domain(host) or host).split(".")[0])


def half_of(page: Page) -> str:
    """By the name, so that a page stays in its half when others come or go."""
    return HALVES[sha256(page.name.encode()).digest()[0] % len(HALVES)]


def judged(pages: Iterable[Page], *, with_claims: bool, jobs: int) -> list[Found]:
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(partial(read, with_claims=with_claims), pages, chunksize=4))


def show(name: str, found: list[Found], *, misses: bool) -> None:
    """A row of the table: how many are right of those that are known."""
    cells = [f"{name:<14}{len(found):>5}"]
    for column in COLUMNS:
        verdicts = [each.columns[column][0] for each in found if column in each.columns and column not in each.wrong]
        wrong = sum(column in each.wrong for each in found)
        cells.append(f"{sum(verdicts):>4} of {len(verdicts):<4}{_share(sum(verdicts), len(verdicts)):>7} {wrong:>2}")
    kept = [each.kept for each in found if each.kept is not None]
    cells.append(f"{sum(kept) / len(kept) if kept else 0:>7.1%}")
    claims, outside = sum(each.claims for each in found), sum(len(each.outside) for each in found)
    standfirst = sum(len(each.standfirst) for each in found)
    cells.append(f"{outside:>4} of {claims:<5}{_share(outside, claims):>7} {standfirst:>3}")
    cells.append(f"{sum(len(each.notes) for each in found):>4}")
    print(" | ".join(cells))
    if misses:
        for each in found:
            show_misses(each)


def show_misses(found: Found) -> None:
    if found.unread:
        print(f"  {found.name}: {found.unread}")
    for column, (is_right, right, given) in found.columns.items():
        if column in found.wrong:
            print(f"  {found.name} {column}: {given!r}, expected is {right!r}, wrong as {found.wrong[column]}")
        elif not is_right:
            print(f"  {found.name} {column}: {given!r}, right is {right!r}")
    for kind in ("outside", "standfirst", "notes"):
        for words in getattr(found, kind):
            print(f"  {found.name} {kind}: {words[:160]!r}")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--claims", action="store_true", help="extract the claims too, which takes minutes")
    parser.add_argument("--misses", action="store_true", help="print what is not right")
    parser.add_argument("--half", choices=HALVES, help="of the pages one half: rules are written by those seen")
    asked = parser.parse_args()
    columns = " | ".join(f"{f'{name}, besides wrong':<22}" for name in COLUMNS)
    print(f"{'project':<14}pages | {columns} | of body | outside, besides standfirst | notes")
    for folder in asked.folders:
        reader = next((each for mark, each in PROJECTS.items() if (folder / mark).exists()), None)
        if reader is None:
            parser.error(f"{folder} is none of the projects")
        pages = [page for page in reader(folder) if asked.half in (None, half_of(page))]
        found = judged(pages, with_claims=asked.claims, jobs=len(os.sched_getaffinity(0)))
        show(reader.__name__, found, misses=asked.misses)


if __name__ == "__main__":
    main()
