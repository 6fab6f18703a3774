"""What a claim's wording has made of its quote: figures and actors added, a negation or a doubt lost.

The wording of a pronoun by its name is no addition where the claim's actors say from which words they come.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from claimsdb.choices import ActorKind, Check, Phase, Role, Stance
from claimsdb.models import Attribution, Claim
from claimsdb.review.checks.figures import added_figures
from claimsdb.review.checks.finding import CheckFinding
from claimsdb.review.checks.names import ActorNames, NamedActor, plain
from claimsdb.review.checks.negation import may_negate, negation_in
from claimsdb.review.checks.plans import prospect_in

SPEECH_ROLES = {Role.CLAIMANT, Role.ORIGIN, Role.RELAYER}  # the others are those whom a claim is about

NEAR = 1200  # characters before the quote: two or three paragraphs

# Who says it may be meant by these.
_OWN = re.compile(r"\b(?:I|me|my|mine|we|us|our|ours|his|her|its|their)\b", re.IGNORECASE)


def changes(claim: Claim) -> Iterator[CheckFinding]:
    """Nothing where the wording is the quote, or where one of them may be in a language that we have no words of."""
    if claim.quote and _is_english(claim) and _bare(claim.text) != _bare(claim.quote):
        yield from _figures_added(claim)
        yield from _actors_added(claim)
        yield from _negation_lost(claim)
        yield from _plan_as_fact(claim)


def _is_english(claim: Claim) -> bool:
    return claim.article.language.split("-")[0].lower() in ("en", "und")


def _bare(text: str) -> str:
    return plain(text).strip(" .,;:").casefold()


def _figures_added(claim: Claim) -> Iterator[CheckFinding]:
    for figure in added_figures(claim.text, claim.quote, besides=_years(claim)):
        yield CheckFinding(Check.FIGURE_ADDED, figure[:200], f"“{figure}” is in the wording and not in the quote.")


def _years(claim: Claim) -> frozenset[Decimal]:
    """Those by which the wording may say what the quote calls "last year"."""
    days = filter(None, (claim.said_from, claim.said_to, claim.event_from, claim.event_to))
    return frozenset(Decimal(day.year) for day in days)


def _actors_added(claim: Claim) -> Iterator[CheckFinding]:
    """Not of those who are named not far before: the wording says whom "the issue" or "these troops" are about. Where
    it lacks somebody whom the quote names, or whom the claim is about, they were exchanged, which nothing explains."""
    before = claim.article.text[max(0, (claim.start or 0) - NEAR) : claim.start or 0]
    names = ActorNames(before, claim.quote, claim.text)
    quoted, worded = names.named_in(claim.quote), names.named_in(claim.text)
    expected = quoted.keys() | _concerned(claim)
    known = quoted.keys() if expected - worded.keys() else quoted.keys() | names.named_in(before).keys()
    for actor, named in worded.items():
        if actor not in known and not names.by_part(named, claim.quote) and not _is_recorded(claim, named):
            yield CheckFinding(Check.ACTOR_ADDED, named.name, f"{named.name} is in the wording and not in the quote.")


def _concerned(claim: Claim) -> set[int]:
    """Whom the claim is about, by words of the article. A person may be worded by an office: "the leader of"."""
    parts = (part for part in claim.attributions.all() if part.actor and part.has_span)
    return {part.actor_id for part in parts if part.role not in SPEECH_ROLES and part.actor.kind != ActorKind.PERSON}


def _is_recorded(claim: Claim, named: NamedActor) -> bool:
    """Whether the claim has the actor from words of the article, or an editor gave it to it."""
    parts = [part for part in claim.attributions.all() if part.actor_id == named.actor]
    return any(_explains(part, claim) for part in parts if part.has_span or "attributions" in claim.amended)


def _explains(part: Attribution, claim: Claim) -> bool:
    """Whether the quote can mean whom the part names: not who says it, unless it speaks of them."""
    inside = part.start in range(claim.start or 0, claim.end or 0)
    return inside or part.role not in SPEECH_ROLES or bool(_OWN.search(claim.quote))


def _negation_lost(claim: Claim) -> Iterator[CheckFinding]:
    """Of what somebody denies, the negation may be in the denial."""
    lost, gained = negation_in(claim.quote), negation_in(claim.text)
    if lost and claim.stance != Stance.DENIES and not may_negate(claim.text):
        yield CheckFinding(Check.NEGATION_LOST, lost, f"The quote says “{lost}”, and the wording denies nothing.")
    if gained and not may_negate(claim.quote):
        yield CheckFinding(Check.NEGATION_LOST, gained, f"The wording says “{gained}”, and the quote denies nothing.")


def _plan_as_fact(claim: Claim) -> Iterator[CheckFinding]:
    lost = prospect_in(claim.quote) or prospect_in(claim.hedge)
    if (lost or claim.phase == Phase.PLANNED) and not prospect_in(claim.text):
        what = f"“{lost}” is said of it" if lost else "It is planned"
        yield CheckFinding(Check.PLAN_AS_FACT, lost or Phase.PLANNED, f"{what}, and the wording has it as a fact.")
