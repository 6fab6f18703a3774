"""The questions beside a claim at the desk: which it answers, which it would answer, and what else is said to them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.http import QueryDict

from claimsdb.choices import QuestionStatus
from claimsdb.models import Answer, Claim, Question
from claimsdb.questions import entering
from claimsdb.questions.fitting import Fitting, fitting

BESIDE = 5  # answers of others that are shown of a question
CHOICES = 100  # questions that are offered by name
TAKES_NO_MORE = (QuestionStatus.CLOSED, QuestionStatus.MERGED)


@dataclass(frozen=True, slots=True)
class Row:
    """A question with what the claim says to it, and what others do. `token` is sent back by the button that assigns
    it."""

    answer: Answer
    others: Sequence[Answer]

    @property
    def token(self) -> str:
        figure = "" if self.answer.figure is None else self.answer.figure
        return f"{self.answer.question.slug}/{figure}"


class QuestionsBeside:
    """Of one claim, with its quantities prefetched; `typed` is what was sent of a choice and refused."""

    def __init__(self, claim: Claim, *, typed: Mapping[str, Any]):
        self.claim, self.typed = claim, typed

    @cached_property
    def confirmed(self) -> list[Row]:
        return [self._row(answer) for answer in self._fitting.confirmed]

    @cached_property
    def proposed(self) -> list[Row]:
        return [self._row(answer) for answer in self._fitting.proposed]

    @cached_property
    def only(self) -> Row | None:
        """The one that the key assigns at once."""
        return self.proposed[0] if len(self.proposed) == 1 else None

    @cached_property
    def known(self) -> list[Question]:
        """Empty where nobody has asked anything yet: then nothing else is looked up."""
        return list(Question.objects.order_by("slug")[:CHOICES])

    @property
    def choices(self) -> list[Question]:
        """To be chosen by name."""
        return [each for each in self.known if each.status not in TAKES_NO_MORE]

    def assign(self, data: QueryDict, *, by: Any) -> Answer:
        """What the button says, or else the fields beside it. Raises ValidationError for what there is not."""
        slug, _, number = data.get("assign", "").partition("/")
        word = "" if slug else data.get("value", "").strip()
        figure = _figure(number if slug else data.get("figure", ""))
        slug = slug or data.get("question", "").strip()
        question = Question.objects.filter(slug=slug).first()
        if question is None:
            raise ValidationError(f"No question is called {slug!r:.80}: name one by its slug.")
        if word and figure is not None:
            said = Answer(claim=self.claim, figure=figure).said or f"in place {figure}"
            raise ValidationError(
                f"An answer is a figure or a word, and not both: here are the figure {said} and the word “{word:.40}”. "
                "For the word choose “in a word”, for the figure leave the word out."
            )
        proposed = (
            each for each in self._fitting.proposed if each.question_id == question.pk and each.figure == figure
        )
        return entering.confirm_answer(
            self.claim,
            to=question,
            figure=figure,
            proposed=next(proposed, None),
            by=by,
            **({"value": word} if word else {}),
        )

    @cached_property
    def _fitting(self) -> Fitting:
        return fitting(self.claim) if self.known else Fitting()

    def _row(self, answer: Answer) -> Row:
        answer.claim = self.claim  # with its figures
        return Row(answer, self._others[answer.question_id])

    @cached_property
    def _others(self) -> dict[int, list[Answer]]:
        """The newest confirmed answers of other claims, by question."""
        found: dict[int, list[Answer]] = defaultdict(list)
        questions = {each.question_id for each in (*self._fitting.confirmed, *self._fitting.proposed)}
        if questions:
            place = Window(RowNumber(), partition_by=F("question"), order_by=F("pk").desc())
            newest = Answer.objects.counting().filter(question__in=questions).exclude(claim=self.claim)
            shown = newest.annotate(place=place).filter(place__lte=BESIDE).select_related("claim__article")
            rows = shown.defer("claim__found", "claim__article__text").order_by("question", "place")
            for each in rows.prefetch_related("claim__attributions__actor", "claim__quantities"):
                found[each.question_id].append(each)
        return found


def _figure(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 5):
        raise ValidationError(f"{text!r:.20} is no figure of the claim: they count from 0.")
    return int(text)
