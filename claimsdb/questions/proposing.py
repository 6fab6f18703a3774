"""What the machine proposes: relations, answers, and articles that came out of others. It adds what it
finds, withdraws what it finds no more, and leaves alone what an editor has decided."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from django.db.models import QuerySet

from claimsdb import agreement
from claimsdb.agreement import RULE_VERSION, Corpus, Explanation, Membership, Proposal, Scope, Text
from claimsdb.choices import AnswerKind, DerivationKind, Followed, LinkState, LinkVerb, QuestionStatus, ReasonCode
from claimsdb.index import changed, synced
from claimsdb.models import SCOPES, Answer, Article, Claim, Derivation, Question, RefusedDerivation, Relation
from claimsdb.questions import entering, links
from claimsdb.questions.digests import AnyLink, digest_of_answer, digest_of_relation
from claimsdb.questions.statements import iter_statements, load_registry
from claimsdb.reading import BlockKind, classify_blocks

MEMBERSHIP, NEAR_COPY = "membership", "near_copy"  # rules of answers and of derivations
BATCH = 200  # links of one transaction
FOLLOWED: Mapping[type, Followed] = {Answer: Followed.ANSWER, Relation: Followed.RELATION}
Key = tuple[Any, ...]
T = TypeVar("T")


@dataclass
class Report:
    """How many links of each rule are new, there already, or withdrawn; and how many pairs of unequal figures were
    refused for each reason."""

    new: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    withdrawn: Counter[str] = field(default_factory=Counter)
    refused: Mapping[ReasonCode, int] = field(default_factory=dict)


def propose() -> Report:
    """Goes through all accepted claims. Done once more, it changes nothing. What it finds is written some at a time:
    editors wait for no more than these, and what they decide meanwhile stands."""
    registry, report = load_registry(), Report()
    accepted = Claim.objects.accepted().order_by("pk").values_list("pk", flat=True)
    corpus = Corpus.of(iter_statements(accepted.iterator()), registry)
    findings = agreement.examine_corpus(corpus)
    report.refused = findings.refused
    pks = dict(Claim.objects.accepted().values_list("key", "pk"))
    _propose_derivations(report)
    _reconcile(_relations(findings.proposals, corpus, pks=pks), Relation.objects.all(), report=report)
    questions = _open_questions()
    asked = Answer.objects.filter(question__in=[each.pk for each in questions.values()])
    _reconcile(_answers(corpus, questions, pks=pks), asked, report=report)
    return report


def explain(a: Claim, b: Claim) -> list[Explanation]:
    """What each rule has to say of two claims, whatever came out, with every test."""
    articles = {a.article_id, b.article_id}
    accepted = Claim.objects.accepted().filter(article__in=articles).values_list("pk", flat=True)
    statements = iter_statements(sorted({a.pk, b.pk, *accepted}))
    return agreement.explain(a.key, b.key, statements, load_registry())


def scope_of(question: Question) -> Scope:
    """The question as the rules take it. Prefetch `scope__actor`."""
    return Scope(
        slug=question.slug,
        title=question.title,
        answer=AnswerKind(question.answer),
        subjects=frozenset(each.slug for each in question.subjects),
        measure=question.measure,
        unit=question.unit,
        places=frozenset(each.slug for each in question.places),
        days=agreement.Days(question.scope_from, question.scope_to),
    )


def _propose_derivations(report: Report) -> None:
    """Articles with paragraphs of others, unless it is said of the two already which came out of which, or an editor
    has refused that."""
    pairs = Derivation.objects.filter(original__isnull=False).values_list("article_id", "original_id", "proposed")
    said = {frozenset(pair): proposed for *pair, proposed in pairs}
    refused = {frozenset(pair) for pair in RefusedDerivation.objects.values_list("article_id", "original_id")}
    new: dict[int, int] = {}
    for each in agreement.near_copies(_texts()):
        article, original = int(each.copy), int(each.original)
        if (pair := frozenset((article, original))) in said:
            report.known[NEAR_COPY] += said[pair]
        elif pair not in refused:
            new.setdefault(article, original)  # of an article that says nothing itself there is one
    for articles in _in_batches([*new]):
        report.new[NEAR_COPY] += _derive({article: new[article] for article in articles})


def _derive(originals: Mapping[int, int]) -> int:
    """Has these articles come out of those, but for those of which that is said already; how many are new."""
    with synced():
        taken = Derivation.objects.filter(article__in=originals, kind=DerivationKind.QUOTED, as_written="")
        left = originals.keys() - taken.values_list("article_id", flat=True)
        Derivation.objects.bulk_create(
            Derivation(article_id=article, original_id=originals[article], kind=DerivationKind.QUOTED, proposed=True)
            for article in sorted(left)
        )
        return len(left)


def _texts() -> Iterator[Text]:
    rows = Article.objects.order_by("pk").values_list("pk", "text", "title", "published_from")
    for pk, text, title, published in rows.iterator(chunk_size=200):
        blocks = classify_blocks(text, title=title)
        paragraphs = (text[each.start : each.end] for each in blocks if each.kind == BlockKind.PARAGRAPH)
        yield Text(str(pk), tuple(paragraphs), published)


def _relations(proposals: Iterable[Proposal], corpus: Corpus, *, pks: Mapping[str, int]) -> Iterator[Relation]:
    for each in proposals:
        if each.a in pks and each.b in pks:
            relation = Relation(
                a_id=pks[each.a], b_id=pks[each.b], kind=each.kind, about=each.about, strength=each.strength,
                rule=each.rule, rule_version=each.rule_version, reason={**each.reason, "in_words": each.in_words},
                compared=digest_of_relation(each.about, *(corpus.by_key[key].statement for key in (each.a, each.b))),
            )  # fmt: skip
            entering.put_in_order(relation, keys=(each.a, each.b))
            yield relation


def _open_questions() -> dict[str, Question]:
    return {each.slug: each for each in Question.objects.filter(status=QuestionStatus.OPEN).prefetch_related(SCOPES)}


def _answers(corpus: Corpus, questions: Mapping[str, Question], *, pks: Mapping[str, int]) -> Iterator[Answer]:
    for each in agreement.answers(corpus, map(scope_of, questions.values())):
        if each.key in pks:
            answer = answer_of(each, question=questions[each.question], claim=pks[each.key])
            answer.compared = digest_of_answer(corpus.by_key[each.key].statement, figure=each.figure)
            yield answer


def answer_of(membership: Membership, *, question: Question, claim: int) -> Answer:
    told = {"met": [*membership.met], "open": [*membership.open], "in_words": membership.in_words}
    return Answer(
        question=question, claim_id=claim, figure=membership.figure, value=membership.answer, part=membership.part,
        rule=MEMBERSHIP, rule_version=RULE_VERSION, reason=told,
    )  # fmt: skip


class Known(NamedTuple):
    """A link that is on record, as far as it tells whether it is proposed again or withdrawn."""

    pk: int
    state: str
    version: int
    rule: str
    compared: str

    def is_worth_another_look(self, found: AnyLink) -> bool:
        """What was withdrawn, and what was rejected as long as its claims said something else."""
        return self.state == LinkState.WITHDRAWN or (
            self.state == LinkState.REJECTED and bool(self.compared) and self.compared != found.compared
        )


def _reconcile(found: Iterable[AnyLink], on_record: QuerySet, *, report: Report) -> None:
    """Brings what is on record to what was found, as far as no editor has decided it."""
    model: Any = on_record.model
    known = _known(on_record)
    new: list[AnyLink] = []
    again: list[AnyLink] = []
    for link in {links.key_of(each): each for each in found}.values():
        there = known.pop(links.key_of(link), None)
        if there is None:
            new.append(link)
        elif there.is_worth_another_look(link):
            link.pk, link.version = there.pk, there.version
            again.append(link)
        else:
            report.known[link.rule] += 1
    gone = [
        model(pk=each.pk, version=each.version, compared=each.compared)
        for each in known.values()
        if each.state == LinkState.PROPOSED and each.rule
    ]
    for batch in _in_batches(new):
        report.new.update(each.rule for each in links.propose_all(batch))
    for verb, moved, counted in ((LinkVerb.PROPOSE, again, report.new), (LinkVerb.WITHDRAW, gone, report.withdrawn)):
        for batch in _in_batches(moved):
            with synced():
                taken = links.take_all(verb, batch)
                changed(FOLLOWED[model], [each.pk for each in taken])
            counted.update(each.rule for each in taken)


def _known(on_record: QuerySet) -> dict[Key, Known]:
    columns = links.KEYS[on_record.model]
    rows = on_record.order_by().values_list(*columns, *Known._fields).iterator()
    return {row[: len(columns)]: Known(*row[len(columns) :]) for row in rows}


def _in_batches(found: Sequence[T]) -> Iterator[Sequence[T]]:
    return (found[start : start + BATCH] for start in range(0, len(found), BATCH))
