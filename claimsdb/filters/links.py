"""The filters of answers and of relations."""

from copy import copy
from datetime import datetime
from typing import Any

from django.db.models import Q

from claimsdb.choices import AnswerPart, LinkState, RelationAbout, RelationKind, Strength, Undated
from claimsdb.filters.as_of import AS_OF, AsOfFilterSet
from claimsdb.filters.asked_questions import QuestionNames
from claimsdb.filters.base import BETWEEN, NOT, Fault, StrictFilter
from claimsdb.filters.conditions import StatesFilterSet
from claimsdb.filters.fields import NONE, Choices, Moment, StoredWords, Words
from claimsdb.index import changed_since
from claimsdb.models import Answer, Claim, Question, Relation
from claimsdb.questions.recorded import was_confirmed

KEY = "keettb4bn3w35ds3"
ENDS = ("a", "b")


def _state() -> StrictFilter:
    return StrictFilter(
        Choices(
            LinkState,
            "Where it stands; confirmed if not given. Others are for editors and readers.",
            example="confirmed",
            default=[LinkState.CONFIRMED],
        ),
        variants=[NOT],
    )


def _changes() -> StrictFilter:
    return StrictFilter(Moment("Changed at this time or later.", example="2026-11-22T10:00:00Z"), method="of_changes")


class LinkFilterSet(StatesFilterSet):
    """What links have in common; OF_CLAIMS are the filters that take keys of claims."""

    STATE, STATES, OPEN = "state", LinkState, [LinkState.CONFIRMED]
    OF_CLAIMS: tuple[str, ...] = ("claim",)

    def faults(self) -> list[Fault]:
        faults = super().faults()
        for name in [*self.OF_CLAIMS, *(f"{each}{BETWEEN}{NOT}" for each in self.OF_CLAIMS)]:
            faults += self.unknown_keys(name)
        return faults

    def of_claims(self, name: str, keys: list[str], *, alone: bool) -> Q:
        """By the ids: where one end may be a claim as well as the other, each has an index of its own."""
        claims = list(Claim.objects.filter(key__in=keys).values_list("pk", flat=True))
        return Q(*(Q(**{f"{end}__in": claims}) for end in self.ends_of(name)), _connector=Q.OR)

    def ends_of(self, name: str) -> tuple[str, ...]:
        """The columns in which such a filter looks for its claims."""
        return (name,)

    def of_changes(self, name: str, moment: datetime, *, alone: bool) -> Q:
        return changed_since(self._meta.model, moment)


class AnswerFilterSet(LinkFilterSet):
    question = StrictFilter(QuestionNames("The question that it answers."), variants=[NOT])
    claim = StrictFilter(Words("The key of the claim that answers.", example=KEY), method="of_claims", variants=[NOT])
    part = StrictFilter(Choices(AnswerPart, "What the claim does to the question.", example="states"), variants=[NOT])
    state, updated_since = _state(), _changes()

    class Meta:
        model = Answer
        fields: list[str] = []


class RelationFilterSet(AsOfFilterSet, LinkFilterSet):
    """Relations; as of a moment those that were confirmed then, of which nothing is asked that decisions may have
    changed since."""

    claim = StrictFilter(Words("The key of a claim at either end.", example=KEY), method="of_claims", variants=[NOT])
    a = StrictFilter(
        Words("The key of the claim that denies, confirms ...", example=KEY), method="of_claims", variants=[NOT]
    )
    b = StrictFilter(
        Words("The key of the claim that is denied, confirmed ...", example=KEY), method="of_claims", variants=[NOT]
    )
    kind = StrictFilter(Choices(RelationKind, "How `a` stands to `b`.", example="contradicts"), variants=[NOT])
    about = StrictFilter(Choices(RelationAbout, "Of what in them.", example="value"), variants=[NOT])
    strength = StrictFilter(
        Choices(Strength, "Whether it follows from what they say, or may be one.", example="certain"), variants=[NOT]
    )
    question = StrictFilter(
        QuestionNames("The question to which both answer.", or_none=True), method="of_questions", variants=[NOT]
    )
    rule = StrictFilter(
        StoredWords("rule", "The rule by which it was proposed; none of an editor's.", example="figures", or_none=True),
        missing=Q(rule=""),
        variants=[NOT],
    )
    state, updated_since = _state(), _changes()

    OF_CLAIMS = ("claim", "a", "b")
    BESIDE = AS_OF
    SINCE = ("about", "strength", "question", "state")

    class Meta:
        model = Relation
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.asked["recorded_as_of"] and self.open_to.is_all:
            self.asked[self.STATE] = [*LinkState]

    def faults(self) -> list[Fault]:
        faults = super().faults()
        if self.asked["recorded_as_of"]:
            now = [name for name in self.data if name.partition(BETWEEN)[0] in self.SINCE]
            faults += [Fault(name, "Tells how it is now: leave it out beside recorded_as_of.") for name in now]
        return faults

    @property
    def applied(self) -> dict[str, Any]:
        return super().applied | ({"state": [LinkState.CONFIRMED]} if self.asked["recorded_as_of"] else {})

    @property
    def conditions(self) -> list[Q]:
        moment, day = self.asked["recorded_as_of"], self.known_by.day
        recorded = [Q(was_confirmed(moment))] if moment else []
        known = [self._was_known(end) for end in ENDS] if day else []
        return [*super().conditions, *recorded, *known]

    def with_undated(self) -> "RelationFilterSet":
        """The same, with claims of which nobody knows by when they were published."""
        others = copy(self)
        others.asked = {**self.asked, "undated": Undated.INCLUDE}
        return others

    def _was_known(self, end: str) -> Q:
        published = f"{end}__article__published_to"
        known = Q(**{f"{published}__lte": self.known_by.day})
        return known | Q(**{f"{published}__isnull": True}) if self.known_by.undated else known

    def ends_of(self, name: str) -> tuple[str, ...]:
        return ENDS if name == "claim" else (name,)

    def of_questions(self, name: str, questions: list[Any], *, alone: bool) -> Q:
        """One of which the user may not know is none."""
        named = [question for question in questions if question is not NONE]
        found = Q(question__in=named)
        if named == questions:
            return found
        known = Question.objects.within(self.open_to)
        return found | Q(question=None) | ~Q(question__in=known)
