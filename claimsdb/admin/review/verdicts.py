"""What an editor's button says, and how it is taken: always by the rules of `claimsdb.review`."""

from dataclasses import dataclass
from typing import ClassVar

from django.contrib.auth.models import User
from django.http import QueryDict

from claimsdb import review
from claimsdb.admin.review.card import Card
from claimsdb.index import synced
from claimsdb.models import Claim
from claimsdb.review import undo_stack


@dataclass(frozen=True, slots=True)
class Verdict:
    """One button. `takes_the_card`: with what the editor changed on it; `goes_on`: to the next claim."""

    takes_the_card: ClassVar[bool] = False
    goes_on: ClassVar[bool] = True
    done: ClassVar[str]

    note: str = ""

    def take(self, claim: Claim, card: Card, *, by: User) -> None:
        """Raises what the rules refuse; Incomplete where there is nothing to do."""
        raise NotImplementedError

    def signature(self, card: Card, by: User) -> review.Signature:
        return {"by": by, "version": card.seen, "note": self.note}


class Accept(Verdict):
    """With changes it is two decisions, which are one step: they are taken and undone together."""

    takes_the_card, done = True, "Accepted"

    def take(self, claim, card, *, by):
        changes = card.changes()
        batch = undo_stack.new_batch() if changes else ""
        with synced():
            if changes:
                review.amend(claim, by=by, version=card.seen, batch=batch, **changes)
            review.accept(claim, by=by, version=claim.version, note=self.note, batch=batch)


class Save(Verdict):
    takes_the_card, goes_on, done = True, False, "Saved"

    def take(self, claim, card, *, by):
        changes = card.changes()
        if not (changes or self.note):
            raise review.Incomplete("Nothing was changed.")
        review.amend(claim, **self.signature(card, by), **changes)


@dataclass(frozen=True, slots=True)
class Reject(Verdict):
    done = "Rejected"

    reason: str = ""

    def take(self, claim, card, *, by):
        review.reject(claim, reason=self.reason, **self.signature(card, by))


@dataclass(frozen=True, slots=True)
class Merge(Verdict):
    done = "Marked as a duplicate"

    of: str = ""

    def take(self, claim, card, *, by):
        original = Claim.objects.filter(key=self.of.strip()).first()
        if original is None:
            raise review.Incomplete(f"No claim has the key {self.of!r}.")
        review.mark_duplicate(claim, of=original, **self.signature(card, by))


class Reopen(Verdict):
    goes_on, done = False, "Reopened"

    def take(self, claim, card, *, by):
        review.reopen(claim, **self.signature(card, by))


SIMPLE: dict[str, type[Verdict]] = {"accept": Accept, "save": Save, "reopen": Reopen}


def of(data: QueryDict) -> Verdict:
    """Raises Incomplete where no button of the desk was pressed."""
    note = data.get("note", "").replace("\r\n", "\n").strip()
    if "reject" in data:
        return Reject(note=note, reason=data.get("reject", ""))
    if "merge" in data:
        return Merge(note=note, of=data.get("merge") or data.get("original", ""))
    if simple := SIMPLE.get(data.get("verb", "")):
        return simple(note=note)
    raise review.Incomplete("Say what to do: verb is accept, save or reopen; or give reject a reason, merge a key.")
