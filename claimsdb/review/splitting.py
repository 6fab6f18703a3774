"""A claim that says two things becomes two, each with what stands in its part of the quote."""

import re
from collections.abc import Mapping
from copy import copy
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from claimsdb.choices import Role
from claimsdb.index import synced
from claimsdb.models import WAITING, Attribution, Claim, Quantity, Span
from claimsdb.review import transitions
from claimsdb.review.undo_stack import new_batch

OF_BOTH = {Role.CLAIMANT, Role.ORIGIN, Role.RELAYER, Role.ADDRESSEE}  # who says something says both parts of it
EVENT = ("event_as_written", "event_from", "event_to")
JOINTS = r"(?:and|but|while|or|as well as)"
LONGEST = len("as well as")
LAST = re.compile(rf"\b{JOINTS}\Z", re.IGNORECASE)
MARKS = ",;:\u2013\u2014-"
BEGINNING = re.compile(rf"^(?:[\s,;:.\u2013\u2014-]|{JOINTS}\s)+", re.IGNORECASE)


def parts_at(claim: Claim, words: Span) -> tuple[Span, Span]:
    """The two places into which the claim's falls before the words, or behind them where it begins with them; without
    what joins the parts. Raises ValidationError where one of them would have no words."""
    start, end = claim.span or (0, 0)
    cut = words[0] if words[0] > start else words[1]
    if not start < cut < end or words[1] > end:
        raise ValidationError("Select words of the quote: the claim is split before them, or behind its first words.")
    first, second = claim.article.text[start:cut], claim.article.text[cut:end]
    parts = (start, start + _end(first)), (end - len(BEGINNING.sub("", second)), end)
    if not all(re.search(r"\w", claim.article.text[slice(*part)]) for part in parts):
        raise ValidationError("Each part needs words of its own.")
    return parts


def _end(words: str) -> int:
    """Where the words end without the blanks, marks and joints behind which the other part follows. Looks at each
    character once: a regular expression would begin anew at every blank."""
    end, before = len(words), -1
    while end != before:
        before = end
        while end and (words[end - 1].isspace() or words[end - 1] in MARKS):
            end -= 1
        if joint := LAST.search(words, max(0, end - LONGEST), end):
            end = joint.start()
    return end


def split(claim: Claim, parts: tuple[Span, Span], wordings: tuple[str, str], *, by: User, version: int | None) -> Claim:
    """Leaves the claim the first part and enters the second as a claim of the same provenance, which is returned; both
    in one step, which is undone as one. Only what waits is split.

    Whoever says it says both. Figures, other actors, the event and the hedge go with the part in which they stand;
    what stands in neither goes with both, a figure with the first. Raises what `amend` and `enter` do.
    """
    if claim.status not in WAITING:
        raise transitions.IllegalMove(f"Only a claim that waits is split ({claim.key}): reopen it first.")
    batch, (first, second) = new_batch(), parts
    with synced():
        said = {name: getattr(claim, name) for name in (*Claim.JUDGED, *Claim.TIMES, "editors_words")}
        entered = transitions.enter(
            claim.article,
            by=by,
            batch=batch,
            part_of=claim,
            fields=said | _fields(claim, second, wordings[1], other=first),
            **_rows(claim, second, other=first),
        )
        fields = _fields(claim, first, wordings[0], other=second)
        rows = _rows(claim, first, other=second, is_first=True)
        transitions.amend(claim, by=by, version=version, batch=batch, fields=fields, **rows)
    return entered


def _fields(claim: Claim, part: Span, wording: str, *, other: Span) -> dict[str, Any]:
    fields: dict[str, Any] = {"text": wording, "start": part[0], "end": part[1]}
    if _is_of_other(claim.event_as_written, claim, part, other):
        fields |= dict(zip(EVENT, ("", None, None), strict=True))
    if _is_of_other(claim.hedge, claim, part, other):
        fields["hedge"] = ""
    return fields


def _is_of_other(words: str, claim: Claim, part: Span, other: Span) -> bool:
    here, there = (" ".join(claim.article.text[slice(*place)].split()) for place in (part, other))
    return bool(words) and words not in here and words in there


def _rows(claim: Claim, part: Span, *, other: Span, is_first: bool = False) -> Mapping[str, Any]:
    def is_in_it(figure: Quantity) -> bool:
        return _stands_in(figure, part) or (is_first and not _stands_in(figure, other))

    parties = [row for row in claim.attributions.all() if row.role in OF_BOTH or not _stands_in(row, other)]
    return {
        "attributions": [*map(_copied, parties)],
        "quantities": [*map(_copied, filter(is_in_it, claim.quantities.all()))],
    }


def _stands_in(row: Attribution | Quantity, place: Span) -> bool:
    return row.start is not None and place[0] <= row.start < place[1]


def _copied(row: Any) -> Any:
    """What the claim had so is no mistake of whoever splits it."""
    row = copy(row)
    row.own_words = row.new_measure = row.own_figure = True
    return row
