"""The last step of an editor at the desk, whatever it was: a decision on a claim, or a question that was assigned."""

from dataclasses import dataclass, field
from typing import Self

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from claimsdb import review
from claimsdb.admin.move_forms import wording
from claimsdb.models import AnswerDecision, Claim, Decision
from claimsdb.questions import links, steps
from claimsdb.review import undo_stack


@dataclass
class LastStep:
    """`done` is how many decisions were taken back, `refused` why others were not."""

    decision: Decision | AnswerDecision
    done: int = 0
    refused: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, user: User, *, answers: bool = True) -> Self | None:
        """The newest that can be undone, `answers` among them if there can be any; None where there is none."""
        steps_of_both = undo_stack.last_step(user), steps.last_step(user, AnswerDecision) if answers else None
        newest = [each for each in steps_of_both if each]
        return cls(max(newest, key=lambda each: each.decided_at)) if newest else None

    @property
    def claim(self) -> Claim:
        return self.decision.claim if isinstance(self.decision, Decision) else self.decision.link.claim

    @property
    def in_words(self) -> str:
        verb = self.decision.get_verb_display()
        return verb if isinstance(self.decision, Decision) else f"{verb} the answer to “{self.decision.link.question}”"

    def undo(self, *, by: User) -> None:
        if isinstance(self.decision, Decision):
            undone = undo_stack.undo(self.decision, by=by)
            self.done, self.refused = undone.done, [*undone.refused.values()]
            return
        try:
            links.undo(self.decision, by=by)
            self.done = 1
        except (review.ReviewError, ValidationError) as error:
            self.refused.append(wording(error))
