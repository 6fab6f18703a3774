"""How often the desk's checks are right, on the seeds as their editors have decided them.

DATABASE_URL=... python -m tests.benchmarks.checks      # a database into which load_seeds has put them; nothing changes

What is found in a wording of the machine's is right where editors have rejected the claim or worded it otherwise; what is
found in one that they left, or in their own, is a false alarm. Of accepted wordings that are falsified on purpose, one
way at a time, it counts how many are found.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator

import django

django.setup()

from claimsdb.choices import Check, Status  # noqa: E402  (after the setup)
from claimsdb.extraction import find_amounts  # noqa: E402
from claimsdb.models import Claim  # noqa: E402
from claimsdb.review import checks  # noqa: E402
from claimsdb.review.checks.negation import negation_in  # noqa: E402

WORDINGS = {
    Check.FIGURE_ADDED,
    Check.ACTOR_ADDED,
    Check.NEGATION_LOST,
    Check.PLAN_AS_FACT,
    Check.NOT_A_SENTENCE,
    Check.UNRESOLVED,
    Check.OPEN_QUOTATION,
    Check.RUN_ON,
}


def decided() -> Iterator[Claim]:
    rows = Claim.objects.filter(status__in=[Status.ACCEPTED, Status.REJECTED, Status.DUPLICATE])
    yield from rows.select_related("article").prefetch_related("attributions__actor", "quantities").order_by("pk")


def of_wordings() -> dict[str, Counter[str]]:
    """By check, how many findings are right, and how many are false alarms."""
    found = {check.value: Counter[str]() for check in WORDINGS}
    for claim in decided():
        was_right = claim.status != Status.ACCEPTED
        for text in dict.fromkeys([(claim.found or {}).get("text", claim.text), claim.text]):
            is_right = was_right or text != claim.text
            for check, _ in _findings(claim, text):
                found[check]["right" if is_right else "false"] += 1
    return found


def false_alarms() -> Iterator[tuple[str, str, str, str]]:
    for claim in decided():
        if claim.status == Status.ACCEPTED:
            yield from ((check, about, claim.quote, claim.text) for check, about in _findings(claim, claim.text))


def of_falsified() -> dict[str, dict[str, int]]:
    """By the way of falsifying, how many accepted wordings it fits, and of how many something is found then."""
    counts = {name: Counter[str]() for name in FALSIFIED}
    for claim in decided():
        if claim.status == Status.ACCEPTED:
            for name, (check, falsify) in FALSIFIED.items():
                text = falsify(claim)
                if text and text != claim.text:
                    counts[name]["all"] += 1
                    counts[name]["found"] += any(each == check for each, _ in _findings(claim, text))
    return {name: dict(count) for name, count in counts.items()}


def _findings(claim: Claim, text: str) -> list[tuple[str, str]]:
    original, claim.text = claim.text, text
    try:
        return [(each.check, each.about) for each in checks.findings(claim) if each.check in WORDINGS]
    finally:
        claim.text = original


def _ten_times(claim: Claim) -> str:
    amounts = [amount for amount in find_amounts(claim.text) if amount.best]
    if not amounts:
        return ""
    start, end = amounts[0].number_start, amounts[0].number_end
    return f"{claim.text[:start]}{int(amounts[0].best * 10):,}{claim.text[end:]}"  # type: ignore[operator]


def _somebody_else(claim: Claim) -> str:
    """France is in none of the seeds."""
    return re.sub(r"\b(?:North Korea|Russia)\b", "France", claim.text, count=1)


def _two_exchanged(claim: Claim) -> str:
    if "South Korea" in claim.quote:
        return ""
    return re.sub(r"\bNorth Korea\b", "South Korea", claim.text)


def _without_no(claim: Claim) -> str:
    return re.sub(rf"\b{negation_in(claim.text)}\s", "", claim.text, count=1) if negation_in(claim.text) else ""


def _as_fact(claim: Claim) -> str:
    return re.sub(r"\b(?:will|may|might|could|would)\s(?:soon\s)?", "", claim.text, count=1)


def _without_verb(claim: Claim) -> str:
    found = re.match(r"([A-Z][\w’ ]+?) (?:is|are|was|were) (\w+ing\b.*)", claim.text)
    return found[2][:1].upper() + found[2][1:] if found else ""


def _relative(claim: Claim) -> str:
    found = re.match(r"(?:North Korea|Russia|The United States|Vladimir Putin|Kim Jong Un) (.*)", claim.text)
    return f"Which {found[1]}" if found else ""


def _pronoun(claim: Claim) -> str:
    found = re.match(r"(?:North Korea|Russia)(’s)? (.*)", claim.text)
    return f"{'Its' if found[1] else 'It'} {found[2]}" if found else ""


def _open(claim: Claim) -> str:
    return claim.text.replace("”", "", 1) if "”" in claim.text else ""


def _run_on(claim: Claim) -> str:
    return f"{claim.text.rstrip('.')}, and Japan has condemned it."


FALSIFIED: dict[str, tuple[Check, Callable[[Claim], str]]] = {
    "ten times the figure": (Check.FIGURE_ADDED, _ten_times),
    "somebody else": (Check.ACTOR_ADDED, _somebody_else),
    "South for North": (Check.ACTOR_ADDED, _two_exchanged),
    "without its no": (Check.NEGATION_LOST, _without_no),
    "a plan as a fact": (Check.PLAN_AS_FACT, _as_fact),
    "without its verb": (Check.NOT_A_SENTENCE, _without_verb),
    "begins with which": (Check.NOT_A_SENTENCE, _relative),
    "a pronoun for the name": (Check.UNRESOLVED, _pronoun),
    "an open quotation": (Check.OPEN_QUOTATION, _open),
    "a second statement": (Check.RUN_ON, _run_on),
}


if __name__ == "__main__":
    alarms = [" | ".join(each) for each in false_alarms()]
    print(
        json.dumps(
            {"wordings": of_wordings(), "falsified": of_falsified(), "false_alarms": alarms}, indent=1, sort_keys=True
        )
    )
