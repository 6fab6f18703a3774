"""How much of what an extractor finds its editors would leave as it is: findings beside the decisions kept as data.

A claim is accepted with one key where nothing of it has to be changed; each field that differs is a thing to correct.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from claimsdb.extraction import FoundAttribution, FoundClaim, FoundDate, FoundQuantity
from claimsdb.ingest.seed_decisions import Verdict, pair

WORDING = "wording"
BOUNDS = ("low", "best", "high")
SIMPLE = ("voice", "quotation", "stance", "hedge", "phase", "topic")


def compare_fields(verdicts: Iterable[Verdict], found: Iterable[FoundClaim]) -> list[Mapping[str, bool]]:
    """By field whether an editor left it as found, for each claim found that the verdicts accept."""
    verdicts, found = list(verdicts), list(found)
    places = pair(verdicts, [(claim.span.start, claim.span.end) for claim in found])
    return [
        _unchanged(verdict, found[place])
        for verdict, place in zip(verdicts, places, strict=True)
        if verdict.claim is not None and place is not None
    ]


def _unchanged(verdict: Verdict, found: FoundClaim) -> Mapping[str, bool]:
    decided, proposed = _decided_values(verdict), _found_values(found)
    return {field: decided[field] == value for field, value in proposed.items()}


def _found_values(found: FoundClaim) -> dict[str, Any]:
    return {
        "span": (found.span.start, found.span.end),
        **{name: getattr(found, name) or "" for name in SIMPLE},
        "said": _interval(found.said_on),
        "event": _interval(found.event_on),
        "who": _sorted(map(_found_attribution, found.attributions)),
        "figures": _sorted(map(_found_quantity, found.quantities)),
        WORDING: found.text,
    }


def _interval(found: FoundDate | None) -> tuple[str, str, str]:
    return (_day(found.earliest), _day(found.latest), found.as_written) if found else ("", "", "")


def _day(day: Any) -> str:
    return str(day or "")


def _found_attribution(found: FoundAttribution) -> dict[str, Any]:
    return {
        "role": found.role,
        "as_written": found.as_written,
        "start": found.span.start if found.span else None,
        "actor": found.actor,
        "name": "" if found.actor else found.name,
        "side": found.side,
        "hop": found.hop,
    }


def _found_quantity(found: FoundQuantity) -> dict[str, Any]:
    meant = found.stands_for
    return {
        "as_written": found.as_written,
        "start": found.span.start,
        **{name: getattr(found, name) for name in BOUNDS},
        **{name: getattr(found, name) for name in ("qualifier", "measure", "unit", "basis", "stage", "per")},
        "of": found.of or None,
        "stands_for": {"start": meant[0].start, "figure": meant[1]} if meant else None,
    }


def _decided_values(verdict: Verdict) -> dict[str, Any]:
    claim: Mapping[str, Any] = verdict.claim or {}
    return {
        "span": (verdict.start, verdict.end),
        **{name: claim[name] or "" for name in SIMPLE},
        **{
            name: tuple(claim[f"{name}_{end}"] or "" for end in ("from", "to", "as_written"))
            for name in ("said", "event")
        },
        "who": _sorted(claim["attributions"]),
        "figures": _sorted(map(_decided_quantity, claim["quantities"])),
        WORDING: claim["text"],
    }


def _decided_quantity(row: Mapping[str, Any]) -> dict[str, Any]:
    bounds = {name: None if row[name] is None else Decimal(str(row[name])) for name in BOUNDS}
    return {"of": None, "stands_for": None, **row, **bounds}


def _sorted(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows whatever their order."""
    return sorted(
        rows, key=lambda row: (row["start"] or 0, *(str(row.get(name)) for name in ("role", "actor", "as_written")))
    )
