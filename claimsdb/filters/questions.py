"""The filters of questions."""

from copy import copy
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from claimsdb.actors import find_actor
from claimsdb.choices import Agreement, AnswerKind, QuestionStatus, RollUp, ScopePart
from claimsdb.filters.as_of import AS_OF, AsOfFilterSet
from claimsdb.filters.base import ALL, BETWEEN, NOT, Fault, StrictFilter
from claimsdb.filters.conditions import StatesFilterSet
from claimsdb.filters.fields import (
    NONE,
    Choices,
    Moment,
    RollUpParameter,
    RowNames,
    SearchText,
    StoredWords,
    Words,
)
from claimsdb.filters.rolling_up import RollingUp
from claimsdb.index import changed_since
from claimsdb.models import PUBLIC_QUESTIONS, Actor, Answer, Question, QuestionActor


class QuestionFilterSet(AsOfFilterSet, StatesFilterSet, RollingUp):
    """The questions asked for, by default those that an editor has opened. As of another time than now `agreement` is
    no condition: it has to be worked out."""

    subject = StrictFilter(
        RowNames(find_actor, Actor, "Is about this actor, or one who belongs to it.", example="RU", or_none=True),
        method="of_scope",
        variants=[ALL, NOT],
    )
    place = StrictFilter(
        RowNames(
            find_actor, Actor, "Asks what is there, or at a place that belongs to it.", example="RU", or_none=True
        ),
        method="of_scope",
        variants=[ALL, NOT],
    )
    rollup = StrictFilter(
        RollUpParameter(
            "Whether the actors asked for stand for all who belong to them; `officials` has them stand for their "
            "officeholders, spokespersons and parts; `false` takes them alone.",
            example=False,
            default=RollUp.ALL,
        ),
    )
    measure = StrictFilter(
        StoredWords("measure", "What it asks to count.", example="troops", or_none=True),
        missing=Q(measure=""),
        variants=[NOT],
    )
    answer = StrictFilter(Choices(AnswerKind, "What it asks for.", example="number"), variants=[NOT])
    agreement = StrictFilter(
        Choices(Agreement, "Whether the claims that answer it agree.", example="conflict"),
        "entry__agreement",
        variants=[NOT],
    )
    claim = StrictFilter(
        Words("The key of a claim that answers it, as editors have confirmed.", example="keettb4bn3w35ds3"),
        method="of_claims",
        variants=[ALL, NOT],
    )
    status = StrictFilter(
        Choices(
            QuestionStatus,
            "Where it stands; open or closed if not given. Others are for editors and readers.",
            example="open",
            default=PUBLIC_QUESTIONS,
        ),
        variants=[NOT],
    )
    updated_since = StrictFilter(
        Moment("Changed at this time or later.", example="2026-11-22T10:00:00Z"), method="of_changes"
    )
    search = StrictFilter(SearchText("Every word occurs in its title.", example="troops"), method="of_words")

    STATE, STATES, OPEN = "status", QuestionStatus, PUBLIC_QUESTIONS
    OF_ACTORS = ("subject", "place")
    BESIDE = ("rollup", *AS_OF)
    OF_AGREEMENT = ("agreement", "agreement__not")
    SEARCHED = ("title",)

    class Meta:
        model = Question
        fields: list[str] = []

    def faults(self) -> list[Fault]:
        faults = super().faults()
        for variant in ("", BETWEEN + ALL, BETWEEN + NOT):
            faults += self.unknown_keys(f"claim{variant}")
        return faults

    @property
    def is_of_now(self) -> bool:
        return self.known_by.is_now

    @property
    def conditions(self) -> list[Q]:
        if self.is_of_now:
            return super().conditions
        others = copy(self)
        others.asked = self.asked | dict.fromkeys(self.OF_AGREEMENT)
        moment = self.asked["recorded_as_of"]
        return [*super(QuestionFilterSet, others).conditions, *([Q(created_at__lte=moment)] if moment else [])]

    def agrees(self, agreement: Agreement) -> bool:
        """Whether a question is asked for of which this holds."""
        wanted, unwanted = (self.asked[name] for name in self.OF_AGREEMENT)
        return agreement in (wanted or Agreement) and agreement not in unwanted

    def of_scope(self, name: str, actors: list[Any], *, alone: bool) -> Q:
        named = [actor for actor in actors if actor is not NONE]
        scope = QuestionActor.objects.filter(part=ScopePart(name), question=OuterRef("pk"))
        found = Q(Exists(scope.filter(actor__in=self.with_members(named))))
        if named == actors:
            return found
        nowhere = Q(~Exists(scope))
        return found | nowhere if named else nowhere

    def of_claims(self, name: str, keys: list[str], *, alone: bool) -> Q:
        answers = Answer.objects.within(self.open_to).counting().filter(claim__key__in=keys)
        return Q(pk__in=answers.order_by().values("question"))

    def of_changes(self, name: str, moment: datetime, *, alone: bool) -> Q:
        return changed_since(Question, moment)

    def of_words(self, name: str, text: str, *, alone: bool) -> Q:
        return Q(pk__in=self.by_words(Question.objects.order_by(), name, text).values("pk"))
