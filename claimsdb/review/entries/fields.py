"""The columns of a claim that somebody enters."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from claimsdb.models import Claim, Span, check_wording
from claimsdb.review.entries.words import WORDS_OF, printed

MARKS = "editors_words"


def settle_fields(claim: Claim, fields: Mapping[str, Any], *, near: Span | None) -> dict[str, Any]:
    """What of the fields is otherwise than in the claim, whose place will be `near`: words as the article has them, and
    with them, where it has not, the names of those that are the editor's own on purpose. Raises ValidationError."""
    own = frozenset(fields.get(MARKS) or ())
    faults: dict[str, ValidationError] = {}
    changed: dict[str, Any] = {}
    for name in (each for each in fields if each != MARKS):
        try:
            value = Claim._meta.get_field(name).to_python(fields[name])  # type: ignore[union-attr]
        except ValidationError as error:
            faults[name] = error
        else:
            changed |= {name: value} if value != getattr(claim, name) else {}
    marked = {*claim.editors_words}
    for name, value in changed.items():
        try:
            Claim._meta.get_field(name).run_validators(value)  # type: ignore[union-attr]
            if name == "text":
                check_wording(value)
            elif name in WORDS_OF.values():
                changed[name] = _settle_words(claim, name, value, own=own, marked=marked, near=near)
        except ValidationError as error:
            faults[name] = error
    faults |= _faults_of_days(claim, changed)
    if faults:
        raise ValidationError(faults)
    changed = {name: value for name, value in changed.items() if value != getattr(claim, name)}
    return changed | ({MARKS: sorted(marked)} if changed and marked != {*claim.editors_words} else {})


def _settle_words(
    claim: Claim, column: str, words: str, *, own: Collection[str], marked: set[str], near: Span | None
) -> str:
    """The words as they are to be kept; `marked` tells afterwards whether they are the editor's."""
    name = next(name for name, each in WORDS_OF.items() if each == column)
    marked.discard(name)
    if not words:
        return words
    try:
        return printed(words, claim.article.text, near=near)
    except ValidationError:
        if name not in own:
            raise
    check_wording(words)
    marked.add(name)
    return words


def _faults_of_days(claim: Claim, changed: Mapping[str, Any]) -> dict[str, ValidationError]:
    faults = {}
    for interval in Claim.INTERVALS:
        first, last = (changed.get(day, getattr(claim, day)) for day in (f"{interval}_from", f"{interval}_to"))
        if first and last and last < first and changed.keys() & {f"{interval}_from", f"{interval}_to"}:
            message = f"{last} is before {first}: the interval ends before it starts."
            faults[f"{interval}_to"] = ValidationError(message)
    return faults
