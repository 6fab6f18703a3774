"""At which claim a fact check of others belongs: for certain, or as candidates among which an editor chooses.

For certain it is where the check names the claim by its address, here or in any other installation, as a claim's key is
made of the article's words; or where, of the claims in articles at the addresses that the check gives, exactly one is
worded alike: white space, quotation marks, dashes, case and what stands around the words do not count.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from rapidfuzz import fuzz

from claimsdb.choices import MatchRule, Status
from claimsdb.index import articles_at
from claimsdb.models import AS_CLAIMED, WAITING, Claim, indexed_statuses
from claimsdb.reading import reads_alike
from claimsdb.reading.claim_reviews import ReviewRecord
from claimsdb.review.checks.candidates import with_like_words

MAY_BE_MEANT = (*WAITING, Status.ACCEPTED)
CLAIM_ADDRESS = re.compile(r"/claims/([a-z2-7]{16})(?:/|\.json)?(?:[?#].*)?$")
AROUND = " .!?…\"“”„«»'‘’‚"
MOST_OF_ARTICLES, SHOWN = 300, 8
LEAST_LIKENESS = 55  # of 100, by token_set_ratio, for a claim of which nothing else speaks


@dataclass(frozen=True, slots=True)
class Match:
    claim: Claim
    rule: MatchRule


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim that may be meant. `likeness` of the wordings is from 0 to 100; `at_address` says whether its article is
    at an address that the fact check gives."""

    claim: Claim
    likeness: int
    at_address: bool


def certain_match(record: ReviewRecord) -> Match | None:
    if claim := _only(_by_address(record.of_claim)):
        return Match(claim, MatchRule.CLAIMS_ADDRESS)
    alike = (each for each in _at_addresses(record) if _is_worded(record.wording, each))
    if record.wording and (claim := _only(alike)):
        return Match(claim, MatchRule.ADDRESS_AND_WORDING)
    return None


def candidates(record: ReviewRecord, *, certain: Claim | None = None) -> list[Candidate]:
    """The likeliest first, after the one that is certain; those of an article that the check gives come before others
    as like."""
    there = {each.pk: each for each in _at_addresses(record)}
    others = with_like_words(record.wording, indexed_statuses(MAY_BE_MEANT)).exclude(pk__in=there)
    if certain and certain.pk not in there:
        others = others.exclude(pk=certain.pk)
    found = [Candidate(each, _likeness(record.wording, each), at_address=True) for each in there.values()]
    found += [Candidate(each, _likeness(record.wording, each), at_address=False) for each in others]
    likely = [each for each in found if each.at_address or each.likeness >= LEAST_LIKENESS]
    if certain and certain.pk not in there:
        likely.append(Candidate(certain, _likeness(record.wording, certain), at_address=False))
    return sorted(likely, key=lambda each: (each.claim != certain, -each.likeness, not each.at_address, each.claim.pk))[
        :SHOWN
    ]


def is_same_wording(one: str, other: str) -> bool:
    """Whether a reader sees the same words, in whatever case, and whatever stands around them."""
    bare, other_bare = one.strip(AROUND), other.strip(AROUND)
    return bool(bare) and reads_alike(bare, other_bare)


def _is_worded(wording: str, claim: Claim) -> bool:
    """Who checks what a claim denies does not check the denial."""
    wordings = [claim.as_claimed] if claim.stance in AS_CLAIMED else [claim.text, claim.quote]
    return any(is_same_wording(wording, each) for each in wordings)


def _at_addresses(record: ReviewRecord) -> QuerySet[Claim]:
    articles = articles_at(record.appearances)
    claims = Claim.objects.filter(article__in=articles, status__in=MAY_BE_MEANT) if articles else Claim.objects.none()
    return claims.select_related("article").defer("article__text", "found").order_by("pk")[:MOST_OF_ARTICLES]


def _by_address(addresses: Iterable[str]) -> Iterator[Claim]:
    """Of a claim that repeats another the other one is meant."""
    keys = {found[1] for each in addresses if (found := CLAIM_ADDRESS.search(each))}
    for claim in Claim.objects.filter(key__in=keys).select_related("duplicate_of") if keys else ():
        meant = claim.duplicate_of or claim
        if meant.status in MAY_BE_MEANT:
            yield meant


def _only(claims: Iterable[Claim]) -> Claim | None:
    by_id = {each.pk: each for each in claims}
    return next(iter(by_id.values())) if len(by_id) == 1 else None


def _likeness(wording: str, claim: Claim) -> int:
    wordings = (claim.as_claimed, claim.quote)
    return round(max(fuzz.token_set_ratio(wording.lower(), each.lower()) for each in wordings))
