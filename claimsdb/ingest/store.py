"""Article records -> rows, article -> claims. Idempotent, and atomic per article: all of it or none of it."""

import re
from collections.abc import Callable, Iterable
from functools import partial
from urllib.parse import urlsplit

from django.db import IntegrityError
from django.db.models import Q
from django.utils.text import slugify

from claimsdb.choices import SourceState
from claimsdb.extraction import Extractor, FoundClaim, Registry, UnsupportedLanguage
from claimsdb.index import synced
from claimsdb.ingest import claim_rows
from claimsdb.ingest.outcome import Outcome, OutcomeStatus
from claimsdb.models import Article, Derivation, Source, sha256
from claimsdb.reading import ArticleRecord, StatedOrigin

DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


def take_in(
    record: ArticleRecord, *, extractor: Extractor, registry: Registry, decide: Callable[[Article], None] | None = None
) -> Outcome:
    """Stores the article with its claims, unless it is known already: then nothing of it changes.

    An article in a language that the extractor does not read is stored without claims. `decide` belongs to the same
    transaction: what it raises leaves nothing behind. The extractor, which may take its time, reads before it begins.
    """
    found, unread = _found(record, extractor=extractor, registry=registry)
    store = partial(_store, record, found, unread=unread, extractor=extractor, decide=decide)
    try:
        return store()
    except IntegrityError:
        # Another process has stored the text, or a source of it, at the same moment: this time it is seen.
        return store()


def _found(record: ArticleRecord, *, extractor: Extractor, registry: Registry) -> tuple[tuple[FoundClaim, ...], str]:
    """The claims of an article that is not known yet, and why none were looked for, if so."""
    if Article.objects.known(record.text):
        return (), ""
    try:
        return extractor.extract(record, registry=registry), ""
    except UnsupportedLanguage as unread:
        return (), str(unread)


@synced()
def _store(
    record: ArticleRecord,
    found: Iterable[FoundClaim],
    *,
    unread: str,
    extractor: Extractor,
    decide: Callable[[Article], None] | None,
) -> Outcome:
    if article := Article.objects.known(record.text):
        outcome = Outcome(OutcomeStatus.KNOWN, where=record.file_name, article=article.pk)
    else:
        article = _store_article(record)
        claims = claim_rows.add_claims(article, claim_rows.by_key(article, found), extractor=extractor)
        status = OutcomeStatus.UNREAD if unread else OutcomeStatus.NEW
        outcome = Outcome(status, record.file_name, article.pk, claims=len(claims), reason=unread)
    if decide:
        decide(article)
    return outcome


def _store_article(record: ArticleRecord) -> Article:
    article = Article.objects.create(
        title=record.title,
        byline=record.byline,
        url=record.url,
        source=_source(record.source, domain=_domain(record.source)) if record.source else None,
        file_name=record.file_name,
        text=record.text,
        text_sha256=sha256(record.text),
        language=record.language,
        published_on=record.published_on,
        published_basis=record.published_basis,
    )
    _store_origins(article, record.origins)
    return article


def _store_origins(article: Article, origins: Iterable[StatedOrigin]) -> None:
    for origin in origins:
        source = _source(origin.name, domain=_domain(origin.url or origin.name))
        Derivation.objects.get_or_create(
            article=article,
            kind=origin.kind,
            as_written=origin.as_written,
            defaults={"source": source, "start": origin.start, "end": origin.end},
        )


def _source(name: str, *, domain: str) -> Source:
    """The source by domain, slug or name; where there is none, a new one, of unknown kind, for an editor to confirm."""
    known = Source.objects.filter(domain=domain).first() if domain else None
    known = known or Source.objects.filter(Q(slug=name) | Q(name__iexact=name)).first()
    known = known or Source.objects.merged_from(name, domain=domain).first()
    if known:
        return known
    slug = slugify(name)[:100] or f"source-{sha256(name)[:12]}"
    proposed = {"name": name, "domain": domain, "state": SourceState.PROPOSED}
    return Source.objects.get_or_create(slug=slug, defaults=proposed)[0]


def _domain(written: str) -> str:
    """The host of an address, or of a name that looks like one ("www.expressandstar.com")."""
    host = urlsplit(written if "://" in written else f"//{written}").hostname or ""
    return host.removeprefix("www.") if DOMAIN.fullmatch(host) else ""
