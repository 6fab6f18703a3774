"""Article records -> rows, article -> claims. Idempotent, and atomic per article: all of it or none of it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from simple_history.utils import bulk_create_with_history

from claimsdb.extraction import Extractor, UnsupportedLanguage
from claimsdb.extraction.registry import Registry
from claimsdb.extraction.results import FoundAttribution, FoundClaim, FoundQuantity
from claimsdb.extraction.spacy_rules import SpacyExtractor
from claimsdb.models import (
    Actor,
    Article,
    Attribution,
    Claim,
    Derivation,
    Quantity,
    Source,
    claim_key,
    sha256,
)
from claimsdb.reading import ArticleRecord, Origin

# More than the column holds, and than anybody has of anything: such a figure keeps its words alone.
BEYOND_COUNTING = 10**18

DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record. `unread` says why no claims were looked for; empty when they were."""

    article: Article
    is_new: bool
    claims: int
    unread: str = ""


@cache
def default_extractor() -> Extractor:
    """The extractor of the settings, loaded once a process."""
    return SpacyExtractor(model=settings.CLAIMSDB_SPACY_MODEL)


def take_in(record: ArticleRecord, *, extractor: Extractor, registry: Registry) -> Outcome:
    """Stores the article with its claims, unless it is known already: then nothing changes.

    An article in a language that the extractor does not read is stored without claims.
    """
    with transaction.atomic():
        if known := Article.objects.known(record.text):
            return Outcome(known, is_new=False, claims=0)
        article = _store_article(record)
        _store_origins(article, record.origins)
        try:
            found = extractor.extract(record, registry=registry)
        except UnsupportedLanguage as unread:
            return Outcome(article, is_new=True, claims=0, unread=str(unread))
        return Outcome(article, is_new=True, claims=len(_store_claims(article, found, extractor=extractor)))


def _store_article(record: ArticleRecord) -> Article:
    return Article.objects.create(
        title=record.title,
        byline=record.byline,
        file_name=record.file_name,
        text=record.text,
        text_sha256=sha256(record.text),
        language=record.language,
        published_on=record.published_on,
        published_basis=record.published_basis,
    )


def _store_origins(article: Article, origins: Iterable[Origin]) -> None:
    for origin in origins:
        Derivation.objects.get_or_create(
            article=article,
            kind=origin.kind,
            as_written=origin.as_written,
            defaults={"source": _source_of(origin), "start": origin.start, "end": origin.end},
        )


def _source_of(origin: Origin) -> Source:
    """The source that the article names, by domain or name; a new one, of unknown kind, where there is none."""
    domain = _domain(origin)
    known = Source.objects.filter(domain=domain).first() if domain else None
    known = known or Source.objects.filter(name__iexact=origin.name).first()
    if known:
        return known
    slug = slugify(origin.name)[:100] or f"source-{sha256(origin.name)[:12]}"
    return Source.objects.get_or_create(slug=slug, defaults={"name": origin.name, "domain": domain})[0]


def _domain(origin: Origin) -> str:
    """The host of the address, or the name itself where it looks like one ("www.expressandstar.com")."""
    host = urlsplit(origin.url or f"//{origin.name}").hostname or ""
    return host.removeprefix("www.") if DOMAIN.fullmatch(host) else ""


def _store_claims(article: Article, found: Iterable[FoundClaim], *, extractor: Extractor) -> list[Claim]:
    """Rows for what was found, in six statements whatever their number."""
    found = list(found)
    keys = _keys(article, found)
    claims = bulk_create_with_history(
        [_claim(article, each, key=key, extractor=extractor) for each, key in zip(found, keys, strict=True)], Claim
    )
    actors = dict(Actor.objects.values_list("slug", "pk"))
    pairs = list(zip(claims, found, strict=True))
    bulk_create_with_history(
        [
            _attribution(claim, order, part, actors=actors)
            for claim, each in pairs
            for order, part in enumerate(each.attributions)
        ],
        Attribution,
    )
    bulk_create_with_history(
        [_quantity(claim, order, part) for claim, each in pairs for order, part in enumerate(each.quantities)],
        Quantity,
    )
    return claims


def _keys(article: Article, found: Iterable[FoundClaim]) -> list[str]:
    """A key for each; where one span holds several claims the second and later ones are counted."""
    seen: Counter[tuple[int, int]] = Counter()
    keys = []
    for each in found:
        place = (each.span.start, each.span.end)
        keys.append(claim_key(article.text_sha256, *place, *([seen[place]] if seen[place] else [])))
        seen[place] += 1
    return keys


def _claim(article: Article, found: FoundClaim, *, key: str, extractor: Extractor) -> Claim:
    claim = Claim(
        key=key,
        article=article,
        text=found.text,
        voice=found.voice,
        quotation=found.quotation,
        stance=found.stance,
        hedge=found.hedge,
        phase=found.phase,
        topic=found.topic or "",
        extractor=extractor.name,
        extractor_version=extractor.version,
        rule=found.rule,
        confidence=found.confidence,
        found=asdict(found),
    )
    claim.place(found.span.start, found.span.end)
    if said := found.said_on:
        claim.said_from, claim.said_to, claim.said_as_written = said.earliest, said.latest, said.as_written
    if event := found.event_on:
        claim.event_from, claim.event_to, claim.event_as_written = event.earliest, event.latest, event.as_written
    return claim


def _attribution(claim: Claim, order: int, found: FoundAttribution, *, actors: dict[str, int]) -> Attribution:
    return Attribution(
        claim=claim,
        order=order,
        role=found.role,
        actor_id=actors[found.actor] if found.actor else None,
        name="" if found.actor else found.name,
        as_written=found.as_written,
        start=found.span.start if found.span else None,
        end=found.span.end if found.span else None,
        side_id=actors[found.side] if found.side else None,
        hop=found.hop,
    )


def _quantity(claim: Claim, order: int, found: FoundQuantity) -> Quantity:
    figures = {"low": found.low, "best": found.best, "high": found.high}
    if any(figure is not None and abs(figure) >= BEYOND_COUNTING for figure in figures.values()):
        figures = dict.fromkeys(figures)
    return Quantity(
        claim=claim,
        order=order,
        as_written=found.as_written,
        start=found.span.start,
        end=found.span.end,
        qualifier=found.qualifier,
        measure=found.measure,
        unit=found.unit,
        basis=found.basis,
        **figures,
    )
