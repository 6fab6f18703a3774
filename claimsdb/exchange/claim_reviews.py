"""ClaimReviews of others into the database, as external fact checks that wait for an editor. Idempotent: what is here
already stays as it is, and so does what editors have decided of it.

Each is taken in whole or not at all, in a transaction of its own.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db import DataError, InterfaceError, OperationalError

from claimsdb.db.conflicts import retried_on_conflict
from claimsdb.db.words import name_words
from claimsdb.index import synced
from claimsdb.ingest.sources import meant_source
from claimsdb.models import Assessment, ExternalCheck
from claimsdb.reading import same_page
from claimsdb.reading.claim_reviews import Fault, FoundReview, ReviewRecord, Unread, read_review
from claimsdb.review.external_checks import MAY_BE_MEANT, certain_match, is_same_wording

logger = logging.getLogger(__name__)

COMPARED = ("wording", "url", "title", "label", "rating", "publisher", "published_on", "language", "rationale")


class Arrival(StrEnum):
    """What became of a ClaimReview."""

    MATCHED = "matched"  # new, and certain of its claim
    TO_PLACE = "to place"
    CHANGED = "changed"
    KNOWN = "known"
    OURS = "ours"  # an assessment here says the same
    UNREAD = "not read"


@dataclass
class ImportReport:
    """What became of how many, what of those that were taken in is to be looked at, and what was not taken in."""

    arrivals: Counter[Arrival] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


@dataclass
class ClaimReviewImport:
    """One run, in which no check comes twice in two ways."""

    report: ImportReport = field(default_factory=ImportReport)
    seen: dict[str, str] = field(default_factory=dict)

    def take_in(self, found: Iterable[FoundReview | Unread]) -> None:
        for each in found:
            self.report.arrivals[self._taken(each)] += 1

    def _taken(self, each: FoundReview | Unread) -> Arrival:
        if isinstance(each, Unread):
            return self._refused(str(each))
        try:
            return self._of_review(each)
        except (OperationalError, InterfaceError):  # the database is at fault, and would be with the next one
            raise
        except Exception as error:
            logger.exception("A fault in taking in %s", each.where)
            return self._refused(f"{each.where}: cannot be taken in, and the log has more of it: {error!r:.200}")

    def _of_review(self, each: FoundReview) -> Arrival:
        record = read_review(each.found)
        identity = identity_of(record, each.found)
        if self.seen.setdefault(identity, digest := _digest(each.found)) != digest:
            return self._refused(f"{each.where}: says otherwise than the same fact check before it, which is taken")
        try:
            arrival, remarks = _store(each, record, identity)
        except (DataError, ValidationError) as error:
            return self._refused(f"{each.where}: cannot be stored: {error}")
        self.report.remarks += [f"{each.where}: {remark}" for remark in remarks]
        return arrival

    def _refused(self, reason: str) -> Arrival:
        self.report.unread.append(reason)
        return Arrival.UNREAD


def identity_of(record: ReviewRecord, found: dict[str, Any]) -> str:
    """By what a check is known again: where it can be read, and the claim in words; else all that it is."""
    if record.url:
        page, _, place = record.url.partition("#")
        told = [same_page(page) or page, place, name_words(record.wording)]
        return sha256("\n".join(told).encode()).hexdigest()
    return _digest(found)


def _digest(found: dict[str, Any]) -> str:
    return sha256(orjson.dumps(found, option=orjson.OPT_SORT_KEYS)).hexdigest()


@retried_on_conflict
def _store(each: FoundReview, record: ReviewRecord, identity: str) -> tuple[Arrival, list[str]]:
    with synced():
        check = ExternalCheck.objects.select_for_update(of=("self",)).filter(identity=identity).first()
        if check is None and (ours := _ours(record)):
            return Arrival.OURS, _said_otherwise(ours, record)
        if check is None:
            check = ExternalCheck(identity=identity)
            remarks = _fill(check, each, record)
            _save(check, "imported")
            return Arrival.MATCHED if check.rule else Arrival.TO_PLACE, remarks
        if check.found != each.found:
            changes = _changes(check.record, record)
            remarks = _fill(check, each, record)
            check.version += 1
            check.is_changed = check.assessment_id is not None and bool(changes)
            _save(check, "imported anew")
            return Arrival.CHANGED, [f"changed: {'; '.join(changes) or 'nothing that is read here'}", *remarks]
        if _is_matched_now(check, record):
            check.version += 1
            _save(check, "matched")
            return Arrival.KNOWN, [f"is about {check.claim}, as is known by now"]
        return Arrival.KNOWN, []


def _fill(check: ExternalCheck, each: FoundReview, record: ReviewRecord) -> list[str]:
    """Gives the check what it says; returns what of it could not be read."""
    faults = [*record.faults]
    check.found, check.found_in = each.found, each.where[-500:]
    check.__dict__.pop("record", None)
    check.wording, check.label, check.published_on = record.wording, record.label, record.published_on
    check.url = _checked_address(record.url, faults)
    check.publisher = meant_source(record.publisher, record.site) if record.publisher else None
    check.faults = [*map(str, faults)]
    if not (check.assessment_id or check.is_rejected):
        check.claim, check.rule = None, ""
    _is_matched_now(check, record)
    return check.faults


def _checked_address(url: str, faults: list[Fault]) -> str:
    """The address, if it is one as this database has them."""
    try:
        ExternalCheck._meta.get_field("url").run_validators(url)
    except ValidationError as error:
        faults.append(Fault("url", f"cannot be kept: {' '.join(error.messages)}"))
        return ""
    return url


def _is_matched_now(check: ExternalCheck, record: ReviewRecord) -> bool:
    """Whether it is known by now about which claim a check is that nobody has decided of. One that is out of the way
    since is meant no longer."""
    if check.assessment_id or check.is_rejected or (check.claim and check.claim.status in MAY_BE_MEANT):
        return False
    if match := certain_match(record):
        check.claim, check.rule = match.claim, match.rule
    return match is not None


def _save(check: ExternalCheck, reason: str) -> None:
    check._change_reason = reason  # type: ignore[attr-defined]
    check.save()


def _ours(record: ReviewRecord) -> Assessment | None:
    """The assessment here that this is: at the same address, of a claim in the same words."""
    known = Assessment.objects.filter(url=record.url).select_related("claim") if record.url else ()
    return next((each for each in known if is_same_wording(record.wording, each.claim.as_claimed)), None)


def _said_otherwise(ours: Assessment, record: ReviewRecord) -> list[str]:
    pairs = (("label", ours.label, record.label), ("day", ours.published_on, record.published_on))
    return [f"is here with the {name} {here}, not {there}" for name, here, there in pairs if there and here != there]


def _changes(before: ReviewRecord, now: ReviewRecord) -> list[str]:
    pairs = ((name, getattr(before, name), getattr(now, name)) for name in COMPARED)
    return [f"{name} {was or 'nothing'!s:.60} → {is_ or 'nothing'!s:.60}" for name, was, is_ in pairs if was != is_]
