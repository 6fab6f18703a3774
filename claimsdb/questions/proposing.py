"""What the machine proposes: relations, answers, and articles that came out of others. It adds what it
finds, withdraws what it finds no more, and leaves alone what an editor has decided."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from claimsdb import agreement
from claimsdb.agreement import RULE_VERSION, Corpus, Explanation, Membership, Proposal, Scope, Text
from claimsdb.choices import AnswerKind, DerivationKind, LinkState, LinkVerb, QuestionStatus, ReasonCode
from claimsdb.index import synced
from claimsdb.models import SCOPES, Answer, Article, Claim, Derivation, Question, Relation
from claimsdb.questions import entering, links
from claimsdb.questions.digests import digest
from claimsdb.questions.statements import iter_statements, load_registry
from claimsdb.reading import BlockKind, classify_blocks

MEMBERSHIP, NEAR_COPY = "membership", "near_copy"  # rules of answers and of derivations
Key = tuple[Any, ...]


@dataclass
class Report:
    """How many links of each rule are new, there already, or withdrawn; and how many pairs of unequal figures were
    refused for each reason."""

    new: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    withdrawn: Counter[str] = field(default_factory=Counter)
    refused: Mapping[ReasonCode, int] = field(default_factory=dict)


def propose() -> Report:
    """Goes through all accepted claims. Done once more, it changes nothing."""
    registry, report = load_registry(), Report()
    statements = list(iter_statements(Claim.objects.accepted().order_by("pk").values_list("pk", flat=True).iterator()))
    findings = agreement.examine(statements, registry)
    report.refused = findings.refused
    pks = dict(Claim.objects.accepted().values_list("key", "pk"))
    with synced():
        _propose_derivations(report)
        _reconcile_relations(findings.proposals, pks=pks, report=report)
        _reconcile_answers(Corpus.of(statements, registry), pks=pks, report=report)
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
    """Articles with paragraphs of others, unless it is said of the two already which came out of which."""
    copies = agreement.near_copies(_texts())
    pairs = Derivation.objects.filter(original__isnull=False).values_list("article_id", "original_id", "proposed")
    said = {frozenset(pair): proposed for *pair, proposed in pairs}
    for each in copies:
        article, original = int(each.copy), int(each.original)
        if (pair := frozenset((article, original))) in said:
            report.known[NEAR_COPY] += said[pair]
        elif not Derivation.objects.filter(article=article, kind=DerivationKind.QUOTED, as_written="").exists():
            Derivation.objects.create(
                article_id=article, original_id=original, kind=DerivationKind.QUOTED, proposed=True
            )
            report.new[NEAR_COPY] += 1


def _texts() -> Iterator[Text]:
    rows = Article.objects.order_by("pk").values_list("pk", "text", "title", "published_from")
    for pk, text, title, published in rows.iterator(chunk_size=200):
        blocks = classify_blocks(text, title=title)
        paragraphs = (text[each.start : each.end] for each in blocks if each.kind == BlockKind.PARAGRAPH)
        yield Text(str(pk), tuple(paragraphs), published)


def _reconcile_relations(proposals: Iterable[Proposal], *, pks: Mapping[str, int], report: Report) -> None:
    found: dict[Key, Relation] = {}
    for each in proposals:
        if each.a in pks and each.b in pks:
            relation = Relation(
                a_id=pks[each.a], b_id=pks[each.b], kind=each.kind, about=each.about, strength=each.strength,
                rule=each.rule, rule_version=each.rule_version, reason={**each.reason, "in_words": each.in_words},
            )  # fmt: skip
            entering.put_in_order(relation, keys=(each.a, each.b))
            found[relation.a_id, relation.b_id, relation.kind] = relation
    known = {(each.a_id, each.b_id, each.kind): each for each in Relation.objects.all()}
    _reconcile(found, known, report=report)


def _reconcile_answers(corpus: Corpus, *, pks: Mapping[str, int], report: Report) -> None:
    questions = {
        each.slug: each for each in Question.objects.filter(status=QuestionStatus.OPEN).prefetch_related(SCOPES)
    }
    found = {}
    for each in agreement.answers(corpus, map(scope_of, questions.values())):
        answer = answer_of(each, question=questions[each.question], claim=pks[each.key])
        found[answer.question_id, answer.claim_id, answer.figure] = answer
    asked = Answer.objects.filter(question__in=questions.values()).select_related("question")
    known = {(each.question_id, each.claim_id, each.figure): each for each in asked}
    _reconcile(found, known, report=report)


def answer_of(membership: Membership, *, question: Question, claim: int) -> Answer:
    told = {"met": [*membership.met], "open": [*membership.open], "in_words": membership.in_words}
    return Answer(
        question=question, claim_id=claim, figure=membership.figure, value=membership.answer, part=membership.part,
        rule=MEMBERSHIP, rule_version=RULE_VERSION, reason=told,
    )  # fmt: skip


def _reconcile(found: Mapping[Key, Any], known: Mapping[Key, Any], *, report: Report) -> None:
    """Brings what is on record to what was found, as far as no editor has decided it."""
    for key, link in found.items():
        there = known.get(key)
        if there is None:
            links.add(link, verb=LinkVerb.PROPOSE, by=None)
            report.new[link.rule] += 1
        elif _is_worth_another_look(there):
            links.take(LinkVerb.PROPOSE, there, by=None)
            report.new[link.rule] += 1
        else:
            report.known[link.rule] += 1
    for key, link in known.items():
        if key not in found and link.state == LinkState.PROPOSED and link.rule:
            links.take(LinkVerb.WITHDRAW, link, by=None)
            report.withdrawn[link.rule] += 1


def _is_worth_another_look(link: Any) -> bool:
    """What was withdrawn, and what was rejected as long as its claims said something else."""
    return link.state == LinkState.WITHDRAWN or (
        link.state == LinkState.REJECTED and bool(link.compared) and link.compared != digest(link)
    )
