"""Differences between a claim, or a version of it, and an earlier version."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

from claimsdb.models import Claim, ClaimVersion, Decision
from claimsdb.review import snapshots

SHOWN = (*sorted(Claim.EDITABLE), "editors_words", "status")
Told = dict[tuple[int, str], str]  # rows by the number of a version and the name of their list
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
    return _differences(then, now, _told([then, now]))


def _differences(then: ClaimVersion, now: ClaimVersion, told: Told) -> list[Difference]:
    one, other = snapshots.claim_at(then), snapshots.claim_at(now)
    fields = [Difference(name, _said(one, name), _said(other, name)) for name in SHOWN]
    lists = [
        Difference(CALLED[name], told[then.version, name], told[now.version, name])
        for name in Claim.ROW_LISTS
        if None not in (old := getattr(then, name), new := getattr(now, name)) and old != new
    ]
    return [each for each in fields if each.then != each.now] + lists


def decisions_told(claim: Claim) -> list[Decision]:
    """Its decisions, each with the `changes` that it made, but for the status, which the verb says."""
    decisions = list(claim.decisions.select_related("who"))
    changes = changes_by_version(claim) if decisions else {}
    for decision in decisions:
        decision.changes = [each for each in changes.get(decision.version, []) if each.name != "status"]
    return decisions


def changes_by_version(claim: Claim) -> dict[int, list[Difference]]:
    """By the number of each version, what it changed, as far as the one before is on record."""
    versions = list(claim.versions.defer("found").order_by("version"))
    told = _told(versions)
    pairs = ((then, now) for then, now in pairwise(versions) if now.version == then.version + 1)
    return {now.version: _differences(then, now, told) for then, now in pairs}


def lines(version: ClaimVersion, name: str) -> str:
    """Its actors or figures, by name."""
    return _told([version])[version.version, name]


def _told(versions: Sequence[ClaimVersion]) -> Told:
    """The same of several versions of a claim, in as many statements as of one."""
    lists = {(each.version, name): snapshots.rows_at(each, name) for each in versions for name in Claim.ROW_LISTS}
    snapshots.with_actors(chain.from_iterable(rows or () for rows in lists.values()))
    return {
        place: "not known" if rows is None else "; ".join(map(_line, rows)) or "none" for place, rows in lists.items()
    }


def _line(row: Any) -> str:
    beside = [getattr(row, "counted", ""), "editor’s words" if row.editors_words else ""]
    return " ".join([str(row), *(f"({words})" for words in beside if words)])


def _said(row: Any, name: str) -> str:
    value = getattr(row, name)
    if name == "editors_words":
        return ", ".join(value)
    return "" if value is None else str(value).replace("_", " ") if name == "status" else str(value)
