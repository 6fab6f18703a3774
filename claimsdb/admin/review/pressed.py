"""Which button of the desk an editor pressed, and the decision that it takes: always by the rules of `claimsdb.review`.

A button sends `verb`; where a choice goes with the action, it sends the choice under the verb's name, or nothing there
and the choice in a field of its own. What Enter in a field sends, ENTER has.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.http import QueryDict

from claimsdb import review
from claimsdb.admin.review.card import Card
from claimsdb.admin.review.page import Page
from claimsdb.choices import Verb
from claimsdb.curation import actors, link_waiting
from claimsdb.index import synced
from claimsdb.models import Actor, Claim
from claimsdb.review import NOTES, Need, ReviewAction, undo_stack

ENTER = "enter"


@dataclass(frozen=True, slots=True)
class DeskDecision:
    """An action with the `notes` beside it, and with its choice: a reason, or the key of the original."""

    action: ReviewAction
    notes: Mapping[str, Any]
    choice: str = ""

    @property
    def takes_card(self) -> bool:
        """Whether what the editor changed on the card belongs to it."""
        return self.action.verb in WITH_CARD

    def take(self, page: Page, *, by: User) -> None:
        """Raises what the rules refuse; Incomplete where there is nothing to do."""
        if self.takes_card:
            WITH_CARD[self.action.verb](page.claim, page.card, self.notes, by=by)
        else:
            chosen = {need.value: self._chosen(need) for need in self.action.needs}
            review.take(self.action.verb, page.claim, by=by, version=page.seen, **self.notes, **chosen)

    def _chosen(self, need: Need) -> str | Claim:
        if need != Need.ORIGINAL:
            return self.choice
        original = Claim.objects.filter(key=self.choice.strip()).first()
        if original is None:
            raise review.Incomplete(f"No claim has the key {self.choice!r}.", need=need)
        return original


def decision_pressed(data: QueryDict) -> DeskDecision:
    """Raises Incomplete where no button of the desk was pressed."""
    notes = {need.value: data.get(need, "").replace("\r\n", "\n").strip() for need in NOTES}
    for action in review.ON_CLAIM:
        if action.choice and action.verb in data:
            return DeskDecision(action, notes, choice=data.get(action.verb) or data.get(action.choice, ""))
        if not action.choice and (data.get("verb") or data.get(ENTER)) == action.verb:
            return DeskDecision(action, notes)
    simple = ", ".join(action.verb for action in review.ON_CLAIM if not action.choice)
    chosen = ", ".join(f"{action.verb} ({action.choice})" for action in review.ON_CLAIM if action.choice)
    raise review.Incomplete(f"Say what to do: verb is one of {simple}; or one of {chosen} has a value.")


def _accept(claim: Claim, card: Card, notes: Mapping[str, Any], *, by: User) -> None:
    """With changes it is two decisions, which are one step: they are taken and undone together."""
    changes = card.changes()
    batch = undo_stack.new_batch() if changes else ""
    with synced(), _with_actors(changes, by=by):
        if changes:
            review.amend(claim, by=by, version=card.seen, batch=batch, **changes)
        review.accept(claim, by=by, version=claim.version, batch=batch, **notes)


def _amend(claim: Claim, card: Card, notes: Mapping[str, Any], *, by: User) -> None:
    changes = card.changes()
    with synced(), _with_actors(changes, by=by):
        if review.amend(claim, by=by, version=card.seen, **notes, **changes) is None:
            raise review.Incomplete("Nothing was changed.", need=Need.CHANGES)


@contextmanager
def _with_actors(changes: Mapping[str, Any], *, by: User) -> Iterator[None]:
    """Adds the actors that rows bring along; when the claim has them, the other claims that wait for them follow."""
    made: dict[str, Actor] = {}
    for row in changes.get("attributions", ()):
        if row.makes:
            name = row.name
            made[name] = made.get(name) or actors.enter(**row.makes, by=by, link=False)
            row.actor, row.name = made[name], ""
    yield
    for actor in made.values():
        link_waiting(actor, by=by)


WITH_CARD: dict[Verb, Callable[..., None]] = {Verb.ACCEPT: _accept, Verb.AMEND: _amend}
