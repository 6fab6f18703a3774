"""Whether what is on record of questions, answers and relations agrees with the claims and with itself; what is derived
of it can be mended."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, Max, OuterRef
from django.db.models import F as Column

from claimsdb.choices import SYMMETRIC, LinkState, QuestionStatus
from claimsdb.db.snapshot_isolation import read_snapshot
from claimsdb.models import Answer, Quantity, Question, QuestionEntry, Relation, check_answer
from claimsdb.questions import standing
from claimsdb.questions.links import columns_of
from claimsdb.review import InvariantResult

BATCH = 500  # rows
NAMED = 20  # of what is wrong, for each thing that ought to hold

Model = type[Question] | type[QuestionEntry] | type[Answer] | type[Relation]
Ids = Collection[int]


@dataclass(frozen=True, slots=True)
class LinkInvariant:
    """What ought to hold of every row of the models; `failing` picks those of which it does not, by their ids."""

    what: str
    models: tuple[Model, ...]
    failing: Callable[[Any, Ids], Iterable[int]]
    repairable: bool = False


@dataclass(slots=True)
class QuestionsReport:
    """The ids of what is wrong, by what ought to hold and model."""

    failing: dict[tuple[LinkInvariant, Model], set[int]] = field(
        default_factory=lambda: {(each, model): set() for each in INVARIANTS for model in each.models}
    )

    @property
    def findings(self) -> list[InvariantResult]:
        return [_finding(each, {model: self.failing[each, model] for model in each.models}) for each in INVARIANTS]

    @property
    def repairable(self) -> set[int]:
        """The questions of which it is kept otherwise than it is whether their answers agree."""
        return set().union(*(ids for (each, _), ids in self.failing.items() if each.repairable))

    def check(self, model: Model, ids: Ids) -> None:
        with read_snapshot():
            for (each, of_model), failing in self.failing.items():
                if of_model is model:
                    failing |= {*each.failing(model, ids)}


def check_questions() -> QuestionsReport:
    """Checks all of them, in constant memory and without keeping anybody from writing."""
    report = QuestionsReport()
    for model in (Question, QuestionEntry, Answer, Relation):
        for ids in _batches(model):
            report.check(model, ids)
    return report


def repair_questions(report: QuestionsReport) -> int:
    """Works out anew what is kept of the answers to questions; returns of how many it was not right."""
    questions = sorted(report.repairable)
    for start in range(0, len(questions), BATCH):
        standing.renew(questions[start : start + BATCH])
    return len(questions)


def _batches(model: Model) -> Iterator[list[int]]:
    after = 0
    while ids := list(model._default_manager.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield ids
        after = ids[-1]


# --- what ought to hold -----------------------------------------------------------------------------------------------


def _otherwise_kept(model: Model, ids: Ids) -> Iterable[int]:
    return standing.otherwise_kept(ids)


def _of_nothing(model: Model, ids: Ids) -> Iterable[int]:
    there = Question.objects.filter(pk=OuterRef("pk"))
    return QuestionEntry.objects.filter(~Exists(there), pk__in=ids).values_list("pk", flat=True)


def _leading_on(model: Model, ids: Ids) -> Iterable[int]:
    return Question.objects.filter(pk__in=ids, merged_into__status=QuestionStatus.MERGED).values_list("pk", flat=True)


def _unlike_their_decisions(model: Any, ids: Ids) -> Iterator[int]:
    """Those whose version is not that of their last decision, or of which that says something else."""
    rows = model.objects.filter(pk__in=ids).annotate(last=Max("decisions__version")).select_related("question")
    links = {each.pk: each for each in rows}
    decision = model._meta.get_field("decisions").related_model
    said = dict(
        decision.objects.filter(link__in=ids, version=Column("link__version")).values_list("link_id", "columns")
    )
    for pk, link in links.items():
        if link.last != link.version or said.get(pk) != columns_of(link):
            yield pk


def _changed_since(model: Any, ids: Ids) -> Iterator[int]:
    confirmed = model.objects.filter(pk__in=ids, state=LinkState.CONFIRMED).exclude(compared="")
    return (link.pk for link in standing.outdated(list(confirmed)))


def _without_figure(model: Any, ids: Ids) -> Iterable[int]:
    figure = Quantity.objects.filter(claim=OuterRef("claim"), order=OuterRef("figure"))
    answers = Answer.objects.filter(~Exists(figure), pk__in=ids, state=LinkState.CONFIRMED, figure__isnull=False)
    return answers.values_list("pk", flat=True)


def _misfits(model: Any, ids: Ids) -> Iterator[int]:
    rows = Answer.objects.counting().filter(pk__in=ids).values_list("pk", "question__answer", "figure", "value")
    for pk, kind, figure, value in rows:
        try:
            check_answer(kind, figure=figure, value=value)
        except ValidationError:
            yield pk


def _the_other_way(model: Any, ids: Ids) -> Iterator[int]:
    pairs = Relation.objects.filter(pk__in=ids, kind__in=SYMMETRIC).values_list("pk", "a__key", "b__key")
    return (pk for pk, first, second in pairs if first > second)


LINKS = (Answer, Relation)
INVARIANTS: list[LinkInvariant] = [
    LinkInvariant("whether the answers to a question agree is as kept", (Question,), _otherwise_kept, repairable=True),
    LinkInvariant("nothing is kept of questions that are gone", (QuestionEntry,), _of_nothing, repairable=True),
    LinkInvariant("a merged question leads to one that is not merged", (Question,), _leading_on),
    LinkInvariant("answers and relations are what their last decision made them", LINKS, _unlike_their_decisions),
    LinkInvariant("claims of confirmed ones say what they did then", LINKS, _changed_since),
    LinkInvariant("an answer's figure is one of its claim", (Answer,), _without_figure),
    LinkInvariant("confirmed answers are what their questions ask for", (Answer,), _misfits),
    LinkInvariant("relations that say the same both ways begin with the lower key", (Relation,), _the_other_way),
]


def _finding(invariant: LinkInvariant, failing: dict[Model, set[int]]) -> InvariantResult:
    names = [name for model, ids in failing.items() for name in _names(model, sorted(ids)[:NAMED])]
    return InvariantResult(invariant.what, sum(map(len, failing.values())), names[:NAMED])


def _names(model: Any, ids: Ids) -> list[str]:
    if model is QuestionEntry:
        return [f"question {pk}, which is gone" for pk in ids]
    if model is Question:
        return list(Question.objects.filter(pk__in=ids).values_list("slug", flat=True))
    rows = model.objects.filter(pk__in=ids).values_list(*model.NATURAL_KEY)
    return [" ".join(str(part) for part in key if part is not None) for key in rows]
