"""The extractor over stored articles again: what it finds now is laid beside what stands there.

A claim that no editor has had to do with follows the extractor. Any other stays as it was decided; only the machine's
part of it, which editors do not set, is brought up to date. One whose entering was undone stays out.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.db import DatabaseError, transaction
from django.db.models import Count, Q

from claimsdb import review
from claimsdb.choices import PublishedBasis, Status, Verb
from claimsdb.extraction import Cut, ExtractionFailed, Extractor, FoundClaim, Registry, UnsupportedLanguage
from claimsdb.index import synced
from claimsdb.ingest import claim_rows, extractors
from claimsdb.models import DECIDED, Article, Claim, Decision, ExtractionCut, claim_key
from claimsdb.reading import ArticleRecord, BadArticle, read_article
from claimsdb.review import calibration, snapshots

Track = Callable[[list[int]], Iterable[int]]


class ClaimChange(StrEnum):
    """What a re-extraction does with a claim; one that is kept stays as editors decided."""

    ADDED = "added"
    REFRESHED = "refreshed"
    UNCHANGED = "unchanged"
    REOPENED = "reopened"
    SUPERSEDED = "superseded"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class ReExtractedArticle:
    """How many of one article's claims met which change. `unread` says why none were looked for, empty where they
    were."""

    name: str
    changes: Counter[ClaimChange]
    unread: str = ""


@dataclass(slots=True)
class ReExtractionReport:
    articles: list[ReExtractedArticle] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def changes(self) -> Counter[ClaimChange]:
        return sum((each.changes for each in self.articles), Counter())


@dataclass(frozen=True, slots=True)
class Match:
    """A stored claim with what is found at its place now, and what that means for it."""

    claim: Claim
    found: FoundClaim | None
    change: ClaimChange


def re_extract_each(
    pks: Iterable[int], *, extractor: Extractor, registry: Registry, dry_run: bool, track: Track = iter
) -> ReExtractionReport:
    """Re-extracts the articles with these ids, each in a transaction of its own.

    With `dry_run` nothing is written; `track` may wrap the ids to show how far it is. An article that cannot be
    read, or whose claims the database refuses, is an error in the report and stays as it was, and the others go on.
    Raises ModelMissing.
    """
    report = ReExtractionReport()
    for pk in track(list(pks)):
        article = Article.objects.get(pk=pk)
        name = article.file_name or f"article {pk}"
        try:
            changes = re_extract(article, extractor=extractor, registry=registry, dry_run=dry_run)
            report.articles.append(ReExtractedArticle(name, changes))
        except UnsupportedLanguage as unread:
            report.articles.append(ReExtractedArticle(name, Counter(), unread=str(unread)))
        except BadArticle as error:
            report.errors.append(str(error))
        except ExtractionFailed as error:
            report.errors.append(f"{name}: {error}")
        except DatabaseError as error:
            report.errors.append(f"{name}: the database refuses it: {error}")
    return report


@dataclass(frozen=True, slots=True)
class FoundClaims:
    """What an extractor finds in an article now, by the keys of the claims."""

    by_key: dict[str, FoundClaim]
    extractor: Extractor
    cut: Cut | None = None

    def is_read(self, claim: Claim) -> bool:
        """Whether it was looked for where the claim stands."""
        return self.cut is None or claim.start is None or claim.start < self.cut.at


def re_extract(
    article: Article, *, extractor: Extractor, registry: Registry, dry_run: bool = False
) -> Counter[ClaimChange]:
    """Brings the article's claims up to what the extractor finds, all of them or none; returns how many met which
    change.

    With `dry_run` nothing is written. Raises BadArticle, or whatever the extractor does.
    """
    return lay_beside(article, find(article, extractor=extractor, registry=registry), dry_run=dry_run)


def find(article: Article, *, extractor: Extractor, registry: Registry) -> FoundClaims:
    """Reads the article again, outside of any transaction: it may take its time. Raises as `re_extract` does."""
    found = extractors.find_claims(record_of(article), extractor=extractor, registry=registry)
    return FoundClaims(claim_rows.by_key(article, found), extractor=extractor, cut=found.cut)


def lay_beside(article: Article, now: FoundClaims, *, dry_run: bool = False) -> Counter[ClaimChange]:
    """Brings the article's claims up to what is found, all of them or none; returns how many met which change."""
    found, extractor = dict(now.by_key), now.extractor
    with transaction.atomic() if dry_run else synced():
        matches = _matches(article, found, now)
        if not dry_run:
            ExtractionCut.note(article, now.cut)
            figures = claim_rows.count_figures(now.by_key) | _kept_figures(matches)
            claim_rows.add_claims(article, found, extractor=extractor, figures=figures)
            for match in matches:
                _write(match, extractor=extractor, figures=figures)
    return Counter(match.change for match in matches) + Counter({ClaimChange.ADDED: len(found)})


def record_of(article: Article) -> ArticleRecord:
    """The article read again, with the title, language, date and source that it has here, which an editor may have
    set."""
    return replace(
        read_article(article.text, file_name=article.file_name or f"article {article.pk}", title=article.title),
        language=article.language,
        published_on=article.published_on,
        published_basis=PublishedBasis(article.published_basis),
        source=article.source.slug if article.source else "",
    )


