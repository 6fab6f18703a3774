"""What the Fact Check Tools of Google have for a review -> properties of a ClaimReview, under the names of schema.org.

Two shapes: a claim that `claims:search` found, and a page of the markup that `pages` reads and writes, each with one
review.
"""

from collections.abc import Mapping
from typing import Any

from claimsdb.reading.claim_reviews.finding import part_of_google

Properties = Mapping[str, Any]


def as_claim_review(found: Properties) -> Properties:
    """The object itself, unless it is of one of both shapes."""
    part = part_of_google(found)
    if not part:
        return found
    review: Properties = next((each for each in found[part] if isinstance(each, dict)), {})
    return _of_search(found, review) if part == "claimReview" else _of_markup(found, review)


def _of_search(claim: Properties, review: Properties) -> Properties:
    publisher = review.get("publisher")
    author = {"name": publisher.get("name"), "url": publisher.get("site")} if isinstance(publisher, dict) else publisher
    return {
        "url": review.get("url"),
        "name": review.get("title"),
        "claimReviewed": claim.get("text"),
        "datePublished": review.get("reviewDate"),
        "inLanguage": review.get("languageCode"),
        "author": author,
        "reviewRating": {"alternateName": review.get("textualRating")},
        "itemReviewed": {"author": claim.get("claimant")},
    }


def _of_markup(page: Properties, markup: Properties) -> Properties:
    rating = markup.get("rating")
    rating = {**rating, "alternateName": rating.get("textualRating")} if isinstance(rating, dict) else rating
    appearances = markup.get("claimAppearances")
    return {
        "url": markup.get("url") or page.get("pageUrl"),
        "claimReviewed": markup.get("claimReviewed"),
        "datePublished": page.get("publishDate"),
        "author": page.get("claimReviewAuthor"),
        "reviewRating": rating,
        "itemReviewed": {
            "author": markup.get("claimAuthor"),
            "firstAppearance": markup.get("claimFirstAppearance"),
            "appearance": appearances,
        },
    }
