"""What an extractor found -> rows: claims by key, each with its attributions and quantities."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from claimsdb.extraction import Extractor, FoundAttribution, FoundClaim, FoundDate, FoundQuantity
from claimsdb.models import Actor, Article, Attribution, Claim, Quantity, claim_key
from claimsdb.review import calibration, snapshots

# More than the column holds, and than anybody has of anything: such a figure keeps its words alone.
BEYOND_COUNTING = 10**18

# Words of a claim that a finding has under the same name.
PROPOSED = [each.name for each in fields(FoundClaim) if each.name in ("text", *Claim.JUDGED)]


def by_key(article: Article, found: Iterable[FoundClaim]) -> dict[str, FoundClaim]:
    """The findings by key; where one span holds several claims the second and later ones are counted."""
    seen: Counter[tuple[int, int]] = Counter()
    keyed = {}
    for each in found:
        place = (each.span.start, each.span.end)
        keyed[claim_key(article.text_sha256, *place, *([seen[place]] if seen[place] else []))] = each
        seen[place] += 1
    return keyed


def add_claims(
    article: Article,
    found: Mapping[str, FoundClaim],
    *,
    extractor: Extractor,
    figures: Mapping[str, int] | None = None,
) -> list[Claim]:
    """Rows for findings that have none yet, in as many statements whatever their number; `figures` as for
    `replace_rows`, those of the findings unless there are more."""
    claims = [_claim(article, key, each, extractor=extractor) for key, each in found.items()]
    calibration.of_new(claims)
    claims = Claim.objects.bulk_create(claims)
    pairs = list(zip(claims, found.values(), strict=True))
    rows = _add_rows(pairs, figures=count_figures(found) if figures is None else figures)
    snapshots.record_found(claims, rows)
    return claims


def replace_rows(claim: Claim, found: FoundClaim, *, figures: Mapping[str, int]) -> None:
    """Gives the claim the attributions and quantities of the finding instead of those that it has. `figures` says how
    many each claim of the article has, or is about to have: only for those can a figure stand."""
    claim.attributions.all().delete()
    claim.quantities.all().delete()
    _add_rows([(claim, found)], figures=figures)


def count_figures(found: Mapping[str, FoundClaim]) -> dict[str, int]:
    return {key: len(each.quantities) for key, each in found.items()}


def machine_part(found: FoundClaim, *, extractor: Extractor) -> dict[str, Any]:
    """The columns that are the machine's for good: what it found, by which rule, and how sure it is."""
    return {
        "found": json.loads(json.dumps(_as_found(found), cls=DjangoJSONEncoder)),
        "extractor": extractor.name,
        "extractor_version": extractor.version,
        "rule": found.rule,
        "confidence": found.confidence,
    }


def _as_found(found: FoundClaim) -> dict[str, Any]:
    """All of it but the phrases, which are for those who score."""
    values = asdict(found)
    for part in values["attributions"]:
        del part["phrase"]
    return values


def proposed_values(found: FoundClaim) -> dict[str, Any]:
    """The columns that the machine fills and an editor may set, without the place."""
    return {
        **{name: getattr(found, name) or "" for name in PROPOSED},
        **{name: value for each in Claim.INTERVALS for name, value in _interval(each, found).items()},
    }


def _interval(name: str, found: FoundClaim) -> dict[str, Any]:
    time: FoundDate | None = getattr(found, f"{name}_on")
    return {
        f"{name}_from": time.earliest if time else None,
        f"{name}_to": time.latest if time else None,
        f"{name}_as_written": time.as_written if time else "",
    }


def _claim(article: Article, key: str, found: FoundClaim, *, extractor: Extractor) -> Claim:
    claim = Claim(key=key, article=article, **machine_part(found, extractor=extractor), **proposed_values(found))
    claim.place(found.span.start, found.span.end)
    return claim


def _add_rows(pairs: Sequence[tuple[Claim, FoundClaim]], *, figures: Mapping[str, int]) -> list[Attribution | Quantity]:
    actors = _actors([each for _, each in pairs])
    meant = {
        claim_key(claim.article.text_sha256, place.start, place.end)
        for claim, each in pairs
        for place, _ in (figure.stands_for for figure in each.quantities if figure.stands_for)
    }
    claims = dict(Claim.objects.filter(key__in=meant).values_list("key", "pk")) if meant else {}
    attributions = [
        _attribution(claim, order, part, actors=actors)
        for claim, each in pairs
        for order, part in enumerate(each.attributions)
    ]
    quantities = [
        _quantity(claim, order, figure, actors=actors, stands_for=_meant(claim, figure, claims=claims, figures=figures))
        for claim, each in pairs
        for order, figure in enumerate(each.quantities)
    ]
    return [*Attribution.objects.bulk_create(attributions), *Quantity.objects.bulk_create(quantities)]


def unsaved_rows(claim: Claim, found: FoundClaim) -> dict[str, list[Any]]:
    """The attributions and figures of a finding, by the names of the lists, for an editor to enter: without figures
    that only stand for others."""
    actors = _actors([found])
    figures = [each for each in found.quantities if any(getattr(each, name) is not None for name in Quantity.BOUNDS)]
    return {
        "attributions": [
            _attribution(claim, order, part, actors=actors) for order, part in enumerate(found.attributions)
        ],
        "quantities": [
            _quantity(claim, order, figure, actors=actors, stands_for={}) for order, figure in enumerate(figures)
        ],
    }


def _actors(found: Iterable[FoundClaim]) -> dict[str, int]:
    """The ids of all actors that are named, by slug."""
    found = [*found]
    parts = [part for each in found for part in each.attributions]
    slugs = {slug for part in parts for slug in (part.actor, part.side)}
    slugs |= {figure.of for each in found for figure in each.quantities}
    return dict(Actor.objects.filter(slug__in=slugs - {None, ""}).values_list("slug", "pk"))


def _meant(
    claim: Claim, found: FoundQuantity, *, claims: Mapping[str, int], figures: Mapping[str, int]
) -> dict[str, int]:
    """The columns that name the figure for which this one stands; none where there is no such figure."""
    if not found.stands_for:
        return {}
    place, order = found.stands_for
    key = claim_key(claim.article.text_sha256, place.start, place.end)
    if key not in claims or order >= figures.get(key, 0):
        return {}
    return {"stands_for_claim_id": claims[key], "stands_for_order": order}


def _attribution(claim: Claim, order: int, found: FoundAttribution, *, actors: Mapping[str, int]) -> Attribution:
    return Attribution(
        claim=claim,
        order=order,
        role=found.role,
        actor_id=actors[found.actor] if found.actor else None,
        name="" if found.actor else found.name,
        as_written=found.as_written,
        start=found.span.start if found.span else None,
        end=found.span.end if found.span else None,
        side_id=actors[found.side] if found.side else None,
        hop=found.hop,
    )


def _quantity(
    claim: Claim, order: int, found: FoundQuantity, *, actors: Mapping[str, int], stands_for: Mapping[str, int]
) -> Quantity:
    figures = {"low": found.low, "best": found.best, "high": found.high}
    if any(figure is not None and abs(figure) >= BEYOND_COUNTING for figure in figures.values()):
        figures = dict.fromkeys(figures)
    return Quantity(
        claim=claim,
        order=order,
        as_written=found.as_written,
        start=found.span.start,
        end=found.span.end,
        qualifier=found.qualifier,
        measure=found.measure,
        unit=found.unit,
        basis=found.basis,
        of_id=actors[found.of] if found.of else None,
        stage=found.stage,
        per=found.per,
        **figures,
        **stands_for,
    )
