"""Accepted claims that a claim may repeat: much the same words, by the same speakers, about the same subjects."""

import re
from collections.abc import Iterator

from django.db.models import Prefetch, prefetch_related_objects
from rapidfuzz import fuzz

from claimsdb.choices import Check, Phase, Role, Stance
from claimsdb.models import Attribution, Claim
from claimsdb.review.checks.candidates import duplicate_candidates
from claimsdb.review.checks.figures import Value, figures_in
from claimsdb.review.checks.finding import CheckFinding
from claimsdb.review.checks.names import plain
from claimsdb.review.checks.negation import negation_in

SHOWN = 3
# Of 100, by token_set_ratio and token_sort_ratio: of the seeds' pairs that say the same none has less than 75 and 51,
# of the others none more than 67 and 65. The second keeps out a long wording that happens to hold a short one.
COMMON, WHOLE = 72, 45

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")


def duplicates(claim: Claim) -> Iterator[CheckFinding]:
    """At most SHOWN, the most alike first."""
    scores = {other: alikeness(claim.text, other.text) for other in duplicate_candidates(claim)}
    alike = [other for other, score in scores.items() if score and _says_as_much(claim, other)]
    prefetch_related_objects(alike, Prefetch("attributions", Attribution.objects.select_related("actor", "side")))
    same = [other for other in alike if _parts(other) == _parts(claim)]
    shown = sorted(same, key=lambda other: (-scores[other], other.pk))[:SHOWN]
    prefetch_related_objects(shown, "quantities")
    for other in shown:
        yield CheckFinding(Check.LIKELY_DUPLICATE, other.key, "An accepted claim says much the same.", other=other)


def alikeness(one: str, other: str) -> float:
    """How much alike two wordings are, apart from names that both have; 0 where they are not alike."""
    words, other_words = (_WORD.findall(plain(text)) for text in (one, other))
    names = {word for word in words if word[0].isupper()} & {*other_words}
    rests = [_without(names, words), _without(names, other_words)]
    common, whole = fuzz.token_set_ratio(*rests), fuzz.token_sort_ratio(*rests)
    return common + whole if common >= COMMON and whole >= WHOLE else 0


def _without(names: set[str], words: list[str]) -> str:
    """The words in small letters; all of them where there is nothing but names, as in a headline."""
    return " ".join([word for word in words if word not in names] or words).lower()


def _says_as_much(claim: Claim, other: Claim) -> bool:
    """Not one the denial of the other, nor one planned and the other done, nor other figures, nor at another time."""
    figures, other_figures = _figures(claim), _figures(other)
    return (
        _polarity(claim) == _polarity(other)
        and (figures <= other_figures or other_figures <= figures)
        and not _apart(claim, other)
    )


def _polarity(claim: Claim) -> tuple[bool, bool, bool]:
    return claim.stance == Stance.DENIES, bool(negation_in(claim.text)), claim.phase == Phase.PLANNED


def _figures(claim: Claim) -> set[Value]:
    return set().union(*(values for _, values in figures_in(claim.text)))


def _apart(claim: Claim, other: Claim) -> bool:
    """Whether one event was over before the other began, as far as both are known."""
    return any(
        one.event_to and another.event_from and one.event_to < another.event_from
        for one, another in ((claim, other), (other, claim))
    )


def _parts(claim: Claim) -> set[tuple[str, int | str]]:
    """Who claims and who is claimed about. South Korea is not North Korea, however alike the words."""
    parts = (part for part in claim.attributions.all() if part.role in (Role.CLAIMANT, Role.SUBJECT))
    return {(part.role, part.actor_id or part.who.casefold()) for part in parts}
