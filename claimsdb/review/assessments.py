"""Entering, amending and taking out assessments: the one way in, for the admin and the API.

Each is one transaction, by somebody who may review claims; an amendment raises the version.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.forms.models import model_to_dict

from claimsdb.db.conflicts import retried_on_conflict
from claimsdb.index import synced
from claimsdb.models import Assessment, Claim, Evidence, assessment_key
from claimsdb.review.entries import replace_rows
from claimsdb.review.transitions import Stale, check_permission


@retried_on_conflict
def enter(claim: Claim, *, by: User | None, fields: Mapping[str, Any], evidence: Sequence[Evidence] = ()) -> Assessment:
    """Raises NotAllowed, and ValidationError for values that do not fit."""
    check_permission(by)
    with synced():
        assessment = Assessment(claim=claim, key=assessment_key())
        _set(assessment, fields)
        _save(assessment, by=by)
        replace_rows(Evidence, evidence, assessment=assessment)
        return assessment


@retried_on_conflict
def amend(
    assessment: Assessment,
    *,
    by: User | None,
    version: int | None,
    fields: Mapping[str, Any],
    evidence: Sequence[Evidence] | None = None,
) -> Assessment:
    """The assessment with other values, and with `evidence` instead of what it had; None leaves that as it is. Where
    it has all of this already nothing is written.

    `version` is the one that the editor has seen, None for whichever it is. Raises
    Stale where there is a later one, and as `enter` does.
    """
    check_permission(by)
    with synced():
        locked = _locked(assessment, version=version)
        before = _said(locked)
        _set(locked, fields)
        others = evidence is not None and [*map(_said, evidence)] != [*map(_said, locked.evidence.all())]
        if not others and _said(locked) == before:
            return locked
        locked.version += 1
        _save(locked, by=by)
        if others:
            replace_rows(Evidence, evidence or (), assessment=locked)
        return locked


def delete(assessment: Assessment, *, by: User | None, version: int | None) -> None:
    """Takes the assessment out, with its evidence; its history stays. That a published one is gone is a change of its
    claim, which whoever keeps a copy is told of. Raises as `amend` does."""
    check_permission(by)
    with synced():
        locked = _locked(assessment, version=version)
        for row in (*locked.evidence.all(), locked):
            row._history_user = by
            row.delete()


def _locked(assessment: Assessment, *, version: int | None) -> Assessment:
    """The assessment as it stands, held until the transaction ends. Raises Stale where it is at another version."""
    locked = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    if version not in (None, locked.version):
        message = f"Assessment {locked.key} is at version {locked.version}, not {version}: look at it again."
        raise Stale(message, version=locked.version)
    return locked


def _set(assessment: Assessment, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(assessment, name, value)
    assessment.full_clean()


def _said(row: Assessment | Evidence) -> dict[str, Any]:
    """All that editors have a word in."""
    return model_to_dict(row, exclude=["id", "assessment", "order", "version"])


def _save(assessment: Assessment, *, by: User | None) -> None:
    assessment._history_user = by  # type: ignore[attr-defined]
    assessment.save()
