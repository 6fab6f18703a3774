"""Article records -> rows, article -> claims. Idempotent, and atomic per article: all of it or none of it."""

from collections.abc import Callable, Iterable

from claimsdb.choices import DerivationKind
from claimsdb.db.conflicts import retried_on_conflict
from claimsdb.extraction import Cut, Extractor, Findings, Registry, UnsupportedLanguage
from claimsdb.index import at_same_page, lock_texts, synced, take_waiting
from claimsdb.ingest import claim_rows, extractors, mending
from claimsdb.ingest.outcome import KnownBy, Outcome, OutcomeStatus
from claimsdb.ingest.relayers import is_its_own
from claimsdb.ingest.sources import meant_source
from claimsdb.models import Article, Derivation, ExtractionCut, sha256
from claimsdb.reading import ArticleRecord, BadArticle, StatedOrigin, bare_words, same_page


def take_in(
    record: ArticleRecord, *, extractor: Extractor, registry: Registry, decide: Callable[[Article], None] | None = None
) -> Outcome:
    """Stores the article with its claims, unless it is known already: then nothing of it changes, and what is given
    otherwise is said.

    An article in a language that the extractor does not read is stored without claims. `decide` belongs to the same
    transaction: what it raises leaves nothing behind. The extractor, which may take its time, reads before it begins.
    Raises BadArticle where it is to be derived from an article that is not here, or from itself.
    """
    check_original(record)
    take_waiting(mending.FEW_FINGERPRINTS)
    found, unread = _found(record, extractor=extractor, registry=registry)
    return _store(record, found, unread=unread, extractor=extractor, decide=decide)


def check_original(record: ArticleRecord) -> None:
    """Raises BadArticle where the record is to be derived from an article that is not here, or from itself."""
    named = record.derived_from
    if named.isdigit() and not mending.original_of(named):
        raise BadArticle(record.file_name, f"derived_from: there is no article {named:.20}")
    if named and mending.is_itself(record):
        raise BadArticle(record.file_name, f"derived_from: {named:.60} is this article itself")


def _found(record: ArticleRecord, *, extractor: Extractor, registry: Registry) -> tuple[Findings, str]:
    """The claims of an article that is not known yet, and why none were looked for, if so."""
    if mending.find_known(record.text):
        return Findings(), ""
    try:
        return extractors.find_claims(record, extractor=extractor, registry=registry), ""
    except UnsupportedLanguage as unread:
        return Findings(), str(unread)


@retried_on_conflict
@synced()
def _store(
    record: ArticleRecord,
    found: Findings,
    *,
    unread: str,
    extractor: Extractor,
    decide: Callable[[Article], None] | None,
) -> Outcome:
    lock_texts({bare_words(record.text), same_page(record.url)})
    if article := mending.find_known(record.text) or mending.same_prose(record):
        outcome = describe_known(record, article)
    else:
        article = _store_article(record)
        claims = claim_rows.add_claims(article, claim_rows.by_key(article, found), extractor=extractor)
        ExtractionCut.note(article, found.cut)
        outcome = _stored(record, article, claims=len(claims), unread=unread, cut=found.cut)
    if decide:
        decide(article)
    return outcome


def describe_known(record: ArticleRecord, article: Article) -> Outcome:
    """What is said of a record whose article is known."""
    return Outcome(
        OutcomeStatus.KNOWN,
        record.file_name,
        article.pk,
        known_by=_known_by(record, article),
        differs=tuple(mending.differences(record, article)),
        proposed=mending.proposed_sources(article),
    )


def _known_by(record: ArticleRecord, article: Article) -> KnownBy:
    if article.text == record.text:
        return KnownBy.TEXT
    return KnownBy.WORDS if bare_words(article.text) == bare_words(record.text) else KnownBy.PROSE


def _stored(record: ArticleRecord, article: Article, *, claims: int, unread: str, cut: Cut | None) -> Outcome:
    return Outcome(
        OutcomeStatus.UNREAD if unread else OutcomeStatus.NEW,
        record.file_name,
        article.pk,
        claims=claims,
        reason=unread,
        revision_of=article.derivations.revisions().values_list("original", flat=True).first(),
        near=mending.near_copies(article),
        proposed=mending.proposed_sources(article),
        warnings=(
            *record.warnings,
            *(f"corrects itself: {each}" for each in record.corrections),
            *([str(cut)] if cut else []),
        ),
    )


def _store_article(record: ArticleRecord) -> Article:
    before = at_same_page(record.url)
    original = mending.original_of(record.derived_from)
    article = Article.objects.create(
        title=record.title,
        byline=record.byline,
        url=record.url,
        source=meant_source(record.source) if record.source else None,
        file_name=record.file_name,
        text=record.text,
        text_sha256=sha256(record.text),
        language=record.language,
        **Article.published(record.published_on or record.published_from, record.published_on or record.published_to),
        published_basis=record.published_basis,
    )
    _store_origins(article, record.origins)
    if before:
        article.derivations.create(kind=DerivationKind.REVISION, original=before)
    if record.derived_from:
        url = "" if original else record.derived_from
        article.derivations.create(kind=DerivationKind.DERIVED, original=original, url=url)
    return article


def _store_origins(article: Article, origins: Iterable[StatedOrigin]) -> None:
    for origin in origins:
        if is_its_own(article.source, origin):
            continue
        Derivation.objects.get_or_create(
            article=article,
            kind=origin.kind,
            as_written=origin.as_written,
            defaults={"source": meant_source(origin.name, origin.url), "start": origin.start, "end": origin.end},
        )