def _matches(article: Article, found: dict[str, FoundClaim], now: FoundClaims) -> list[Match]:
    """The stored claims, locked, each with its finding, which is taken out of `found`; what is left there is new.

    A claim goes by its key and, where an editor has moved it, by the place at which it stands now as well.
    """
    claims = list(
        article.claims.select_for_update()
        .order_by("pk")
        .prefetch_related("decisions", "duplicates", "stood_for_by__claim")
    )
    own = {claim.key: found.pop(claim.key, None) for claim in claims}
    matches = []
    for claim in claims:
        moved_onto = found.pop(claim_key(article.text_sha256, claim.start, claim.end), None)
        again = own[claim.key] or moved_onto
        if again is not None or (claim.status != Status.SUPERSEDED and now.is_read(claim)):
            matches.append(Match(claim, again, _change(claim, again, extractor=now.extractor)))
    return matches


def _change(claim: Claim, found: FoundClaim | None, *, extractor: Extractor) -> ClaimChange:
    if claim.status == Status.SUPERSEDED:
        return ClaimChange.KEPT if _is_taken_out(claim) else ClaimChange.REOPENED
    if _is_editors(claim):
        return ClaimChange.KEPT
    if found is None:
        return ClaimChange.SUPERSEDED
    return ClaimChange.REFRESHED if _differs(claim, found, extractor=extractor) else ClaimChange.UNCHANGED


def _is_taken_out(claim: Claim) -> bool:
    """Whether the last decision is an editor's, who has undone the entering of the claim."""
    verbs = {each.version: each.verb for each in claim.decisions.all()}
    last = max(claim.decisions.all(), key=lambda each: each.version, default=None)
    return last is not None and verbs.get(last.undoes) == Verb.ENTER


def _is_editors(claim: Claim) -> bool:
    """Whether an editor has decided, set or entered anything of it, or named it as what another claim repeats, or a
    figure of it as what another claim's stands for."""
    is_decided = claim.status in DECIDED or not all(map(_is_own, claim.decisions.all()))
    is_named = claim.duplicates.all() or any(_is_kept(row.claim) for row in claim.stood_for_by.all())
    return bool(is_decided or claim.amended or _is_by_hand(claim) or is_named)


def _is_kept(claim: Claim) -> bool:
    return bool(claim.status in DECIDED or claim.amended or _is_by_hand(claim))


def _kept_figures(matches: Iterable[Match]) -> dict[str, int]:
    """How many figures each of those claims has that stay as they are: none for others, where it was taken out."""
    kept = [match.claim.pk for match in matches if match.change is ClaimChange.KEPT]
    standing = Count("quantities", filter=~Q(status=Status.SUPERSEDED))
    counted = Claim.objects.filter(pk__in=kept).annotate(figures=standing)
    return dict(counted.order_by().values_list("key", "figures"))


def _is_by_hand(claim: Claim) -> bool:
    return not claim.extractor


def _is_own(decision: Decision) -> bool:
    """Whether a re-extraction took the decision: the program has superseded the claim, or found it again."""
    verb, before = decision.verb, decision.from_status
    return decision.who_id is None and (verb == Verb.SUPERSEDE or (verb == Verb.REOPEN and before == Status.SUPERSEDED))


def _differs(claim: Claim, found: FoundClaim, *, extractor: Extractor) -> bool:
    """Whether the machine says anything new; all else that it has written follows from its part."""
    part = claim_rows.machine_part(found, extractor=extractor)
    return any(getattr(claim, name) != value for name, value in part.items())


def _write(match: Match, *, extractor: Extractor, figures: Mapping[str, int]) -> None:
    claim, found = match.claim, match.found
    _move(claim, match.change, extractor=extractor)
    if found is not None and not _is_by_hand(claim) and _differs(claim, found, extractor=extractor):
        _refresh(claim, found, extractor=extractor, figures=figures)


def _move(claim: Claim, change: ClaimChange, *, extractor: Extractor) -> None:
    if change is ClaimChange.SUPERSEDED:
        review.supersede(claim, by=None, note=f"{extractor.name} {extractor.version} does not find it.")
    if change is ClaimChange.REOPENED:
        review.reopen(claim, by=None, note=f"{extractor.name} {extractor.version} finds it again.")


def _refresh(claim: Claim, found: FoundClaim, *, extractor: Extractor, figures: Mapping[str, int]) -> None:
    """Brings the machine's part up to date, and all else where no editor has had to do with the claim. What says
    nothing else than before, where an editor has set what the machine finds otherwise now, is no new version."""
    before, values = claim.found or {}, claim_rows.machine_part(found, extractor=extractor)
    is_open = not _is_editors(claim)
    said = values | (claim_rows.proposed_values(found) if is_open else {})
    names_others = any(figure.stands_for for figure in found.quantities)  # which may have come or gone
    is_other = any(before.get(name) != values["found"][name] for name in Claim.ROW_LISTS)
    has_other_rows = is_open and (is_other or names_others)
    if not has_other_rows and all(getattr(claim, name) == said[name] for name in said.keys() - {"found"}):
        snapshots.keep_found(claim, values["found"])
        return
    snapshots.ensure_recorded(claim, replacing=Claim.ROW_LISTS)
    for name, value in said.items():
        setattr(claim, name, value)
    calibration.of_new([claim])
    claim.version += 1
    claim.save()
    if has_other_rows:
        claim_rows.replace_rows(claim, found, figures=figures)
    snapshots.record(claim, by=None)
