"""A ClaimReview as found -> what it says, and what of it could not be read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from claimsdb.reading.claim_reviews.google import as_claim_review
from claimsdb.reading.claim_reviews.values import NUMBER, Fault, Node, host_of
from claimsdb.reading.language_tags import BadLanguageTag, normalize_language_tag

TITLE, LABEL, NAME, WORDING = 500, 200, 200, 2000  # characters at most
UNDETERMINED = "und"
PERSON = "Person"
SITE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[:/]\S*)?")
LABEL_NEEDED = "the rating in the publisher's words, such as Mostly false"
WORDS = 20_000  # characters of a rationale


@dataclass(frozen=True, slots=True)
class Rating:
    """A place on the publisher's scale."""

    value: float
    worst: float
    best: float


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """What a ClaimReview says; what it does not is empty. `wording` is the claim as it was reviewed, `label` the rating
    in the publisher's words; `publisher` a name or else a host, `site` the address or host of whoever that is.

    `appearances` are the addresses at which the claim was made, and `of_claim` those by which the claim itself goes.
    """

    wording: str
    url: str
    title: str
    label: str
    rating: Rating | None
    publisher: str
    site: str
    published_on: date | None
    language: str
    rationale: str
    claimants: tuple[str, ...]
    appearances: tuple[str, ...]
    of_claim: tuple[str, ...]
    faults: tuple[Fault, ...]


def read_review(found: Mapping[str, Any]) -> ReviewRecord:
    """Whatever the object is like: what cannot be read is among the faults."""
    faults: list[Fault] = []
    review = Node(as_claim_review(found), faults)
    claims = review.nodes("itemReviewed", as_name="name")
    url = review.address("url", needed="the address at which the fact check can be read")
    publisher, site = _publisher(review, url)
    label, rating = _rating(review)
    return ReviewRecord(
        wording=_wording(review, claims),
        url=url,
        title=review.text("name", limit=TITLE) or review.text("headline", limit=TITLE),
        label=label,
        rating=rating,
        publisher=publisher,
        site=site,
        published_on=review.day("datePublished", needed="the day of publication, such as 2024-10-18"),
        language=_language(review),
        rationale=(review.text("reviewBody", limit=WORDS) or review.text("description", limit=WORDS)),
        claimants=_claimants(claims),
        appearances=_each(claims, "appearance", "firstAppearance", "url", "sameAs", "mainEntityOfPage"),
        of_claim=_each(claims, "@id", "id", "url", "sameAs", "mainEntityOfPage"),
        faults=tuple(faults),
    )


def _wording(review: Node, claims: list[Node]) -> str:
    """What was reviewed, or else what the claim is called; the latter is not said of a work that only holds it."""
    called = next((name for each in claims if "Claim" in each.types and (name := each.text("name"))), "")
    needed = "" if called else "the claim in words"
    return review.text("claimReviewed", limit=WORDING, needed=needed) or called[:WORDING]


def _publisher(review: Node, url: str) -> tuple[str, str]:
    """Name and site: of an organization before a person, or else of the address."""
    others = review.nodes("publisher") if "publisher" in review.given else []
    named = review.nodes("author", needed="" if others else "the publisher, with name and url") + others
    named.sort(key=lambda each: PERSON in each.types)
    host = host_of(url).removeprefix("www.")
    for each in named:
        name, site = each.text("name", limit=NAME), next(iter(each.addresses("url", "@id")), "")
        site = site or ("" if name else next(iter(each.addresses("sameAs")), ""))
        site = site or _bare_site(each)
        if name or site:
            own = host_of(site).removeprefix("www.")
            return name or own or site, "" if PERSON in each.types else site or host
    return host, host


def _bare_site(node: Node) -> str:
    """A host, perhaps with a path, that stands where an address should be."""
    given = node.given.get("url")
    if isinstance(given, str) and SITE.fullmatch(given.strip()):
        return given.strip()
    return node.address("url") if given else ""


def _rating(review: Node) -> tuple[str, Rating | None]:
    """The label, and the place on the scale where that is whole: nothing is assumed of a scale."""
    rating = next(iter(review.nodes("reviewRating", as_name="alternateName", needed="the rating, in words")), None)
    if rating is None:
        return "", None
    value = rating.given.get("ratingValue")
    is_in_words = isinstance(value, str) and not NUMBER.fullmatch(value.strip())
    needed = "" if is_in_words or rating.given.get("name") else LABEL_NEEDED
    label = rating.text("alternateName", limit=LABEL, needed=needed) or rating.text("name", limit=LABEL)
    if is_in_words and not label:
        return rating.text("ratingValue", limit=LABEL), None
    return label, _scale(rating)


def _scale(rating: Node) -> Rating | None:
    names = ("ratingValue", "worstRating", "bestRating")
    if all(rating.given.get(name) is None for name in names):
        return None
    value, worst, best = (rating.number(name) for name in names)
    if value is None or worst is None or best is None:
        lacking = [name for name, each in zip(names, (value, worst, best), strict=True) if each is None]
        rating.fault(lacking[0], "is not known: a rating has a value, the worst and the best, or it is left out")
        return None
    if not (worst < best and worst <= value <= best):
        rating.fault("ratingValue", f"{value:g} is on no scale from {worst:g} to {best:g}: the rating is left out")
        return None
    return Rating(value, worst, best)


def _language(review: Node) -> str:
    given = review.given.get("inLanguage")
    if isinstance(given, dict) and given.get("alternateName"):
        given = given["alternateName"]  # Language: {"name": "English", "alternateName": "en"}
    written = Node({"inLanguage": given}, review.faults).text("inLanguage") if given else ""
    try:
        return normalize_language_tag(written.replace("_", "-")) if written else UNDETERMINED
    except BadLanguageTag as error:
        review.fault("inLanguage", f"is {written:.40}, which {error}")
        return UNDETERMINED


def _claimants(claims: list[Node]) -> tuple[str, ...]:
    people = [person for claim in claims if claim.given.get("author") for person in claim.nodes("author")]
    names = [person.text("name", limit=NAME) for person in people if person.given.get("name")]
    return tuple(dict.fromkeys(filter(None, names)))


def _each(claims: list[Node], *names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(address for claim in claims for address in claim.addresses(*names)))
