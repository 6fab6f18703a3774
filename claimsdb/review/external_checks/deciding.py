"""What editors decide of fact checks of others. Each is one transaction by somebody who may review claims, on the
version that they have seen; the history says who it was, and what.

Attached, a check becomes an assessment of its claim, and readers see it as they see that. Its conclusion is an editor's
word: no check is attached, and so none shown, by the machine.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.models import User

from claimsdb.choices import Conclusion, Voice
from claimsdb.db.conflicts import retried_on_conflict
from claimsdb.index import synced
from claimsdb.models import Article, Assessment, Claim, ExternalCheck, check_note
from claimsdb.reading import find_printed
from claimsdb.review import assessments, transitions
from claimsdb.review.external_checks.matching import AROUND, MAY_BE_MEANT

P = ParamSpec("P")
Change = Callable[Concatenate[ExternalCheck, P], str]


def _decision(change: Change[P]) -> Callable[Concatenate[ExternalCheck, P], ExternalCheck]:
    """`change` is given the check as it stands, and returns what is done, for the history."""

    @wraps(change)
    @retried_on_conflict
    def decide(check: ExternalCheck, *args: P.args, **options: P.kwargs) -> ExternalCheck:
        by: Any = options["by"]
        transitions.check_permission(by)
        with synced():
            locked = ExternalCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
            if options.get("version") not in (None, locked.version):
                message = "Somebody else has decided of this fact check meanwhile: look at it again."
                raise transitions.Stale(message, version=locked.version)
            reason = change(locked, *args, **options)
            locked.version += 1
            locked._history_user, locked._change_reason = by, reason
            locked.save()
            return locked

    return decide


@_decision
def attach(
    check: ExternalCheck, claim: Claim, *, by: User | None, version: int | None, normalized: str, label: str = ""
) -> str:
    """Makes it an assessment of the claim, or takes the one that the claim has already at that address. `normalized` is
    what it comes to, `label` the publisher's own word where the check has none; an assessment that is there already
    keeps what it says, and the history tells so.

    Raises NotAllowed, Stale, IllegalMove, Incomplete, and ValidationError for what does not fit.
    """
    return _attach(check, claim, by=by, normalized=normalized, label=label)


def _attach(check: ExternalCheck, claim: Claim, *, by: User | None, normalized: str, label: str) -> str:
    _check_waits(check)
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if claim.status not in MAY_BE_MEANT:
        raise transitions.IllegalMove(f"The claim {claim.key} is {claim.get_status_display()}: attach it to another.")
    check.claim = claim
    known = Assessment.objects.filter(claim=claim, url=check.url).first() if check.url else None
    if known and ExternalCheck.objects.filter(assessment=known).exists():
        raise transitions.Incomplete("The claim has another fact check of this address already.")
    check.wrote_assessment = known is None
    check.assessment = known or assessments.enter(claim, by=by, fields=_fields(check, normalized, label))
    return f"attached to {claim.key}{f', {kept_words(known)}' if known else ''}"


@_decision
def reject(check: ExternalCheck, *, by: User | None, version: int | None, note: str = "") -> str:
    """Says that it belongs at no claim here. It stays, and is not asked again when it comes once more."""
    _check_waits(check)
    check_note(note)
    check.is_rejected, check.note = True, note
    return "rejected"


@_decision
def put_back(check: ExternalCheck, *, by: User | None, version: int | None) -> str:
    """Takes back what was decided: it is to be placed again. An assessment that was written for it is taken out."""
    if not (check.is_rejected or check.assessment):
        raise transitions.IllegalMove("It is to be placed already.")
    assessment, is_own = check.assessment, check.wrote_assessment
    check.assessment, check.is_rejected, check.is_changed, check.wrote_assessment = None, False, False, False
    if assessment and is_own:
        assessments.delete(assessment, by=by, version=None)
    return "put back"


@_decision
def follow(check: ExternalCheck, *, by: User | None, version: int | None, is_taken: bool) -> str:
    """Gives the assessment what the check says by now or, unless `is_taken`, leaves it as it is."""
    if not (check.assessment and check.is_changed):
        raise transitions.IllegalMove("It says nothing else than when it was attached.")
    check.is_changed = False
    if is_taken:
        fields = _fields(check, check.assessment.normalized, check.assessment.label)
        assessments.amend(check.assessment, by=by, version=None, fields=fields)
    return "change taken over" if is_taken else "change not taken over"


@_decision
def enter_claim(
    check: ExternalCheck, article: Article, *, by: User | None, version: int | None, normalized: str, label: str = ""
) -> str:
    """Adds a claim to the article, in the words of the check, for somebody else to review, and attaches the check to
    it. It has its place where the article has these words once."""
    if not check.wording:
        raise transitions.Incomplete("It does not say which claim it reviewed: add the claim on the article's page.")
    places = find_printed(check.wording.strip(AROUND), article.text)
    place = {"start": places[0][0], "end": places[0][1]} if len(places) == 1 else {}
    fields = {"text": check.wording, "voice": Voice.ATTRIBUTED, **place}
    claim = transitions.enter(article, fields=fields, by=by, note=f"for the fact check {check.url}".strip())
    return f"claim entered, {_attach(check, claim, by=by, normalized=normalized, label=label)}"


def kept_words(assessment: Assessment) -> str:
    """Of one that was there before the check: whatever was chosen, it stays what it was."""
    return f"whose assessment stays “{assessment.label}” ({assessment.get_normalized_display()})"


def _check_waits(check: ExternalCheck) -> None:
    if check.is_rejected or check.assessment:
        raise transitions.IllegalMove("It has been decided of already: put it back first.")


def _fields(check: ExternalCheck, normalized: str, label: str) -> dict[str, Any]:
    """Of the assessment. One without an address is a draft, as nobody could look it up."""
    if check.publisher is None:
        raise transitions.Incomplete("It does not say who published it: enter it as an assessment by hand.")
    if normalized not in set(Conclusion):
        raise transitions.Incomplete(f"Say what it comes to: {', '.join(Conclusion)}.")
    record = check.record
    return {
        "publisher": check.publisher,
        "label": check.label or label.strip(),
        "normalized": normalized,
        "title": record.title,
        "url": check.url,
        "language": record.language,
        "rating_value": record.rating.value if record.rating else None,
        "worst_rating": record.rating.worst if record.rating else None,
        "best_rating": record.rating.best if record.rating else None,
        "rationale": record.rationale,
        "published_on": check.published_on if check.url else None,
    }
