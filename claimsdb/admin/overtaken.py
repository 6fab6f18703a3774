"""What others have done to a claim since an editor opened it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from claimsdb.models import Attribution, Before, Claim, Decision
from claimsdb.review import AMENDABLE
from claimsdb.review.snapshots import rows_before

SHOWN = (*sorted(AMENDABLE), "status")


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
    then = claim.history.filter(version=seen).first()
    if then is None:
        return []
    fields = [Difference(name, _said(then, name), _said(claim, name)) for name in SHOWN]
    return [each for each in fields if each.then != each.now] + _rows_replaced(claim, seen)


def _said(row: Any, name: str) -> str:
    value = getattr(row, name)
    return "" if value is None else str(value).replace("_", " ") if name == "status" else str(value)


def _rows_replaced(claim: Claim, seen: int | None) -> list[Difference]:
    """The rows that a decision since has replaced: the first that did so knows what they were."""
    then: dict[type[Model], list[Any]] = {}
    for kept in Before.objects.filter(decision__claim=claim, decision__version__gt=seen or 0).order_by(
        "decision__version"
    ):
        then = rows_before(kept) | then
    now = {model: list(model._default_manager.filter(claim=claim)) for model in then}
    return [
        Difference("actors" if model is Attribution else "figures", _lines(rows), _lines(now[model]))
        for model, rows in then.items()
    ]


def _lines(rows: list[Any]) -> str:
    return "; ".join(str(row) for row in rows) or "none"
