"""The values that the machine found, shown to the editor where the claim now says something else."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from claimsdb.models import Claim, Quantity


def notes(claim: Claim) -> dict[str, SafeString]:
    """By field: the machine's value of each field that an editor has set to something else, as HTML."""
    found = found_fields(claim.found or {})
    return {
        name: format_html('<span class="machine">machine: {}</span>', _worded(found[name]))
        for name in claim.amended
        if name in found and _plain(found[name]) != _plain(getattr(claim, name))
    }


def found_fields(found: Mapping[str, Any]) -> dict[str, Any]:
    """The machine's values by the names of the claim's columns; empty for a claim entered by hand."""
    values = {name: found[name] for name in ("text", *Claim.JUDGED) if name in found}
    for interval in Claim.INTERVALS:
        if f"{interval}_on" in found:
            time = found[f"{interval}_on"] or {}
            values |= {
                f"{interval}_from": time.get("earliest"),
                f"{interval}_to": time.get("latest"),
                f"{interval}_as_written": time.get("as_written"),
            }
    return values | dict(found.get("span") or {})


def found_rows(claim: Claim) -> dict[str, list[str]]:
    """The machine's attributions and quantities, one line each, where an editor has replaced them."""
    found = claim.found or {}
    wordings = {"attributions": _attribution, "quantities": _quantity}
    return {
        name: [wording(row) for row in found[name]]
        for name, wording in wordings.items()
        if name in claim.amended and name in found
    }


def _attribution(row: Mapping[str, Any]) -> str:
    return f"{row['role']}: " + _joined([row["actor"] or row["name"], row["as_written"] and f"“{row['as_written']}”"])


def _quantity(row: Mapping[str, Any]) -> str:
    bounds = [f"{name} {row[name]}" for name in Quantity.BOUNDS if row[name] is not None]
    return _joined([f"“{row['as_written']}”", row["measure"], row["qualifier"], *bounds])


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(part for part in parts if part)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _worded(value: Any) -> str:
    return _plain(value).replace("_", " ") or "none"
