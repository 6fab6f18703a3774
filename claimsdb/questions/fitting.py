"""One claim and the questions: which it answers, which it would answer by the rules, and, of one question, which claims
would answer it if it asked for less. Computed for a page: of so many claims and questions, and no more."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from claimsdb import agreement
from claimsdb.agreement import Corpus, KnownActors, Membership, Reading
from claimsdb.choices import AnswerKind, LinkState, QuestionStatus, Role, ScopePart
from claimsdb.models import SCOPES, UNDECIDED_LINKS, Answer, Claim, Question, QuestionActor
from claimsdb.questions.proposing import answer_of, scope_of
from claimsdb.questions.statements import load_registry, load_statements

QUESTIONS = 100  # that are tried on a claim
OF_ARTICLE = 200  # claims of its article that are read with it
CANDIDATES = 300  # claims that are tried on a question


@dataclass(frozen=True, slots=True)
class Fitting:
    """The answers of a claim that stand, and those that wait for an editor: on record, or, without an id, found by the
    rules just now."""

    confirmed: list[Answer] = field(default_factory=list)
    proposed: list[Answer] = field(default_factory=list)


def fitting(claim: Claim) -> Fitting:
    """Only open questions are tried that ask about an actor of the claim, or about nobody."""
    record = list(claim.answers.select_related("question__entry").order_by("question__slug", "figure"))
    known = {(each.question_id, each.figure) for each in record}
    found = [each for each in _found(claim) if (each.question_id, each.figure) not in known]
    return Fitting(
        [each for each in record if each.state == LinkState.CONFIRMED],
        [each for each in record if each.state in UNDECIDED_LINKS] + found,
    )


def _found(claim: Claim) -> list[Answer]:
    questions, registry = Question.objects.filter(status=QuestionStatus.OPEN), load_registry()
    beside = claim.article.claims.accepted().exclude(pk=claim.pk).order_by("pk").values_list("pk", flat=True)
    corpus = Corpus.of(load_statements([claim.pk, *beside[:OF_ARTICLE]]), registry)
    reading = corpus.by_key[claim.key]
    asked = _asking(questions, reading, registry).select_related("entry").prefetch_related(SCOPES)
    return [
        answer_of(fit, question=question, claim=claim.pk)
        for question in asked.order_by("slug")[:QUESTIONS]
        for fit in agreement.fits(scope_of(question), reading, corpus)
        if fit.is_proposed
    ]


def _asking(questions: QuerySet[Question], reading: Reading, registry: KnownActors) -> QuerySet[Question]:
    """Those that can be about somebody in the claim; where it names nobody, those for a number."""
    of = {figure.of for figure in reading.statement.figures if figure.of}
    actors = {above for actor in {*reading.actors, *reading.subjects, *of} for above in registry.above(actor, None)}
    actors |= {*reading.actors, *reading.subjects, *of}
    if not actors:
        return questions.filter(answer=AnswerKind.NUMBER)
    subjects = QuestionActor.objects.filter(question=OuterRef("pk"), part=ScopePart.SUBJECT)
    return questions.filter(Exists(subjects.filter(actor__slug__in=actors)) | ~Exists(subjects))


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A claim, or a figure of it, that would answer a question but for `why`."""

    claim: Claim
    figure: int | None
    why: str

    @property
    def as_written(self) -> str:
        return next((each.as_written for each in self.claim.quantities.all() if each.order == self.figure), "")


def near_misses(question: Question) -> dict[str, list[NearMiss]]:
    """By the one part of the scope that each fails, the most first: what would come in if that were wider."""
    claims = _candidates(question)
    statements = load_statements([claim.pk for claim in claims])
    corpus, scope = Corpus.of(statements, load_registry()), scope_of(question)
    answering = set(question.answers.values_list("claim", "figure"))
    by_key = {claim.key: claim for claim in claims}
    found: dict[str, list[NearMiss]] = defaultdict(list)
    for reading in corpus:
        for fit in agreement.fits(scope, reading, corpus):
            claim = by_key[fit.key]
            if (claim.pk, fit.figure) not in answering and _fails_one(fit, scope.answer):
                [(part, why)] = fit.against.items()
                found[part].append(NearMiss(claim, fit.figure, why))
    return dict(sorted(found.items(), key=lambda each: (-len(each[1]), each[0])))


def _fails_one(fit: Membership, kind: AnswerKind) -> bool:
    return len(fit.against) == 1 and (kind == AnswerKind.NUMBER or "words" in fit.met)


def _candidates(question: Question) -> list[Claim]:
    """Accepted claims that count what it counts, or are about whom it is about: the newest."""
    subjects: Collection[int] = [actor.pk for actor in question.subjects]
    alike = Q(attributions__role=Role.SUBJECT, attributions__actor__in=subjects) | Q(quantities__of__in=subjects)
    if question.measure:
        alike |= Q(quantities__measure=question.measure)
    claims = Claim.objects.accepted().filter(pk__in=Claim.objects.filter(alike).values("pk"))
    return list(claims.with_rows().order_by("-pk")[:CANDIDATES])
