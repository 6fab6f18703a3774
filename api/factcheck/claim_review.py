"""Published assessments as schema.org's ClaimReview, in JSON-LD, with what Google's Fact Check Explorer asks for: the
same for everybody, of public articles and confirmed sources alone.

What the database does not know is left out: whoever is unnamed is no author, and where a claim appeared first is known
only of an article that says where it was published before.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from claimsdb.choices import ActorKind, CodeScheme, DerivationKind, Role
from claimsdb.models import Actor, Article, Assessment, Attribution, Claim, Source

CONTEXT = "https://schema.org"
WIKIDATA = "https://www.wikidata.org/wiki/"
UNDETERMINED = "und"

Properties = dict[str, Any]


def claim_review(assessment: Assessment, claim: Claim) -> Properties:
    """A published assessment of the claim, which has its parts, and its article's derivations."""
    return without_empty(
        {
            "@context": CONTEXT,
            "@type": "ClaimReview",
            "url": assessment.url,
            "name": assessment.title,
            "claimReviewed": claim.as_claimed,
            "datePublished": day(assessment.published_on),
            "inLanguage": language(assessment),
            "author": _organization(assessment.publisher),
            "reviewRating": _rating(assessment),
            "reviewBody": assessment.rationale,
            "itemReviewed": _claim(claim),
        }
    )


def claimants(claim: Claim) -> list[Attribution]:
    return [part for part in claim.attributions.all() if part.role == Role.CLAIMANT]


def claimed_on(claim: Claim) -> date | None:
    """The day on which it was said, where that is one day, or else on which the article came out."""
    is_one_day = claim.said_from is not None and claim.said_from == claim.said_to
    return claim.said_from if is_one_day else claim.article.published_on


def language(assessment: Assessment) -> str:
    return "" if assessment.language == UNDETERMINED else assessment.language


def site(assessment: Assessment) -> str:
    """The publisher's domain, or else the host at which the assessment can be read."""
    host = urlsplit(assessment.url).hostname or ""
    return assessment.publisher.domain or host.removeprefix("www.")


def without_empty(properties: Properties) -> Properties:
    """Without those that are empty."""
    return {name: value for name, value in properties.items() if value not in (None, "", [], {})}


def day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _organization(source: Source) -> Properties:
    url = f"https://{source.domain}" if source.domain else ""
    return without_empty({"@type": "Organization", "name": source.name, "url": url})


def _rating(assessment: Assessment) -> Properties:
    scale = {
        "ratingValue": assessment.rating_value,
        "worstRating": assessment.worst_rating,
        "bestRating": assessment.best_rating,
    }
    return without_empty({"@type": "Rating", "alternateName": assessment.label, **scale})


def _claim(claim: Claim) -> Properties:
    return without_empty(
        {
            "@type": "Claim",
            "author": [_author(part.actor) for part in claimants(claim) if part.actor],
            "datePublished": day(claimed_on(claim)),
            "appearance": _work(claim.article),
            "firstAppearance": next(_earlier(claim.article), None),
        }
    )


def _author(actor: Actor) -> Properties:
    kind = "Person" if actor.kind == ActorKind.PERSON else "Organization"
    known_as = [WIKIDATA + code.code for code in actor.codes.all() if code.scheme == CodeScheme.WIKIDATA]
    return without_empty({"@type": kind, "name": actor.name, "sameAs": known_as})


def _work(article: Article) -> Properties:
    publisher = _organization(article.confirmed_source) if article.confirmed_source else None
    published = day(article.published_on)
    return without_empty(
        {
            "@type": "Article",
            "url": article.url,
            "headline": article.title,
            "datePublished": published,
            "publisher": publisher,
        }
    )


def _earlier(article: Article) -> Iterator[Properties]:
    """Where the article says that it was published before."""
    for derivation in article.derivations.all():
        if derivation.kind == DerivationKind.QUOTED and (derivation.original or derivation.url):
            yield _work(derivation.original) if derivation.original else {"@type": "Article", "url": derivation.url}
