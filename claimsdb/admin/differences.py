"""Differences between a claim, or a version of it, and an earlier version."""

from dataclasses import dataclass
from typing import Any

from claimsdb.models import Claim, ClaimVersion, Decision
from claimsdb.review import snapshots

SHOWN = (*sorted(Claim.EDITABLE), "editors_words", "status")
CALLED = {"attributions": "actors", "quantities": "figures"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that says something else now."""

    name: str
    then: str
    now: str


def decisions_since(claim: Claim, seen: int | None) -> list[Decision]:
    return list(claim.decisions.filter(version__gt=seen or 0).select_related("who"))


def differences(claim: Claim, seen: int | None) -> list[Difference]:
    """Each field and each list of rows that is not what it was at version `seen`; none where that is not on record."""
    then = snapshots.version_seen(claim, seen)
    return differences_between(then, snapshots.snapshot(claim)) if then else []


def differences_between(then: ClaimVersion, now: ClaimVersion) -> list[Difference]:
    """The same of two versions; a list of rows that is not known of one of them is left out."""
    one, other = snapshots.claim_at(then), snapshots.claim_at(now)
    fields = [Difference(name, _said(one, name), _said(other, name)) for name in SHOWN]
    lists = [
        Difference(CALLED[name], lines(then, name), lines(now, name))
        for name in Claim.ROW_LISTS
        if None not in (old := getattr(then, name), new := getattr(now, name)) and old != new
    ]
    return [each for each in fields if each.then != each.now] + lists


def lines(version: ClaimVersion, name: str) -> str:
    """Its actors or figures, by name."""
    rows = snapshots.rows_at(version, name)
    if rows is None:
        return "not known"
    snapshots.with_actors(rows)
    return "; ".join(map(_line, rows)) or "none"


def _line(row: Any) -> str:
    beside = [getattr(row, "counted", ""), "editor’s words" if row.editors_words else ""]
    return " ".join([str(row), *(f"({words})" for words in beside if words)])


def _said(row: Any, name: str) -> str:
    value = getattr(row, name)
    if name == "editors_words":
        return ", ".join(value)
    return "" if value is None else str(value).replace("_", " ") if name == "status" else str(value)
