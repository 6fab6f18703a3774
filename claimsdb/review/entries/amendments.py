"""A whole amendment: what it changes, and how it is written."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from claimsdb.choices import Role, Voice
from claimsdb.models import Claim
from claimsdb.review.entries.fields import settle_fields
from claimsdb.review.entries.rows import are_kept, rows_of, settle_rows

SPEAKING = {Role.CLAIMANT, Role.ORIGIN, Role.RELAYER, Role.EVIDENCE}  # whose word it may be


def settle(
    claim: Claim, fields: Mapping[str, Any], lists: Mapping[str, Sequence[Any]]
) -> tuple[dict[str, Any], dict[str, Sequence[Any]]]:
    """The fields and lists, as they are to be stored, that are otherwise than the claim has them. Raises
    ValidationError with all that does not fit."""
    start, end = fields.get("start", claim.start), fields.get("end", claim.end)
    near = (start, end) if isinstance(start, int) and isinstance(end, int) else None
    faults: dict[str, list[ValidationError]] = {}
    settled: dict[str, Any] = {}
    try:
        settled = settle_fields(claim, fields, near=near)
    except ValidationError as error:
        faults |= error.error_dict
    if near != claim.span:  # the quote may move away from figures that nobody touched
        lists = {"quantities": rows_of("quantities", claim)} | dict(lists)
    for name, rows in lists.items():
        try:
            settle_rows(name, rows, claim=claim, near=near)
        except ValidationError as error:
            faults |= error.error_dict
    if faults:
        raise ValidationError(faults)
    changed = {name: rows for name, rows in lists.items() if not are_kept(name, rows, claim=claim)}
    return _voice_followed(claim, settled, changed, is_meant="voice" in fields), changed


def _voice_followed(
    claim: Claim, fields: dict[str, Any], lists: Mapping[str, Sequence[Any]], *, is_meant: bool
) -> dict[str, Any]:
    """The fields, with the voice that is left where a claim loses the last who says it: the article's own. Raises
    ValidationError where it is meant to be somebody's word, and nobody says it."""
    kept = list(claim.attributions.all()) if claim.pk else []
    if fields.get("voice", claim.voice) != Voice.ATTRIBUTED or _has_speaker(lists.get("attributions", kept)):
        return fields
    if is_meant and claim.pk and ("voice" in fields or _has_speaker(kept)):
        raise ValidationError({"voice": "Nobody says it: name who does first."})
    return fields | ({"voice": Voice.ARTICLE.value} if _has_speaker(kept) else {})


def _has_speaker(rows: Iterable[Any]) -> bool:
    return any(row.role in SPEAKING for row in rows)


def set_fields(claim: Claim, fields: Mapping[str, Any]) -> None:
    for name in fields.keys() - {*Claim.PLACE}:
        setattr(claim, name, fields[name])
    if fields.keys() & {*Claim.PLACE}:
        start, end = fields.get("start", claim.start), fields.get("end", claim.end)
        if not (isinstance(start, int) and isinstance(end, int)):
            raise ValidationError({"start": "A place in the article has a start and an end."})
        claim.place(start, end)
    claim.full_clean(exclude=["key"], validate_unique=False)


def replace_rows(model: type[Model], rows: Iterable[Any], **owner: Model) -> None:
    """Gives the owner, by the name that its rows have for it, these rows in their order instead of those that it has.
    Raises ValidationError for one that does not fit."""
    model._default_manager.filter(**owner).delete()
    for order, row in enumerate(rows):
        for name, value in {"pk": None, "order": order, **owner}.items():
            setattr(row, name, value)
        row._state.adding = True
        row.full_clean()
        row.save()
